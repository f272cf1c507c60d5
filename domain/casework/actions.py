"""What a case still needs outside any IQA: recorded, taken over, done, handed over (report ¶5.24)."""

from datetime import datetime

from domain.assessment import CaseAction
from domain.case_actions import action_due, due_refused, keeper, keeper_refused
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.situation import Decision, Situation
from domain.casework.state import CaseNotes
from domain.errors import Reason, Refused
from domain.facts import CaseFacts


def record(command: c.RecordAction, situation: Situation) -> Decision:
    """Record it for its owner, or for the owner's cover when it is urgent and the owner is away."""
    area, facts = situation.area, situation.facts
    owner = keeper(command.owner, area, facts) if command.urgent else command.owner
    if refused := keeper_refused(owner, area, facts) or due_refused(command.due_on, facts):
        return refused
    action = CaseAction(
        action_id=_next_id(situation.notes),
        urn=command.urn,
        what=command.what,
        owner=owner,
        due_on=command.due_on,
        urgent=command.urgent,
    )
    return (
        e.ActionRecorded(action=action, due=action_due(command.due_on, owner, facts, urgent=command.urgent)),
    )


def take_over(command: c.TakeOverAction, situation: Situation) -> Decision:
    """Chase it from here on, under an id of this case."""
    action = command.action.model_copy(update={"action_id": _next_id(situation.notes)})
    due = _still_due(command.due, action.owner, situation.facts, urgent=action.urgent)
    return (
        e.ActionTakenOver(
            action=action,
            due=due,
            from_iqa=command.from_iqa,
            from_action=command.action.action_id,
            because=command.because,
        ),
    )


def complete(command: c.CompleteAction, situation: Situation) -> Decision:
    """Record the outcome, which settles what was escalated of it; a later review that it cites has taken place."""
    later = command.later_review_on
    if later is not None and later > situation.facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=later.isoformat())
    done = e.ActionCompleted(action_id=command.action_id, outcome=command.outcome, later_review_on=later)
    return (done, *situation.settled(command.action_id))


def hand_over(command: c.HandOverAction, situation: Situation) -> Decision:
    """Pass it to somebody in post in the Area, with new time when its own has passed."""
    facts = situation.facts
    if refused := keeper_refused(command.to, situation.area, facts):
        return refused
    return tuple(
        e.ActionHandedOver(
            action_id=command.action_id,
            to=command.to,
            because=command.because,
            due=_still_due(state.due, command.to, facts, urgent=state.action.urgent),
        )
        for state in situation.notes.open_actions
        if state.action.action_id == command.action_id
    )


def _next_id(notes: CaseNotes) -> str:
    return f"a{len(notes.actions) + 1}"


def _still_due(due: datetime, owner: str, facts: CaseFacts, *, urgent: bool) -> datetime:
    return due if due > facts.now else action_due(None, owner, facts, urgent=urgent)
