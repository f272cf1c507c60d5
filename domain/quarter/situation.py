"""What a rule of a quarter looks at: the quarter, the facts, and who acts."""

from typing import NamedTuple

from domain.errors import Refused
from domain.quarter.events import QuarterEvent
from domain.quarter.facts import QuarterFacts
from domain.quarter.state import AreaQuarter

Decision = tuple[QuarterEvent, ...] | Refused


class Situation(NamedTuple):
    """A quarter and the facts in which a command meets it."""

    quarter: AreaQuarter
    facts: QuarterFacts
    actor: str
