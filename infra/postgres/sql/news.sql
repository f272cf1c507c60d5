-- name: tell_oneself(words)!
-- Say something to everybody who listens, oneself among them.
select pg_notify('iqa_news', :words);

-- name: reached(streams)
-- How far each of these streams is.
select stream, max(version) as version
from iqa.ledger
where stream = any(:streams)
group by stream;

-- name: take_place(sign_in_id, place)$
-- Take one of the places of a sign-in for as long as this connection lasts, unless another has it.
select pg_try_advisory_lock(hashtext((:sign_in_id::uuid)::text), :place);

-- name: leave_place(sign_in_id, place)$
-- Give it back.
select pg_advisory_unlock(hashtext((:sign_in_id::uuid)::text), :place);
