"""What the folded state alone can refuse: the workflow's validator runs it, and ``decide`` runs it first."""

from domain.casework import commands as c
from domain.casework.access import WHO_MAY
from domain.casework.state import CaseNotes
from domain.errors import Reason, Refused
from domain.offices import screen_post


def screen(envelope: c.CaseEnvelope, notes: CaseNotes | None) -> Refused | None:
    """Refuse what the state alone refuses, or return None; a command already recorded passes (a retry)."""
    if notes and envelope.command_id in notes.command_ids:
        return None
    return screen_post(envelope.actor, WHO_MAY[type(envelope.command)]) or _check(envelope, notes)


def _check(envelope: c.CaseEnvelope, notes: CaseNotes | None) -> Refused | None:
    match envelope.command:
        case c.NoteCaseConversation(urn=urn, prosecutor=prosecutor):
            return _own_work(prosecutor, envelope.actor) or _other_case(urn, notes)
        case c.RecordAction(urn=urn):
            return _other_case(urn, notes)
        case c.TakeOverAction(from_iqa=from_iqa, action=action):
            taken = notes.taken_over(from_iqa, action.action_id) if notes else None
            done = Refused(reason=Reason.ALREADY_DONE, detail=f"{from_iqa}: {action.action_id}")
            return _other_case(action.urn, notes) or (done if taken else None)
        case c.CompleteAction() | c.HandOverAction():
            return _action_open(envelope.command, notes)
        case _:
            return None


def _own_work(prosecutor: str, actor: str) -> Refused | None:
    return Refused(reason=Reason.OWN_WORK, detail=prosecutor) if prosecutor == actor else None


def _other_case(urn: str, notes: CaseNotes | None) -> Refused | None:
    if notes is None or notes.urn == urn:
        return None
    return Refused(reason=Reason.UNKNOWN_CASE, detail=f"{urn}: these are the notes on {notes.urn}")


def _action_open(command: c.CompleteAction | c.HandOverAction, notes: CaseNotes | None) -> Refused | None:
    state = notes.action(command.action_id) if notes else None
    if state is None:
        return Refused(reason=Reason.UNKNOWN_ACTION, detail=command.action_id)
    kept = isinstance(command, c.HandOverAction) and command.to == state.action.owner
    if kept or not state.is_open:
        return Refused(reason=Reason.ALREADY_DONE, detail=command.action_id)
    return None
