"""What follows at once from what happened: completed, the dip sample can start, settled what was escalated, closed."""

from collections.abc import Callable
from typing import Final

from domain import ladder
from domain.escalations import EscalationsSettled
from domain.iqa import events as e
from domain.iqa.evolve import evolve
from domain.iqa.state import Iqa
from domain.iqa.steps.situation import Situation
from domain.iqa.waits import waiting

Consequence = Callable[[Iqa, Situation], e.IqaEvent | None]


def with_consequences(events: tuple[e.IqaEvent, ...], situation: Situation) -> tuple[e.IqaEvent, ...]:
    """Return the events, and after them those that the state they lead to calls for."""
    after = situation.iqa
    for event in events:
        after = _folded(after, event, situation)
    for consequence in _CONSEQUENCES:
        if (follows := consequence(after, situation)) is not None:
            events = (*events, follows)
            after = _folded(after, follows, situation)
    return events


def _folded(iqa: Iqa, event: e.IqaEvent, situation: Situation) -> Iqa:
    recorded = e.RecordedIqaEvent(
        version=iqa.version + 1,
        at=situation.facts.now,
        actor=situation.actor,
        command_id=situation.command_id,
        event=event,
    )
    return evolve(iqa, recorded, iqa.iqa_id)


def _completed(iqa: Iqa, _: Situation) -> e.IqaCompleted | None:
    return e.IqaCompleted() if iqa.complete and not iqa.completed_at and not iqa.withdrawn_at else None


def _sample_started(iqa: Iqa, situation: Situation) -> e.DipSampleStarted | None:
    if iqa.sample is None or iqa.sample.started or iqa.withdrawn_at:
        return None
    if not (iqa.completed_at or iqa.talk_overdue):
        return None
    due = situation.due(situation.facts.policy.working_days.dip_sample)
    return e.DipSampleStarted(conversation_overdue=iqa.talk_overdue, sample_due=due)


def _settled(iqa: Iqa, _: Situation) -> EscalationsSettled | None:
    """What was escalated and no longer waits."""
    is_open = any(one.is_open for one in iqa.escalations)
    return ladder.settled(iqa.escalations, waiting(iqa)) if is_open else None


def _closed(iqa: Iqa, _: Situation) -> e.IqaClosed | None:
    return e.IqaClosed() if iqa.closable and not iqa.closed_at else None


_CONSEQUENCES: Final[tuple[Consequence, ...]] = (_completed, _sample_started, _settled, _closed)
"""In this order: a completed IQA may be sampled, and one that nothing is left of is closed, escalations included."""
