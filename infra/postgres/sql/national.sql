-- name: counted(quarter, since, until, asked, drawn, unopened, held, impossible, every, not_overridden, themed_ones, asked_for)
-- What the reports of open quarters would count of each category (domain/quarter/close/reporting.py), not one by one:
-- of all, of those for which no rule of selection was set aside, and of themed ones alone; of what prosecutors asked for and
-- policy does not count by itself.
with asked as (
    select a.*
    from
        jsonb_to_recordset(:asked::jsonb) as a (
            area text, no_time_from timestamptz, weeks_from timestamptz, looked_until timestamptz, now timestamptz,
            asked_for_counts boolean
        )
),

drawn as (
    select d.iqa_id, d.random from jsonb_to_recordset(:drawn::jsonb) as d (iqa_id text, random boolean)
),

unopened as (
    select unnest(:unopened::text[]) as iqa_id
),

standing as (
    select
        i.*, a.no_time_from, a.weeks_from, a.looked_until, d.random,
        w.due as talk_due,
        u.iqa_id is not null as is_unopened,
        i.quarter = :quarter as is_own,
        coalesce(i.source = 'asked_for', false) and not a.asked_for_counts as is_outside,
        coalesce(i.confirmed_at between :since::timestamptz and :until::timestamptz, false) as is_undertaken
    from asked as a
    inner join iqa.iqas as i on a.area = i.area
    left join drawn as d on i.iqa_id = d.iqa_id
    left join unopened as u on i.iqa_id = u.iqa_id
    left join iqa.waits as w on i.iqa_id = w.stream and w.step = 'converse' and not w.missed and w.due >= a.now
    where i.quarter = :quarter or i.confirmed_at between :since::timestamptz and :until::timestamptz
)

select
    area,
    category,
    part.part,
    count(*) filter (where is_undertaken) as undertaken,
    count(*) filter (where is_undertaken and completed_at is not null) as completed,
    count(*) filter (where is_undertaken and completed_at is not null and missed = 0) as completed_on_time,
    count(*) filter (where is_undertaken and talk = any(:held::text[])) as conversations_held,
    count(*) filter (
        where is_undertaken and talk = any(:held::text[]) and before_marks
    ) as conversations_before_marks,
    count(*) filter (
        where is_undertaken and talk = any(:held::text[]) and not before_marks
    ) as conversations_over_marks,
    count(*) filter (where is_undertaken and talk = :impossible) as conversations_impossible,
    count(*) filter (where is_undertaken and talk_due is not null) as conversations_to_come,
    (max(talk_due) filter (where is_undertaken) at time zone 'Europe/London')::date as conversations_due_by,
    count(*) filter (where is_undertaken and confirmed_at >= no_time_from) as left_no_time,
    count(*) filter (where is_undertaken and random) as drawn,
    count(*) filter (where is_undertaken and not random) as picked,
    count(*) filter (where is_undertaken and random and sampled_at is not null) as sampled,
    count(*) filter (where is_undertaken and random and fed_back_at is not null) as fed_back,
    coalesce(sum(re_marked) filter (where is_undertaken and random and sampled_at is not null), 0) as re_marked,
    coalesce(
        sum(re_marks_asked) filter (where is_undertaken and random and sampled_at is not null), 0
    ) as re_marks_asked,
    count(*) filter (where is_undertaken and random and sampled_at is not null and case_read) as cases_read,
    count(*) filter (where is_undertaken and not random and sampled_at is not null) as picked_sampled,
    count(*) filter (where is_own and withdrawn_at is not null) as withdrawn,
    count(*) filter (where is_own and withdrawn_at is null and not is_undertaken) as to_undertake,
    count(*) filter (where is_unopened) as opened_meanwhile,
    count(*) filter (where is_undertaken and confirmed_at <= looked_until) as confirmed,
    count(*) filter (where is_undertaken and confirmed_at between weeks_from and looked_until) as confirmed_late
