"""What is known of one case outside any IQA, after its events."""

from datetime import date, datetime
from uuid import UUID

from domain.assessment import CaseAction
from domain.casework.requested import Request
from domain.escalations import Escalations
from domain.iqa.state import Deadline, Step, climbs
from domain.talks import NotedTalk
from domain.values import Code, Note, Value


class CaseActionState(Value):
    """A case action, who recorded it here or the IQA that it comes from, and its outcome."""

    action: CaseAction
    recorded_by: Code | None = None
    due: datetime
    missed: bool = False
    from_iqa: Code | None = None
    from_action: Code | None = None
    outcome: Note | None = None
    later_review_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the action has no outcome yet."""
        return self.outcome is None


class CaseNotes(Value):
    """What is noted on one case. Instants are UTC; ``version`` is that of the last event folded in."""

    case_id: Code
    version: int
    urn: Code
    area: Code
    conversations: tuple[NotedTalk, ...] = ()
    requests: tuple[Request, ...] = ()
    actions: tuple[CaseActionState, ...] = ()
    escalations: Escalations = ()
    command_ids: frozenset[UUID] = frozenset()

    @property
    def open_actions(self) -> tuple[CaseActionState, ...]:
        """The actions without an outcome."""
        return tuple(action for action in self.actions if action.is_open)

    @property
    def open_requests(self) -> tuple[Request, ...]:
        """The requests without an answer."""
        return tuple(request for request in self.requests if request.is_open)

    @property
    def waiting(self) -> tuple[Deadline, ...]:
        """Whatever waits for somebody, with the instant at which it is or was due."""
        actions = (
            Deadline(step=Step.ACTION, item=one.action.action_id, due=one.due) for one in self.open_actions
        )
        asked = (
            Deadline(step=Step.ANSWER_REQUEST, item=one.request_id, due=one.due) for one in self.open_requests
        )
        return (*actions, *asked)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """What is due next by itself, soonest first: what waits and was not missed, and what goes up."""
        missed = {one.action.action_id for one in self.open_actions if one.missed}
        missed |= {one.request_id for one in self.open_requests if one.missed}
        pending = (one for one in self.waiting if one.item not in missed)
        return tuple(
            sorted((*pending, *climbs(self.escalations)), key=lambda deadline: (deadline.due, deadline.name))
        )

    def action(self, action_id: str | None) -> CaseActionState | None:
        """The action of that id."""
        return next((action for action in self.actions if action.action.action_id == action_id), None)

    def request(self, request_id: str | None) -> Request | None:
        """The request of that id."""
        return next((one for one in self.requests if one.request_id == request_id), None)

    def taken_over(self, from_iqa: str, from_action: str) -> CaseActionState | None:
        """The action that was taken over from that one of an IQA."""
        origin = from_iqa, from_action
        return next((a for a in self.actions if (a.from_iqa, a.from_action) == origin), None)
