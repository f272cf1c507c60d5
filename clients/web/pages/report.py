"""A quarter's report: with and without what was chosen against a rule, frozen at its close or as it stands today."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.figures import ROWS, bunched, judged, prompt_cells, prompt_named
from clients.desk.reports import QuarterReport, quarter_report
from clients.web.frame.pictures import Picture
from clients.web.frame.render import Link, Page, clock, due_day
from clients.web.frame.tables import Table, as_csv
from clients.web.frame.visit import Visit, Visiting
from clients.web.pages.rates import of_rates
from clients.web.pages.ways import to_quarter
from domain import words
from domain.assessment import Judgement
from domain.quarter.close.report import AreaReport, Figures
from domain.questions import Category

router = APIRouter(prefix="/quarters/{area}/{quarter}/report")


class ReportPage(Page):
    """A report: ``altered`` says that a frozen one has lost its hash."""

    template: ClassVar[str] = "report.html"
    at: str
    sentence: str
    altered: bool
    hash: str
    says: tuple[str, ...]
    tables: tuple[Table, ...]
    left_off: int
    pictures: tuple[Picture, ...] = ()


@router.get("")
async def show(visit: Visiting, area: str, quarter: str) -> Response:
    """Show the report."""
    return visit.show(await _page(visit, area, quarter))


@router.get("/tables/{name}.csv")
async def table(visit: Visiting, area: str, quarter: str, name: str) -> Response:
    """Give a table of it as a file."""
    page = await _page(visit, area, quarter)
    return as_csv((*page.tables, *(one.table for one in page.pictures)), name, f"{area}-{quarter}")


async def _page(visit: Visit, area: str, quarter: str) -> ReportPage:
    return of_report(await quarter_report(visit.site.desk, visit.by, area, quarter))


def of_report(found: QuarterReport) -> ReportPage:
    """The page of a report."""
    told = found.figures
    at = to_quarter(told.area, told.quarter)
    frozen = f"Frozen at {clock(found.closed_at)}, when the quarter was closed." if found.closed_at else ""
    open_still = f"What the report would say at {clock(told.as_of)}: nothing of it is frozen."
    return ReportPage(
        title="The quarter's report",
        caption=f"{told.area}, {told.quarter}",
        back=Link(text="Quarter", href=at),
        at=f"{at}/report",
        sentence=frozen or open_still,
        altered=found.verified is False,
        hash=found.report_hash or "",
        says=tuple(_says(told)),
        tables=(*_categories(told), *_prompts(told), *_outstanding(found, told)),
        pictures=tuple(
            of_rates("Category", [(one.category.capitalize(), one.model_dump()) for one in told.categories])
        ),
        left_off=told.outstanding_in_all - len(told.outstanding),
    )


def _says(told: AreaReport) -> Iterator[str]:
    if not told.categories:
        yield "No assessment was confirmed in the quarter."
    ticked = {one: sum(each.count for each in told.judgements if each.judgement == one) for one in Judgement}
    yield from judged(ticked)
    yield f"Not undertaken: {told.not_undertaken}; withdrawn: {told.withdrawn}."
    if untold := ", ".join(words.in_words(one.prompt) for one in told.prompts if not one.iqas):
        yield f"Asked first in fewer than {told.prompts_told_from} IQAs, and not told by number: {untold}."
    if told.asked_for:
        yield f"Asked for by prosecutors, and in none of these figures: {told.asked_for}."
    yield f"Escalated: {told.escalations}; not taken on by anybody: {told.escalations_open}."
    yield bunched(told.bunching)
    still = ", ".join(f"{words.in_words(one.subject)} {one.count}" for one in told.still_uncovered)
    yield f"To be assessed in the rest of the year, as there are live cases: {still or 'nothing'}."


def _categories(told: AreaReport) -> Iterator[Table]:
    """The figures of all, without those against a rule, and of themed ones."""
    if told.categories:
        yield _figures("all", "All assessments", [(one.category, one) for one in told.categories])
    without = [(one.category, one.without_overridden) for one in told.categories if one.without_overridden]
    if without:
        yield _figures("without", "Without those for which a rule of selection was set aside", without)
    themed = [(one.category, one.themed) for one in told.categories if one.themed and one.themed.undertaken]
    if themed:
        yield _figures("themed", "Themed assessments by themselves; they count above as well", themed)


def _figures(name: str, caption: str, figures: Sequence[tuple[Category, Figures]]) -> Table:
    return Table(
        name=name,
        caption=caption,
        headings=("Figure", *(category.capitalize() for category, _ in figures)),
        rows=tuple((row.says, *(row.of(one) for _, one in figures)) for row in ROWS),
    )


def _prompts(told: AreaReport) -> Iterator[Table]:
    """What was asked first by each prompt, where that was in as many IQAs as are told by number (¶2.13, ¶6.12)."""
    undertaken = sum(one.undertaken for one in told.categories)
    rows = [(prompt_named(one.prompt), *prompt_cells(one, undertaken)) for one in told.prompts if one.iqas]
    if rows:
        yield Table(
            name="prompts",
            caption="Asked first, and recorded all the same; by rule and never by person",
            headings=("Prompt", "In IQAs", "Asked about", "All the same"),
            rows=tuple(rows),
        )


def _outstanding(found: QuarterReport, told: AreaReport) -> Iterator[Table]:
    if not told.outstanding:
        return
    yield Table(
        name="outstanding",
        caption="Outstanding, and carried over" if found.frozen else "Outstanding",
        headings=("Due", "With", "IQA", "What waits"),
        rows=tuple(
            (due_day(one.due), found.person(one.who), one.stream, words.step(one.step, one.item))
            for one in told.outstanding
        ),
        coded=tuple(
            (one.due.isoformat() if one.due else "", one.who, one.stream, one.step)
            for one in told.outstanding
        ),
    )
