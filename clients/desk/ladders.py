"""Ladders: what was escalated, what goes up soonest first; who hears of it next, and each rung that it went."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from clients.desk import references
from clients.desk.desk import Desk, Looking, SignedIn
from clients.desk.inbox import EscalationLine, seen_by
from clients.desk.names import Naming, with_names
from clients.desk.sending import Again
from clients.desk.steps import acknowledge_escalation
from clients.desk.story import State, standing
from clients.errors import CommandRefused
from domain import ladder, words
from domain.casework.events import RecordedCaseEvent
from domain.errors import Reason, Refused
from domain.escalations import (
    Escalation,
    EscalationAcknowledged,
    EscalationClimbed,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
    of_id,
)
from domain.facts import Facts, Needs
from domain.ids import is_case, is_iqa, urn_of
from domain.iqa.events import RecordedIqaEvent
from domain.iqa.sight import Part, may_read
from domain.iqa.state import Iqa
from domain.looks import Showing
from domain.people import Person
from domain.quarter.events import RecordedQuarterEvent
from domain.stream import Recorded
from domain.values import Code, Note, Value
from infra.postgres import read_models
from infra.postgres.connections import Connection
from infra.postgres.shared_facts import shared_facts
from infra.postgres.streams import recorded

_PACE = "pace:"


class RungKind(StrEnum):
    """What happened to an escalation."""

    RAISED = "raised"
    CLIMBED = "climbed"
    HANDED_OVER = "handed_over"
    TAKEN_ON = "taken_on"
    SETTLED = "settled"


class RungLine(Value):
    """One thing that happened to an escalation, when (UTC): ``to`` heard of it, ``by`` took it on or gave it away."""

    kind: RungKind
    at: datetime
    to: tuple[Code, ...] = ()
    by: Code | None = None
    will_do: Note | None = None


class Matter(EscalationLine):
    """An escalation with what waits, in words, and whom it is about: the assessed of an IQA, a case, whose pace.

    ``mine`` says that it waits for the reader, ``next_up`` who hears of it at ``climb_due`` if nobody takes it on.
    """

    says: str
    prosecutor: Code | None = None
    assessor: Code | None = None
    urn: Code | None = None
    manager: Code | None = None
    mine: bool = False
    next_up: tuple[Code, ...] = ()


class Matters(Naming):
    """What was escalated, as far as its reader sees it: what waits, the soonest to go up first, then what is over."""

    who: Code
    waiting: tuple[Matter, ...]
    over: tuple[Matter, ...]


class Ladder(Naming):
    """One escalation with what happened to it, the first first."""

    who: Code
    matter: Matter
    rungs: tuple[RungLine, ...]


class Taken(Naming):
    """What came of taking several on: those that the sender has now, and those that waited for nobody any more."""

    who: Code
    taken: tuple[EscalationLine, ...]
    before: tuple[EscalationLine, ...]


async def matters(desk: Desk, by: SignedIn) -> Matters:
    """List what was escalated to whoever asks or, for those above it, in their Area.

    Raises ``CommandRefused``, ``Unreachable``, or ``UnknownVersion`` of a policy.
    """
    async with desk.looking(by, Showing.MATTERS) as (connection, person, _):
        lines = await seen_by(connection, person)
        waiting = [await _matter(desk, connection, person, one) for one in lines if one.is_open]
        over = [_named(one, person, None) for one in lines if not one.is_open]
        found = Matters(who=person.staff_id, waiting=tuple(sorted(waiting, key=_soonest)), over=tuple(over))
        return await with_names(connection, found)


async def ladder_of(desk: Desk, by: SignedIn, escalation_id: str) -> Ladder:
    """Tell what happened to one; raises as ``matters`` does, and for one that is not among them."""
    async with desk.looking(by, Showing.LADDER) as (connection, person, look):
        escalation_id = await references.item(connection, person, escalation_id, desk.today)
        line = await _line(connection, person, look, escalation_id)
        found = Ladder(
            who=person.staff_id,
            matter=await _matter(desk, connection, person, line),
            rungs=tuple(_rungs(await _events(connection, line.stream), line)),
        )
        return await with_names(connection, found)


async def take_on(
    desk: Desk, by: SignedIn, escalation_ids: Iterable[str], will_do: str, command_id: Callable[[str], UUID]
) -> Taken:
    """Take several on with one sentence, each under an id of its own, and tell which somebody had taken on before.

    Raises as ``send`` does for anything else; sent again, each is done once at most.
    """
    asked = tuple(dict.fromkeys(escalation_ids))
    for one in asked:
        try:
            await acknowledge_escalation(desk, by, one, will_do, Again(command_id(one)))
        except CommandRefused as error:
            if error.refused.reason is not Reason.ALREADY_DONE:
                raise
    async with desk.acting(by) as (connection, person):
        lines = [one for one in await seen_by(connection, person) if one.escalation_id in asked]
        mine = [one for one in lines if one.acknowledged and one.acknowledged.by == person.staff_id]
        before = tuple(one for one in lines if one not in mine)
        return await with_names(connection, Taken(who=person.staff_id, taken=tuple(mine), before=before))


async def _line(connection: Connection, person: Person, look: Looking, escalation_id: str) -> EscalationLine:
    """The escalation of that id; raises ``CommandRefused`` where there is none, or it is not theirs to see."""
    row = await read_models.escalation(connection, escalation_id)
    if row is None:
        raise CommandRefused(Refused(reason=Reason.UNKNOWN_ESCALATION, detail=escalation_id))
    look.of(row.stream)
    seen = await seen_by(connection, person, row.area)
    line = next((one for one in seen if one.escalation_id == escalation_id), None)
    if line is None:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=escalation_id))
    return line


def _soonest(one: Matter) -> tuple[bool, bool, float, str]:
    """What waits for the reader first, of it what goes up soonest, and last what goes nowhere."""
    due = one.climb_due.timestamp() if one.climb_due else 0.0
    return not one.mine, one.climb_due is None, due, one.escalation_id


async def _matter(desk: Desk, connection: Connection, person: Person, line: EscalationLine) -> Matter:
    state = await standing(connection, line.stream)
    named = _named(line, person, state)
    one = of_id(state.escalations, line.escalation_id)
    if one is None or not one.is_open or one.climb_due is None:
        return named
    return named.model_copy(update={"next_up": await _next_up(desk, connection, one, state)})


async def _next_up(desk: Desk, connection: Connection, one: Escalation, state: State) -> tuple[str, ...]:
    """Who would hear of it next, were it to go up now."""
    needs = Needs(
        people=frozenset(one.told), policy=getattr(state, "policy", None), area=state.area, roles=ladder.CHIEF
    )
    facts = Facts(**await shared_facts(connection, desk.library, needs, desk.now()))
    [climbed] = ladder.climbed(one.escalation_id, (one,), facts)
    return climbed.to


def _named(line: EscalationLine, person: Person, state: State | None) -> Matter:
    step, _, item = line.deadline.partition(":")
    of_pace = line.deadline.startswith(_PACE)
    says = "assessments fall behind the quarter" if of_pace else words.step(step, item)
    named = Matter(
        **dict(line),
        says=says,
        urn=urn_of(line.stream) if is_case(line.stream) else None,
        manager=item if of_pace else None,
        mine=line.is_open and person.staff_id in line.told and person.staff_id not in line.beside,
    )
    return named.model_copy(update=_of_an_iqa(person, state)) if isinstance(state, Iqa) else named


def _of_an_iqa(person: Person, iqa: Iqa) -> dict[str, str | None]:
    """Whom an IQA is about and its case, as far as a person may read of it."""
    parts = may_read(person, iqa)
    cover = {"prosecutor": iqa.prosecutor, "assessor": iqa.assessor} if Part.COVER in parts else {}
    return cover | {"urn": iqa.selection.urn if iqa.selection and Part.RECORD in parts else None}


async def _events(connection: Connection, stream: str) -> tuple[Recorded[Any], ...]:
    if is_iqa(stream):
        return await recorded(connection, stream, RecordedIqaEvent)
    return await recorded(connection, stream, RecordedCaseEvent if is_case(stream) else RecordedQuarterEvent)


def _rungs(events: Iterable[Recorded[Any]], line: EscalationLine) -> Iterator[RungLine]:
    for one in events:
        match one.event:
            case EscalationRaised(escalation_id=line.escalation_id, to=to):
                yield RungLine(kind=RungKind.RAISED, at=one.at, to=to)
            case EscalationClimbed(escalation_id=line.escalation_id, to=to) if to:
                yield RungLine(kind=RungKind.CLIMBED, at=one.at, to=to)
            case EscalationHandedOver(escalation_id=line.escalation_id, whose=whose, to=to):
                yield RungLine(kind=RungKind.HANDED_OVER, at=one.at, to=(to,), by=whose)
            case EscalationAcknowledged(escalation_id=line.escalation_id, by=by, will_do=will_do):
                yield RungLine(kind=RungKind.TAKEN_ON, at=one.at, by=by, will_do=will_do)
            case EscalationsSettled(escalation_ids=ids) if line.escalation_id in ids:
                yield RungLine(kind=RungKind.SETTLED, at=one.at)
