-- name: person(staff_id)^
-- One person.
select staff_id, role, area, unit, reports_to, email, from_date, to_date
from iqa.people
where staff_id = :staff_id;

-- name: person_alike(staff_id)
-- Whoever has an id that differs in capitals alone.
select staff_id, role, area, unit, reports_to, email, from_date, to_date
from iqa.people
where upper(staff_id) = upper(:staff_id);

-- name: people_of(area)
-- Everyone of an Area, those who have left too.
select staff_id, role, area, unit, reports_to, email, from_date, to_date
from iqa.people
where area = :area
order by staff_id;

-- name: names(staff_ids)
-- What some people are called, of those whose Area exports it.
select staff_id, name
from iqa.people
where staff_id = any(:staff_ids::text[]) and name is not null;

-- name: reports_of(manager)
-- Those who report to a manager directly.
select staff_id, role, area, unit, reports_to, email, from_date, to_date
from iqa.people
where reports_to = :manager
order by staff_id;

-- name: absences_of(staff_id)
-- When a person is away, earliest first.
select staff_id, from_date, to_date, kind, cover
from iqa.absences
where staff_id = :staff_id
order by from_date, kind, occurrence;

-- name: cases(urns)
-- Some cases.
select
    urn, area, unit, stage, status, plea, prosecutor, received_on, charged_on, first_hearing_on, trial_on,
    custody, domestic_abuse, rape, victim, outside_uk, asset_recovery
from iqa.cases
where urn = any(:urns::text[])
order by urn;

-- name: cases_of(staff_id)
-- The cases allocated to a person or worked on by them.
select
    urn, area, unit, stage, status, plea, prosecutor, received_on, charged_on, first_hearing_on, trial_on,
    custody, domestic_abuse, rape, victim, outside_uk, asset_recovery
from iqa.cases
where prosecutor = :staff_id or urn = any(array(select urn from iqa.contributions where staff_id = :staff_id))
order by urn;

-- name: contributions_to(urns)
-- Everybody's acts on some cases, earliest first.
select urn, staff_id, kind, on_date
from iqa.contributions
where urn = any(:urns::text[])
order by urn, on_date, staff_id, kind, occurrence;

-- name: milestones_of(urns)
-- What happened or is due in some cases, earliest first.
select urn, kind, on_date
from iqa.milestones
where urn = any(:urns::text[])
order by urn, on_date, kind, occurrence;

-- name: enter_absence(staff_id, from_date, to_date, kind, cover, entered_by, entered_at)$
-- An absence that somebody enters by hand; one from the same day for the same reason is corrected. True where it is new.
insert into iqa.absences (staff_id, from_date, to_date, kind, cover, occurrence, entered_by, entered_at)
values (:staff_id, :from_date, :to_date, :kind, :cover, 1, :entered_by, :entered_at)
on conflict (staff_id, from_date, kind, occurrence) do update
set to_date = excluded.to_date, cover = excluded.cover, entered_by = excluded.entered_by, entered_at = excluded.entered_at
returning xmax = 0;

-- name: cancel_absence(staff_id, from_date, kind)
-- An absence that is not to be: by its first day and its reason.
delete from iqa.absences
where staff_id = :staff_id and from_date = :from_date and kind = :kind
returning staff_id, from_date, to_date, kind, cover;

-- name: away_near(who, today)
-- Whoever is away today and is covered by somebody or reports to them; of two absences the one that names them, then the longer.
select distinct on (a.staff_id) a.staff_id, a.to_date, a.cover, p.reports_to
from iqa.absences as a
inner join iqa.people as p on a.staff_id = p.staff_id
where
    (a.cover = :who::text or p.reports_to = :who::text) and a.staff_id <> :who::text
    and a.from_date <= :today::date and coalesce(a.to_date, 'infinity') >= :today::date
    and p.from_date <= :today::date and coalesce(p.to_date, 'infinity') >= :today::date
order by a.staff_id, a.cover is not distinct from :who::text desc, a.to_date desc nulls first, a.kind, a.occurrence;
