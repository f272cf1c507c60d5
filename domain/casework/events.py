"""What was noted on one case outside any IQA. Every deadline stands in an event as an instant in UTC.

``evolve`` feeds the workflow's timers from these, so a field is only ever added, with a default.
"""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from domain.assessment import CaseAction
from domain.casework.requested import RequestAnswer, Wanted
from domain.escalations import EscalationEvent
from domain.stream import TAGGED, Recorded
from domain.talks import NotedTalk
from domain.values import Code, Note, Value


class CaseNotesOpened(Value):
    """Something was noted on the case for the first time."""

    kind: Literal["case_notes_opened"] = "case_notes_opened"
    urn: Code
    area: Code


class ConversationNoted(NotedTalk):
    """A manager and a prosecutor talked about the case, with no IQA needed."""

    kind: Literal["conversation_noted"] = "conversation_noted"


class RequestMade(Value):
    """A prosecutor asked their manager for an assessment of the case, or for a talk about it."""

    kind: Literal["request_made"] = "request_made"
    request_id: Code
    wanted: Wanted
    prosecutor: Code
    manager: Code
    text: Note
    answer_due: datetime


class RequestAnswered(Value):
    """The manager agreed or declined; what was agreed is still to be done."""

    kind: Literal["request_answered"] = "request_answered"
    request_id: Code
    answer: RequestAnswer
    text: Note


class RequestHandedOver(Value):
    """A request waits for another manager, with a new instant when the old one has passed.

    Why somebody hands their work over is for those above, and whoever asked reads this: the quarter keeps the reason.
    """

    kind: Literal["request_handed_over"] = "request_handed_over"
    request_id: Code
    to: Code
    due: datetime


class ActionRecorded(Value):
    """The case needs something."""

    kind: Literal["action_recorded"] = "action_recorded"
    action: CaseAction
    due: datetime


class ActionTakenOver(Value):
    """An action that an IQA handed over is chased here; ``from_action`` is its id there."""

    kind: Literal["action_taken_over"] = "action_taken_over"
    action: CaseAction
    due: datetime
    from_iqa: Code
    from_action: Code
    because: Note


class ActionCompleted(Value):
    """A case action has its outcome."""

    kind: Literal["action_completed"] = "action_completed"
    action_id: Code
    outcome: Note
    later_review_on: date | None = None


class ActionHandedOver(Value):
    """A case action has a new owner, and a new instant when the old one has passed."""

    kind: Literal["action_handed_over"] = "action_handed_over"
    action_id: Code
    to: Code
    because: Note
    due: datetime


class DeadlineMoved(Value):
    """An action waits for its owner, who is long away."""

    kind: Literal["deadline_moved"] = "deadline_moved"
    deadline: Code
    due: datetime
    because: Code


class DeadlineMissed(Value):
    """A deadline passed: an action without an outcome, a request without an answer."""

    kind: Literal["deadline_missed"] = "deadline_missed"
    deadline: Code
    due: datetime
    whose: Code


LaterEvent = (
    ConversationNoted
    | RequestMade
    | RequestAnswered
    | RequestHandedOver
    | ActionRecorded
    | ActionTakenOver
    | ActionCompleted
    | ActionHandedOver
    | DeadlineMoved
    | DeadlineMissed
    | EscalationEvent
)
"""What can happen once something is noted."""

CaseEvent = CaseNotesOpened | LaterEvent

RecordedCaseEvent: TypeAlias = Recorded[Annotated[CaseEvent, TAGGED]]
