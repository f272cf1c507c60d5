"""What is planned, told to its IQAs, and planned otherwise."""

from typing import assert_never

from domain.iqa import commands as iqa
from domain.quarter import events as e
from domain.quarter.changes import QuarterChanges, changed
from domain.quarter.folds.deadlines import tell
from domain.quarter.state import AreaQuarter, Message


def changes(quarter: AreaQuarter, event: e.PlanEvent, recorded: e.RecordedQuarterEvent) -> QuarterChanges:
    """Return what the event changes."""
    match event:
        case e.IqasPlanned(items=items):
            now_planned = frozenset(one.prosecutor for one in items)
            left_out = tuple(one for one in quarter.left_out if one.prosecutor not in now_planned)
            return {"planned": (*quarter.planned, *items), "left_out": left_out}
        case e.PlanChanged():
            return {
                "planned": tuple(_changed(one, event) for one in quarter.planned),
                "withdrawn": (*quarter.withdrawn, event.iqa_id)
                if event.change is e.Change.WITHDRAWN
                else quarter.withdrawn,
                "tellings": tell(quarter, recorded, (event.iqa_id, _message(event))),
            }
        case never:
            assert_never(never)


def told(quarter: AreaQuarter, event: e.Told) -> QuarterChanges:
    """Return what no longer has to be told; an opening is told under the id of its IQA."""
    ids = frozenset(event.telling_ids)
    return {
        "opened": (*quarter.opened, *(one.iqa_id for one in quarter.unopened if one.iqa_id in ids)),
        "tellings": tuple(one for one in quarter.tellings if one.telling_id not in ids),
    }


def _changed(planned: e.PlannedIqa, event: e.PlanChanged) -> e.PlannedIqa:
    if planned.iqa_id != event.iqa_id:
        return planned
    manager = _manager(planned, event) or planned.manager
    assessor, target_on = event.assessor or planned.assessor, event.target_on or planned.target_on
    return changed(planned, {"assessor": assessor, "target_on": target_on, "manager": manager})


def _manager(planned: e.PlannedIqa, event: e.PlanChanged) -> str | None:
    """Whom the prosecutor reports to: nobody else while a cover assesses, and the new one after a change."""
    if event.change is not e.Change.REASSIGNED:
        return None
    return manager_of(planned) if event.because is e.ChangedBecause.MANAGER_AWAY else event.assessor


def manager_of(planned: e.PlannedIqa) -> str:
    """Return whom the prosecutor reported to when it was last looked at."""
    return planned.manager or planned.assessor


def _message(event: e.PlanChanged) -> Message:
    match event:
        case e.PlanChanged(change=e.Change.REASSIGNED, assessor=str(assessor)):
            return iqa.Reassign(assessor=assessor, because=str(event.because))
        case e.PlanChanged(change=e.Change.MOVED, target_on=day) if day is not None:
            return iqa.MoveTarget(target_on=day, because=event.because)
        case _:
            return iqa.Withdraw(because=WITHDRAWN_BECAUSE[event.because])


WITHDRAWN_BECAUSE = {
    e.ChangedBecause.PROSECUTOR_LEFT: "left",
    e.ChangedBecause.PROSECUTOR_LEAVES: "left",
    e.ChangedBecause.PROSECUTOR_AWAY: "long_absence",
}
"""The listed reason for which an IQA is withdrawn; policy lists both (docs/policy.md)."""
