"""Case actions: recorded, settled one by one, or none required."""

from typing import assert_never

from domain.iqa import events as e
from domain.iqa.changes import ActionChanges, IqaChanges, changed
from domain.iqa.folds.deadlines import due, without, without_item
from domain.iqa.state import ActionState, Iqa, Step


def changes(iqa: Iqa, event: e.ActionEvent) -> IqaChanges:
    """Return what the event changes."""
    match event:
        case e.ActionRecorded():
            return _recorded(iqa, event)
        case e.NoActionsRequired():
            return {"no_actions": True, "deadlines": without(iqa, Step.RECORD_ACTIONS)}
        case e.ActionCompleted():
            done: ActionChanges = {"outcome": event.outcome, "later_review_on": event.later_review_on}
            return _settled(iqa, event.action_id, done)
        case e.ActionHandedOver():
            return _settled(iqa, event.action_id, {"handed_to": event.to, "handed_because": event.because})
        case never:
            assert_never(never)


def _recorded(iqa: Iqa, event: e.ActionRecorded) -> IqaChanges:
    """An action on another case, looked at and not selected, settles nothing about this one."""
    on_case = iqa.selection is not None and iqa.selection.urn == event.action.urn
    deadlines = without(iqa, Step.RECORD_ACTIONS) if on_case else iqa.deadlines
    return {
        "actions": (*iqa.actions, ActionState(action=event.action, due=event.due)),
        "no_actions": iqa.no_actions and not on_case,
        "deadlines": due(deadlines, Step.ACTION, event.due, event.action.action_id),
    }


def _settled(iqa: Iqa, action_id: str, settled: ActionChanges) -> IqaChanges:
    actions = tuple(
        changed(action, settled) if action.action.action_id == action_id else action for action in iqa.actions
    )
    return {"actions": actions, "deadlines": without_item(iqa, Step.ACTION, action_id)}
