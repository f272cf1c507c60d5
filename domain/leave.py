"""A leave that somebody enters or cancels by hand: who may, and what must hold of it (report ¶2.11, ¶5.24)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from domain.calendar import Calendar
from domain.errors import Reason, Refused
from domain.people import Absence, Person, Role, line_of


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
