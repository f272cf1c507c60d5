-- name: custody_while_away(area, people, since, until)
-- Live cases with somebody in custody whose prosecutor is away within these days: those of an Area, and those of some
-- people. Of absences from one day the one with a cover.
select distinct on (c.prosecutor, a.from_date, c.urn) c.urn, c.prosecutor, a.from_date, a.to_date, a.cover
from iqa.cases as c
inner join iqa.absences as a on c.prosecutor = a.staff_id
where
    c.custody and c.status = 'live' and (c.area = :area or c.prosecutor = any(:people::text[]))
    and a.from_date <= :until::date and coalesce(a.to_date, 'infinity') >= :since::date
order by c.prosecutor, a.from_date, c.urn, a.cover nulls last, a.kind, a.occurrence;
