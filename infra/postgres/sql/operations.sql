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

-- name: version(stream)$
-- How far a stream is; 0 when there is none.
select coalesce(max(version), 0)::integer from iqa.ledger where stream = :stream;

-- name: recorded_last()$
-- When anything was last recorded.
select coalesce(max(recorded_at), 'epoch') from iqa.ledger;
