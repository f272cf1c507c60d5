"""The course of an IQA, found by walking its own rules: what leads from what to what, and what waits on the way."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from domain.errors import Refused
from domain.ids import QUARTER, TIMER
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.decide import decide
from domain.iqa.evolve import evolve
from domain.iqa.facts import IqaFacts
from domain.iqa.next_step import next_step
from domain.iqa.screen import screen
from domain.iqa.state import Iqa
from domain.iqa.waits import waits
from domain.policy import Order
from domain.questions import Category
from domain.stream import Await
from tests.domain.iqa.test_properties import a_later_iqa, likely
from tests.factories import (
    AREA,
    ASSESSOR,
    IQA_ID,
    OPENED,
    POLICY,
    PROSECUTOR,
    SENIOR,
    TARGET,
    facts,
    policy,
)
from tests.factories import (
    QUARTER as PERIOD,
)

_BY_ITSELF = (e.IqaCompleted, e.DipSampleStarted, e.IqaClosed)
"""What follows at once from what happened, whichever command that was."""


@dataclass(frozen=True)
class Move:
    """One event: what the IQA was and became, and the command that it came of; ``rests`` is the command's last one."""

    before: Iqa | None
    event: e.IqaEvent
    after: Iqa
    command: c.IqaCommand
    rests: bool

    @property
    def label(self) -> str:
        """The command, or the event where it is one that follows by itself."""
        return self.event.kind if isinstance(self.event, _BY_ITSELF) else type(self.command).__name__


@cache
def moves(order: Order) -> tuple[Move, ...]:
    """Every move of an IQA, from its opening on, by all that people, the quarter and time are likely to do."""
    opening = c.OpenIqa(
        area=AREA,
        quarter=PERIOD,
        category=Category.CASEWORK,
        prosecutor=PROSECUTOR,
        assessor=ASSESSOR,
        target_on=TARGET,
        policy_version=POLICY.version,
    )
    found = _sent(None, opening, QUARTER, OPENED, order)
    walked, seen, ahead = list(found), {_like(found[-1].after)}, deque([(found[-1].after, OPENED)])
    while ahead:
        iqa, now = ahead.popleft()
        for command, actor, then in _next(iqa, now):
            if not (found := _sent(iqa, command, actor, then, order)):
                continue
            walked += found
            if (like := _like(found[-1].after)) not in seen:
                seen.add(like)
                ahead.append((found[-1].after, then))
    return tuple(walked)


def _next(iqa: Iqa, now: datetime) -> Iterator[tuple[c.IqaCommand, str, datetime]]:
    for command, actor in (*likely(iqa, now.date()), (c.Withdraw(because="no_case"), SENIOR)):
        yield command, actor, now
    step = next_step(iqa)
    if isinstance(step, Await) and step.deadline:
        due = step.deadline.due
        yield c.DeadlinePassed(deadline=step.deadline.name, due=due), TIMER, max(now, due)


def _sent(
    iqa: Iqa | None, command: c.IqaCommand, actor: str, now: datetime, order: Order
) -> tuple[Move, ...]:
    folded = iqa.version if iqa else 0
    envelope = c.IqaEnvelope(command_id=UUID(int=folded + 1), actor=actor, command=command)
    if screen(envelope, iqa):
        return ()
    decision = decide(envelope, iqa, _facts(order).model_copy(update={"now": now}))
    found: list[Move] = []
    events = () if isinstance(decision, Refused) else decision
    for version, event in enumerate(events, start=folded + 1):
        recorded = e.RecordedIqaEvent(
            version=version, at=now, actor=actor, command_id=envelope.command_id, event=event
        )
        after = evolve(iqa, recorded, IQA_ID)
        found.append(Move(iqa, event, after, command, rests=event is events[-1]))
        iqa = after
    return tuple(found)


@cache
def _facts(order: Order) -> IqaFacts:
    return facts(policy=policy(order=order), named_iqa=a_later_iqa(ASSESSOR))


def _like(iqa: Iqa) -> tuple[object, ...]:
    """What tells one IQA from another on the walk: where it stands, what waits, and what is settled."""
    sample = iqa.sample
    return (
        iqa.stage,
        iqa.talk,
        frozenset(wait.step for wait in waits(iqa)),
        bool(iqa.unanswered()),
        iqa.actions_settled,
        iqa.released,
        sample is not None,
    )
