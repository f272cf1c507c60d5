"""Outcomes: what came of a command, as far as its sender may read of the stream that it was for."""

from typing import Any, NamedTuple
from uuid import UUID

from clients.desk.names import Naming
from domain.people import Person
from domain.rows import WaitRow
from domain.stream import Answer, Recorded, fold
from domain.values import Code
from infra.postgres.connections import Connection
from infra.postgres.streams import recorded


class Accepted(Naming):
    """A command that was done: the kinds of event that it led to, and what waits now.

    Of these the sender is told what they may read; ``version`` is what the stream has reached.
    """

    command: Code
    stream: Code
    command_id: UUID
    events: tuple[Code, ...]
    version: int
    next: tuple[WaitRow, ...] = ()


class Outcome(NamedTuple):
    """What somebody may read of what a command led to."""

    events: tuple[Recorded[Any], ...]
    next: tuple[WaitRow, ...] = ()

    def of(self, command: str, stream: str, answer: Answer) -> Accepted:
        """Say it of the command that was answered so."""
        return Accepted(
            command=command,
            stream=stream,
            command_id=answer.command_id,
            events=tuple(one.kind for one in self.events if one.command_id == answer.command_id),
            version=answer.version,
            next=tuple(sorted(self.next, key=_soonest)),
        )


async def of_iqa(connection: Connection, person: Person, iqa_id: str) -> Outcome:
    """What a person may read of an IQA's events and of what waits in it."""
    from domain.iqa.events import RecordedIqaEvent  # noqa: PLC0415  each kind of stream loads what it is made of
    from domain.iqa.evolve import evolve  # noqa: PLC0415  as above
    from domain.iqa.rows import rows  # noqa: PLC0415  as above
    from domain.iqa.sight import may_read_event, readable_waits  # noqa: PLC0415  as above

    events = await recorded(connection, iqa_id, RecordedIqaEvent)
    iqa = fold(evolve, None, events, iqa_id)
    if iqa is None:
        return Outcome(())
    waiting = {(one.step, one.item or "") for one in readable_waits(person, iqa)}
    return Outcome(
        tuple(one for one in events if may_read_event(person, one.event, iqa)),
        tuple(one for one in rows(iqa).waits if (one.step, one.item) in waiting),
    )


async def of_case(connection: Connection, person: Person, stream: str) -> Outcome:
    """What a person may read of what happened on a case, and of what waits there."""
    from domain.casework.events import RecordedCaseEvent  # noqa: PLC0415  as above
    from domain.casework.evolve import evolve  # noqa: PLC0415  as above
    from domain.casework.rows import rows  # noqa: PLC0415  as above
    from domain.casework.sight import may_read_event, readable_items  # noqa: PLC0415  as above

    events = await recorded(connection, stream, RecordedCaseEvent)
    notes = fold(evolve, None, events, stream)
    if notes is None:
        return Outcome(())
    items = readable_items(person, notes)
    return Outcome(
        tuple(one for one in events if may_read_event(person, one.event, notes)),
        next=tuple(one for one in rows(notes).waits if one.item in items),
    )


async def of_quarter(connection: Connection, person: Person, stream: str) -> Outcome:
    """What a person may read of what happened in a quarter; nothing waits in its own stream."""
    from domain.quarter.event_sight import may_read_event  # noqa: PLC0415  as above
    from domain.quarter.events import RecordedQuarterEvent  # noqa: PLC0415  as above
    from domain.quarter.evolve import evolve  # noqa: PLC0415  as above

    events = await recorded(connection, stream, RecordedQuarterEvent)
    quarter = fold(evolve, None, events, stream)
    return Outcome(tuple(one for one in events if quarter and may_read_event(person, one.event, quarter)))


def _soonest(wait: WaitRow) -> tuple[bool, float, bool, str, str]:
    """What is due soonest first, the urgent before what is due by the same time, and last what is due by none."""
    due = wait.due.timestamp() if wait.due else 0.0
    return wait.due is None, due, not wait.urgent, wait.step, wait.item
