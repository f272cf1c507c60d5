"""What somebody is to a command on a case, and what they may read of its notes."""

from domain.casework import commands as c
from domain.casework.state import CaseNotes
from domain.escalations import told_of
from domain.offices import NATIONAL, OWNER, READERS, TOLD, Allowed
from domain.people import Person


def named(command: c.CaseCommand, notes: CaseNotes, actor: str) -> Allowed:
    """What the state says the actor is: the owner of the action, somebody to whom it was put, or nothing."""
    if actor in told_of(command, notes.escalations):
        return TOLD
    action_id = command.action_id if isinstance(command, c.CompleteAction | c.HandOverAction) else None
    state = notes.action(action_id)
    return OWNER if state and state.action.owner == actor else frozenset()


def readable(person: Person, notes: CaseNotes) -> CaseNotes:
    """The notes with what a person may read of them: their own talks and actions, or all by their post."""
    by_post = person.area == notes.area and person.role in READERS
    if by_post or person.role in NATIONAL:
        return notes
    me = person.staff_id
    talks = tuple(talk for talk in notes.conversations if me in {talk.manager, talk.prosecutor})
    actions = tuple(action for action in notes.actions if action.action.owner == me)
    return notes.model_copy(update={"conversations": talks, "actions": actions})
