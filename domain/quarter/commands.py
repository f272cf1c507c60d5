"""What people, timers and workflows ask of one Area's quarter."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.values import Code, Note, Value


class OpenQuarter(Value):
    """Open an Area's quarter: plan its IQAs and commit to the seed of its dip sample."""

    kind: Literal["open_quarter"] = "open_quarter"
    area: Code
    quarter: Code
    policy_version: Code


class IqaOpeningDone(Value):
    """The workflow has opened these planned IQAs."""

    kind: Literal["iqa_opening_done"] = "iqa_opening_done"
    iqa_ids: tuple[Code, ...]


class TakePass(Value):
    """Go over the quarter: number what was confirmed, draw from full blocks, take what was escalated."""

    kind: Literal["take_pass"] = "take_pass"


class TakeEscalations(Value):
    """Take what was escalated since; each once."""

    kind: Literal["take_escalations"] = "take_escalations"


class AcknowledgeEscalation(Value):
    """Somebody above takes an escalated matter on, and says what they will do."""

    kind: Literal["acknowledge_escalation"] = "acknowledge_escalation"
    escalation_id: Code
    will_do: Note


class CloseQuarter(Value):
    """Draw for the last time, reveal the seed, and release what was not drawn."""

    kind: Literal["close_quarter"] = "close_quarter"


class SampleTold(Value):
    """The workflow has told these IQAs that they were drawn or released."""

    kind: Literal["sample_told"] = "sample_told"
    iqa_ids: tuple[Code, ...]


class DeadlinePassed(Value):
    """A timer fired: the pass or the close is due; a deadline already met or moved gives no event."""

    kind: Literal["deadline_passed"] = "deadline_passed"
    deadline: Code
    due: datetime


class CatchUp(Value):
    """Fold what the ledger holds beyond the workflow's history, after a restore; gives no event."""

    kind: Literal["catch_up"] = "catch_up"


QuarterCommand = (
    OpenQuarter
    | IqaOpeningDone
    | TakePass
    | TakeEscalations
    | AcknowledgeEscalation
    | CloseQuarter
    | SampleTold
    | DeadlinePassed
    | CatchUp
)


class QuarterEnvelope(Value):
    """A command on its way: its id (derived for timers and workflows), who acts, and what is asked."""

    command_id: UUID
    actor: Code
    command: Annotated[QuarterCommand, Field(discriminator="kind")]
