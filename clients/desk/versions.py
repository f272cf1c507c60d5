"""Versions: an IQA as it stood on a day or at a version, as far as whoever asks may read both that and what is now."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.questions import asked
from clients.desk.records import Record, meant
from clients.desk.story import reads_the_whole
from clients.errors import CommandRefused
from domain.calendar import end_of_day
from domain.errors import Reason, Refused
from domain.iqa.events import RecordedIqaEvent
from domain.iqa.evolve import evolve
from domain.iqa.sight import FIELDS, Part, judge_sight, may_read, parts_shown, readable
from domain.iqa.state import Iqa
from domain.looks import Showing
from domain.people import Person
from domain.stream import Recorded, fold
from domain.values import Code, Value
from infra.postgres.streams import recorded


class Moment(Value):
    """When something stood so: after a version, or at the end of a day in London."""

    version: int | None = None
    day: date | None = None


class Stood(Value):
    """An IQA as it stood after an event of that instant (UTC); ``record`` holds what may be read of it."""

    of: Moment
    at: datetime
    record: Record


class Versions(Naming):
    """An IQA as it stood at several moments; ``counted`` says that its reader may name versions."""

    iqa_id: Code
    prosecutor: Code
    quarter: Code
    counted: bool
    stood: tuple[Stood, ...]


async def versions(desk: Desk, by: SignedIn, iqa_id: str, moments: Sequence[Moment]) -> Versions:
    """Show an IQA as it stood at these moments.

    A version is for those alone who read the whole: others would learn of what is left out. Raises ``CommandRefused``
    where it was not open yet, there is none, or its record is not theirs to read, or ``Unreachable``.
    """
    async with desk.looking(by, Showing.VERSIONS, iqa_id) as (connection, person, look):
        iqa = await meant(connection, person, iqa_id)
        look.of(iqa.iqa_id, parts_shown(person, iqa))
        counted = reads_the_whole(person, iqa)
        if refused := judge_sight(person, iqa, Part.RECORD):
            raise CommandRefused(refused)
        if not counted and any(one.version is not None for one in moments):
            raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=iqa.iqa_id))
        events = await recorded(connection, iqa.iqa_id, RecordedIqaEvent)
        found = Versions(
            iqa_id=iqa.iqa_id,
            prosecutor=iqa.prosecutor,
            quarter=iqa.quarter,
            counted=counted,
            stood=tuple(_stood(desk, person, iqa, events, one) for one in moments),
        )
        return await with_names(connection, found)


def _stood(desk: Desk, person: Person, now: Iqa, events: Sequence[Recorded[Any]], moment: Moment) -> Stood:
    """How it stood; what may not be read now is not shown of then either."""
    until = [one for one in events if _is_of(one, moment)]
    then = fold(evolve, None, until, now.iqa_id)
    if then is None:
        raise CommandRefused(Refused(reason=Reason.NOT_OPEN, detail=now.iqa_id))
    parts = may_read(person, now) & may_read(person, then)
    told = {name: said for name, said in readable(person, then).items() if FIELDS[name] in parts}
    record = Record(
        **told,
        stage=then.stage,
        may_read=tuple(sorted(parts)),
        **(asked(desk, then.question_set) if Part.RECORD in parts else {}),
    )
    return Stood(of=moment, at=until[-1].at, record=record)


def _is_of(one: Recorded[Any], moment: Moment) -> bool:
    if moment.version is not None:
        return one.version <= moment.version
    return moment.day is None or one.at <= end_of_day(moment.day)
