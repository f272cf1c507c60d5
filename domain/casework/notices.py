"""Who hears of what is noted on a case."""

from typing import assert_never

from domain import ladder
from domain.casework import events as e
from domain.casework.state import CaseNotes
from domain.escalations import EscalationEvent, EscalationRaised
from domain.notices import About, Due, Notice, NoticeKind

Notices = tuple[Notice, ...]


def notices(event: e.CaseEvent, _: CaseNotes, notes: CaseNotes, about: About) -> Notices:
    """Return the notices that one event leads to, between the states before and after it."""
    if isinstance(event, EscalationEvent):
        return _escalated(event, notes, about)
    match event:
        case e.CaseNotesOpened() | e.ConversationNoted() | e.ActionCompleted() | e.DeadlineMoved():
            return ()
        case e.ActionRecorded(action=action) | e.ActionTakenOver(action=action):
            return _assigned(action.owner, _due(action.action_id, notes), about, urgent=action.urgent)
        case e.ActionHandedOver(to=to, action_id=action_id):
            state = notes.action(action_id)
            urgent = state is not None and state.action.urgent
            return _assigned(to, _due(action_id, notes), about, urgent=urgent)
        case e.DeadlineMissed(whose=whose, deadline=deadline):
            state = notes.action(_item(deadline))
            urgent = state is not None and state.action.urgent
            of = _due(_item(deadline), notes)
            return about.to(whose, kind=NoticeKind.OVERDUE, urgent=urgent, of=of)
        case never:
            assert_never(never)


def _assigned(owner: str, of: Due | None, about: About, *, urgent: bool) -> Notices:
    kind = NoticeKind.URGENT_ACTION if urgent else NoticeKind.ACTION_ASSIGNED
    return about.to(owner, kind=kind, urgent=urgent, of=of)


def _escalated(event: EscalationEvent, notes: CaseNotes, about: About) -> Notices:
    deadline = event.deadline if isinstance(event, EscalationRaised) else ""
    state = notes.action(_item(deadline))
    late = state.action.owner if state else None
    return ladder.notices(event, notes.escalations, late, lambda name: _due(_item(name), notes), about)


def _due(action_id: str, notes: CaseNotes) -> Due | None:
    state = notes.action(action_id)
    return Due(f"action:{action_id}", state.due) if state else None


def _item(deadline: str) -> str:
    return deadline.partition(":")[2]
