"""An Area's quarter as a kind of stream: what belongs to it, in one place."""

from typing import Annotated, Final

from domain.quarter.commands import QuarterCommand, QuarterEnvelope, StartQuarter
from domain.quarter.decide import decide
from domain.quarter.events import QuarterEvent, RecordedQuarterEvent
from domain.quarter.evolve import evolve
from domain.quarter.facts import QuarterFacts
from domain.quarter.needs import needs
from domain.quarter.next_step import next_step
from domain.quarter.notices import notices
from domain.quarter.rows import rows
from domain.quarter.screen import screen
from domain.quarter.state import AreaQuarter
from domain.stream import TAGGED, Kind, Outcome, RecordRequest

QUARTER: Final[Kind[QuarterCommand, AreaQuarter, QuarterEvent]] = Kind(
    name="quarter",
    envelope=QuarterEnvelope,
    recorded=RecordedQuarterEvent,
    request=RecordRequest[Annotated[QuarterCommand, TAGGED]],
    outcome=Outcome[Annotated[QuarterEvent, TAGGED]],
    start=StartQuarter,
    start_again=lambda _, opening: StartQuarter.of(opening),
    facts=QuarterFacts,
    screen=screen,
    needs=needs,
    decide=decide,
    evolve=evolve,
    next_step=next_step,
    rows=rows,
    notices=notices,
)
