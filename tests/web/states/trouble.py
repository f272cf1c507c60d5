"""Trouble of every kind that has a page; it can come on any route."""

from typing import Final

from clients.web.pages.trouble import (
    FAILED,
    NOT_FOUND,
    NOT_OURS,
    OUT_OF_REACH,
    TOO_LARGE,
    Trouble,
    not_possible,
)
from tests.web.states.asked import STALE
from tests.web.states.row import IQA, NOBODY, Row

ROUTE: Final = "any"


def of(name: str, page: Trouble, status: int, again: str = "", picture: str = "") -> Row:
    """A row of trouble, from which one can go back to a page where there is one."""
    return Row(ROUTE, name, page.model_copy(update={"again": again}), NOBODY, status, picture)


ROWS: Final = (
    of("nothing is there, or it is not yours", NOT_FOUND, 404, picture="not-found"),
    of("a rule stands in the way", not_possible("No case is chosen. Choose a case first."), 422),
    of("somebody was first", not_possible(STALE), 409),
    of("a server does not answer", OUT_OF_REACH, 503, f"/iqas/{IQA}/marks", "out-of-reach"),
    of("the system met a bug", FAILED, 500, f"/iqas/{IQA}/marks"),
    of("a form is too large", TOO_LARGE, 413, picture="too-large"),
    of("a form is none of ours", NOT_OURS, 400),
)
