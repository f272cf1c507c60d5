-- name: iqa(iqa_id)^
-- One IQA as lists show it.
select * from iqa.iqas where iqa_id = :iqa_id;

-- name: has_stream(stream)$
-- Whether anything was ever recorded in a stream.
select exists (select from iqa.ledger where stream = :stream);

-- name: escalation(escalation_id)^
-- One escalation.
select * from iqa.escalations where escalation_id = :escalation_id;

-- name: inbox(who)
-- What waits for one person, the soonest first and the urgent before what is due by the same time, with its IQA.
select
    w.stream, w.step, w.item, w.who, w.due, w.missed, w.urgent,
    i.prosecutor, i.assessor, i.urn, i.quarter, i.stage, i.target_on, coalesce(i.asks_for, '{}') as asks_for
from iqa.waits as w
left join iqa.iqas as i on w.stream = i.iqa_id
where w.who = :who
order by w.due nulls last, w.urgent desc, w.stream, w.step, w.item;

-- name: escalations_of(who, quarter)
-- What was put to one person, at first or as it went up, the latest first; a quarter narrows it.
select *
from iqa.escalations
where told @> array[:who::text] and (:quarter::text is null or quarter = :quarter::text)
order by raised_at desc, escalation_id;

-- name: escalations_in(area, quarter, reader)
-- What was escalated in an Area, the latest first; a quarter narrows it. Somebody's pace is for those alone to whom it was put.
select *
from iqa.escalations
where
    area = :area and (:quarter::text is null or quarter = :quarter::text)
    and (matter <> 'pace' or told @> array[:reader::text])
order by raised_at desc, escalation_id;

-- name: undertaken(area, since, until)
-- The IQAs of an Area whose assessment was confirmed in a time, and whether each was withdrawn.
select iqa_id, withdrawn_at is not null as withdrawn
from iqa.iqas
where area = :area and confirmed_at between :since and :until
order by iqa_id;

-- name: exceptions_of(quarter, since, until, who)
-- The IQAs of a quarter, or confirmed in its days, that one person assesses or is above: themed, or with a rule set aside.
select *
from iqa.iqas
where
    (assessor = :who or senior_manager = :who)
    and (quarter = :quarter or confirmed_at between :since::timestamptz and :until::timestamptz)
    and (cardinality(overridden) > 0 or themed)
    and (withdrawn_at is null or confirmed_at is not null)
order by iqa_id;

-- name: exceptions_counted(quarter, since, until, area)
-- In how many IQAs of a quarter, or confirmed in its days, each rule was set aside in each Area, or in one.
select i.area, rule.rule, count(*) as iqas
from iqa.iqas as i
cross join lateral unnest(i.overridden) as rule (rule)
where
    (:area::text is null or i.area = :area::text)
    and (i.quarter = :quarter or i.confirmed_at between :since::timestamptz and :until::timestamptz)
    and (i.withdrawn_at is null or i.confirmed_at is not null)
group by i.area, rule.rule
order by i.area, rule.rule;

-- name: themed_counted(quarter, since, until, area)
-- How many IQAs of a quarter, or confirmed in its days, are themed in each Area, or in one.
select area, count(*) as iqas
from iqa.iqas
where
    themed
    and (:area::text is null or area = :area::text)
    and (quarter = :quarter or confirmed_at between :since::timestamptz and :until::timestamptz)
    and (withdrawn_at is null or confirmed_at is not null)
group by area
order by area;

-- name: recorded_at_version(stream, version)$
-- One event of a stream.
select body from iqa.ledger where stream = :stream and version = :version;

-- name: acknowledgements(streams)
-- What somebody above has taken on, from the ledgers of some streams.
select body, at
from iqa.ledger
where stream = any(:streams::text[]) and kind = 'escalation_acknowledged'
order by stream, version;

-- name: claims_of(prosecutor)
-- Which work of a prosecutor on which case an IQA assesses.
select urn, prosecutor, work, stream from iqa.case_claims where prosecutor = :prosecutor order by urn, work;

-- name: conversations(manager, prosecutor, since)
-- Everyday case conversations of a manager with a prosecutor since a day, the latest first.
select stream, conversation_id, urn, manager, prosecutor, held_on
from iqa.noted_conversations
where manager = :manager and prosecutor = :prosecutor and held_on >= :since::date
order by held_on desc, stream, conversation_id;

-- name: requests_on(streams)
-- What was asked for on some cases and answered, in order.
select stream, body
from iqa.ledger
where stream = any(:streams::text[]) and kind in ('request_made', 'request_answered')
order by stream, version;

-- name: selections_of(prosecutor)
-- How the case of each IQA of a prosecutor that was not withdrawn was selected last, as it was recorded.
select distinct on (l.stream) l.body
from iqa.iqas as i
inner join iqa.ledger as l on i.iqa_id = l.stream
where
    i.prosecutor = :prosecutor and i.withdrawn_at is null and i.urn is not null and l.kind = 'case_selected'
order by l.stream, l.version desc;

-- name: closings(streams)
-- The events that closed some quarters, as they were recorded.
select distinct on (stream) stream, body, at
from iqa.ledger
where stream = any(:streams::text[]) and kind = 'quarter_closed'
order by stream, version;

-- name: last_at(stream)$
-- When the last thing in a stream happened.
select max(at) from iqa.ledger where stream = :stream;

-- name: numberings(stream)
-- The events with which a quarter numbered what was confirmed, in order.
select body from iqa.ledger where stream = :stream and kind = 'iqas_numbered' order by version;

-- name: areas_with_prosecutors(prefix)
-- Every Area in which somebody is to be assessed, and whether its quarter was opened.
select
    area.area,
    exists (select from iqa.ledger as l where l.stream = :prefix || area.area and l.version = 1) as opened
from (select distinct p.area from iqa.people as p where p.role = 'prosecutor') as area
order by area.area;
