-- name: keep_sent(staff_id, key, address, body, sent_at, since)!
-- Keep a form that is on its way; those of long ago are forgotten meanwhile.
with forgotten as (
    delete from iqa.sendings where sent_at < :since
)

insert into iqa.sendings (staff_id, key, address, body, sent_at)
values (:staff_id, :key, :address, :body, :sent_at)
on conflict (staff_id, key) do nothing;

-- name: sent_by(staff_id)
-- What somebody sent and heard no answer to.
select key, address, body, sent_at
from iqa.sendings
where staff_id = :staff_id
order by sent_at desc
limit 20;

-- name: forget_sent(staff_id, key)!
-- Its sender has the answer.
delete from iqa.sendings where staff_id = :staff_id and key = :key;
