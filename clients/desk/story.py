"""A story: who did what when in an IQA, on a case or in a quarter, as far as whoever asks may read it."""

from typing import Any, TypeAlias

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.questions import titles_of
from clients.desk.records import found
from clients.desk.telling.lines import NO_TITLES, StoryLine, tell
from clients.desk.telling.readers import Reading, of_case, of_iqa, of_quarter
from clients.errors import CommandRefused
from domain.casework import sight as case_sight
from domain.casework.kind import CASE
from domain.casework.state import CaseNotes
from domain.errors import Reason, Refused
from domain.ids import is_case, is_quarter, urn_of
from domain.iqa import sight as iqa_sight
from domain.iqa.kind import IQA
from domain.iqa.state import Iqa
from domain.looks import Showing
from domain.people import Person
from domain.quarter import sight as quarter_sight
from domain.quarter.kind import QUARTER
from domain.quarter.state import AreaQuarter
from domain.stream import Kind
from domain.values import Code
from infra.postgres.connections import Connection
from infra.postgres.kept import decided, kept
from infra.postgres.streams import folded_case, folded_quarter


class Story(Naming):
    """What happened in a stream, the first first, as far as its reader may read it."""

    stream: Code
    story: tuple[StoryLine, ...]


async def story(desk: Desk, by: SignedIn, stream: str) -> Story:
    """Tell what happened in a stream.

    Raises ``CommandRefused`` where there is none or nothing of it may be read, ``Unreachable``, ``OutOfOrder`` where
    the ledger has a hole, or ``ValueError`` where it holds what is no command or no event.
    """
    async with desk.looking(by, Showing.STORY, stream) as (connection, person, look):
        stream = await references.stream(connection, person, stream, desk.today)
        state = await standing(connection, stream)
        look.of(stream, parts_read(person, state))
        ledger = await kept(connection, stream)
        kind, reading = read_as(person, state)
        titles = titles_of(desk, state.question_set) if isinstance(state, Iqa) else NO_TITLES
        lines = tell(kind, stream, decided(kind, ledger), reading, desk.library.current.calendar, titles)
        if not lines:
            raise CommandRefused(judged(person, state) or Refused(reason=Reason.NOT_PERMITTED, detail=stream))
        return await with_names(connection, Story(stream=stream, story=lines))


State: TypeAlias = Iqa | CaseNotes | AreaQuarter


async def standing(connection: Connection, stream: str) -> State:
    """Return a stream as it stands; raises ``CommandRefused`` where there is none."""
    if is_case(stream) and (notes := await folded_case(connection, stream)):
        return notes
    if is_quarter(stream) and (quarter := await folded_quarter(connection, stream)):
        return quarter
    if is_case(stream):
        raise CommandRefused(Refused(reason=Reason.NOTHING_NOTED, detail=urn_of(stream)))
    if is_quarter(stream):
        raise CommandRefused(Refused(reason=Reason.QUARTER_NOT_OPEN, detail=stream))
    return await found(connection, stream)


def judged(person: Person, state: State) -> Refused | None:
    """Refuse whoever may not read what a stream records: an IQA's record, anything of a case, a quarter's report."""
    match state:
        case Iqa():
            return iqa_sight.judge_sight(person, state, iqa_sight.Part.RECORD)
        case CaseNotes():
            return case_sight.judge_sight(person, state)
        case AreaQuarter():
            return quarter_sight.judge_sight(person, quarter_sight.View.REPORT, state.area)


def parts_read(person: Person, state: State) -> frozenset[str]:
    """The parts of an IQA that a person is shown with its story; nothing else has parts."""
    return frozenset(iqa_sight.parts_shown(person, state)) if isinstance(state, Iqa) else frozenset()


def reads_the_whole(person: Person, state: State) -> bool:
    """Tell whether a person may read everything that a stream holds: of a quarter, what was put to others as well."""
    match state:
        case Iqa():
            return iqa_sight.may_read(person, state) >= iqa_sight.WHOLE
        case CaseNotes():
            return case_sight.reads_all(person, state)
        case AreaQuarter():
            put = (person.staff_id in one.told for one in state.escalations)
            return judged(person, state) is None and all(put)


def read_as(person: Person, state: State) -> tuple[Kind[Any, Any, Any], Reading]:
    """As what somebody reads a story."""
    match state:
        case Iqa():
            return IQA, of_iqa(person, state)
        case CaseNotes():
            return CASE, of_case(person, state)
        case AreaQuarter():
            return QUARTER, of_quarter(person, state)
