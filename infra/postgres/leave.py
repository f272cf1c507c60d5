"""Records and cancels a leave that somebody enters by hand; the next daily pass of the quarter sees it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from pydantic import TypeAdapter

from domain.calendar import Calendar, day_of
from domain.errors import Reason, Refused
from domain.leave import judge_cancelling, judge_leave
from domain.people import Absence, AbsenceKind, Person
from infra.postgres.connections import Connection
from infra.postgres.sql import queries

_PEOPLE: Final = TypeAdapter(tuple[Person, ...])


async def record_leave(
    connection: Connection, leave: Absence, actor: str, calendar: Calendar, now: datetime
) -> bool | Refused:
    """Record a leave, and tell whether it is new; one from the same day for the same reason is corrected.

    ``now`` is UTC. An import that names the person replaces it, as it replaces all of their absences.
    """
    today = day_of(now)
    async with connection.transaction():
        people = await _people(connection, {actor, leave.staff_id, leave.cover or actor}, today)
        if refused := judge_leave(leave, actor, people, calendar, today):
            return refused
        is_new: bool = await queries("roster").enter_absence(
            connection, **leave.model_dump(mode="python"), entered_by=actor, entered_at=now
        )
    return is_new


async def cancel_leave(
    connection: Connection, staff_id: str, from_date: date, kind: AbsenceKind, actor: str, now: datetime
) -> Absence | Refused:
    """Cancel the leave of a person from a day for a reason, entered by hand or imported; return what it was.

    ``now`` is UTC. What was planned otherwise for its sake stays as it is. An import that names it brings it back.
    """
    today = day_of(now)
    async with connection.transaction():
        people = await _people(connection, {actor, staff_id}, today)
        if refused := judge_cancelling(staff_id, actor, people, today):
            return refused
        rows = queries("roster").cancel_absence(connection, staff_id=staff_id, from_date=from_date, kind=kind)
        cancelled = [Absence.model_validate(dict(row)) async for row in rows]
    if not cancelled:
        return Refused(reason=Reason.UNKNOWN_ABSENCE, detail=f"{staff_id}: {kind} from {from_date}")
    return cancelled[0]


async def _people(connection: Connection, named: Collection[str], today: date) -> tuple[Person, ...]:
    """Those named, and everyone above each."""
    row = await queries("facts").people_and_absences(
        connection, staff_ids=sorted(named), others=[], today=today, since=today
    )
    return _PEOPLE.validate_json(row["people"])
