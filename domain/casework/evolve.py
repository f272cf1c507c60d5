"""Fold events into the state. Replay-sensitive: what is folded here sets the workflow's timers."""

from typing import assert_never

from domain import escalations
from domain.casework import events as e
from domain.casework.changes import CaseChanges, changed
from domain.casework.requested import Request
from domain.casework.state import CaseActionState, CaseNotes
from domain.escalations import EscalationEvent
from domain.iqa.state import Step
from domain.stream import OutOfOrder
from domain.talks import NotedTalk


def evolve(notes: CaseNotes | None, recorded: e.RecordedCaseEvent, case_id: str) -> CaseNotes:
    """Return the state after one more event; raise ``OutOfOrder`` when it cannot come next."""
    event = recorded.event
    command_ids = frozenset({recorded.command_id})
    if notes is None and isinstance(event, e.CaseNotesOpened):
        return CaseNotes(
            case_id=case_id,
            version=recorded.version,
            urn=event.urn,
            area=event.area,
            command_ids=command_ids,
        )
    if notes is None or isinstance(event, e.CaseNotesOpened):
        raise OutOfOrder(case_id, recorded, notes.version if notes else 0)
    changes = _changes(notes, event, recorded)
    changes["version"] = recorded.version
    changes["command_ids"] = notes.command_ids | command_ids
    return changed(notes, changes)


def _changes(  # noqa: PLR0911  a line for each event
    notes: CaseNotes, event: e.LaterEvent, recorded: e.RecordedCaseEvent
) -> CaseChanges:
    if isinstance(event, EscalationEvent):
        return {"escalations": escalations.after(notes.escalations, event, recorded.version, recorded.at)}
    match event:
        case e.ConversationNoted():
            talk = NotedTalk(
                conversation_id=event.conversation_id,
                manager=event.manager,
                prosecutor=event.prosecutor,
                on=event.on,
                mode=event.mode,
                went_well=event.went_well,
                do_differently=event.do_differently,
                prosecutor_view=event.prosecutor_view,
            )
            return {"conversations": (*notes.conversations, talk)}
        case e.RequestMade():
            return {"requests": (*notes.requests, _request(event))}
        case e.RequestAnswered() | e.RequestHandedOver():
            return {"requests": tuple(_went_on(one, event, recorded.actor) for one in notes.requests)}
        case e.ActionRecorded() | e.ActionTakenOver():
            return {"actions": (*notes.actions, _new(event, recorded.actor))}
        case e.ActionCompleted() | e.ActionHandedOver() | e.DeadlineMoved():
            return {"actions": tuple(_advanced(state, event) for state in notes.actions)}
        case e.DeadlineMissed():
            return {
                "actions": tuple(_advanced(state, event) for state in notes.actions),
                "requests": tuple(_missed(one, event) for one in notes.requests),
            }
        case never:
            assert_never(never)


def _new(event: e.ActionRecorded | e.ActionTakenOver, actor: str) -> CaseActionState:
    if isinstance(event, e.ActionRecorded):
        return CaseActionState(action=event.action, due=event.due, recorded_by=actor)
    return CaseActionState(
        action=event.action, due=event.due, from_iqa=event.from_iqa, from_action=event.from_action
    )


def _advanced(
    state: CaseActionState,
    event: e.ActionCompleted | e.ActionHandedOver | e.DeadlineMoved | e.DeadlineMissed,
) -> CaseActionState:
    """The action after what happened to it; unchanged when it happened to another."""
    match event:
        case e.ActionCompleted(action_id=state.action.action_id):
            return changed(state, {"outcome": event.outcome, "later_review_on": event.later_review_on})
        case e.ActionHandedOver(action_id=state.action.action_id):
            owned = changed(state.action, {"owner": event.to})
            return changed(state, {"action": owned, "due": event.due, "missed": False})
        case e.DeadlineMoved() if event.deadline == f"{Step.ACTION}:{state.action.action_id}":
            return changed(state, {"due": event.due})
        case e.DeadlineMissed() if event.deadline == f"{Step.ACTION}:{state.action.action_id}":
            return changed(state, {"missed": True})
        case _:
            return state


def _request(event: e.RequestMade) -> Request:
    return Request(
        request_id=event.request_id,
        wanted=event.wanted,
        prosecutor=event.prosecutor,
        manager=event.manager,
        text=event.text,
        due=event.answer_due,
    )


def _went_on(request: Request, event: e.RequestAnswered | e.RequestHandedOver, by: str) -> Request:
    """The request after its answer, or before another manager; unchanged when it is about another."""
    if request.request_id != event.request_id:
        return request
    if isinstance(event, e.RequestHandedOver):
        return changed(request, {"manager": event.to, "due": event.due, "missed": False})
    return changed(request, {"answer": event.answer, "answered_by": by, "said": event.text})


def _missed(request: Request, event: e.DeadlineMissed) -> Request:
    late = event.deadline == f"{Step.ANSWER_REQUEST}:{request.request_id}"
    return changed(request, {"missed": True}) if late else request
