"""What people, timers and workflows ask of one Area's quarter."""

from typing import Annotated, Literal, TypeAlias

from domain import stream
from domain.escalations import AcknowledgeEscalation
from domain.stream import TAGGED, Envelope, Start
from domain.values import Code, Note, Value


class OpenQuarter(Value):
    """Open an Area's quarter: plan its IQAs and commit to the seed of its dip sample."""

    kind: Literal["open_quarter"] = "open_quarter"
    area: Code
    quarter: Code
    policy_version: Code


class TakePass(Value):
    """Go over the quarter: number what was confirmed, draw from full blocks, follow the people.

    A second check that its sampler cannot go on with is given to another.
    """

    kind: Literal["take_pass"] = "take_pass"


class CloseQuarter(Value):
    """Draw for the last time, reveal the seed, and release what was not drawn."""

    kind: Literal["close_quarter"] = "close_quarter"


class TellingDone(Value):
    """The workflow has told other streams what the quarter had to tell them."""

    kind: Literal["telling_done"] = "telling_done"
    telling_ids: tuple[Code, ...]


class ReviewWeek(Value):
    """Go over the week: what waits with whom, and what follows from it."""

    kind: Literal["review_week"] = "review_week"


class PickForSample(Value):
    """A senior manager wants an IQA checked beside the draw, for a listed reason; kept apart from the rates."""

    kind: Literal["pick_for_sample"] = "pick_for_sample"
    iqa_id: Code
    because: Code


class HandOverWork(Value):
    """Give everything of this Area that waits for one person to another (leave, change of post)."""

    kind: Literal["hand_over_work"] = "hand_over_work"
    whose: Code
    to: Code
    because: Note


class ApplyPolicy(Value):
    """Go on under another version of the policy from now on; nothing that was decided changes."""

    kind: Literal["apply_policy"] = "apply_policy"
    policy_version: Code


DeadlinePassed: TypeAlias = stream.DeadlinePassed
CatchUp: TypeAlias = stream.CatchUp

QuarterCommand = (
    OpenQuarter
    | ApplyPolicy
    | PickForSample
    | HandOverWork
    | AcknowledgeEscalation
    | CloseQuarter
    | TakePass
    | ReviewWeek
    | TellingDone
    | DeadlinePassed
    | CatchUp
)

QuarterEnvelope: TypeAlias = Envelope[Annotated[QuarterCommand, TAGGED]]
StartQuarter: TypeAlias = Start[OpenQuarter]
