"""Trouble as pages: what is refused, what is not there, who does not answer; nothing that was typed is lost by it."""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from clients.errors import CommandFailed, CommandRefused, Unreachable
from clients.web.frame import unsent
from clients.web.frame.forms import FormRefused
from clients.web.frame.given import Field, given
from clients.web.frame.guarding import LONGEST_BODY, Door
from clients.web.frame.limits import TooOften
from clients.web.frame.refusals import refusal
from clients.web.frame.render import Page, Shell, rendered
from clients.web.frame.site import Site, place_of, site_of
from clients.web.frame.visit import NotSignedIn
from domain.errors import Kind, Reason

_log = structlog.get_logger("iqa.web")

STATUS: Final = {Kind.RULE: 422, Kind.NOT_FOUND: 404, Kind.NOT_PERMITTED: 404, Kind.CONFLICT: 409}
"""The status of each kind of refusal: what somebody may not see is not there for them."""


class Trouble(Page):
    """Why there is no such page for somebody, and what they can do: go on by a link, or send again what they typed.

    ``fields`` is what they sent, ``to`` where.
    """

    template: ClassVar[str] = "trouble.html"
    says: str
    remedy: str = ""
    again: str = ""
    way: str = "Try again"
    to: str = ""
    fields: tuple[Field, ...] = ()


NOT_FOUND: Final = Trouble(
    title="There is no such page for you",
    says="Nothing of that name is there, or it is not yours to read.",
    remedy="Go to My work, and open it from there.",
)
"""One page for what is unknown, withheld, and another Area's."""


OUT_OF_REACH: Final = Trouble(
    title="Sorry, try again in a few minutes",
    says="A part of the service does not answer. What you sent is not lost: it stands on this page.",
)
FAILED: Final = Trouble(
    title="Sorry, there is a problem with the service",
    says="Nothing was recorded, and the people who run the service are told.",
)
TOO_LARGE: Final = Trouble(
    title="That is too much to send",
    says=f"A form may have {LONGEST_BODY // 1000:,} kilobytes, and nothing of this one was recorded.",
    remedy="Your words are below, or on the page before this one. Leave out what was pasted, and send it again.",
)
SIGNED_OUT: Final = Trouble(
    title="You were signed out",
    says="Nothing was recorded. What you wrote is kept for you, and nobody else can read it.",
    remedy="Sign in again as the same person: My work then leads to your words.",
    again="/sign-in",
    way="Sign in again",
)
TOO_OFTEN: Final = Trouble(
    title="You are going too fast for us",
    says="So many requests came in one minute that the rest must wait. Nothing of this one was recorded.",
)
NOT_OURS: Final = Trouble(
    title="That form is not ours", says="It says something that no page here lets one say."
)


def not_possible(says: str) -> Trouble:
    """The page of what a rule does not allow now."""
    return Trouble(title="That is not possible now", says=says)


def too_often(wait_s: int) -> Trouble:
    """The page of whoever is to wait so many seconds."""
    seconds = "a second" if wait_s == 1 else f"{wait_s} seconds"
    return TOO_OFTEN.model_copy(update={"remedy": f"Try again in {seconds}."})


def forbidden(why: str) -> Trouble:
    """The page of a request that may not come in."""
    return Trouble(title="That cannot be done from there", says=why)


def at_the_door(site: Site) -> Door:
    """What is answered before any page is asked."""
    shell = Shell(organisation=site.organisation)

    def too_large(scope: Scope) -> Response:
        return rendered(_giving_back(TOO_LARGE, scope), shell, 413)

    def kept_out(why: str, scope: Scope) -> Response:
        _log.warning("kept_out", place=scope["client"] and scope["client"][0], why=why)
        return rendered(forbidden(why), shell, 403)

    return Door(kept_out, too_large)


async def is_refused(request: Request, error: Exception) -> Response:
    """Answer what was refused outside a form."""
    assert isinstance(error, CommandRefused)  # noqa: S101  the application hands over what it was told to
    kind = error.refused.reason.rule.kind
    if kind in {Kind.NOT_FOUND, Kind.NOT_PERMITTED} or error.refused.reason is Reason.NOT_A_QUARTER:
        return _page(request, NOT_FOUND, 404)
    return _page(
        request,
        _giving_back(not_possible(refusal(error.refused, error.names)), request.scope),
        STATUS[kind],
    )


async def is_out_of_reach(request: Request, _: Exception) -> Response:
    """Answer while a server does not."""
    return _page(request, _to_try_again(OUT_OF_REACH, request), 503)


async def is_too_often(request: Request, error: Exception) -> Response:
    """Answer whoever asks too often: when to try again, and with every word that they sent."""
    assert isinstance(error, TooOften)  # noqa: S101  as above
    _log.warning("too_often", place=place_of(request), way=_way(request))
    answer = _page(request, _to_try_again(too_often(error.wait_s), request), 429)
    answer.headers["Retry-After"] = str(error.wait_s)
    return answer


async def has_failed(request: Request, _: Exception) -> Response:
    """Answer where the system met a bug."""
    return _page(request, _to_try_again(FAILED, request), 500)


async def is_no_form(request: Request, _: Exception) -> Response:
    """Answer a form that is none of this site's."""
    _log.warning("strange_form", place=place_of(request), way=_way(request))
    return _page(request, NOT_OURS, 422)


async def is_not_signed_in(request: Request, error: Exception) -> Response:
    """Send whoever is not signed in to where they can; what they wrote is kept for them."""
    try:
        if request.method == "POST" and await unsent.keep(request):
            return _page(request, SIGNED_OUT, 401)
    except Unreachable:
        return await is_out_of_reach(request, error)
    return RedirectResponse("/sign-in", status_code=303)


async def is_http(request: Request, error: Exception) -> Response:
    """Answer what no route takes."""
    assert isinstance(error, HTTPException)  # noqa: S101  as above
    return _page(request, NOT_FOUND, error.status_code)


def _to_try_again(page: Trouble, request: Request) -> Trouble:
    """The page with every word that was sent, or with the way back to where its reader was."""
    back = _giving_back(page, request.scope)
    return back if back.fields else page.model_copy(update={"again": _came_from(request)})


def _giving_back(page: Trouble, scope: Scope) -> Trouble:
    """The page with every word that was sent, and where to."""
    fields = given(scope)
    return page.model_copy(update={"fields": fields, "to": scope["path"]}) if fields else page


def _way(request: Request) -> str:
    """The route that was asked for, as it stands in the code: an address may hold anything."""
    return str(getattr(request.scope.get("route"), "path", ""))


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
    TooOften: is_too_often,
    FormRefused: is_no_form,
    RequestValidationError: is_no_form,
    ValidationError: is_no_form,
    NotSignedIn: is_not_signed_in,
    HTTPException: is_http,
    Exception: has_failed,
}
"""What each end of a request without an answer becomes."""
