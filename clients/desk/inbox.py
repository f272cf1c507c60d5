"""The inbox: what waits for a person, and what was escalated to them or in their Area."""

from collections.abc import Iterable
from datetime import datetime

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.errors import CommandRefused
from domain import words
from domain.errors import Refused
from domain.looks import Showing
from domain.people import Person
from domain.quarter.sight import View, judge_sight
from domain.rows import EscalationRow
from domain.values import Code, Note, Value
from infra.postgres import read_models
from infra.postgres.connections import Connection
from infra.postgres.read_models import Waiting


class InboxLine(Waiting):
    """A step that waits for a person, in words; ``overdue`` as of now."""

    overdue: bool
    says: str


class TakenOn(Value):
    """Who took an escalation on when (UTC), and what they will do."""

    by: Code
    will_do: Note
    at: datetime


class EscalationLine(Value):
    """An escalation as lists show it; instants are UTC, ``told`` is whoever heard of it, the first first.

    Those ``beside`` were told with somebody above them, for whom it waits.
    """

    escalation_id: Code
    stream: Code
    area: Code
    quarter: Code
    deadline: Code
    matter: Code
    told: tuple[Code, ...]
    beside: tuple[Code, ...] = ()
    rung: int
    raised_at: datetime
    climb_due: datetime | None
    settled_at: datetime | None
    acknowledged: TakenOn | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to take it on."""
        return self.acknowledged is None and self.settled_at is None


class Inbox(Naming):
    """What waits for a person, overdue first and then by the day on which it is due, and what was put to them."""

    who: Code
    waiting: tuple[InboxLine, ...]
    escalations: tuple[EscalationLine, ...]


class Escalations(Naming):
    """What was escalated, the latest first."""

    escalations: tuple[EscalationLine, ...]


async def inbox(desk: Desk, by: SignedIn) -> Inbox:
    """List what waits for whoever asks; raises ``Unreachable`` or ``CommandRefused``."""
    async with desk.looking(by, Showing.INBOX) as (connection, person, _):
        return await with_names(connection, await waiting_for(connection, person, desk.now()))


async def waiting_for(connection: Connection, person: Person, now: datetime) -> Inbox:
    """What waits for a person as of an instant (UTC), without anybody's name."""
    put = await read_models.escalations_of(connection, person.staff_id)
    return Inbox(
        who=person.staff_id,
        waiting=await lines_of(connection, person.staff_id, now),
        escalations=tuple(
            _escalation(one, None) for one in put if one.is_open and person.staff_id not in one.beside
        ),
    )


async def lines_of(connection: Connection, staff_id: str, now: datetime) -> tuple[InboxLine, ...]:
    """What waits for whoever has that id, overdue first."""
    lines = [_line(one, now) for one in await read_models.inbox(connection, staff_id)]
    return tuple(sorted(lines, key=lambda one: not one.overdue))


async def escalations(
    desk: Desk, by: SignedIn, *, quarter: str | None = None, area: str | None = None
) -> Escalations:
    """List what was escalated: to whoever asks or, for those above it, in the whole of an Area; the latest first.

    Raises ``Unreachable``, or ``CommandRefused`` where an Area is named that is not theirs to see.
    """
    area = area and references.area(area)
    quarter = quarter and references.quarter(quarter, desk.today)
    async with desk.looking(by, Showing.ESCALATIONS) as (connection, person, _):
        refused = judge_sight(person, View.ESCALATIONS, area or person.area)
        if area and refused:
            raise CommandRefused(refused)
        found = await _found(connection, person, refused, area or person.area, quarter)
        return await with_names(connection, Escalations(escalations=await _lines(connection, found)))


async def seen_by(
    connection: Connection, person: Person, area: str | None = None
) -> tuple[EscalationLine, ...]:
    """Return what was escalated to a person or, for those above it, in the whole of an Area; the latest first."""
    area = area or person.area
    refused = judge_sight(person, View.ESCALATIONS, area)
    return await _lines(connection, await _found(connection, person, refused, area, None))


async def _lines(connection: Connection, found: Iterable[EscalationRow]) -> tuple[EscalationLine, ...]:
    rows = tuple(found)
    streams = {one.stream for one in rows if one.acknowledged_at}
    taken = await read_models.acknowledgements(connection, streams) if streams else {}
    return tuple(_escalation(one, taken.get(one.escalation_id)) for one in rows)


async def _found(
    connection: Connection, person: Person, refused: Refused | None, area: str, quarter: str | None
) -> Iterable[EscalationRow]:
    if refused:
        return await read_models.escalations_of(connection, person.staff_id, quarter)
    return await read_models.escalations_in(connection, area, person.staff_id, quarter)


def _line(one: Waiting, now: datetime) -> InboxLine:
    return InboxLine(**dict(one), overdue=one.is_overdue(now), says=words.step(one.step, one.item))


def _escalation(one: EscalationRow, taken: read_models.Acknowledged | None) -> EscalationLine:
    """The line; what somebody said that they will do is words, so it stands in the ledger alone."""
    known = {name: getattr(one, name) for name in EscalationLine.model_fields if name != "acknowledged"}
    said = TakenOn(by=taken.by, will_do=taken.will_do, at=taken.at) if taken else None
    return EscalationLine(**known, acknowledged=said)
