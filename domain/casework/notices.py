"""Who hears of what is noted on a case."""

from typing import assert_never

from domain.casework import events as e
from domain.casework.state import CaseNotes
from domain.notices import About, Notice, NoticeKind
from domain.policy import EscalatedMatter

Notices = tuple[Notice, ...]


def notices(event: e.CaseEvent, _: CaseNotes, notes: CaseNotes, about: About) -> Notices:
    """Return the notices that one event leads to, between the states before and after it."""
    match event:
        case e.CaseNotesOpened() | e.ConversationNoted() | e.ActionCompleted():
            return ()
        case e.ActionRecorded(action=action) | e.ActionTakenOver(action=action):
            return _assigned(action.owner, about, urgent=action.urgent)
        case e.ActionHandedOver(to=to, action_id=action_id):
            state = notes.action(action_id)
            return _assigned(to, about, urgent=state is not None and state.action.urgent)
        case e.DeadlineMissed(whose=whose):
            return about.to(whose, kind=NoticeKind.OVERDUE)
        case e.EscalationRaised():
            return _raised(event, notes, about)
        case never:
            assert_never(never)


def _assigned(owner: str, about: About, *, urgent: bool) -> Notices:
    kind = NoticeKind.URGENT_ACTION if urgent else NoticeKind.ACTION_ASSIGNED
    return about.to(owner, kind=kind, urgent=urgent)


def _raised(event: e.EscalationRaised, notes: CaseNotes, about: About) -> Notices:
    """Whoever is late has heard of it as overdue; what is urgent is told all the same, and at once."""
    urgent = event.matter is EscalatedMatter.URGENT_ACTION
    late = {one.action.owner for one in notes.actions if f"action:{one.action.action_id}" == event.deadline}
    if event.to in late and not urgent:
        return ()
    return about.to(event.to, kind=NoticeKind.ESCALATION, urgent=urgent)