from standing
cross join lateral unnest(
    array[
        case when is_outside then :asked_for::text else :every::text end,
        case when cardinality(overridden) = 0 and not is_outside then :not_overridden::text end,
        case when themed and not is_outside then :themed_ones::text end
    ]
) as part (part)
where part.part is not null
group by area, category, part.part;

-- name: judged(since, until, asked, drawn)
-- In how many recorded checks of what was drawn, and is in the figures, each judgement was ticked.
select i.area, i.category, j.judgement, count(*) as count
from jsonb_to_recordset(:drawn::jsonb) as d (iqa_id text, random boolean)
inner join iqa.iqas as i on d.iqa_id = i.iqa_id
inner join jsonb_to_recordset(:asked::jsonb) as a (area text, asked_for_counts boolean) on i.area = a.area
cross join lateral unnest(i.judgements) as j (judgement)
where
    d.random
    and i.sampled_at is not null
    and (a.asked_for_counts or i.source is distinct from 'asked_for')
    and i.confirmed_at between :since::timestamptz and :until::timestamptz
group by i.area, i.category, j.judgement;

-- name: waiting(quarter, since, until, areas)
-- How many steps of each kind wait in the IQAs of these Areas' quarter, and in those that were confirmed in its time.
select i.area, w.step, count(*) as count
from iqa.iqas as i
inner join iqa.waits as w on i.iqa_id = w.stream
where
    i.area = any(:areas::text[])
    and (i.quarter = :quarter or i.confirmed_at between :since::timestamptz and :until::timestamptz)
group by i.area, w.step
order by i.area, w.step;

-- name: escalated(quarter)
-- How much IQAs and cases escalated in each Area's quarter, and how much of it nobody has taken on.
select
    area, count(*) as raised, count(*) filter (where acknowledged_at is null and settled_at is null) as not_taken_on
from iqa.escalations
where quarter = :quarter and matter <> 'pace'
group by area;

-- name: happened(streams)
-- When the last thing in each of some streams happened.
select stream, max(at) as at from iqa.ledger where stream = any(:streams::text[]) group by stream;

-- name: uncovered(since, until, asked)
-- For how many in each Area a kind of case is still to be assessed in a time (domain/quarter/planning/coverage.py):
-- whoever policy counts, of whom somebody in post has such a live case.
with counted as (
    select
        p.area, p.staff_id, a.subject, a.per_year,
        case a.per when 'prosecutor' then p.staff_id when 'unit' then p.unit else p.area end as whose,
        p.role = 'prosecutor' and a.today between p.from_date and coalesce(p.to_date, 'infinity') as is_assessable
    from jsonb_to_recordset(:asked::jsonb) as a (area text, subject text, per text, per_year integer, today date)
    inner join iqa.people as p on a.area = p.area
),

found as (
    select p.area, p.subject, p.whose, p.per_year, 0 as confirmed, live.is_there
    from counted as p
    left join lateral (
        select true as is_there
        from (
            select own.* from iqa.cases as own where own.prosecutor = p.staff_id
            union all
            select w.* from iqa.contributions as d inner join iqa.cases as w on d.urn = w.urn
            where d.staff_id = p.staff_id
        ) as c
        where
            c.area = p.area
            and c.status = 'live'
            and coalesce(c.plea, '') not in ('guilty', 'guilty_anticipated')
            and case p.subject when 'rape' then c.rape else c.domestic_abuse end
        limit 1
    ) as live on p.is_assessable
    union all
    select p.area, p.subject, p.whose, p.per_year, 1, null
    from iqa.iqas as i
    inner join counted as p on i.prosecutor = p.staff_id and i.area = p.area
    inner join iqa.cases as c on i.urn = c.urn
    where
        i.category = 'casework' and i.withdrawn_at is null
        and i.confirmed_at between :since::timestamptz and :until::timestamptz
        and case p.subject when 'rape' then c.rape else c.domestic_abuse end
),

still_owed as (
    select area, subject, whose
    from found
    where whose is not null
    group by area, subject, whose, per_year
    having per_year > sum(confirmed) and bool_or(is_there)
)

select area, subject, count(*) as count from still_owed group by area, subject order by area, subject;
