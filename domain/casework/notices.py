"""Who hears of what is noted on a case."""

from typing import assert_never

from domain import ladder
from domain.casework import events as e
from domain.casework.state import CaseNotes
from domain.escalations import EscalationEvent, EscalationRaised
from domain.iqa.state import Step
from domain.notices import About, Due, Notice, NoticeKind

Notices = tuple[Notice, ...]


def notices(  # noqa: PLR0911  a line for each event
    event: e.CaseEvent, _: CaseNotes, notes: CaseNotes, about: About
) -> Notices:
    """Return the notices that one event leads to, between the states before and after it."""
    if isinstance(event, EscalationEvent):
        return _escalated(event, notes, about)
    match event:
        case e.CaseNotesOpened() | e.ConversationNoted() | e.ActionCompleted() | e.DeadlineMoved():
            return ()
        case e.RequestMade(manager=manager) | e.RequestHandedOver(to=manager):
            return about.to(manager, kind=NoticeKind.REQUEST_MADE)
        case e.RequestAnswered(request_id=request_id):
            request = notes.request(request_id)
            return about.to(request.prosecutor if request else None, kind=NoticeKind.REQUEST_ANSWERED)
        case e.ActionRecorded(action=action) | e.ActionTakenOver(action=action):
            return _assigned(
                action.owner, _due(f"{Step.ACTION}:{action.action_id}", notes), about, urgent=action.urgent
            )
        case e.ActionHandedOver(to=to, action_id=action_id):
            state = notes.action(action_id)
            urgent = state is not None and state.action.urgent
            return _assigned(to, _due(f"{Step.ACTION}:{action_id}", notes), about, urgent=urgent)
        case e.DeadlineMissed(whose=whose, deadline=deadline):
            state = notes.action(deadline.partition(":")[2])
            urgent = state is not None and state.action.urgent
            return about.to(whose, kind=NoticeKind.OVERDUE, urgent=urgent, of=_due(deadline, notes))
        case never:
            assert_never(never)


def _assigned(owner: str, of: Due | None, about: About, *, urgent: bool) -> Notices:
    kind = NoticeKind.URGENT_ACTION if urgent else NoticeKind.ACTION_ASSIGNED
    return about.to(owner, kind=kind, urgent=urgent, of=of)


def _escalated(event: EscalationEvent, notes: CaseNotes, about: About) -> Notices:
    deadline = event.deadline if isinstance(event, EscalationRaised) else None
    keepers = {f"{Step.ACTION}:{one.action.action_id}": one.action.owner for one in notes.actions}
    keepers |= {f"{Step.ANSWER_REQUEST}:{one.request_id}": one.manager for one in notes.requests}
    late = keepers.get(deadline) if deadline else None
    return ladder.notices(event, notes.escalations, late, lambda name: _due(name, notes), about)


def _due(name: str, notes: CaseNotes) -> Due | None:
    """The action or request of that deadline, and when it is or was due."""
    instants = {f"{Step.ACTION}:{one.action.action_id}": one.due for one in notes.actions}
    instants |= {f"{Step.ANSWER_REQUEST}:{one.request_id}": one.due for one in notes.requests}
    return Due(name, instants[name]) if name in instants else None
