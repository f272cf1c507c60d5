"""A quarter's dip sample as one document: all that anybody needs to draw it again, with no part of this system.

Published at the opening: the commitment, SHA-256 of the secret seed (32 bytes). Published at the close: the seed, and
the digest of the numbered list. The draw: in each category the list is cut into blocks of ``one_in`` in the order of
its numbers; of each block the member with the lowest HMAC-SHA256(seed, id) is drawn, hex compared as text; those
withdrawn before the draw are passed over, and named. Picks beside the draw are labelled and are no part of it.
"""

from typing import Literal, Self

from pydantic import Field

from domain.quarter.sample.lottery import Fault, FaultKind, digest, verify
from domain.quarter.sample.population import Drawn, Numbered, PassedOver
from domain.quarter.state import AreaQuarter
from domain.values import Code, Value


class SampleRecord(Value):
    """What a quarter published of its sample, and what it drew; ``seed`` and ``list_hash`` are None until it closes."""

    format: Literal["iqa-dip-sample-1"] = "iqa-dip-sample-1"
    area: Code
    quarter: Code
    commitment: Code
    one_in: int = Field(ge=1)
    seed: Code | None = Field(default=None, pattern="^([0-9a-f]{2})+$")
    list_hash: Code | None = None
    numbered: tuple[Numbered, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()

    @classmethod
    def of(cls, quarter: AreaQuarter) -> Self:
        """The record of a quarter as its ledger tells it."""
        return cls(
            **quarter.model_dump(
                include={"area", "quarter", "one_in", "seed", "list_hash", "numbered", "drawn", "passed_over"}
            ),
            commitment=quarter.seed_commitment,
        )

    @property
    def commitment_only(self) -> Self:
        """What is published while the quarter runs: nothing of who is in the sample."""
        return self.model_copy(update={"numbered": (), "drawn": (), "passed_over": ()})

    @property
    def in_order(self) -> tuple[Numbered, ...]:
        """The numbered list, by category and number."""
        return tuple(sorted(self.numbered, key=lambda place: (place.category, place.number)))

    def faults(self) -> tuple[Fault, ...]:
        """What does not hold in it; nothing can be said before the seed is revealed."""
        if self.seed is None:
            return ()
        same = self.list_hash == digest(self.numbered)
        altered = () if same else (Fault(what=FaultKind.NOT_THE_LIST),)
        found = verify(self.commitment, self.seed, self.numbered, self.drawn, self.one_in, self.passed_over)
        return (*altered, *found)

    def left_out(self, undertaken: frozenset[str], withdrawn: frozenset[str]) -> tuple[Fault, ...]:
        """What the Area's own IQAs say against it: undertaken and not numbered, or passed over and not withdrawn."""
        numbered = {place.iqa_id for place in self.numbered}
        passed = {iqa_id for one in self.drawn for iqa_id in one.passed_over}
        passed |= {iqa_id for one in self.passed_over for iqa_id in one.iqa_ids}
        missing = dict.fromkeys(undertaken - numbered, FaultKind.LEFT_OUT)
        kept = dict.fromkeys(passed - withdrawn, FaultKind.PASSED_OVER_WRONGLY)
        return tuple(Fault(what=what, iqa_id=iqa_id) for iqa_id, what in sorted((missing | kept).items()))
