"""The looks: a page's values in the template that belongs to it."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import ClassVar, Final

from fastapi.responses import HTMLResponse
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)

from domain import words
from domain.calendar import LONDON, day_of
from domain.values import Value

TEMPLATES: Final = Path(__file__).parents[1] / "templates"


class Link(Value):
    """A way to another page, in words."""

    text: str
    href: str


class Shell(Value):
    """What stands around every page: whose service it is, who is signed in, what they just recorded, their ways.

    ``until`` is when they will be signed out (UTC), in ``lasts_s`` seconds, if nothing more is asked; ``trying_out`` is
    local sign-in.
    """

    organisation: str
    who: str = ""
    staff_id: str = ""
    role: str = ""
    saved: str = ""
    ways: tuple[Link, ...] = ()
    trying_out: bool = True
    until: datetime | None = None
    lasts_s: int = 0


class Live(Value):
    """Where a page of an IQA hears what happens while it is open, after which version, and where to see that."""

    news: str
    after: int
    show: str


class Wrong(Value):
    """Something in a form that can't be used: which field, and what to do."""

    field: str
    says: str


class Page(Value):
    """What one page shows; ``title`` is its heading, ``caption`` stands above it, ``back`` is where it is left to.

    ``wrong`` lists what is to be mended, each linked to its field. ``live`` is how it hears what happens meanwhile.
    """

    template: ClassVar[str]
    title: str
    caption: str = ""
    back: Link | None = None
    live: Live | None = None
    wrong: tuple[Wrong, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether the page says that something was not recorded; its title says so too."""
        return bool(self.wrong)

    def fault(self, field: str) -> str:
        """What is wrong with a field; empty where nothing is."""
        return next((one.says for one in self.wrong if one.field == field), "")


def rendered(page: Page, shell: Shell, status: int = 200) -> HTMLResponse:
    """A page as HTML."""
    return HTMLResponse(html(page, shell), status_code=status)


def html(page: Page, shell: Shell) -> str:
    """The HTML of a page."""
    return _environment().get_template(page.template).render(page=page, shell=shell)


def long_day(day: date) -> str:
    """A day as ``Friday 11 December 2026``."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def due_day(instant: datetime | None) -> str:
    """The London day at whose end something is due."""
    return long_day(day_of(instant)) if instant else "no date"


def clock(instant: datetime) -> str:
    """An instant as ``14:05 on Friday 11 December 2026`` by London's clocks."""
    return f"{instant.astimezone(LONDON):%H:%M} on {long_day(day_of(instant))}"


@cache
def _environment() -> Environment:
    """The templates, where whatever is no HTML of theirs is escaped.

    The macros of GOV.UK Frontend ask for parameters that nobody gave, so what is not there is blank; a test renders
    every page with what is not there refused in our own templates.
    """
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": long_day,
        "due": due_day,
        "clock": clock,
        "hour": lambda instant: f"{instant.astimezone(LONDON):%H:%M}",
        "in_words": words.in_words,
        "errors": lambda wrong: [{"text": one.says, "href": f"#{one.field}"} for one in wrong],
        "navigation": lambda ways, title: [
            {"text": one.text, "href": one.href, "active": one.text == title} for one in ways
        ],
        "sentence": lambda text: text[:1].upper() + text[1:],
    }
    return environment
