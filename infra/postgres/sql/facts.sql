-- name: people_and_absences(staff_ids, others, today, since)^
-- Some people, whoever covers them today, and everyone above each up to the top of their lines; and when any of these or
-- of the others is away, or whoever covers the people asked for in an absence that is not over, as far as that is not
-- over before a day. Both as JSON.
with recursive line as (
    select p.staff_id, p.role, p.area, p.unit, p.reports_to, p.email, p.from_date, p.to_date
    from iqa.people as p
    where
        p.staff_id = any(:staff_ids::text[])
        or p.staff_id in (
            select a.cover
            from iqa.absences as a
            where
                a.staff_id = any(:staff_ids::text[])
                and :today::date between a.from_date and coalesce(a.to_date, 'infinity')
        )
    union
    select
        above.staff_id, above.role, above.area, above.unit, above.reports_to, above.email, above.from_date, above.to_date
    from iqa.people as above
    inner join line on above.staff_id = line.reports_to
),

away as (
    select a.*
    from iqa.absences as a
    where
        (
            a.staff_id in (select staff_id from line) or a.staff_id = any(:others::text[])
            or a.staff_id in (
                select theirs.cover
                from iqa.absences as theirs
                where
                    theirs.staff_id = any(:staff_ids::text[])
                    and coalesce(theirs.to_date, 'infinity') >= :today::date
            )
        )
        and coalesce(a.to_date, 'infinity') >= :since::date
)

select
    (select coalesce(json_agg(line order by staff_id), '[]') from line) as people,
    (select coalesce(json_agg(away order by staff_id, from_date, kind, occurrence), '[]') from away) as absences;

-- name: case_files(urn, pool_of)
-- One case, and the cases allocated to a person or worked on by them: each with all that is known of it, as JSON.
select
    coalesce(c.urn = :urn, false) as is_asked_for,
    coalesce(c.prosecutor = :pool_of or c.urn = any(worked_on.urns), false) as is_in_pool,
    json_build_object(
        'case', c,
        'contributions', (
            select coalesce(json_agg(d order by d.on_date, d.staff_id, d.kind, d.occurrence), '[]')
            from iqa.contributions as d
            where d.urn = c.urn
        ),
        'milestones', (
            select coalesce(json_agg(m order by m.on_date, m.kind, m.occurrence), '[]')
            from iqa.milestones as m
            where m.urn = c.urn
        )
    ) as case_file
from iqa.cases as c, (select array(select urn from iqa.contributions where staff_id = :pool_of) as urns) as worked_on
where c.urn = :urn or c.prosecutor = :pool_of or c.urn = any(worked_on.urns)
order by c.urn;

-- name: conversations(stream)
-- The everyday conversations that were noted on a case, with their words, which stand in no read table.
select body from iqa.ledger where stream = :stream and kind = 'conversation_noted' order by version;

-- name: requests(stream)
-- What was asked for on a case and answered, in order.
select kind, body from iqa.ledger where stream = :stream and kind in ('request_made', 'request_answered') order by version;

-- name: acted(stream, quarter, actor)$
-- Whether somebody did anything in an IQA, or picked it for the sample in its quarter.
select
    exists (select from iqa.ledger where stream = :stream and actor = :actor)
    or exists (
        select from iqa.ledger
        where
            stream = :quarter and actor = :actor and kind = 'sample_drawn'
            and convert_from(body, 'UTF8')::json ->> 'iqa_id' = :stream
    );
