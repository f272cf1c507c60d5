"""What ``decide`` has to be told before it can judge what is to be noted on a case."""

from domain.casework import commands as c
from domain.casework.state import CaseNotes
from domain.facts import CaseNeeds
from domain.ids import is_system
from domain.ladder import CHIEF, told_before


def needs(envelope: c.CaseEnvelope, notes: CaseNotes | None) -> CaseNeeds:
    """Return whom and which case the decision is about; the people bring their line with them."""
    command = envelope.command
    actor = set() if is_system(envelope.actor) else {envelope.actor}
    goes_up = _goes_up(command, notes)
    return CaseNeeds(
        people=frozenset(actor | _named_in(command, notes) | goes_up),
        urn=urn_of(command) or (notes.urn if notes else None),
        area=notes.area if notes and goes_up else None,
        roles=CHIEF if goes_up else frozenset(),
    )


def _goes_up(command: c.CaseCommand, notes: CaseNotes | None) -> frozenset[str]:
    if notes is None or not isinstance(command, c.DeadlinePassed):
        return frozenset()
    return told_before(command.deadline, notes.escalations)


def urn_of(command: c.CaseCommand) -> str | None:
    """The case that the command itself names."""
    match command:
        case c.NoteCaseConversation(urn=urn) | c.RecordAction(urn=urn) | c.MakeRequest(urn=urn):
            return urn
        case c.TakeOverAction(action=action):
            return action.urn
        case _:
            return None


def _named_in(command: c.CaseCommand, notes: CaseNotes | None) -> set[str]:
    match command:
        case c.NoteCaseConversation(prosecutor=person) | c.RecordAction(owner=person):
            return {person}
        case c.HandOverAction(to=person) | c.HandOverRequest(to=person):
            return {person}
        case c.DeadlinePassed():
            return _keepers(notes) if notes else set()
        case _:
            return set()


def _keepers(notes: CaseNotes) -> set[str]:
    """Everybody for whom something waits on the case."""
    owners = {one.action.owner for one in notes.open_actions}
    return owners | {one.manager for one in notes.open_requests}
