"""News of an IQA for whoever has it open: how far it is, and what happened last that they may read."""

from datetime import datetime

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.telling.readers import Reading, of_iqa
from clients.errors import CommandRefused
from domain import ids
from domain.errors import Reason, Refused
from domain.iqa.events import RecordedIqaEvent
from domain.iqa.evolve import evolve
from domain.iqa.kind import IQA
from domain.iqa.sight import Part, judge_sight
from domain.stream import fold
from domain.values import Code, Value
from infra.postgres.connections import Connection
from infra.postgres.kept import asked_for
from infra.postgres.streams import recorded


class Happened(Value):
    """Something that happened: when (UTC), by whom, and of which kind of event."""

    at: datetime
    who: Code
    kind: Code


class News(Naming):
    """How far an IQA is; ``last`` is what happened last after the version that was asked for, None where nothing did.

    What its reader may not read has not happened.
    """

    stream: Code
    version: int
    last: Happened | None = None


async def news(desk: Desk, by: SignedIn, iqa_id: str, after: int) -> News:
    """Tell what happened after a version; no look of its own, but a part of the page that is open.

    Raises ``CommandRefused`` where nothing of the IQA may be read, or ``Unreachable``.
    """
    async with desk.acting(by) as (connection, person):
        stream = await references.iqa(connection, person, iqa_id)
        events = await recorded(connection, stream, RecordedIqaEvent) if ids.is_iqa(stream) else ()
        iqa = fold(evolve, None, events, stream)
        if iqa is None:
            raise CommandRefused(Refused(reason=Reason.NOT_OPEN, detail=stream))
        if refused := judge_sight(person, iqa, Part.COVER):
            raise CommandRefused(refused)
        reading = of_iqa(person, iqa)
        fresh = [one for one in events if one.version > after and reading.event(one.event)]
        last = await _told(connection, stream, fresh[-1], reading) if fresh else None
        return await with_names(connection, News(stream=stream, version=iqa.version, last=last))


async def _told(connection: Connection, stream: str, one: RecordedIqaEvent, reading: Reading) -> Happened:
    """What happened, as a story tells it: whoever asked for what may not be read is not told by what followed."""
    command = await asked_for(connection, IQA, stream, one.command_id)
    who = one.actor if reading.asker(command) else ids.IQA
    return Happened(at=one.at, who=who, kind=one.kind)
