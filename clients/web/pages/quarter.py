"""An Area's quarter: what waits and what follows, and for a manager and the one above their own line (¶2.13)."""

from collections.abc import Iterator
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.figures import bunched
from clients.desk.pace import Pace, pace
from clients.errors import CommandRefused
from clients.web.frame.pictures import Picture
from clients.web.frame.render import Link, Page, clock
from clients.web.frame.tables import Table, as_csv
from clients.web.frame.visit import Visit, Visiting
from clients.web.pages.iqa import Fact
from clients.web.pages.ways import HOME, to_quarter
from clients.web.pages.weeks import of_weeks
from domain import words
from domain.errors import Reason, Refused
from domain.people import Role
from domain.quarter.pace.figures import ManagerWeek, Pattern
from domain.quarter.sight import MAY_SEE, View

router = APIRouter(prefix="/quarters/{area}/{quarter}")

_FURTHER: Final = (
    (View.EXCEPTIONS, "exceptions", "Rules of selection that were set aside"),
    (View.SAMPLE, "sample", "The second checks by lot: verify the draw"),
    (View.REPORT, "report", "The report"),
)


class QuarterPage(Page):
    """A quarter as it stands."""

    template: ClassVar[str] = "quarter.html"
    at: str
    sentence: str
    as_of: str
    pictures: tuple[Picture, ...]
    tables: tuple[Table, ...]
    bunching: str
    managers: tuple[Link, ...]
    further: tuple[Link, ...]
    policy: str


class ManagerPage(Page):
    """One manager's quarter, for them and for the one above."""

    template: ClassVar[str] = "manager.html"
    at: str
    told: tuple[Fact, ...]


@router.get("")
async def quarter(visit: Visiting, area: str, quarter: str) -> Response:
    """Show how a quarter is getting on."""
    return visit.show(await _page(visit, area, quarter))


@router.get("/tables/{name}.csv")
async def table(visit: Visiting, area: str, quarter: str, name: str) -> Response:
    """Give a table of it as a file."""
    page = await _page(visit, area, quarter)
    return as_csv((*page.tables, *(one.table for one in page.pictures)), name, f"{area}-{quarter}")


@router.get("/managers/{staff_id}")
async def manager(visit: Visiting, area: str, quarter: str, staff_id: str) -> Response:
    """Show one manager's line to them and to the one above."""
    found = await pace(visit.site.desk, visit.by, area, quarter)
    line = next((one for one in found.managers if one.manager == staff_id), None)
    if line is None:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=staff_id))
    return visit.show(of_line(line, found))


async def _page(visit: Visit, area: str, quarter: str) -> QuarterPage:
    return of_pace(await pace(visit.site.desk, visit.by, area, quarter), Role(visit.shell.role))


def of_pace(found: Pace, role: Role) -> QuarterPage:
    """The page of a quarter for somebody in that post."""
    at = to_quarter(found.area, found.quarter)
    return QuarterPage(
        title="Quarter",
        back=HOME,
        caption=f"{found.area}, {found.quarter}",
        at=at,
        sentence=_headline(found),
        as_of=clock(found.as_of),
        pictures=tuple(of_weeks(found)),
        tables=(_waits(found.pattern, found.bunching_weeks),),
        bunching=bunched(found.pattern.bunching),
        managers=tuple(
            Link(text=found.person(one.manager), href=f"{at}/managers/{one.manager}")
            for one in found.managers
        ),
        further=tuple(
            Link(text=says, href=f"{at}/{page}") for view, page, says in _FURTHER if role in MAY_SEE[view]
        ),
        policy=f"{found.policy}: {found.label}",
    )


def of_line(line: ManagerWeek, found: Pace) -> ManagerPage:
    """The page of one manager's line."""
    at = to_quarter(found.area, found.quarter)
    return ManagerPage(
        title=f"What waits with {found.person(line.manager)}",
        caption=f"{found.area}, {found.quarter}",
        back=Link(text="Quarter", href=at),
        at=at,
        told=tuple(_line(line, found)),
    )


def _headline(found: Pace) -> str:
    one = found.pattern
    if found.closed:
        return "The quarter is closed, and its report frozen. What is open carries over."
    if not one.to_assess:
        return "Every assessment of the quarter is confirmed."
    come = words.count(one.to_assess, "assessment is", "assessments are")
    late = "none of them late by its day" if not one.behind else f"{one.behind} late by their day"
    left = words.count(one.days_to_assure, "working day leaves", "working days leave")
    return f"{come} still to come, {late}. {left} time to check them within the quarter."


def _waits(one: Pattern, weeks: int) -> Table:
    """What waits, how many, and what follows from each."""
    last = words.count(weeks, "week")
    rows = (
        ("Urgent case actions open", one.urgent_actions, "They never pause."),
        ("Conversations overdue", one.conversations_overdue, "In a second check each counts as not held."),
        ("Other steps overdue", one.others_overdue, "Each goes up until somebody takes it on."),
        ("Assessments still to come", one.to_assess, ""),
        ("Of these late by their day", one.behind, "With the forecast they are put before the manager."),
        (f"Of these in the last {last} at the pace so far", one.forecast, "They leave little time to check."),
        ("Confirmed too late to be checked", one.left_no_time, "Marked so wherever they are shown."),
        ("Managers warned in the last review", one.warned, "Each hears of it, and nobody else."),
        ("Put before the one above", one.raised, "The one above takes it on."),
    )
    return Table(
        name="pace",
        caption="What waits, and what follows",
        headings=("What", "How many", "What follows"),
        rows=tuple((what, str(count), follows) for what, count, follows in rows),
    )


def _line(line: ManagerWeek, found: Pace) -> Iterator[Fact]:
    """What waits with one manager."""
    told = (
        ("Urgent case actions open", line.urgent_actions),
        ("Conversations overdue", line.conversations_overdue),
        ("Other steps overdue", line.others_overdue),
        ("Assessments still to come", line.to_assess),
        ("Of these late by their day", line.behind),
        (
            f"Of these in the last {words.count(found.bunching_weeks, 'week')} at the pace so far",
            line.forecast,
        ),
        ("Confirmed too late to be checked", line.left_no_time),
    )
    for name, count in told:
        yield Fact(name=name, says=str(count))
    signal = words.SIGNALS[line.signal].format(found.person(line.senior_manager))
    yield Fact(name="Last review", says=(signal or "nothing to say").capitalize())
