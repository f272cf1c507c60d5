"""One quarter of every Area, side by side in the order of their codes: no league table (¶6.12)."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.figures import ROWS, bunched, judged
from clients.desk.national import National, national
from clients.web.frame.pictures import Picture
from clients.web.frame.render import Page
from clients.web.frame.tables import Table, as_csv
from clients.web.frame.visit import Visit, Visiting
from clients.web.pages.rates import of_rates
from clients.web.pages.ways import HOME
from domain.assessment import Judgement

router = APIRouter(prefix="/national/{quarter}")


class NationalPage(Page):
    """A quarter of every Area; ``altered`` are Areas whose frozen report has lost its hash."""

    template: ClassVar[str] = "national.html"
    at: str
    altered: tuple[str, ...]
    says: tuple[str, ...]
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...] = ()


@router.get("")
async def show(visit: Visiting, quarter: str) -> Response:
    """Show the Areas."""
    return visit.show(await _page(visit, quarter))


@router.get("/tables/{name}.csv")
async def table(visit: Visiting, quarter: str, name: str) -> Response:
    """Give a table of it as a file."""
    page = await _page(visit, quarter)
    return as_csv((*page.tables, *(one.table for one in page.pictures)), name, f"national-{quarter}")


async def _page(visit: Visit, quarter: str) -> NationalPage:
    return of_national(await national(visit.site.desk, visit.by, quarter))


def of_national(found: National) -> NationalPage:
    """The page of a quarter of every Area."""
    return NationalPage(
        title="Every Area",
        caption=found.quarter,
        back=HOME,
        at=f"/national/{found.quarter}",
        altered=tuple(one.area for one in found.areas if one.verified is False),
        says=tuple(_says(found)),
        tables=tuple(_tables(found)),
        pictures=tuple(of_rates("Area", [(one.area, one.figures) for one in found.areas])),
    )


def _says(found: National) -> Iterator[str]:
    if not found.areas:
        yield "No Area has opened it."
        return
    yield from judged({one: found.totals.get(f"judged_{one}", 0) for one in Judgement})
    if found.bunching:
        yield bunched(found.bunching)
    if found.not_opened:
        yield f"Not opened in: {', '.join(found.not_opened)}."
    yield "In the order of their codes. Nothing is ranked; open quarters stand as of now."


def _tables(found: National) -> Iterator[Table]:
    if not found.areas:
        return
    every = [(one.area, "closed" if one.frozen else "open", one.figures) for one in found.areas]
    yield _table("all", "All assessments", [*every, ("All", "", found.totals)])
    apart = [(one.area, "", one.apart.without_overridden) for one in found.areas if one.apart]
    if apart and found.totals_apart:
        caption = "Without those for which a rule of selection was set aside"
        yield _table("without", caption, [*apart, ("All", "", found.totals_apart.without_overridden)])


def _table(name: str, caption: str, areas: list[tuple[str, str, Mapping[str, int]]]) -> Table:
    return Table(
        name=name,
        caption=caption,
        headings=("Area", "Quarter", *(row.says for row in ROWS)),
        rows=tuple((area, state, *(row.of_sums(figures) for row in ROWS)) for area, state, figures in areas),
    )
