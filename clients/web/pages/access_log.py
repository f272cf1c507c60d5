"""The access log: who was shown what, or was refused it, for auditors alone; their own looks stand in it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Final, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, Field

from clients.desk.access_log import MOST, AccessLog, LookLine, Span, access_log
from clients.errors import CommandRefused
from clients.web.frame import days
from clients.web.frame.forms import FormRefused, filled
from clients.web.frame.refusals import refusal
from clients.web.frame.render import Page, Wrong
from clients.web.frame.tables import Table, as_csv
from clients.web.frame.visit import Visit, Visiting
from clients.web.pages.ways import HOME
from domain import words
from domain.errors import Kind
from domain.values import Value

router = APIRouter(prefix="/access-log")

AT: Final = "/access-log"
_MOST_IN_A_FILE: Final = 10_000
_AN_ID: Final = re.compile(r"[\w./-]{0,64}", re.ASCII)
_BEGINS: Final = date(2020, 1, 1)
SPANS: Final = (("1", "One day"), ("7", "A week"), ("31", "A month"), ("366", "A year"))


class Sought(Value):
    """What is sought: ids, days and instants alone, so that it may stand in an address."""

    who: str = Field(default="", max_length=64)
    of: str = Field(default="", max_length=64)
    on: date | None = None
    days: int = Field(default=1, ge=1, le=3_660)
    before: AwareDatetime | None = None
    page: int = Field(default=1, ge=1, le=1_000)

    def query(self, **more: object) -> str:
        """As it stands in an address."""
        said = self.model_copy(update=more).model_dump(mode="json", exclude_defaults=True)
        return urlencode({name: value for name, value in said.items() if value})


async def _named(request: Request) -> Sought:
    """What an address seeks; raises ``FormRefused`` or ``ValidationError`` for what no page here writes."""
    named = request.query_params.multi_items()
    if len(named) > len(dict(named)) or not dict(named).keys() <= Sought.model_fields.keys():
        raise FormRefused(str(request.query_params))
    return Sought.model_validate(dict(named))


Seeking: TypeAlias = Annotated[Sought, Depends(_named)]


class AccessLogPage(Page):
    """Looks, the latest first, and the form that narrows them; ``query`` is what is sought, for the file of it."""

    template: ClassVar[str] = "access_log.html"
    at: str = AT
    query: str = ""
    values: dict[str, str]
    sentence: str = ""
    table: Table | None = None
    earlier: str = ""
    later: str = ""
    spans: tuple[tuple[str, str], ...] = SPANS

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")


@router.get("")
async def show(visit: Visiting, sought: Seeking) -> Response:
    """Show who looked at what."""
    try:
        found = await _found(visit, sought)
    except CommandRefused as error:
        if error.refused.reason.rule.kind is Kind.NOT_PERMITTED:
            raise
        field = "of" if sought.of else "who"
        wrong = (Wrong(field=field, says=refusal(error.refused, error.names)),)
        return visit.show(_form(sought).model_copy(update={"wrong": wrong}), 422)
    return visit.show(of_looks(found, sought))


@router.post("")
async def seek(visit: Visiting) -> Response:
    """Go to what is sought: what was typed stands in the address as ids and days."""
    given = await filled(visit.request, ("who", "of", "days", *days.fields("on")))
    on = days.day(given, "on", "the last day") if any(given.text(one) for one in days.fields("on")) else None
    wrong = [*given.wrong(), *([on] if isinstance(on, Wrong) else [])]
    wrong += [
        Wrong(field=name, says=says)
        for name, says in (
            ("who", "Write a staff id such as XN-P01"),
            ("of", "Write an id, or a case's number"),
        )
        if " " in (given.text(name) or "")
    ]
    if wrong or isinstance(on, Wrong):
        page = _form(Sought()).model_copy(update={"values": dict(given.fields), "wrong": tuple(wrong)})
        return visit.show(page, 422)
    who, of, span = given.text("who") or "", given.text("of") or "", given.number("days") or 1
    return visit.go(f"{AT}?{Sought(who=who, of=of, on=on, days=span).query()}")


@router.get("/looks.csv")
async def table(visit: Visiting, sought: Seeking) -> Response:
    """Give what was found as a file, with codes alone."""
    found = await _found(visit, sought.model_copy(update={"page": 1, "before": None}), _MOST_IN_A_FILE)
    return as_csv([_table(found)], "looks", "access-log")


async def _found(visit: Visit, sought: Sought, most: int = MOST) -> AccessLog:
    today = visit.site.desk.today
    span = Span(
        days=sought.days,
        until=min(max(sought.on or today, _BEGINS), today),
        page=sought.page,
        before=sought.before,
        most=most,
    )
    desk, by = visit.site.desk, visit.by
    return await access_log(desk, by, span, who=sought.who or None, stream=sought.of or None)


def _form(sought: Sought) -> AccessLogPage:
    on = days.standing("on", sought.on) if sought.on else {}
    values = {"who": sought.who, "of": sought.of, "days": str(sought.days), **on}
    return AccessLogPage(title="Access log", back=HOME, query=sought.query(), values=values)


def of_looks(found: AccessLog, sought: Sought) -> AccessLogPage:
    """The page of what was found."""
    many = words.count(len(found.looks), "look")
    said = {
        "sentence": f"{many}, the latest first." if found.looks else "Nobody looked at that in these days.",
        "table": _table(found) if found.looks else None,
        "earlier": f"{AT}?{sought.query(before=found.before, page=found.page + 1)}" if found.left_off else "",
        "later": f"{AT}?{sought.query(before=found.before, page=found.page - 1)}" if found.page > 1 else "",
    }
    return _form(sought).model_copy(update=said)


def _table(found: AccessLog) -> Table:
    return Table(
        name="looks",
        caption="Who looked at what",
        headings=("When", "Who", "Looked at", "Of", "Outcome", "Signed in", "From"),
        rows=tuple(tuple(_told(one, found)) for one in found.looks),
        coded=tuple(tuple(_coded(one)) for one in found.looks),
    )


def _told(one: LookLine, found: AccessLog) -> Iterator[str]:
    yield words.moment(one.at)
    yield found.person(one.who)
    yield words.in_words(one.showing)
    yield one.stream or ""
    parts = f"shown: {', '.join(map(words.in_words, one.parts))}" if one.parts else "shown"
    yield f"refused: {words.in_words(one.refused)}" if one.refused else parts
    yield f"{words.sign_in(one.how)}, {words.moment(one.signed_in_at)}"
    yield one.place or ""


def _coded(one: LookLine) -> Iterator[str]:
    yield one.at.isoformat()
    yield one.who
    yield one.showing
    yield one.stream or ""
    yield one.refused or " ".join(("shown", *one.parts))
    yield f"{one.how} {one.signed_in_at.isoformat()}"
    yield one.place or ""
