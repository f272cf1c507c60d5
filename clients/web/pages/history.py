"""An IQA's history: who, what, when, kept or late; as it stood on a day; two versions beside each other."""

from datetime import date
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.names import called_within
from clients.desk.story import Story, story
from clients.desk.telling.lines import Met, StoryLine
from clients.desk.versions import Moment, Stood, Versions, versions
from clients.web.frame.render import Link, Page, Wrong, clock, long_day
from clients.web.frame.visit import Visiting
from clients.web.pages.iqa import Fact
from clients.web.pages.standing import facts
from clients.web.pages.ways import to_iqa
from domain import words
from domain.iqa.state import Step
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/history")

_LONGEST: Final = 9


class Line(Value):
    """One line of the history."""

    when: str
    who: str
    what: str
    said: tuple[Fact, ...]
    met: tuple[str, ...]
    late: bool
    version: str


class HistoryPage(Page):
    """What happened; ``step`` is what it is narrowed to, ``counted`` says that versions may be named."""

    template: ClassVar[str] = "history.html"
    iqa_id: str
    step: str
    steps: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    counted: bool
    first: str = ""
    second: str = ""


class Row(Value):
    """Something as it stood at one moment or two; ``differs`` where these are not alike."""

    name: str
    stood: tuple[str, ...]
    differs: bool


class VersionsPage(Page):
    """An IQA as it stood, or two of them side by side."""

    template: ClassVar[str] = "versions.html"
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@router.get("")
async def history(visit: Visiting, iqa_id: str, step: str = "") -> Response:
    """Tell what happened, all of it or of one step."""
    return visit.show(of_story(await story(visit.site.desk, visit.by, iqa_id), step))


@router.get("/compare")
async def compare(visit: Visiting, iqa_id: str, first: str = "", second: str = "") -> Response:
    """Show it as it stood, at one moment or at two."""
    typed = [("first", first), *([("second", second)] if second.strip() else [])]
    moments = [_moment(name, one) for name, one in typed]
    if wrong := tuple(one for one in moments if isinstance(one, Wrong)):
        told = of_story(await story(visit.site.desk, visit.by, iqa_id), "")
        again = told.model_copy(update={"wrong": wrong, "first": first, "second": second})
        return visit.show(again, 422)
    asked = [one for one in moments if isinstance(one, Moment)]
    return visit.show(of_versions(await versions(visit.site.desk, visit.by, iqa_id, asked)))


def _moment(field: str, typed: str) -> Moment | Wrong:
    """A version by its number, or a day by day, month and year."""
    says = "Write a day such as 11 12 2026, or a version such as 7"
    parts = typed.replace("/", " ").replace("-", " ").replace(".", " ").split()
    if not all(one.isascii() and one.isdigit() and len(one) <= _LONGEST for one in parts):
        return Wrong(field=field, says=says)
    try:
        match [int(one) for one in parts]:
            case [version]:
                return Moment(version=version)
            case [day, month, year]:
                return Moment(day=date(year, month, day))
            case _:
                return Wrong(field=field, says=says)
    except ValueError:
        return Wrong(field=field, says=says)


def of_story(found: Story, step: str) -> HistoryPage:
    """The page of a story."""
    lines = [one for one in found.story if not step or any(_of(met, step) for met in one.met)]
    steps = dict.fromkeys(met.deadline.partition(":")[0] for one in found.story for met in one.met)
    return HistoryPage(
        title="History",
        caption=found.stream,
        back=Link(text="This IQA", href=to_iqa(found.stream)),
        iqa_id=found.stream,
        step=step,
        steps=tuple((one, words.step(one, "").strip().capitalize()) for one in steps if one in set(Step)),
        lines=tuple(_line(one, found) for one in lines),
        counted=any(one.version is not None for one in found.story),
    )


def _of(met: Met, step: str) -> bool:
    return met.deadline.partition(":")[0] == step


def _line(one: StoryLine, found: Story) -> Line:
    what = called_within(one.what, one.people, found.names)
    return Line(
        when=clock(one.at),
        who=f"{found.person(one.who)}, {words.in_words(one.role)}",
        what=what[:1].upper() + what[1:],
        said=tuple(Fact(name=said.about, says=said.text) for said in one.says),
        met=tuple(each.says for each in one.met),
        late=any(each.late_days for each in one.met),
        version=str(one.version) if one.version is not None else "",
    )


def of_versions(found: Versions) -> VersionsPage:
    """The page of an IQA as it stood."""
    told = [dict(facts(one.record)) for one in found.stood]
    names = dict.fromkeys(name for one in told for name in one)
    return VersionsPage(
        title="As it stood" if len(told) == 1 else "Two versions side by side",
        caption=f"{found.person(found.prosecutor)}, {found.quarter}",
        back=Link(text="History", href=f"{to_iqa(found.iqa_id)}/history"),
        headings=tuple(map(_heading, found.stood)),
        rows=tuple(_row(name, [one.get(name, "") for one in told]) for name in names),
    )


def _row(name: str, stood: list[str]) -> Row:
    return Row(name=name, stood=tuple(stood), differs=len(set(stood)) > 1)


def _heading(one: Stood) -> str:
    if one.of.day:
        return f"At the end of {long_day(one.of.day)}"
    return f"Version {one.of.version}, {clock(one.at)}"
