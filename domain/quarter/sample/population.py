"""What a draw of the dip sample is made of: who is in the population, in which order, and with which keys."""

from datetime import datetime
from enum import StrEnum

from domain.questions import Category
from domain.values import Code, Value


class Pick(StrEnum):
    """Why an IQA is in the dip sample: by the draw, or for a labelled reason that is kept apart from the rates."""

    RANDOM = "random"
    COVERAGE = "coverage"
    RISK = "risk"


class Numbered(Value):
    """An IQA's place in its category: numbers start at 1 and never skip."""

    category: Category
    number: int
    iqa_id: Code


class Drawn(Value):
    """The IQA that a block gave to the dip sample, and who samples it."""

    iqa_id: Code
    category: Category
    block: int
    sampler: Code
    pick: Pick = Pick.RANDOM
    passed_over: tuple[Code, ...] = ()
    independent: bool = False


class PassedOver(Value):
    """A block of which every member was withdrawn before the draw: nothing was drawn from it."""

    category: Category
    block: int
    iqa_ids: tuple[Code, ...]


class SampleKey(Value):
    """The key of an IQA: HMAC-SHA256 (RFC 2104) of its id under the quarter's secret seed, as hex."""

    iqa_id: Code
    key: Code


class CoverageOf(Value):
    """Which IQAs a coverage pick chooses from: an Area's, confirmed from ``since`` to ``until``, of managers uncovered.

    Uncovered is whoever assessed by ``begun_by`` and of whom none confirmed from ``window`` on is sampled, or among
    ``drawn``. Instants are UTC and included.
    """

    area: Code
    since: datetime
    until: datetime
    window: datetime
    begun_by: datetime
    drawn: tuple[Code, ...] = ()


class Population(Value):
    """The IQAs that a draw is about: of the Area, confirmed from ``since`` to ``until`` (UTC, both included).

    ``numbered`` is what the quarter has numbered before; blocks are of ``one_in``.
    """

    area: Code
    since: datetime
    until: datetime
    numbered: tuple[Numbered, ...] = ()
    one_in: int

    @property
    def settled(self) -> tuple[str, ...]:
        """The IQAs in blocks that were full before, and so drawn from: not to be loaded again."""
        sizes: dict[Category, int] = {}
        for place in self.numbered:
            sizes[place.category] = max(sizes.get(place.category, 0), place.number)
        return tuple(
            place.iqa_id
            for place in self.numbered
            if place.number <= sizes[place.category] // self.one_in * self.one_in
        )
