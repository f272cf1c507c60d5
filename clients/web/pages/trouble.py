"""Trouble as pages: what is refused, what is not there, who does not answer; nothing that was typed is lost by it."""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from clients.errors import CommandFailed, CommandRefused, Unreachable
from clients.web.frame.forms import FormRefused
from clients.web.frame.guarding import LONGEST_BODY
from clients.web.frame.refusals import refusal
from clients.web.frame.render import Page, Shell, rendered
from clients.web.frame.site import Site
from clients.web.frame.visit import NotSignedIn, site_of
from domain.errors import Kind, Reason

STATUS: Final = {Kind.RULE: 422, Kind.NOT_FOUND: 404, Kind.NOT_PERMITTED: 404, Kind.CONFLICT: 409}
"""The status of each kind of refusal: what somebody may not see is not there for them."""


class Trouble(Page):
    """Why there is no such page for somebody, and what they can do."""

    template: ClassVar[str] = "trouble.html"
    says: str
    remedy: str = ""
    again: str = ""


NOT_FOUND: Final = Trouble(
    title="There is no such page for you",
    says="Nothing of that name is there, or it is not yours to read.",
    remedy="Go to My work, and open it from there.",
)
"""One page for what is unknown, withheld, and another Area's."""


OUT_OF_REACH: Final = Trouble(
    title="Sorry, try again in a few minutes",
    says="A part of the service does not answer. What you wrote is kept where that was still possible.",
)
FAILED: Final = Trouble(
    title="Sorry, there is a problem with the service",
    says="Nothing was recorded, and the people who run the service are told.",
)
TOO_LARGE: Final = Trouble(
    title="That is too much to send",
    says=f"A form may have {LONGEST_BODY // 1000:,} kilobytes, and nothing of this one was recorded.",
    remedy="Go back: your words are still there. Leave out what was pasted, and send it again.",
)
NOT_OURS: Final = Trouble(
    title="That form is not ours", says="It says something that no page here lets one say."
)


def not_possible(says: str) -> Trouble:
    """The page of what a rule does not allow now."""
    return Trouble(title="That is not possible now", says=says)


def too_large(site: Site) -> Response:
    """The answer to a form that is too large to be read."""
    return rendered(TOO_LARGE, Shell(organisation=site.organisation), 413)


async def is_refused(request: Request, error: Exception) -> Response:
    """Answer what was refused outside a form."""
    assert isinstance(error, CommandRefused)  # noqa: S101  the application hands over what it was told to
    kind = error.refused.reason.rule.kind
    if kind in {Kind.NOT_FOUND, Kind.NOT_PERMITTED} or error.refused.reason is Reason.NOT_A_QUARTER:
        return _page(request, NOT_FOUND, 404)
    return _page(
        request,
        not_possible(refusal(error.refused, error.names)),
        STATUS[kind],
    )


async def is_out_of_reach(request: Request, _: Exception) -> Response:
    """Answer while a server does not."""
    return _page(request, OUT_OF_REACH.model_copy(update={"again": _came_from(request)}), 503)


async def has_failed(request: Request, _: Exception) -> Response:
    """Answer where the system met a bug."""
    return _page(request, FAILED.model_copy(update={"again": _came_from(request)}), 500)


async def is_no_form(request: Request, _: Exception) -> Response:
    """Answer a form that is none of this site's."""
    return _page(request, NOT_OURS, 400)


async def is_not_signed_in(_request: Request, _: Exception) -> Response:
    """Send whoever is not signed in to where they can."""
    return RedirectResponse("/sign-in", status_code=303)


async def is_http(request: Request, error: Exception) -> Response:
    """Answer what no route takes."""
    assert isinstance(error, HTTPException)  # noqa: S101  as above
    return _page(request, NOT_FOUND, error.status_code)


def _came_from(request: Request) -> str:
    """The page on which somebody was: that of the form they sent, or the one they asked for."""
    if request.method == "GET":
        return request.url.path
    before = urlsplit(request.headers.get("referer", ""))
    return before.path if f"{before.scheme}://{before.netloc}" in site_of(request).origins else "/"


def _page(request: Request, page: Page, status: int) -> Response:
    return rendered(page, Shell(organisation=site_of(request).organisation), status)


HANDLERS: Final[dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]]] = {
    CommandRefused: is_refused,
    Unreachable: is_out_of_reach,
    CommandFailed: has_failed,
    FormRefused: is_no_form,
    RequestValidationError: is_no_form,
    ValidationError: is_no_form,
    NotSignedIn: is_not_signed_in,
    HTTPException: is_http,
    Exception: has_failed,
}
"""What each end of a request without an answer becomes."""
