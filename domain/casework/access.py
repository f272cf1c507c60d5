"""Who may note what on a case: one table, from commands to posts in the Area and to an action's owner."""

from typing import Final

from domain.casework import commands as c
from domain.casework.state import CaseNotes
from domain.offices import ASSESSORS, NATIONAL, READERS, SYSTEM, Allowed, Relation
from domain.people import Person

_OWNER: Allowed = frozenset({Relation.OWNER})

WHO_MAY: Final[dict[type[c.CaseCommand], Allowed]] = {
    c.NoteCaseConversation: ASSESSORS,
    c.RecordAction: ASSESSORS,
    c.TakeOverAction: SYSTEM,
    c.CompleteAction: ASSESSORS | _OWNER,
    c.HandOverAction: ASSESSORS | _OWNER | SYSTEM,
    c.DeadlinePassed: SYSTEM,
    c.CatchUp: SYSTEM,
}


def named(command: c.CaseCommand, notes: CaseNotes, actor: str) -> Allowed:
    """What the state says the actor is: the owner of the action, or nothing."""
    action_id = command.action_id if isinstance(command, c.CompleteAction | c.HandOverAction) else None
    state = notes.action(action_id)
    return _OWNER if state and state.action.owner == actor else frozenset()


def readable(person: Person, notes: CaseNotes) -> CaseNotes:
    """The notes with what a person may read of them: their own talks and actions, or all by their post."""
    by_post = person.area == notes.area and person.role in READERS
    if by_post or person.role in NATIONAL:
        return notes
    me = person.staff_id
    talks = tuple(talk for talk in notes.conversations if me in {talk.manager, talk.prosecutor})
    actions = tuple(action for action in notes.actions if action.action.owner == me)
    return notes.model_copy(update={"conversations": talks, "actions": actions})
