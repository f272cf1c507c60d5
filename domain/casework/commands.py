"""What people, timers and IQAs ask to be noted on one case."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.assessment import CaseAction
from domain.values import Code, Note, Value


class NoteCaseConversation(Value):
    """Note an everyday conversation about the case in two lines; an IQA can start from it (report ¶2.16)."""

    kind: Literal["note_case_conversation"] = "note_case_conversation"
    urn: Code
    prosecutor: Code
    on: date
    text: Note


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


class DeadlinePassed(Value):
    """A timer fired; a deadline already met or moved gives no event."""

    kind: Literal["deadline_passed"] = "deadline_passed"
    deadline: Code
    due: datetime


class CatchUp(Value):
    """Fold what the ledger holds beyond the workflow's history, after a restore; gives no event."""

    kind: Literal["catch_up"] = "catch_up"


CaseCommand = (
    NoteCaseConversation
    | RecordAction
    | TakeOverAction
    | CompleteAction
    | HandOverAction
    | DeadlinePassed
    | CatchUp
)


class CaseEnvelope(Value):
    """A command on its way: its id, who acts, and what is asked."""

    command_id: UUID
    actor: Code
    command: Annotated[CaseCommand, Field(discriminator="kind")]
