"""Time that passed: who was reminded, which deadline moved, which was missed."""

from typing import assert_never

from domain.iqa import events as e
from domain.iqa.changes import IqaChanges, changed
from domain.iqa.folds.deadlines import in_order, without_name
from domain.iqa.state import Iqa, Missed, Step


def changes(iqa: Iqa, event: e.TimeEvent, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """Return what the event changes."""
    match event:
        case e.ReminderSent():
            return {"deadlines": without_name(iqa, event.deadline)}
        case e.DeadlineMoved():
            moved = (
                changed(deadline, {"due": event.due}) if deadline.name == event.deadline else deadline
                for deadline in iqa.deadlines
            )
            actions = tuple(
                changed(one, {"due": event.due})
                if event.deadline == f"{Step.ACTION}:{one.action.action_id}"
                else one
                for one in iqa.actions
            )
            return {"deadlines": in_order(moved), "actions": actions}
        case e.DeadlineMissed():
            missed = Missed(deadline=event.deadline, due=event.due, whose=event.whose, at=recorded.at)
            return {"missed": (*iqa.missed, missed), "deadlines": without_name(iqa, event.deadline)}
        case never:
            assert_never(never)
