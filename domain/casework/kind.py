"""What is noted on one case as a kind of stream: what belongs to it, in one place."""

from typing import Annotated, Final

from domain.casework.commands import CaseCommand, CaseEnvelope, StartCase
from domain.casework.decide import decide
from domain.casework.events import CaseEvent, RecordedCaseEvent
from domain.casework.evolve import evolve
from domain.casework.needs import needs
from domain.casework.next_step import next_step
from domain.casework.notices import notices
from domain.casework.rows import rows
from domain.casework.screen import screen
from domain.casework.state import CaseNotes
from domain.facts import CaseFacts
from domain.ids import urn_of
from domain.stream import TAGGED, Kind, Outcome, RecordRequest

CASE: Final[Kind[CaseCommand, CaseNotes, CaseEvent]] = Kind(
    name="case",
    envelope=CaseEnvelope,
    recorded=RecordedCaseEvent,
    request=RecordRequest[Annotated[CaseCommand, TAGGED]],
    outcome=Outcome[Annotated[CaseEvent, TAGGED]],
    start=StartCase,
    start_again=lambda stream, _: StartCase(urn=urn_of(stream), behind=True),
    facts=CaseFacts,
    screen=screen,
    needs=needs,
    decide=decide,
    evolve=evolve,
    next_step=next_step,
    rows=rows,
    notices=notices,
)
