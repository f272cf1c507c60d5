"""What somebody is to a command on a case."""

from domain.casework import commands as c
from domain.casework.state import CaseNotes
from domain.escalations import put_to
from domain.offices import OWNER, TOLD, Allowed


def named(command: c.CaseCommand, notes: CaseNotes, actor: str) -> Allowed:
    """What the state says the actor is: the owner of the action, somebody to whom it was put, or nothing."""
    if actor in put_to(command, notes.escalations):
        return TOLD
    action_id = command.action_id if isinstance(command, c.CompleteAction | c.HandOverAction) else None
    state = notes.action(action_id)
    return OWNER if state and state.action.owner == actor else frozenset()
