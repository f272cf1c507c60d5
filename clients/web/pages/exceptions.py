"""A quarter's exceptions: who set aside which rule of selection, and why; above the line only how many (¶4.19)."""

from collections.abc import Iterator
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.exceptions import Count, Exceptional, Exceptions, exceptions
from clients.web.frame.render import Link, Page, clock
from clients.web.frame.tables import Table, as_csv
from clients.web.frame.visit import Visit, Visiting
from clients.web.pages.ways import to_iqa, to_quarter
from domain import words
from domain.values import Value

router = APIRouter(prefix="/quarters/{area}/{quarter}/exceptions")


class SetAsidePage(Value):
    """One rule that was set aside: what it says, by whom and when, and why."""

    rule: str
    who: str
    why: str


class One(Value):
    """An IQA with what was set aside in it."""

    iqa: Link
    about: str
    rules: tuple[SetAsidePage, ...]


class ExceptionsPage(Page):
    """The exceptions of a quarter, as far as their reader sees them."""

    template: ClassVar[str] = "exceptions.html"
    at: str
    sentence: str
    lines: tuple[One, ...]
    themed: tuple[One, ...]
    tables: tuple[Table, ...]
    told_from: int


@router.get("")
async def show(visit: Visiting, area: str, quarter: str) -> Response:
    """Show the exceptions."""
    return visit.show(await _page(visit, area, quarter))


@router.get("/tables/{name}.csv")
async def table(visit: Visiting, area: str, quarter: str, name: str) -> Response:
    """Give a table of it as a file."""
    return as_csv((await _page(visit, area, quarter)).tables, name, f"{area}-{quarter}")


async def _page(visit: Visit, area: str, quarter: str) -> ExceptionsPage:
    return of_exceptions(await exceptions(visit.site.desk, visit.by, quarter, area), area)


def of_exceptions(found: Exceptions, area: str) -> ExceptionsPage:
    """The page of a quarter's exceptions in an Area."""
    many = words.count(len(found.set_aside), "IQA")
    return ExceptionsPage(
        title="Rules of selection that were set aside",
        caption=f"{area}, {found.quarter}",
        back=Link(text="Quarter", href=to_quarter(area, found.quarter)),
        at=f"{to_quarter(area, found.quarter)}/exceptions",
        sentence=f"In {many} of your line a rule was set aside."
        if found.set_aside
        else "No rule was set aside in your line.",
        lines=tuple(_one(one, found) for one in found.set_aside),
        themed=tuple(_one(one, found) for one in found.themed),
        tables=tuple(_tables(found)),
        told_from=found.told_from,
    )


def _one(one: Exceptional, found: Exceptions) -> One:
    work = ", ".join(map(words.in_words, one.work))
    theme = f", theme: {one.theme}" if one.theme else ""
    return One(
        iqa=Link(text=f"IQA of {found.person(one.prosecutor)}", href=to_iqa(one.iqa_id)),
        about=f"Case {one.urn}, {work}, assessed by {found.person(one.assessor)}{theme}",
        rules=tuple(
            SetAsidePage(
                rule=rule.says,
                who=f"{found.person(rule.by)}, {clock(rule.at)}",
                why="\n".join(filter(None, (rule.reason, rule.note))),
            )
            for rule in one.set_aside
        ),
    )


def _tables(found: Exceptions) -> Iterator[Table]:
    if lines := (*found.set_aside, *found.themed):
        yield Table(
            name="exceptions",
            caption="In your line, as a table",
            headings=("IQA", "Prosecutor", "Assessor", "Case", "Rule", "Reason"),
            rows=tuple(_rows(lines, found)),
            coded=tuple(_coded(lines)),
        )
    if found.counts:
        yield _counted("rules", "How many IQAs, by Area and rule", found.counts, found.told_from)
    if found.themed_counts:
        yield _counted("themed", "Themed assessments by themselves", found.themed_counts, found.told_from)


def _rows(lines: tuple[Exceptional, ...], found: Exceptions) -> Iterator[tuple[str, ...]]:
    for one in lines:
        about = (one.iqa_id, found.person(one.prosecutor), found.person(one.assessor), one.urn)
        if not one.set_aside:
            yield *about, "None: themed", one.theme or ""
        yield from ((*about, rule.says, rule.reason) for rule in one.set_aside)


def _coded(lines: tuple[Exceptional, ...]) -> Iterator[tuple[str, ...]]:
    for one in lines:
        about = (one.iqa_id, one.prosecutor, one.assessor, one.urn)
        if not one.set_aside:
            yield *about, "themed", one.theme or ""
        yield from ((*about, rule.rule, rule.because) for rule in one.set_aside)


def _counted(name: str, caption: str, counts: tuple[Count, ...], told_from: int) -> Table:
    return Table(
        name=name,
        caption=caption,
        headings=("Area", "What", "IQAs"),
        rows=tuple(
            (one.area, one.says, str(one.iqas) if one.iqas is not None else f"fewer than {told_from}")
            for one in counts
        ),
    )
