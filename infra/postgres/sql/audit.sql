-- name: count_streams()$
-- How many streams the ledger knows of.
select count(*)::integer from iqa.ledger where version = 1;

-- name: streams_after(after, many)
-- The next streams of which the ledger or a read table holds anything, by their ids.
(select distinct stream from iqa.ledger where stream > :after order by stream limit :many)
union
(select distinct stream from iqa.commands where stream > :after order by stream limit :many)
union
(select iqa_id from iqa.iqas where iqa_id > :after order by iqa_id limit :many)
union
(select distinct stream from iqa.waits where stream > :after order by stream limit :many)
union
(select distinct stream from iqa.escalations where stream > :after order by stream limit :many)
union
(select distinct stream from iqa.case_claims where stream > :after order by stream limit :many)
union
(select distinct stream from iqa.noted_conversations where stream > :after order by stream limit :many)
order by stream
limit :many;

-- name: unknown_streams(streams)
-- Those of some streams of which neither the ledger nor a read table that lists them holds anything.
select asked.stream
from unnest(:streams::text[]) as asked (stream)
where
    not exists (select from iqa.ledger as l where l.stream = asked.stream)
    and not exists (select from iqa.commands as c where c.stream = asked.stream)
    and not exists (select from iqa.iqas as i where i.iqa_id = asked.stream)
    and not exists (select from iqa.waits as w where w.stream = asked.stream)
order by asked.stream;
