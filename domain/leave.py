"""Leave: which absences are long, and who may enter or cancel one by hand (report ¶2.11, ¶5.24)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from domain.calendar import Calendar, DayRange
from domain.errors import Reason, Refused
from domain.people import Absence, Person, Role, line_of

_ONE_DAY: Final = timedelta(days=1)


def long_absences(absences: Iterable[DayRange], working_days: int, calendar: Calendar) -> list[DayRange]:
    """Return the absences of one person that hold so many working days, in order, those that adjoin taken as one."""
    return [one for one in _joined(absences, calendar) if _lasts(one, working_days, calendar)]


def cover_away_on(absence: Absence, absences: Iterable[Absence], since: date) -> date | None:
    """Return the first day of an absence, of that day or later, on which whoever covers it is away too; or None."""
    first = max(absence.from_date, since)
    theirs = (one for one in absences if one.staff_id == absence.cover)
    days = (max(one.from_date, first) for one in theirs if one.to_date is None or one.to_date >= first)
    return min((day for day in days if absence.includes(day)), default=None)


def judge_leave(
    leave: Absence, actor: str, people: Sequence[Person], calendar: Calendar, today: date
) -> Refused | None:
    """Refuse a leave of somebody unknown, by somebody who has no say in it, with days or a cover that can't be.

    The person, everyone above them and the Area's administrators may enter it. ``people`` holds those named and
    everyone above each. Absences may overlap, as in an import: somebody may be away for two reasons.
    """
    known = {person.staff_id: person for person in people}
    if unknown := _unknown(known, leave.cover):
        return unknown
    return (
        judge_cancelling(leave.staff_id, actor, people, today)
        or _days_refused(leave, known[leave.staff_id], calendar)
        or (_cover_refused(leave, known[leave.staff_id], known[leave.cover]) if leave.cover else None)
    )


def judge_cancelling(staff_id: str, actor: str, people: Sequence[Person], today: date) -> Refused | None:
    """Refuse to cancel a leave of somebody unknown, or by somebody who could not have entered it."""
    known = {person.staff_id: person for person in people}
    return _unknown(known, actor, staff_id) or _not_permitted(known[actor], known[staff_id], known, today)


def _unknown(known: Collection[str], *named: str | None) -> Refused | None:
    unknown = next((who for who in named if who and who not in known), None)
    return Refused(reason=Reason.UNKNOWN_PERSON, detail=unknown) if unknown else None


def _not_permitted(actor: Person, person: Person, known: Mapping[str, Person], today: date) -> Refused | None:
    if not actor.in_post(today):
        return Refused(reason=Reason.NOT_IN_POST, detail=actor.staff_id)
    administers = actor.role is Role.ADMINISTRATOR and actor.area == person.area
    if administers or actor in line_of(person.staff_id, known.get):
        return None
    return Refused(
        reason=Reason.NOT_PERMITTED, detail=f"allowed: {person.staff_id}, those above, administrator"
    )


def _days_refused(leave: Absence, person: Person, calendar: Calendar) -> Refused | None:
    last = leave.to_date
    if last is not None and last < leave.from_date:
        return Refused(reason=Reason.ENDS_BEFORE_IT_STARTS, detail=f"{leave.from_date} to {last}")
    beyond = next((day for day in (leave.from_date, last) if day and day > calendar.last_day), None)
    if beyond:
        return Refused(reason=Reason.BEYOND_CALENDAR, detail=beyond.isoformat())
    if not person.in_post(leave.from_date):
        return Refused(reason=Reason.NOT_IN_POST, detail=f"{person.staff_id} on {leave.from_date}")
    return None


def _cover_refused(leave: Absence, person: Person, cover: Person) -> Refused | None:
    if cover.staff_id == person.staff_id:
        return Refused(reason=Reason.COVERS_THEMSELVES, detail=cover.staff_id)
    if cover.area != person.area:
        return Refused(reason=Reason.OTHER_AREA, detail=f"{cover.staff_id}: {cover.area}")
    there = all(cover.in_post(day) for day in (leave.from_date, leave.to_date) if day)
    return None if there else Refused(reason=Reason.NOT_IN_POST, detail=cover.staff_id)


def _joined(absences: Iterable[DayRange], calendar: Calendar) -> list[DayRange]:
    """Return the absences in order, those in one that overlap or have no working day between them."""
    joined: list[DayRange] = []
    for absence in sorted(absences, key=lambda one: one.first_day):
        before = joined[-1] if joined else None
        if before is None or not _adjoins(before, absence, calendar):
            joined.append(absence)
        elif before.last_day is not None and (absence.last_day is None or absence.last_day > before.last_day):
            joined[-1] = DayRange(first_day=before.first_day, last_day=absence.last_day)
    return joined


def _adjoins(before: DayRange, absence: DayRange, calendar: Calendar) -> bool:
    if before.last_day is None or absence.first_day <= before.last_day + _ONE_DAY:
        return True
    return not calendar.working_days(before.last_day + _ONE_DAY, absence.first_day - _ONE_DAY)


def _lasts(absence: DayRange, working_days: int, calendar: Calendar) -> bool:
    """Tell whether an absence holds so many working days; beyond the calendar it is taken to go on."""
    if absence.last_day is None or absence.last_day > calendar.last_day:
        return True
    first_day = max(absence.first_day, calendar.first_day)
    return len(calendar.working_days(first_day, absence.last_day)) >= working_days
