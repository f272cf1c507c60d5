"""Navigation: the pages that stand above every page, for each post those that it may open."""

from collections.abc import Iterator
from datetime import date

from clients.web.frame.render import Link
from domain.offices import SENIORS
from domain.people import Person, Role
from domain.periods import Quarter
from domain.quarter.sight import MAY_SEE, Reach, View
from domain.refusals import judge_sight


def navigation(person: Person, today: date) -> tuple[Link, ...]:
    """The ways that stand above every page for somebody in their post."""
    return tuple(_ways(person, person.role, str(Quarter.containing(today))))


def _ways(person: Person, role: Role, quarter: str) -> Iterator[Link]:
    yield Link(text="My work", href="/")
    if role in SENIORS or role in MAY_SEE[View.ESCALATIONS]:
        yield Link(text="Escalations", href="/escalations")
    if MAY_SEE[View.PACE].get(role) is Reach.OWN_AREA:
        yield Link(text="Quarter", href=f"/quarters/{person.area}/{quarter}")
    if role in MAY_SEE[View.NATIONAL]:
        yield Link(text="Every Area", href=f"/national/{quarter}")
    if judge_sight(person) is None:
        yield Link(text="Access log", href="/access-log")
    yield Link(text="Notices", href="/notices")
    yield Link(text="Find an IQA", href="/find")
