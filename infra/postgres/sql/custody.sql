-- name: custody_while_away(area, people, since, until)
-- Live cases with somebody in custody whose prosecutor is away within these days: those of an Area, and those of some
-- people. Of absences from one day the one with a cover who is there all the while; else the first day on which the cover is
-- away too comes along.
select distinct on (c.prosecutor, a.from_date, c.urn) c.urn, c.prosecutor, a.from_date, a.to_date, a.cover, gone.cover_away_on
from iqa.cases as c
inner join iqa.absences as a on c.prosecutor = a.staff_id
cross join lateral (
    select min(greatest(theirs.from_date, a.from_date, :since::date)) as cover_away_on
    from iqa.absences as theirs
    where
        theirs.staff_id = a.cover
        and theirs.from_date <= coalesce(a.to_date, 'infinity')
        and coalesce(theirs.to_date, 'infinity') >= greatest(a.from_date, :since::date)
) as gone
where
    c.custody and c.status = 'live' and (c.area = :area or c.prosecutor = any(:people::text[]))
    and a.from_date <= :until::date and coalesce(a.to_date, 'infinity') >= :since::date
order by c.prosecutor, a.from_date, c.urn, a.cover is null, gone.cover_away_on desc nulls first, a.cover, a.kind, a.occurrence;
