"""Fold events into the state. Replay-sensitive: what is folded here sets the workflow's timers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, assert_never

from domain.quarter import events as e
from domain.quarter.draw import Drawn, Numbered
from domain.quarter.state import AreaQuarter, Deadline, Escalation, Step

Changes = dict[str, Any]
"""The fields of the state that an event changes."""


def fold(
    quarter: AreaQuarter | None, recorded: Iterable[e.RecordedQuarterEvent], quarter_id: str
) -> AreaQuarter | None:
    """Fold recorded events, in order, onto a state; None is a quarter that is not open yet."""
    for each in recorded:
        quarter = evolve(quarter, each, quarter_id)
    return quarter


def evolve(quarter: AreaQuarter | None, recorded: e.RecordedQuarterEvent, quarter_id: str) -> AreaQuarter:
    """Return the state after one more event."""
    event = recorded.event
    if isinstance(event, e.QuarterOpened):
        return _opened(event, recorded, quarter_id)
    if quarter is None:
        msg = f"{quarter_id}: {event.kind} came before quarter_opened"
        raise ValueError(msg)
    changes = _changes(quarter, event, recorded.at)
    changes["version"] = recorded.version
    changes["command_ids"] = quarter.command_ids | {recorded.command_id}
    return quarter.model_copy(update=changes)


def _opened(event: e.QuarterOpened, recorded: e.RecordedQuarterEvent, quarter_id: str) -> AreaQuarter:
    return AreaQuarter(
        quarter_id=quarter_id,
        version=recorded.version,
        area=event.area,
        quarter=event.quarter,
        opened_by=event.opened_by,
        opened_at=recorded.at,
        policy=event.policy,
        calendar=event.calendar,
        question_set=event.question_set,
        seed_commitment=event.seed_commitment,
        one_in=event.one_in,
        samplers=event.samplers,
        planned=event.planned,
        left_out=event.left_out,
        deadlines=_in_order(
            Deadline(step=Step.PASS, due=event.pass_due), Deadline(step=Step.CLOSE, due=event.close_due)
        ),
        command_ids=frozenset({recorded.command_id}),
    )


def _changes(quarter: AreaQuarter, event: e.LaterEvent, at: datetime) -> Changes:
    """Dispatch to the part of a quarter that the event belongs to."""
    match event:
        case e.IqasOpened():
            return {"opened": (*quarter.opened, *event.iqa_ids)}
        case e.IqasNumbered() | e.SampleDrawn() | e.IqasTold():
            return _sample(quarter, event)
        case e.EscalationTaken():
            taken = Escalation(**event.model_dump(exclude={"kind"}))
            return {"escalations": (*quarter.escalations, taken)}
        case e.EscalationAcknowledged():
            return _acknowledged(quarter, event, at)
        case e.PassTaken():
            next_pass = Deadline(step=Step.PASS, due=event.pass_due)
            return {"deadlines": _in_order(*_without(quarter, Step.PASS), next_pass)}
        case e.QuarterClosed():
            return {
                "seed": event.seed,
                "released": event.released,
                "closed_at": at,
                "deadlines": _without(quarter, Step.CLOSE),
            }
        case never:
            assert_never(never)


def _sample(quarter: AreaQuarter, event: e.IqasNumbered | e.SampleDrawn | e.IqasTold) -> Changes:
    match event:
        case e.IqasNumbered(category=category):
            places = (
                Numbered(category=category, number=item.number, iqa_id=item.iqa_id) for item in event.items
            )
            return {"numbered": (*quarter.numbered, *places)}
        case e.SampleDrawn():
            return {"drawn": (*quarter.drawn, Drawn(**event.model_dump(exclude={"kind"})))}
        case e.IqasTold():
            return {"told": (*quarter.told, *event.iqa_ids)}
        case never:
            assert_never(never)


def _acknowledged(quarter: AreaQuarter, event: e.EscalationAcknowledged, at: datetime) -> Changes:
    taken_on = {"acknowledged_by": event.by, "acknowledged_at": at, "will_do": event.will_do}
    escalations = tuple(
        one.model_copy(update=taken_on) if one.escalation_id == event.escalation_id else one
        for one in quarter.escalations
    )
    return {"escalations": escalations}


def _without(quarter: AreaQuarter, step: Step) -> tuple[Deadline, ...]:
    return tuple(deadline for deadline in quarter.deadlines if deadline.step is not step)


def _in_order(*deadlines: Deadline) -> tuple[Deadline, ...]:
    return tuple(sorted(deadlines, key=lambda deadline: (deadline.due, deadline.name)))
