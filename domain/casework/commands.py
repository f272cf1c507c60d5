"""What people, timers and IQAs ask to be noted on one case."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from domain import stream
from domain.assessment import CaseAction, Mode, TalkedOver
from domain.casework.requested import RequestAnswer, Wanted
from domain.escalations import EscalationCommand
from domain.stream import TAGGED, Envelope
from domain.values import Code, Note, Value


class NoteCaseConversation(TalkedOver):
    """Note an everyday conversation about the case in two lines; an IQA can start from it (report ¶2.16)."""

    kind: Literal["note_case_conversation"] = "note_case_conversation"
    urn: Code
    prosecutor: Code
    on: date
    mode: Mode


class MakeRequest(Value):
    """A prosecutor asks their manager for an assessment of the case, or for a talk about it (report ¶2.11, ¶5.32)."""

    kind: Literal["make_request"] = "make_request"
    urn: Code
    wanted: Wanted
    text: Note


class AnswerRequest(Value):
    """The manager agrees or declines, and says why or when."""

    kind: Literal["answer_request"] = "answer_request"
    request_id: Code
    answer: RequestAnswer
    text: Note


class HandOverRequest(Value):
    """What was asked of one person goes to another, who answers it from then on (leave, change of post)."""

    kind: Literal["hand_over_request"] = "hand_over_request"
    request_id: Code
    to: Code


class RecordAction(Value):
    """Record what the case still needs; the due date defaults to policy."""

    kind: Literal["record_action"] = "record_action"
    urn: Code
    what: Note
    owner: Code
    due_on: date | None = None
    urgent: bool = False


class TakeOverAction(Value):
    """Chase an action that an IQA handed over: ``action`` has its id there, and its owner is the new one."""

    kind: Literal["take_over_action"] = "take_over_action"
    area: Code
    action: CaseAction
    due: datetime
    from_iqa: Code
    because: Note


class CompleteAction(Value):
    """Record the outcome of a case action, perhaps citing a later review (report ¶5.19)."""

    kind: Literal["complete_action"] = "complete_action"
    action_id: Code
    outcome: Note
    later_review_on: date | None = None


class HandOverAction(Value):
    """Pass a case action to somebody else, who is chased from then on."""

    kind: Literal["hand_over_action"] = "hand_over_action"
    action_id: Code
    to: Code
    because: Note


DeadlinePassed: TypeAlias = stream.DeadlinePassed
CatchUp: TypeAlias = stream.CatchUp

CaseCommand = (
    NoteCaseConversation
    | MakeRequest
    | AnswerRequest
    | HandOverRequest
    | RecordAction
    | TakeOverAction
    | CompleteAction
    | HandOverAction
    | EscalationCommand
    | DeadlinePassed
    | CatchUp
)

CaseEnvelope: TypeAlias = Envelope[Annotated[CaseCommand, TAGGED]]


class StartCase(Value):
    """Start the workflow of what is noted on a case; its id is the workflow's id.

    ``behind`` says that the stream may hold events which no command is about to bring along.
    """

    urn: Code
    behind: bool = False
