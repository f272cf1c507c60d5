"""Signing in at a provider: a browser is sent there, and comes back once, with what proves who sits there."""

from typing import Final

import structlog
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from clients.desk.desk import SignedIn
from clients.errors import CommandRefused
from clients.web.frame.limits import counted_by_address
from clients.web.frame.render import Shell, rendered
from clients.web.frame.site import Site, place_of, site_of
from clients.web.pages.sign_in import SignedOut, begun
from infra.openid import NotProven, Proven, Provider, ProviderOutOfReach
from infra.postgres import sign_ins
from infra.postgres.connections import Connection

router = APIRouter(prefix="/sign-in", dependencies=[Depends(counted_by_address)])

HOW: Final = "openid_connect"
"""How somebody signed in, as each of their commands says."""
_BROWSER: Final = "iqa-handshake"
_BY_EMAIL: Final = "verified_email"
_log = structlog.get_logger("iqa.web")


@router.get("/start")
async def start(request: Request) -> Response:
    """Send a browser to the provider."""
    site, provider = _at(request)
    async with site.keeping() as connection:
        made = await sign_ins.begin_handshake(connection, site.desk.now())
    try:
        answer = RedirectResponse(await provider.address(made), status_code=303)
    except ProviderOutOfReach as error:
        return _away(request, error)
    site.set_cookie(answer, _BROWSER, made.browser, int(sign_ins.HANDSHAKE_LASTS.total_seconds()))
    return answer


@router.get("/back")
async def back(
    request: Request, state: str = "", code: str = "", iss: str | None = None, error: str = ""
) -> Response:
    """Sign in whoever comes back and is somebody here."""
    site, provider = _at(request)
    browser = request.cookies.get(site.cookie(_BROWSER), "")
    async with site.keeping() as connection:
        taken = await sign_ins.end_handshake(connection, state, browser, site.desk.now())
    if taken is None:
        return _not(
            request,
            "That sign-in was used before, took longer than ten minutes, or began in another browser.",
        )
    if error or not code:
        _log.warning("sign_in_refused", why=error[:_LONGEST_WHY], place=place_of(request))
        return _not(request, "Your work account did not let you sign in here.")
    try:
        proven = await provider.proven(code, iss, taken)
        email = await provider.email(proven) if site.by_email else None
    except NotProven as refused:
        _log.warning("sign_in_refused", why=refused.why, place=place_of(request))
        return _not(request, "What your work account sent does not prove who you are.")
    except ProviderOutOfReach as away:
        return _away(request, away)
    async with site.keeping() as connection:
        return await _signed_in(request, connection, proven, email)


_LONGEST_WHY: Final = 64


async def _signed_in(request: Request, connection: Connection, proven: Proven, email: str | None) -> Response:
    site, account = site_of(request), proven.account
    staff_id = await sign_ins.bound_to(connection, account)
    if staff_id is None and email:
        staff_id = await sign_ins.known_by_email(connection, email, site.desk.today)
        if staff_id:
            await sign_ins.bind(connection, account, staff_id, _BY_EMAIL, site.desk.now())
    if staff_id is None:
        _log.warning("sign_in_unknown", place=place_of(request))
        says = f"Nobody here has your work account. Tell an administrator of your Area its number: {account.subject}"
        return _not(request, says)
    try:
        await site.desk.person(connection, SignedIn(staff_id=staff_id, how=HOW, at=site.desk.now()))
    except CommandRefused:
        return _not(request, "You are not in post today. An administrator of your Area can say why.")
    answer = await begun(request, connection, staff_id, HOW, account)
    answer.delete_cookie(site.cookie(_BROWSER), secure=site.is_secure, httponly=True, samesite="lax")
    return answer


def _at(request: Request) -> tuple[Site, Provider]:
    site = site_of(request)
    if site.provider is None:
        raise HTTPException(404)
    return site, site.provider


def _away(request: Request, error: ProviderOutOfReach) -> Response:
    _log.warning("provider_out_of_reach", why=error.why)
    return _not(request, "Your work account does not answer. Try again in a few minutes.", 503)


def _not(request: Request, why: str, status: int = 403) -> Response:
    page = SignedOut(title="You are not signed in", says=why, at_provider=True)
    return rendered(page, Shell(organisation=site_of(request).organisation), status)
