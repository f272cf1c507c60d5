-- name: overdue(now)
-- How much waits beyond its time, by step.
select step, count(*)::integer as overdue
from iqa.waits
where missed or due < :now::timestamptz
group by step
order by step;

-- name: open_iqas()$
-- How many IQAs are open.
select count(*)::integer from iqa.iqas where closed_at is null;

-- name: heads(prefix)
-- How far every stream of a kind is, with the command that opened it.
select l.stream, max(l.version)::integer as version
from iqa.ledger as l
where starts_with(l.stream, :prefix)
group by l.stream
order by l.stream;

-- name: opening(stream)^
-- The command that opened a stream.
select command_id, actor, body
from iqa.commands
where stream = :stream and first_version = 1;

-- name: finished(streams)
-- Those of some IQAs that are closed.
select iqa_id from iqa.iqas where iqa_id = any(:streams::text[]) and closed_at is not null;
