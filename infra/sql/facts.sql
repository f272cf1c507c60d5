-- name: people_with_lines(staff_ids, today)
-- Some people, whoever covers them today, and everyone above each up to the top of their lines.
with recursive line as (
    select p.*
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
    select above.* from iqa.people as above inner join line on above.staff_id = line.reports_to
)
select staff_id, role, area, unit, reports_to, email, from_date, to_date
from line
order by staff_id;

-- name: absences_among(staff_ids, since)
-- When some people are away, as far as it is not over before a day.
select staff_id, from_date, to_date, kind, cover
from iqa.absences
where staff_id = any(:staff_ids::text[]) and coalesce(to_date, 'infinity') >= :since::date
order by staff_id, from_date, kind, occurrence;

-- name: noted_conversation(conversation_id)^
-- An everyday case conversation: its id is that of the case's stream, a full stop and its number there.
select stream || '.' || conversation_id as conversation_id, urn, manager, prosecutor, held_on as "on"
from iqa.noted_conversations
where stream || '.' || conversation_id = :conversation_id;
