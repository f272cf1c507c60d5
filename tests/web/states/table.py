"""The table of states: the rows of every module here that has some, and what makes two pages the same state."""

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from clients.web.frame.render import Page
from clients.web.pages.about import About
from clients.web.pages.sign_in import SignedOut
from clients.web.pages.trouble import Trouble
from domain.values import Value
from tests.web.states.row import Row

TOLD_APART_BY_TITLE: Final = (About, SignedOut, Trouble)
"""Pages of which each heading is a state of its own."""
_WRITTEN: Final = frozenset(
    {
        "values",
        "ticked",
        "seen",
        "draft",
        "caption",
        "title",
        "back",
        "iqa_id",
        "more",
        "at_hand",
        "rule",
        "live",
    }
)
"""What stands on a page whatever its state, or is what its reader wrote, or hangs on who reads alone."""
_BY_ITSELF: Final = frozenset(
    {"begins", "waits_for", "away", "looked", "changed", "iqas", "clock", "pictures"}
)
"""Sections that stand on a page or not, whatever else does: each is in a row, not each beside each other."""


def rows() -> Iterator[Row]:
    """Every row of the table."""
    for module in sorted(pkgutil.iter_modules([str(Path(__file__).parent)]), key=lambda one: one.name):
        yield from getattr(import_module(f"tests.web.states.{module.name}"), "ROWS", ())


class State(NamedTuple):
    """What makes two pages the same: which page, and which of its parts say something.

    ``inside`` tells of what stands in lists which of its parts say something, each by itself.
    """

    page: str
    says: frozenset[str]
    inside: frozenset[str]

    def __str__(self) -> str:
        return f"{self.page} with {', '.join(sorted(self.says)) or 'nothing'}"


def state(page: Page) -> State:
    """The state in which a page is."""
    name = type(page).__name__
    if isinstance(page, TOLD_APART_BY_TITLE):
        name = f"{name} {page.title!r}"
    said = {one for one in type(page).model_fields if getattr(page, one)} - _WRITTEN - _BY_ITSELF
    return State(name, frozenset(said), frozenset(_inside(page)))


def _inside(page: Page) -> Iterator[str]:
    for field in set(type(page).model_fields) - _WRITTEN:
        several = getattr(page, field)
        for one in several if isinstance(several, tuple) else ():
            if isinstance(one, Value):
                yield from (
                    f"{field} {'with' if getattr(one, each) else 'without'} {each}"
                    for each in type(one).model_fields
                )


def without_a_row(met: Iterable[Page], table: Iterable[Row]) -> list[str]:
    """What was met and stands in no row: a page in a state of its own, or something inside a list as none has it."""
    known = [state(row.page) for row in table]
    found = [state(page) for page in met]
    states = {
        str(one) for one in found if (one.page, one.says) not in {(each.page, each.says) for each in known}
    }
    inside = {f"{one.page}: {what}" for one in found for what in one.inside - _inside_of(one.page, known)}
    return sorted(states | inside)


def _inside_of(page: str, known: Iterable[State]) -> set[str]:
    return {what for one in known if one.page == page for what in one.inside}
