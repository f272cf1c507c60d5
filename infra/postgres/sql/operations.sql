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

-- name: open_streams()
-- Every stream that a workflow has to keep going: open IQAs and quarters, and cases on which something waits.
select iqa_id as stream from iqa.iqas where closed_at is null
union
select stream from iqa.waits
union
select opened.stream
from iqa.ledger as opened
where
    opened.stream >= 'quarter-' and opened.stream < 'quarter.' and opened.version = 1
    and not exists (
        select from iqa.ledger as closed
        where closed.stream = opened.stream and closed.kind = 'quarter_closed'
    )
order by stream;

-- name: recorded_lately()
-- How far the streams are that were recorded last: what an engine's restore has lost is among them.
select
    stream,
    max(version)::integer as version
from iqa.ledger
where stream in (select l.stream from iqa.ledger as l order by l.recorded_at desc limit 100)
group by stream
order by max(recorded_at) desc
limit 20;

-- name: restored_at()$
-- When a backup was put back after which nobody has reconciled; null where none was.
select max(restored.at)
from iqa.mendings as restored
where
    restored.kind = 'restored'
    and not exists (
        select from iqa.mendings as gone_through
        where gone_through.kind = 'reconciled' and gone_through.at > restored.at
    );

-- name: policies_in_use()
-- The policies that open IQAs and open quarters began with.
select distinct convert_from(ledger.body, 'UTF8')::json ->> 'policy' as policy
from iqa.iqas
inner join iqa.ledger on ledger.stream = iqas.iqa_id and ledger.version = 1
where iqas.closed_at is null
union
select convert_from(opened.body, 'UTF8')::json ->> 'policy' as policy
from iqa.ledger as opened
where
    opened.stream >= 'quarter-' and opened.stream < 'quarter.' and opened.version = 1
    and not exists (
        select from iqa.ledger as closed
        where closed.stream = opened.stream and closed.kind = 'quarter_closed'
    )
order by policy;
