"""Trouble of every kind that has a page; it can come on any route."""

from typing import Final

from clients.web.frame.given import of_pairs
from clients.web.pages.trouble import (
    FAILED,
    NOT_FOUND,
    NOT_OURS,
    OUT_OF_REACH,
    SIGNED_OUT,
    TOO_LARGE,
    Trouble,
    forbidden,
    not_possible,
    too_often,
)
from tests.web.states.asked import STALE
from tests.web.states.row import IQA, LONG_TEXT, NOBODY, TEXT, Row

ROUTE: Final = "any"


GIVEN: Final = of_pairs(
    [
        ("seen", "4"),
        ("draft", "2"),
        ("q1-answer", "no"),
        ("q1-good", "The officer was told the same day."),
        ("q1-improve", TEXT),
        ("team_learning", LONG_TEXT),
    ]
)


def giving_back(name: str, page: Trouble, status: int) -> Row:
    """A row of trouble that met a form: every word of it stands there, to be sent again."""
    return of(name, page.model_copy(update={"fields": GIVEN, "to": f"/iqas/{IQA}/marks"}), status)


def of(name: str, page: Trouble, status: int, again: str = "", picture: str = "") -> Row:
    """A row of trouble, from which one can go back to a page where there is one."""
    return Row(ROUTE, name, page.model_copy(update={"again": again or page.again}), NOBODY, status, picture)


ROWS: Final = (
    of("nothing is there, or it is not yours", NOT_FOUND, 404, picture="not-found"),
    of("a rule stands in the way", not_possible("No case is chosen. Choose a case first."), 422),
    of("somebody was first", not_possible(STALE), 409),
    of("a server does not answer", OUT_OF_REACH, 503, f"/iqas/{IQA}/marks", "out-of-reach"),
    of("the system met a bug", FAILED, 500, f"/iqas/{IQA}/marks"),
    of("somebody asks too often", too_often(42), 429, f"/iqas/{IQA}/marks", "too-often"),
    giving_back("somebody sends too often", too_often(1), 429),
    of("a form is too large", TOO_LARGE, 413, picture="too-large"),
    giving_back(
        "a rule stands in the way of a form", not_possible("No case is chosen. Choose a case first."), 422
    ),
    giving_back("a server does not answer a form", OUT_OF_REACH, 503),
    giving_back("the system met a bug in a form", FAILED, 500),
    giving_back("a form is too large, and stands there", TOO_LARGE, 413),
    of("the sign-in had run out, and the words are kept", SIGNED_OUT, 401),
    of("a request comes from elsewhere", forbidden("A form can be sent from this site alone."), 403),
    of("a form is none of ours", NOT_OURS, 422),
)
