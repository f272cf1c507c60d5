"""What must hold before a command on a case; each check refuses where its first line is not so."""

from typing import Final

from domain import escalations
from domain.casework import commands as c
from domain.casework.needs import urn_of
from domain.casework.state import CaseNotes
from domain.errors import Reason, Refused
from domain.escalations import EscalationCommand

MOST_REQUESTS: Final = 50
"""How many requests the notes on one case hold, so that no history outgrows the engine."""


def not_own_work(command: c.NoteCaseConversation, actor: str, _: CaseNotes | None) -> Refused | None:
    """The conversation is with somebody else."""
    own = command.prosecutor == actor
    return Refused(reason=Reason.OWN_WORK, detail=command.prosecutor) if own else None


def this_case(command: c.CaseCommand, _: str, notes: CaseNotes | None) -> Refused | None:
    """The command is about the case on which the notes are."""
    urn = urn_of(command)
    if notes is None or notes.urn == urn:
        return None
    return Refused(reason=Reason.UNKNOWN_CASE, detail=f"{urn}: these are the notes on {notes.urn}")


def not_taken_over(command: c.TakeOverAction, _: str, notes: CaseNotes | None) -> Refused | None:
    """The action was not taken over before."""
    action_id = command.action.action_id
    taken = notes.taken_over(command.from_iqa, action_id) if notes else None
    return Refused(reason=Reason.ALREADY_DONE, detail=f"{command.from_iqa}: {action_id}") if taken else None


def action_open(
    command: c.CompleteAction | c.HandOverAction, _: str, notes: CaseNotes | None
) -> Refused | None:
    """The action is there and open, and goes to somebody who does not keep it yet."""
    state = notes.action(command.action_id) if notes else None
    if state is None:
        return Refused(reason=Reason.UNKNOWN_ACTION, detail=command.action_id)
    kept = isinstance(command, c.HandOverAction) and command.to == state.action.owner
    if kept or not state.is_open:
        return Refused(reason=Reason.ALREADY_DONE, detail=command.action_id)
    return None


def not_asked_yet(command: c.MakeRequest, actor: str, notes: CaseNotes | None) -> Refused | None:
    """The prosecutor has no such request open on this case."""
    asked = notes.open_requests if notes else ()
    same = next((one for one in asked if (one.prosecutor, one.wanted) == (actor, command.wanted)), None)
    return Refused(reason=Reason.ALREADY_DONE, detail=same.request_id) if same else None


def room_for_request(_: c.MakeRequest, __: str, notes: CaseNotes | None) -> Refused | None:
    """The notes hold one more request."""
    full = notes is not None and len(notes.requests) >= MOST_REQUESTS
    return Refused(reason=Reason.TOO_MANY, detail="requests") if full else None


def request_open(
    command: c.AnswerRequest | c.HandOverRequest, _: str, notes: CaseNotes | None
) -> Refused | None:
    """The request is there and unanswered, and goes to somebody who does not have it yet."""
    request = notes.request(command.request_id) if notes else None
    if request is None:
        return Refused(reason=Reason.UNKNOWN_REQUEST, detail=command.request_id)
    kept = isinstance(command, c.HandOverRequest) and command.to == request.manager
    if kept or not request.is_open:
        return Refused(reason=Reason.ALREADY_DONE, detail=command.request_id)
    return None


def escalation_open(command: EscalationCommand, _: str, notes: CaseNotes | None) -> Refused | None:
    """Somebody still has to take it on, and it was put to whoever hands it over."""
    return escalations.refused(command, notes.escalations if notes else ())
