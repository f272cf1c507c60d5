"""Overviews: an IQA as it stands, and the case that it is about, as far as their reader may read them."""

from datetime import date, datetime
from typing import Final
from urllib.parse import quote

from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.questions import titles_of
from clients.desk.records import Record, as_read
from clients.desk.records import found as found_iqa
from clients.desk.telling.lines import Met, StoryLine, tell
from clients.desk.telling.readers import of_iqa
from domain.case_system import CaseAddress
from domain.cases import CaseFile, CaseStatus, MilestoneKind, Plea, Stage
from domain.iqa.kind import IQA
from domain.looks import Showing
from domain.people import Person
from domain.values import Code, Line, Value
from infra.postgres import roster
from infra.postgres.connections import Connection
from infra.postgres.kept import decided, kept

_LAST: Final = 5
"""How many of the last lines of a story stand on a page."""


class CaseFacts(Value):
    """What the last export knows of a case; ``next_hearing`` is the first hearing from today on."""

    urn: Code
    unit: Code
    stage: Stage
    status: CaseStatus
    plea: Plea | None
    prosecutor: Code
    charged_on: date | None
    next_hearing: date | None
    trial_on: date | None
    custody: bool
    victim: bool
    domestic_abuse: bool
    rape: bool


class Done(Value):
    """A step that was due by a time (UTC), when it was done, and how many days and working days late."""

    deadline: Code
    due: datetime
    at: datetime
    late_days: int
    late_working_days: int | None


class Overview(Naming):
    """An IQA and its case; ``case`` is None while none is chosen, or where no export has it any more.

    ``last`` are the last lines of its story, the latest first, and ``done`` the steps that were due by a time and done,
    as far as its reader may read them.
    ``in_case_system`` is where the case is opened in the case system; None where policy gives no pattern.
    """

    record: Record
    case: CaseFacts | None
    in_case_system: Line | None = None
    last: tuple[StoryLine, ...] = ()
    done: tuple[Done, ...] = ()


async def overview(desk: Desk, by: SignedIn, iqa_id: str) -> Overview:
    """Show an IQA with its case; raises ``CommandRefused`` or ``Unreachable``."""
    async with desk.looking(by, Showing.OVERVIEW, iqa_id) as (connection, person, look):
        iqa = await as_read(desk, connection, person, look, iqa_id)
        file = await roster.case_file(connection, iqa.selection.urn) if iqa.selection else None
        lines = await _lines(desk, connection, person, iqa.iqa_id)
        found = Overview(
            record=iqa,
            case=facts_of(file, desk.today) if file else None,
            in_case_system=_in_case_system(desk, iqa.selection.urn) if iqa.selection else None,
            last=tuple(reversed(lines[-_LAST:])),
            done=tuple(_done(line, met) for line in lines for met in line.met),
        )
        return await with_names(connection, found)


def _in_case_system(desk: Desk, urn: str) -> str | None:
    pattern = desk.library.current.policy.case_address
    return case_page(pattern, urn) if pattern else None


def case_page(pattern: CaseAddress, urn: str) -> str:
    """The address of one case's page; what an address could mistake in the number is escaped (RFC 3986)."""
    return pattern.format(urn=quote(urn, safe=""))


async def _lines(desk: Desk, connection: Connection, person: Person, iqa_id: str) -> tuple[StoryLine, ...]:
    state = await found_iqa(connection, iqa_id)
    told = decided(IQA, await kept(connection, iqa_id))
    calendar, titles = desk.library.current.calendar, titles_of(desk, state.question_set)
    return tell(IQA, iqa_id, told, of_iqa(person, state), calendar, titles)


def _done(line: StoryLine, met: Met) -> Done:
    return Done(
        deadline=met.deadline,
        due=met.due,
        at=line.at,
        late_days=met.late_days,
        late_working_days=met.late_working_days,
    )


def facts_of(file: CaseFile, today: date) -> CaseFacts:
    """Return what is shown of a case on a day (Europe/London)."""
    hearings = [
        one.on_date
        for one in file.milestones
        if one.kind is MilestoneKind.NEXT_HEARING and one.on_date >= today
    ]
    case = {name: getattr(file.case, name) for name in CaseFacts.model_fields if name != "next_hearing"}
    return CaseFacts(**case, next_hearing=min(hearings, default=None))
