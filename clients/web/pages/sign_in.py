"""Signing in where the system is tried out: a code lets a browser in, and whoever sits there says who they are."""

from itertools import groupby
from typing import ClassVar

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from clients.web.frame.forms import filled
from clients.web.frame.limits import counted_by_address
from clients.web.frame.render import Page, Shell, rendered
from clients.web.frame.site import place_of, site_of
from clients.web.frame.visit import COOKIE, Visiting
from domain import words
from domain.people import Role
from domain.values import Value
from infra.postgres import web
from infra.postgres.connections import Connection

router = APIRouter()

HOW = "local_sign_in"
"""How somebody signed in, as each of their commands says."""
_DOOR = "iqa-let-in"
_COUNTED = (Depends(counted_by_address),)


class Anybody(Value):
    """Somebody as whom one can continue."""

    staff_id: str
    says: str


class Post(Value):
    """Everybody of one post in one Area."""

    title: str
    people: tuple[Anybody, ...]


class SignIn(Page):
    """Who can sign in here."""

    template: ClassVar[str] = "sign_in.html"
    posts: tuple[Post, ...]


class AtProvider(Page):
    """The way to the provider at which people sign in."""

    template: ClassVar[str] = "at_provider.html"


class SignedOut(Page):
    """That somebody is signed out, was not signed in, or that this browser was never let in."""

    template: ClassVar[str] = "signed_out.html"
    says: str
    at_provider: bool = False


@router.get("/sign-in", dependencies=_COUNTED)
async def sign_in(request: Request, code: str = "") -> Response:
    """Let a browser in by its code, once; then list as whom one can continue. With a provider, lead to it."""
    site = site_of(request)
    now = site.desk.now()
    if site.provider:
        return rendered(AtProvider(title="Sign in"), Shell(organisation=site.organisation))
    async with site.keeping() as connection:
        if code:
            if not await web.use_code(connection, code, now):
                return _stays_out(request, "This address was used before, or it is older than twelve hours.")
            token = await web.begin_sign_in(connection, None, HOW, now)
            answer = RedirectResponse("/sign-in", status_code=303)
            site.set_cookie(answer, _DOOR, token)
            return answer
        if await web.admitted(connection, request.cookies.get(_DOOR, ""), now) is None:
            return _stays_out(request, "This browser has not been let in.")
        people = await web.people_who_may_sign_in(connection, site.desk.today)
    return rendered(SignIn(title="Who are you?", posts=_posts(people)), Shell(organisation=site.organisation))


@router.post("/sign-in", dependencies=_COUNTED)
async def continue_as(request: Request) -> Response:
    """Sign somebody in at a browser that was let in; where there is a provider, nobody is without it."""
    site = site_of(request)
    now = site.desk.now()
    if site.provider:
        raise HTTPException(404)
    staff_id = (await filled(request, ("staff_id",))).text("staff_id") or ""
    async with site.keeping() as connection:
        if await web.admitted(connection, request.cookies.get(_DOOR, ""), now) is None:
            return _stays_out(request, "This browser has not been let in.")
        return await begun(request, connection, staff_id, HOW)


async def begun(
    request: Request, connection: Connection, staff_id: str, how: str, account: web.Account | None = None
) -> Response:
    """Sign somebody in under a new token, and end whoever was signed in at that browser."""
    site = site_of(request)
    now = site.desk.now()
    if before := request.cookies.get(site.cookie(COOKIE)):
        await web.end_sign_in(connection, before, now)
    token = await web.begin_sign_in(connection, staff_id, how, now, place_of(request), account)
    answer = RedirectResponse("/", status_code=303)
    site.set_cookie(answer, COOKIE, token)
    return answer


@router.post("/sign-out")
async def sign_out(visit: Visiting) -> Response:
    """Sign out here; the token is good for nothing from then on. Who signed in at a provider stays so there."""
    await filled(visit.request, ())
    name = visit.site.cookie(COOKIE)
    async with visit.site.keeping() as connection:
        await web.end_sign_in(connection, visit.request.cookies[name], visit.now)
    answer = RedirectResponse("/signed-out", status_code=303)
    answer.delete_cookie(name, secure=visit.site.is_secure, httponly=True, samesite="lax")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@router.get("/signed-out")
async def signed_out(request: Request) -> Response:
    """Say that somebody is signed out."""
    site = site_of(request)
    says = "You can close this page."
    if site.provider:
        says = "You are signed out here, and may still be at your work account: sign out there on a shared machine."
    page = SignedOut(title="You are signed out", says=says, at_provider=site.provider is not None)
    return rendered(page, Shell(organisation=site.organisation))


def _stays_out(request: Request, why: str) -> Response:
    page = SignedOut(title="Open the address that was printed", says=why)
    return rendered(page, Shell(organisation=site_of(request).organisation), 403)


def _posts(people: tuple[web.SignsIn, ...]) -> tuple[Post, ...]:
    order = list(Role)
    ranked = sorted(people, key=lambda one: (one.area, order.index(one.role), one.staff_id))
    return tuple(
        Post(
            title=f"{words.in_words(role).capitalize()}s, {area}",
            people=tuple(
                Anybody(staff_id=one.staff_id, says=f"{one.name or one.staff_id} ({one.staff_id})")
                for one in several
            ),
        )
        for (area, role), several in groupby(ranked, key=lambda one: (one.area, one.role))
    )
