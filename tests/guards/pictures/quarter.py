"""The course of an Area's quarter, found by letting one run by its own rules from its opening to its end."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from domain.calendar import day_of
from domain.errors import Refused
from domain.escalations import AcknowledgeEscalation, EscalationRaised
from domain.ids import TIMER
from domain.periods import Quarter
from domain.policy import EscalatedMatter
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.decide import decide
from domain.quarter.evolve import evolve
from domain.quarter.needs import asked
from domain.quarter.next_step import Tell, next_step
from domain.quarter.pace.last_weeks import last_weeks
from domain.quarter.screen import screen
from domain.quarter.state import AreaQuarter, Step
from domain.stream import Await
from tests.domain.quarter.bdd import FIRST, ID, POLICY, PROSECUTORS, SENIORS, at, facts, load
from tests.domain.quarter.weeks import standing

PERIOD: Final = Quarter.parse("2026-27-Q3")
IQAS: Final = tuple(standing(n) for n, _ in enumerate(PROSECUTORS, start=1))
PASSES_OPEN: Final = 2
"""How many passes after its close the quarter's last IQAs are still open."""


PHASES: Final = ("planned", "under_way", "last_weeks", "closed", "ended")
"""Where a quarter stands as a whole, one after the other."""

RAISED: Final = EscalationRaised(
    escalation_id="e1", deadline="pace:M1", to=("S1",), matter=EscalatedMatter.PACE
)

ASKED: Final[tuple[c.QuarterCommand, ...]] = (
    c.ApplyPolicy(policy_version="another"),
    c.PickForSample(iqa_id=IQAS[0].iqa_id, because="concern"),
    c.HandOverWork(whose="M1", to="M2", because="Leave."),
    AcknowledgeEscalation(escalation_id=RAISED.escalation_id, will_do="A talk."),
)
"""What people ask of a quarter that is open, but for closing it."""


@dataclass(frozen=True)
class Lived:
    """One command of a quarter's life: what it asked, the phase before it and after it, and the quarter it left."""

    before: str | None
    asked: str
    after: str
    quarter: AreaQuarter


def phase(quarter: AreaQuarter, now: datetime) -> str:
    """Where a quarter stands as a whole; its last weeks are those that policy names."""
    if quarter.ended_at:
        return "ended"
    if quarter.closed_at:
        return "closed"
    if not quarter.opened:
        return "planned"
    return "last_weeks" if day_of(now) >= last_weeks(PERIOD, POLICY).first_day else "under_way"


@cache
def lived() -> tuple[Lived, ...]:
    """A whole quarter: opened by a senior manager, all that it has to tell told, each deadline let ring."""
    now = at(FIRST)
    quarter: AreaQuarter | None = None
    told: list[Lived] = []
    command: c.QuarterCommand = c.OpenQuarter(area="XN", quarter=str(PERIOD), policy_version=POLICY.version)
    closed_passes = 0
    while True:
        before = phase(quarter, now) if quarter else None
        quarter = _after(quarter, command, now, is_open=closed_passes < PASSES_OPEN)
        told.append(Lived(before, type(asked(command)).__name__, phase(quarter, now), quarter))
        closed_passes += bool(quarter.closed_at)
        step = next_step(quarter)
        match step:
            case Tell(tellings=tellings):
                command = c.TellingDone(telling_ids=tuple(one.telling_id for one in tellings))
            case Await(deadline=deadline) if deadline:
                command = c.DeadlinePassed(deadline=deadline.name, due=deadline.due)
                if (later := phase(quarter, deadline.due)) != phase(quarter, now):
                    told.append(Lived(phase(quarter, now), "the day comes", later, quarter))
                now = deadline.due
            case _:
                return tuple(told)


def rings(phase: str) -> list[str]:
    """What the deadlines ask for that are pending in that phase."""
    pending = {each.step: each for one in lived() if one.after == phase for each in one.quarter.deadlines}
    due = (c.DeadlinePassed(deadline=step, due=pending[step].due) for step in Step if step in pending)
    return [type(asked(command)).__name__ for command in due]


def may_ask(phase: str) -> list[str]:
    """What the quarter as it stands in that phase lets people ask, with something escalated in it."""
    quarter = next(one.quarter for one in lived() if one.after == phase)
    if quarter.finished:
        return []
    sent = [c.QuarterEnvelope(command_id=UUID(int=0), actor="S1", command=command) for command in ASKED]
    escalated = _folded(
        quarter,
        RAISED,
        c.QuarterEnvelope(command_id=UUID(int=1), actor=TIMER, command=c.ReviewWeek()),
        at(FIRST),
    )
    return [type(envelope.command).__name__ for envelope in sent if screen(envelope, escalated) is None]


def _after(
    quarter: AreaQuarter | None, command: c.QuarterCommand, now: datetime, *, is_open: bool
) -> AreaQuarter:
    actor = SENIORS[0].staff_id if quarter is None else TIMER
    version = quarter.version if quarter else 0
    envelope = c.QuarterEnvelope(command_id=UUID(int=version + 1), actor=actor, command=command)
    known = load(envelope, quarter, facts(now, standing=IQAS if is_open else ()))
    decision = decide(envelope, quarter, known)
    assert not isinstance(decision, Refused), decision
    for event in decision:
        quarter = _folded(quarter, event, envelope, now)
    assert quarter is not None
    return quarter


def _folded(
    quarter: AreaQuarter | None, event: e.QuarterEvent, envelope: c.QuarterEnvelope, now: datetime
) -> AreaQuarter:
    version = (quarter.version if quarter else 0) + 1
    recorded = e.RecordedQuarterEvent(
        version=version, at=now, actor=envelope.actor, command_id=envelope.command_id, event=event
    )
    return evolve(quarter, recorded, ID)
