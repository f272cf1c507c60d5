"""A quarter's second checks by lot: the draw repeated at a click, from what was published (¶4.13)."""

from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.samples import FAULTS, Verified, verify_sample
from clients.web.frame.render import Link, Page
from clients.web.frame.tables import Table, as_csv
from clients.web.frame.visit import Visit, Visiting
from clients.web.pages.iqa import Fact
from clients.web.pages.ways import to_quarter
from domain import words
from domain.quarter.sample.lottery import Fault
from domain.quarter.sample.population import Pick
from domain.quarter.sample.proof import SampleRecord

router = APIRouter(prefix="/quarters/{area}/{quarter}/sample")


class SamplePage(Page):
    """A draw that was just repeated."""

    template: ClassVar[str] = "sample.html"
    at: str
    sentence: str
    holds: bool
    faults: tuple[str, ...]
    published: tuple[Fact, ...]
    tables: tuple[Table, ...]


@router.get("")
async def show(visit: Visiting, area: str, quarter: str) -> Response:
    """Repeat the draw, and show what came out."""
    return visit.show(await _page(visit, area, quarter))


@router.get("/tables/{name}.csv")
async def table(visit: Visiting, area: str, quarter: str, name: str) -> Response:
    """Give a table of it as a file."""
    return as_csv((await _page(visit, area, quarter)).tables, name, f"{area}-{quarter}")


async def _page(visit: Visit, area: str, quarter: str) -> SamplePage:
    return of_sample(await verify_sample(visit.site.desk, visit.by, area, quarter))


def of_sample(found: Verified) -> SamplePage:
    """The page of a quarter's draw."""
    record, at = found.record, to_quarter(found.record.area, found.record.quarter)
    return SamplePage(
        title="The draw of the second checks",
        caption=f"{record.area}, {record.quarter}",
        back=Link(text="Quarter", href=at),
        at=f"{at}/sample",
        sentence=_headline(found),
        holds=not found.faults,
        faults=tuple(map(_difference, found.faults)),
        published=tuple(
            Fact(name=name, says=says)
            for name, says in (
                ("Published when it opened: the commitment", record.commitment),
                ("Published when it closed: the seed", record.seed),
                ("Published when it closed: the hash of the numbered list", record.list_hash),
            )
            if says
        ),
        tables=(_numbered(record),) if record.seed else (),
    )


def _headline(found: Verified) -> str:
    if found.faults:
        many = words.count(len(found.faults), "difference")
        return f"The draw does not hold: {many}. Keep everything as it is, and ask who changed it."
    if found.record.seed is None:
        return "The seed is not revealed before the quarter closes. Until then the commitment binds it."
    by_lot = sum(one.pick is Pick.RANDOM for one in found.record.drawn)
    return f"The draw was repeated just now, and holds: {by_lot} of {len(found.record.numbered)} by lot."


def _difference(fault: Fault) -> str:
    place = f" ({words.in_words(fault.category)} {fault.place})" if fault.category and fault.place else ""
    about = f"{fault.iqa_id}{place} " if fault.iqa_id else ""
    return f"{about}{FAULTS[fault.what]}"


def _numbered(record: SampleRecord) -> Table:
    """The numbered list, with what was drawn of it and why."""
    drawn = {one.iqa_id: words.in_words(one.pick) for one in record.drawn}
    return Table(
        name="numbered",
        caption="The numbered list",
        headings=("Category", "Number", "IQA", "Drawn"),
        rows=tuple(
            (one.category, str(one.number), one.iqa_id, drawn.get(one.iqa_id, "")) for one in record.numbered
        ),
    )
