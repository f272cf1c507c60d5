-- name: keep_seed(stream, seed, commitment)!
-- The secret seed of a quarter's dip sample; the first one stays.
insert into iqa.sample_seeds (stream, seed, commitment)
values (:stream, :seed, :commitment)
on conflict (stream) do nothing;

-- name: seed(stream)^
-- The seed and what was published of it.
select seed, commitment from iqa.sample_seeds where stream = :stream;

-- name: confirmed(area, since, until, settled)
-- The IQAs of an Area whose assessment was confirmed in a time, but for those in blocks that were drawn from.
select
    iqa_id, category, confirmed_at, assessor, senior_manager, prosecutor, withdrawn_at is not null as withdrawn
from iqa.iqas
where area = :area and confirmed_at between :since and :until and iqa_id <> all(:settled::text[])
order by confirmed_at, iqa_id;

-- name: open_escalations(area, quarter, taken)
-- What was raised in an Area's quarter and not taken by it yet.
select escalation_id, stream, deadline, raised_to as "to", raised_at, matter
from iqa.escalations
where area = :area and quarter = :quarter and escalation_id <> all(:taken::text[])
order by raised_at, escalation_id;

-- name: settled_escalations(unsettled)
-- Which of these matters no longer wait: their step is done, or their stream has ended.
select e.escalation_id
from iqa.escalations as e
where
    e.escalation_id = any(:unsettled::text[])
    and not exists (
        select from iqa.waits as w
        where w.stream = e.stream and e.deadline = w.step || case when w.item = '' then '' else ':' || w.item end
    )
order by e.escalation_id;

-- name: standing(area, quarter, since, until)
-- How the IQAs of an Area's quarter stand; with a time also those of other quarters that were confirmed in it.
select
    iqa_id, category, prosecutor, assessor, senior_manager, stage, talk, target_on, sampler, sample_pick,
    selected_at, confirmed_at, completed_at, sampled_at, fed_back_at, closed_at, withdrawn_at, missed, quarter
from iqa.iqas
where area = :area and (quarter = :quarter or confirmed_at between :since::timestamptz and :until::timestamptz)
order by iqa_id;

-- name: waiting(area, quarter, since, until)
-- What waits in the IQAs of an Area's quarter; with a time also in those of other quarters that were confirmed in it.
select w.stream, w.step, w.item, w.who, w.due, w.missed, w.urgent
from iqa.waits as w
inner join iqa.iqas as i on w.stream = i.iqa_id
where
    i.area = :area
    and (i.quarter = :quarter or i.confirmed_at between :since::timestamptz and :until::timestamptz)
order by w.stream, w.step, w.item;

-- name: area_people(area, roles)
-- Everyone of an Area who has one of the roles; everyone at all without roles.
select staff_id, role, area, unit, reports_to, email, from_date, to_date
from iqa.people
where area = :area and (cardinality(:roles::text[]) = 0 or role = any(:roles::text[]))
order by staff_id;

-- name: coverage(area, since, until)
-- How the prosecutors of an Area stand with domestic abuse and rape: IQAs on such a case confirmed in a time, and the
-- live cases, allocated to them or worked on by them, in which no guilty plea was entered or is anticipated.
with assessed as (
    select i.prosecutor, i.iqa_id, c.domestic_abuse, c.rape
    from iqa.iqas as i
    inner join iqa.cases as c on i.urn = c.urn
    where
        i.area = :area
        and i.category = 'casework'
        and i.confirmed_at between :since and :until
        and i.withdrawn_at is null
        and (c.domestic_abuse or c.rape)
),

live as (
    select urn, prosecutor, domestic_abuse, rape
    from iqa.cases
    where
        area = :area
        and status = 'live'
        and (domestic_abuse or rape)
        and coalesce(plea, '') not in ('guilty', 'guilty_anticipated')
),

theirs as (
    select prosecutor, urn, domestic_abuse, rape from live
    union
    select d.staff_id, l.urn, l.domestic_abuse, l.rape
    from live as l
    inner join iqa.contributions as d on l.urn = d.urn
),

counted as (
    select prosecutor, 'domestic_abuse' as subject, 1 as confirmed, 0 as live from assessed where domestic_abuse
    union all
    select prosecutor, 'rape', 1, 0 from assessed where rape
    union all
    select prosecutor, 'domestic_abuse', 0, 1 from theirs where domestic_abuse
    union all
    select prosecutor, 'rape', 0, 1 from theirs where rape
)

select prosecutor, subject, sum(confirmed)::int as confirmed, sum(live)::int as live
from counted
group by prosecutor, subject
order by prosecutor, subject;
