-- name: count_request(whose, now, began_since)^
-- One request more, within what began since then or from the beginning; a window in the future is a clock put back.
insert into iqa.request_counts as c (whose, began_at, requests)
values (:whose, :now, 1)
on conflict (whose) do update
    set
        began_at = case when c.began_at between :began_since and :now then c.began_at else :now end,
        requests = case when c.began_at between :began_since and :now then c.requests + 1 else 1 end
returning began_at, requests;

-- name: forget_counts(began_since, most)!
-- Those of whoever has sent nothing since; what another forgets meanwhile is passed over.
delete from iqa.request_counts
where
    whose in (
        select whose from iqa.request_counts
        where began_at < :began_since
        limit :most
        for update skip locked
    );
