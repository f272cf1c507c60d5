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
select *
from iqa.iqas
where area = :area and confirmed_at between :since and :until and iqa_id <> all(:settled::text[])
order by confirmed_at, iqa_id;

-- name: escalated(area, quarter)$
-- How much IQAs and cases escalated in an Area's quarter, and how much of it nobody has taken on, as JSON.
select
    json_build_object(
        'raised', count(*),
        'not_taken_on', count(*) filter (where e.acknowledged_at is null and e.settled_at is null)
    )
from iqa.escalations as e
where e.area = :area and e.quarter = :quarter and e.matter <> 'pace';

-- name: standing(area, quarter, since, until)
-- How the IQAs of an Area's quarter stand; with a time also those of other quarters that were confirmed in it.
select *
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

-- name: elsewhere(area, quarter)
-- The IQAs of a quarter that other Areas opened for people who are in this one by now.
select i.*
from iqa.iqas as i
inner join iqa.people as p on i.prosecutor = p.staff_id
where i.quarter = :quarter and p.area = :area and i.area <> :area
order by i.iqa_id;

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


-- name: unsampled(area, since, until, window_since, begun_by, drawn)
-- The IQAs confirmed in a time of each manager who assessed before, and of whom none is sampled since the window began.
select i.*
from iqa.iqas as i
where
    i.area = :area and i.confirmed_at between :since and :until
    and exists (
        select from iqa.iqas as before
        where before.area = i.area and before.assessor = i.assessor and before.confirmed_at <= :begun_by
    )
    and not exists (
        select from iqa.iqas as sampled
        where
            sampled.area = i.area and sampled.assessor = i.assessor and sampled.confirmed_at >= :window_since
            and (sampled.sampler is not null or sampled.iqa_id = any(:drawn::text[]))
    )
order by i.iqa_id;

-- name: iqas_of(area, whose)
-- The open IQAs that one person assesses in an Area, of whatever quarter.
select *
from iqa.iqas
where area = :area and assessor = :whose and closed_at is null and withdrawn_at is null
order by iqa_id;

-- name: samples_of(area, whose)
-- The second checks of an Area that one person has, as far as there is still something to do.
select i.*
from iqa.iqas as i
where
    i.area = :area and i.sampler = :whose and i.closed_at is null and i.withdrawn_at is null
    and (
        i.fed_back_at is null
        or exists (select from iqa.waits as w where w.stream = i.iqa_id and w.step = 'development')
    )
order by i.iqa_id;

-- name: second_checks(drawn)
-- The second checks of these IQAs, as far as there is still something to do.
select i.*
from iqa.iqas as i
where
    i.iqa_id = any(:drawn::text[]) and i.closed_at is null and i.withdrawn_at is null
    and (
        i.fed_back_at is null
        or exists (select from iqa.waits as w where w.stream = i.iqa_id and w.step = 'development')
    )
order by i.iqa_id;

-- name: actions_of(area, whose)
-- The open case actions that one person keeps in an Area, on IQAs and on cases.
select w.stream, w.item as action_id
from iqa.waits as w
left join iqa.iqas as i on w.stream = i.iqa_id
left join iqa.cases as c on w.stream = 'case-' || c.urn
where w.who = :whose and w.step = 'action' and coalesce(i.area, c.area) = :area
order by w.stream, w.item;

-- name: left_behind(area, today)
-- Open case actions of an Area whose owner is no longer in post there, as many as one pass gives to others.
select w.stream, w.item as action_id, w.who as owner
from iqa.waits as w
left join iqa.iqas as i on w.stream = i.iqa_id
left join iqa.cases as c on w.stream = 'case-' || c.urn
left join iqa.people as p on w.who = p.staff_id
where
    w.step = 'action' and coalesce(i.area, c.area) = :area
    and (p.staff_id is null or p.area <> :area or p.to_date < :today::date)
order by w.who, w.stream, w.item
limit 200;

-- name: requests_of(area, whose)
-- What prosecutors asked of one person in an Area and nobody has answered, and who asked.
select w.stream, w.item as request_id, convert_from(l.body, 'UTF8')::jsonb ->> 'prosecutor' as prosecutor
from iqa.waits as w
inner join iqa.cases as c on w.stream = 'case-' || c.urn
inner join iqa.ledger as l
    on w.stream = l.stream and l.kind = 'request_made' and w.item = convert_from(l.body, 'UTF8')::jsonb ->> 'request_id'
where w.who = :whose and w.step = 'answer_request' and c.area = :area
order by w.stream, w.item;

-- name: left_unanswered(area, today)
-- Requests of an Area that wait for somebody no longer in post there, as many as one pass gives to others.
select w.stream, w.item as request_id, convert_from(l.body, 'UTF8')::jsonb ->> 'prosecutor' as prosecutor, w.who as owner
from iqa.waits as w
inner join iqa.cases as c on w.stream = 'case-' || c.urn
inner join iqa.ledger as l
    on w.stream = l.stream and l.kind = 'request_made' and w.item = convert_from(l.body, 'UTF8')::jsonb ->> 'request_id'
left join iqa.people as p on w.who = p.staff_id
where
    w.step = 'answer_request' and c.area = :area
    and (p.staff_id is null or p.area <> :area or p.to_date < :today::date)
order by w.who, w.stream, w.item
limit 200;

-- name: escalations_of(area, whose)
-- What was put to one person in an Area and nobody has taken on, of whatever quarter.
select e.stream, e.escalation_id, e.matter
from iqa.escalations as e
where
    e.told @> array[:whose::text] and e.area = :area
    and e.acknowledged_at is null and e.settled_at is null
order by e.stream, e.raised_at, e.escalation_id;

-- name: queries_of(area, whose)
-- The IQAs of an Area in which a query waits for one person's answer.
select distinct w.stream
from iqa.waits as w
inner join iqa.iqas as i on w.stream = i.iqa_id
where w.who = :whose and w.step = 'answer_query' and i.area = :area
order by w.stream;
