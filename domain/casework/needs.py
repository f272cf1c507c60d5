"""What ``decide`` has to be told before it can judge what is to be noted on a case."""

from domain.casework import commands as c
from domain.casework.state import CaseNotes
from domain.facts import Needs
from domain.ids import is_system


def needs(envelope: c.CaseEnvelope, notes: CaseNotes | None) -> Needs:
    """Return whom and which case the decision is about; the people bring their line with them."""
    command = envelope.command
    actor = set() if is_system(envelope.actor) else {envelope.actor}
    people = frozenset(actor | _named_in(command, notes))
    return Needs(people=people, urn=urn_of(command) or (notes.urn if notes else None))


def urn_of(command: c.CaseCommand) -> str | None:
    """The case that the command itself names."""
    match command:
        case c.NoteCaseConversation(urn=urn) | c.RecordAction(urn=urn):
            return urn
        case c.TakeOverAction(action=action):
            return action.urn
        case _:
            return None


def _named_in(command: c.CaseCommand, notes: CaseNotes | None) -> set[str]:
    match command:
        case c.NoteCaseConversation(prosecutor=person) | c.RecordAction(owner=person):
            return {person}
        case c.HandOverAction(to=person):
            return {person}
        case c.DeadlinePassed():
            return {action.action.owner for action in notes.open_actions} if notes else set()
        case _:
            return set()
