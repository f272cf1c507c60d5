-- name: concerning(who, quarter, since)
-- The IQAs that somebody assesses, is assessed in or samples, the latest first: of one quarter, or else what is open and
-- what is of any quarter since one.
select i.*
from iqa.iqas as i
where
    :who::text in (i.prosecutor, i.assessor, i.sampler)
    and (i.quarter = :quarter::text or (:quarter::text is null and (i.quarter >= :since or i.closed_at is null)))
order by i.quarter desc, i.iqa_id;

-- name: below(who, quarter, since)
-- The IQAs of everybody below somebody, at whatever distance, the latest first: of which quarters, as above.
with recursive team as (
    select p.staff_id
    from iqa.people as p
    where p.reports_to = :who::text
    union
    select p.staff_id
    from iqa.people as p
    inner join team on p.reports_to = team.staff_id
)

select i.*
from iqa.iqas as i
inner join team on i.prosecutor = team.staff_id
where i.quarter = :quarter::text or (:quarter::text is null and (i.quarter >= :since or i.closed_at is null))
order by i.quarter desc, i.iqa_id;

-- name: of_area(area, quarter)
-- The IQAs of an Area's quarter.
select i.*
from iqa.iqas as i
where i.area = :area and i.quarter = :quarter
order by i.iqa_id;

-- name: found(tails, who, area, everywhere, most)
-- The IQAs in which every word stands in the id, in the case's number, or in an id or a name of whoever is assessed or
-- assesses, the latest first; of those that may be somebody's to read. The owner of an action reads no case's number.
with sought as materialized (
    select
        '%' || tail || '%' as pattern,
        array(
            select p.staff_id from iqa.people as p where concat_ws(' ', p.staff_id, p.name) ilike '%' || tail || '%'
        ) as people
    from unnest(:tails::text[]) as tail
)

select i.*
from iqa.iqas as i
cross join lateral (
    select
        coalesce(
            :everywhere::boolean or i.area = :area::text or :who::text in (i.prosecutor, i.assessor, i.sampler), false
        ) as readable
) as record
where
    (
        record.readable
        or i.iqa_id = any(array(select w.stream from iqa.waits as w where w.who = :who::text and w.step = 'action'))
    )
    and not exists (
        select from sought as s
        where
            not (
                i.iqa_id ilike s.pattern
                or (record.readable and coalesce(i.urn, '') ilike s.pattern)
                or i.prosecutor = any(s.people)
                or i.assessor = any(s.people)
            )
    )
order by i.quarter desc, i.iqa_id
limit :most;

-- name: ending(typed, tail, who, area, everywhere, most)
-- The IQA of an id in capitals or not, and those whose id or whose case's number ends so and that may be somebody's to
-- read, the latest first.
select i.*
from iqa.iqas as i
where
    upper(i.iqa_id) = upper(:typed::text)
    or (
        (upper(i.iqa_id) like '%-' || :tail::text or upper(i.urn) like '%' || :tail::text)
        and (
            :everywhere::boolean or i.area = :area::text or :who::text in (i.prosecutor, i.assessor, i.sampler)
            or i.iqa_id = any(array(select w.stream from iqa.waits as w where w.who = :who::text and w.step = 'action'))
        )
    )
order by i.quarter desc, i.iqa_id
limit :most;

-- name: waits_of(streams)
-- What waits in some IQAs, the soonest first.
select w.stream, w.step, w.item, w.who, w.due, w.missed, w.urgent
from iqa.waits as w
where w.stream = any(:streams::text[])
order by w.stream, w.due nulls last, w.step, w.item;

-- name: people_ending(typed, tail, area)
-- Whoever has that id in capitals or not, and those of an Area whose id ends so.
select p.staff_id
from iqa.people as p
where upper(p.staff_id) = upper(:typed::text) or (p.area = :area and upper(p.staff_id) like '%-' || :tail::text)
order by p.staff_id;

-- name: cases_ending(typed, tail, area, worked_on_by)
-- The case of that number in capitals or not, and those of an Area, or of one person's work, whose number ends so.
select c.urn
from iqa.cases as c
where
    upper(c.urn) = upper(:typed::text)
    or (
        c.area = :area and upper(c.urn) like '%' || :tail::text
        and (
            :worked_on_by::text is null or c.prosecutor = :worked_on_by::text
            or c.urn = any(array(select d.urn from iqa.contributions as d where d.staff_id = :worked_on_by::text))
        )
    )
order by c.urn;

-- name: iqas_named(iqa_ids)
-- Some IQAs.
select i.*
from iqa.iqas as i
where i.iqa_id = any(:iqa_ids::text[])
order by i.iqa_id;

-- name: waits_asked_on_cases(who)
-- What waits for others on the cases on which somebody has asked for something or recorded something.
select w.stream, w.step, w.item, w.who, w.due, w.missed, w.urgent
from iqa.waits as w
where
    w.stream like 'case-%' and w.who <> :who::text
    and exists (select from iqa.ledger as l where l.stream = w.stream and l.actor = :who::text)
order by w.stream, w.due nulls last, w.step, w.item;

-- name: begun_by(streams, kinds)
-- The events of some kinds in some streams, the last last.
select l.stream, l.kind, l.body, l.at
from iqa.ledger as l
where l.stream = any(:streams::text[]) and l.kind = any(:kinds::text[])
order by l.stream, l.version;

-- name: changed(streams, who, since, most)
-- In which of some streams others did something since an instant, where it was last first.
select l.stream
from iqa.ledger as l
where l.stream = any(:streams::text[]) and l.at > :since and l.actor <> :who
group by l.stream
order by max(l.at) desc, l.stream
limit :most;
