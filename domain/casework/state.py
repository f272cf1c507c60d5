"""What is known of one case outside any IQA, after its events."""

from datetime import date, datetime
from uuid import UUID

from domain.assessment import CaseAction
from domain.escalations import Escalations
from domain.iqa.state import Deadline, Step, climbs
from domain.values import Code, Note, Value


class NotedTalk(Value):
    """An everyday conversation about the case."""

    conversation_id: Code
    manager: Code
    prosecutor: Code
    on: date
    text: Note


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
    actions: tuple[CaseActionState, ...] = ()
    escalations: Escalations = ()
    command_ids: frozenset[UUID] = frozenset()

    @property
    def open_actions(self) -> tuple[CaseActionState, ...]:
        """The actions without an outcome."""
        return tuple(action for action in self.actions if action.is_open)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """What is due next by itself, soonest first: open actions that were not missed, and what goes up."""
        pending = (
            Deadline(step=Step.ACTION, item=action.action.action_id, due=action.due)
            for action in self.open_actions
            if not action.missed
        )
        return tuple(
            sorted((*pending, *climbs(self.escalations)), key=lambda deadline: (deadline.due, deadline.name))
        )

    def action(self, action_id: str | None) -> CaseActionState | None:
        """The action of that id."""
        return next((action for action in self.actions if action.action.action_id == action_id), None)

    def taken_over(self, from_iqa: str, from_action: str) -> CaseActionState | None:
        """The action that was taken over from that one of an IQA."""
        origin = from_iqa, from_action
        return next((a for a in self.actions if (a.from_iqa, a.from_action) == origin), None)
