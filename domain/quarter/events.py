"""What happened in one Area's quarter. Instants are UTC; every deadline stands in an event.

``evolve`` feeds the workflow's timers from these, so a field is only ever added, with a default.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.people import Role
from domain.questions import Category
from domain.values import Code, Note, Value


class PlannedIqa(Value):
    """An IQA that the quarter opens: whose work, assessed by whom, with a case selected by which day."""

    iqa_id: Code
    category: Category = Category.CASEWORK
    prosecutor: Code
    assessor: Code
    target_on: date


class LeftOutBecause(StrEnum):
    """Why a prosecutor who is in post at some time of the quarter has no IQA planned."""

    JOINS_LATER = "joins_later"
    LEAVES_EARLIER = "leaves_earlier"
    NO_MANAGER = "no_manager"


class LeftOut(Value):
    """A prosecutor for whom no IQA is planned; ``no_manager`` says that nobody in post could assess."""

    prosecutor: Code
    because: LeftOutBecause


class QuarterOpened(Value):
    """The quarter was opened and planned; the seed of its sample is fixed by its SHA-256 (hex).

    ``one_in`` and ``samplers`` are what policy says of the dip sample.
    """

    kind: Literal["quarter_opened"] = "quarter_opened"
    area: Code
    quarter: Code
    opened_by: Code
    policy: Code
    calendar: Code
    question_set: Code
    seed_commitment: Code
    one_in: int
    samplers: tuple[Role, ...]
    planned: tuple[PlannedIqa, ...]
    left_out: tuple[LeftOut, ...] = ()
    pass_due: datetime
    close_due: datetime


class IqasOpened(Value):
    """Planned IQAs were opened."""

    kind: Literal["iqas_opened"] = "iqas_opened"
    iqa_ids: tuple[Code, ...]


class NumberedIqa(Value):
    """An IQA's place in its category."""

    number: int
    iqa_id: Code
    confirmed_at: datetime


class IqasNumbered(Value):
    """IQAs whose assessments were confirmed got their places, in the order of the ledger."""

    kind: Literal["iqas_numbered"] = "iqas_numbered"
    category: Category
    items: tuple[NumberedIqa, ...]


class SampleDrawn(Value):
    """A block gave an IQA to the dip sample."""

    kind: Literal["sample_drawn"] = "sample_drawn"
    iqa_id: Code
    category: Category
    block: int
    sampler: Code


class IqasTold(Value):
    """IQAs were told that they were drawn or released."""

    kind: Literal["iqas_told"] = "iqas_told"
    iqa_ids: tuple[Code, ...]


class EscalationTaken(Value):
    """The quarter keeps a matter that an IQA or a case (``stream``) escalated, until somebody takes it on."""

    kind: Literal["escalation_taken"] = "escalation_taken"
    escalation_id: Code
    stream: Code
    deadline: Code
    to: Code
    raised_at: datetime


class EscalationAcknowledged(Value):
    """Somebody above took an escalated matter on."""

    kind: Literal["escalation_acknowledged"] = "escalation_acknowledged"
    escalation_id: Code
    by: Code
    will_do: Note


class PassTaken(Value):
    """The quarter was gone over; the next pass is due then."""

    kind: Literal["pass_taken"] = "pass_taken"
    pass_due: datetime


class CategoryCount(Value):
    """How many IQAs of a category were undertaken, and how many of them drawn."""

    category: Category
    undertaken: int
    drawn: int


class QuarterClosed(Value):
    """The last draw is done: the seed (hex) is revealed, and what was not drawn is released."""

    kind: Literal["quarter_closed"] = "quarter_closed"
    seed: Code
    drawn: int
    released: tuple[Code, ...]
    counts: tuple[CategoryCount, ...]


LaterEvent = (
    IqasOpened
    | IqasNumbered
    | SampleDrawn
    | IqasTold
    | EscalationTaken
    | EscalationAcknowledged
    | PassTaken
    | QuarterClosed
)
"""What can happen once a quarter is open."""

QuarterEvent = QuarterOpened | LaterEvent


class RecordedQuarterEvent(Value):
    """An event as the ledger holds it: its place, and who caused it when (UTC, the workflow's clock)."""

    version: int
    at: datetime
    actor: Code
    command_id: UUID
    event: Annotated[QuarterEvent, Field(discriminator="kind")]
