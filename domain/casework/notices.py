"""Who hears of what is noted on a case."""

from typing import assert_never

from domain import ladder
from domain.casework import events as e
from domain.casework.state import CaseNotes
from domain.escalations import EscalationEvent, EscalationRaised
from domain.notices import About, Notice, NoticeKind

Notices = tuple[Notice, ...]


def notices(event: e.CaseEvent, _: CaseNotes, notes: CaseNotes, about: About) -> Notices:
    """Return the notices that one event leads to, between the states before and after it."""
    if isinstance(event, EscalationEvent):
        return _escalated(event, notes, about)
    match event:
        case e.CaseNotesOpened() | e.ConversationNoted() | e.ActionCompleted():
            return ()
        case e.ActionRecorded(action=action) | e.ActionTakenOver(action=action):
            return _assigned(action.owner, about, urgent=action.urgent)
        case e.ActionHandedOver(to=to, action_id=action_id):
            state = notes.action(action_id)
            return _assigned(to, about, urgent=state is not None and state.action.urgent)
        case e.DeadlineMissed(whose=whose, deadline=deadline):
            late = (one for one in notes.actions if f"action:{one.action.action_id}" == deadline)
            return about.to(whose, kind=NoticeKind.OVERDUE, urgent=any(one.action.urgent for one in late))
        case never:
            assert_never(never)


def _assigned(owner: str, about: About, *, urgent: bool) -> Notices:
    kind = NoticeKind.URGENT_ACTION if urgent else NoticeKind.ACTION_ASSIGNED
    return about.to(owner, kind=kind, urgent=urgent)


def _escalated(event: EscalationEvent, notes: CaseNotes, about: About) -> Notices:
    deadline = event.deadline if isinstance(event, EscalationRaised) else None
    late = next(
        (one.action.owner for one in notes.actions if f"action:{one.action.action_id}" == deadline), None
    )
    return ladder.notices(event, notes.escalations, late, about)
