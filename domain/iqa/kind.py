"""One IQA as a kind of stream: what belongs to it, in one place."""

from typing import Annotated, Final

from domain.iqa.commands import IqaCommand, IqaEnvelope, StartIqa
from domain.iqa.decide import decide
from domain.iqa.events import IqaEvent, RecordedIqaEvent
from domain.iqa.evolve import evolve
from domain.iqa.facts import IqaFacts
from domain.iqa.needs import needs
from domain.iqa.next_step import listing, next_step
from domain.iqa.notices import notices
from domain.iqa.rows import rows
from domain.iqa.screen import screen
from domain.iqa.state import Iqa
from domain.stream import TAGGED, Kind, Outcome, RecordRequest

IQA: Final[Kind[IqaCommand, Iqa, IqaEvent]] = Kind(
    name="iqa",
    envelope=IqaEnvelope,
    recorded=RecordedIqaEvent,
    request=RecordRequest[Annotated[IqaCommand, TAGGED]],
    outcome=Outcome[Annotated[IqaEvent, TAGGED]],
    start=StartIqa,
    start_again=lambda _, opening: StartIqa.of(opening),
    facts=IqaFacts,
    screen=screen,
    needs=needs,
    decide=decide,
    evolve=evolve,
    next_step=next_step,
    rows=rows,
    notices=notices,
    listing=listing,
)
