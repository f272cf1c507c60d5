"""Fold events into the state. Replay-sensitive: what is folded here sets the workflow's timers."""

from typing import assert_never

from domain import escalations
from domain.casework.commands import HandOverRequest
from domain.escalations import HandOverEscalation
from domain.iqa import commands as iqa
from domain.quarter import events as e
from domain.quarter.changes import QuarterChanges, changed
from domain.quarter.folds import clock, opening, plan, sample
from domain.quarter.folds.deadlines import tell
from domain.quarter.state import AreaQuarter, HandOver
from domain.stream import OutOfOrder


def evolve(quarter: AreaQuarter | None, recorded: e.RecordedQuarterEvent, quarter_id: str) -> AreaQuarter:
    """Return the state after one more event; raise ``OutOfOrder`` when it cannot come next."""
    event = recorded.event
    if quarter is None and isinstance(event, e.QuarterOpened):
        return opening.opened(event, recorded, quarter_id)
    if quarter is None or isinstance(event, e.QuarterOpened):
        raise OutOfOrder(quarter_id, recorded, quarter.version if quarter else 0)
    changes = _changes(quarter, event, recorded)
    changes["version"] = recorded.version
    if (
        recorded.command_id not in quarter.command_ids
    ):  # each copy costs, and one command may give many events
        changes["command_ids"] = quarter.command_ids | {recorded.command_id}
    return changed(quarter, changes)


def _changes(quarter: AreaQuarter, event: e.LaterEvent, recorded: e.RecordedQuarterEvent) -> QuarterChanges:
    if isinstance(event, e.PlanEvent):
        return plan.changes(quarter, event, recorded)
    if isinstance(event, e.SampleEvent):
        return sample.changes(quarter, event, recorded)
    if isinstance(event, e.PaceEvent):
        return {"escalations": escalations.after(quarter.escalations, event, recorded.version, recorded.at)}
    if isinstance(event, e.ClockEvent):
        return clock.changes(quarter, event, recorded)
    if isinstance(event, e.Told):
        return plan.told(quarter, event)
    if isinstance(event, e.AwayEvent):
        return _of_absent(quarter, event, recorded)
    assert_never(event)


def _of_absent(quarter: AreaQuarter, event: e.AwayEvent, recorded: e.RecordedQuarterEvent) -> QuarterChanges:
    match event:
        case e.WorkHandedOver():
            return _handed_over(quarter, event, recorded)
        case e.CustodyFoundWhileAway():
            return {"custody_told": (*quarter.custody_told, *event.cases)}
        case never:
            assert_never(never)


def _handed_over(
    quarter: AreaQuarter, event: e.WorkHandedOver, recorded: e.RecordedQuarterEvent
) -> QuarterChanges:
    """Everything that waited for one person is told to go to another, where another stream keeps it."""
    to, because = event.to, event.because
    kept = event.model_dump(exclude={"kind", "because"})
    iqas = ((iqa_id, iqa.Reassign(assessor=to, because=because)) for iqa_id in event.iqas)
    samples = ((iqa_id, iqa.ReplaceSampler(sampler=to, because=because)) for iqa_id in event.samples)
    actions = (
        (one.stream, iqa.HandOverAction(action_id=one.action_id, to=to, because=because))
        for one in event.actions
    )
    requests = ((one.stream, HandOverRequest(request_id=one.request_id, to=to)) for one in event.requests)
    put = (
        (one.stream, HandOverEscalation(escalation_id=one.escalation_id, whose=event.whose, to=to))
        for one in event.escalations
        if one.stream != quarter.quarter_id
    )
    return {
        "tellings": tell(quarter, recorded, *iqas, *samples, *actions, *requests, *put),
        "handed_over": (*quarter.handed_over, HandOver(**kept, at=recorded.at)),
    }
