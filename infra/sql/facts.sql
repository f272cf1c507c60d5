-- name: people_with_lines(staff_ids)
-- Some people, with everyone above them up to the top of their lines.
with recursive line as (
    select p.* from iqa.people as p where p.staff_id = any(:staff_ids::text[])
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
