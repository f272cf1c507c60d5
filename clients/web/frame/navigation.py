"""Navigation: the pages that stand above every page, for each post those that it may open."""

from collections.abc import Iterator

from clients.web.frame.render import Link
from domain.offices import SENIORS
from domain.people import Role
from domain.quarter.sight import MAY_SEE, View


def navigation(role: Role) -> tuple[Link, ...]:
    """The ways that stand above every page for somebody in that post."""
    return tuple(_ways(role))


def _ways(role: Role) -> Iterator[Link]:
    yield Link(text="My work", href="/")
    if role in SENIORS or role in MAY_SEE[View.ESCALATIONS]:
        yield Link(text="Escalations", href="/escalations")
