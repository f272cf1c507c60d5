"""Records a leave that somebody enters by hand; the next daily pass of the quarter sees it."""

from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from domain.calendar import Calendar, day_of
from domain.errors import Refused
from domain.leave import judge_leave
from domain.people import Absence, Person
from infra.postgres import Connection
from infra.sql import queries

_PEOPLE: Final = TypeAdapter(tuple[Person, ...])


async def record_leave(
    connection: Connection, leave: Absence, actor: str, calendar: Calendar, now: datetime
) -> bool | Refused:
    """Record a leave, and tell whether it is new; one from the same day for the same reason is corrected.

    ``now`` is UTC. An import that names the person replaces it, as it replaces all of their absences.
    """
    today = day_of(now)
    named = sorted({actor, leave.staff_id, leave.cover or actor})
    async with connection.transaction():
        row = await queries("facts").people_and_absences(
            connection, staff_ids=named, others=[], today=today, since=today
        )
        people = _PEOPLE.validate_json(row["people"])
        if refused := judge_leave(leave, actor, people, calendar, today):
            return refused
        is_new: bool = await queries("roster").enter_absence(
            connection, **leave.model_dump(mode="python"), entered_by=actor, entered_at=now
        )
    return is_new
