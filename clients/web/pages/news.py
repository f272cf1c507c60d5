"""Live news of an IQA on a page that is open: that something happened, and in one line what it was.

Nobody is seen by this: it prolongs no sign-in and is no look, and both are asked anew each time that something is told.
"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from clients.desk.events import said_of
from clients.desk.news import News, news
from clients.errors import CommandRefused, Unreachable
from clients.web.frame.site import site_of
from clients.web.frame.visit import NotSignedIn, signed_in
from domain.calendar import LONDON
from domain.values import Code, Value
from infra.postgres.news import News as Heard
from infra.postgres.news import Watch
from infra.postgres.places import NoPlace
from infra.postgres.web import Admitted

router = APIRouter(prefix="/iqas/{iqa_id}/news")


class Reached(Value):
    """How far a stream is: all that is sent by itself."""

    stream: Code
    version: int


async def watching(
    request: Request,
    iqa_id: str,
    after: int = 0,
    last_event_id: Annotated[int, Header()] = 0,
) -> AsyncIterator[Watch]:
    """Watch an IQA for whoever may read it, in one of the places of their sign-in."""
    admitted, found = await _news(request, iqa_id, after)
    heard: Heard = request.app.state.news
    try:
        async with heard.watching(admitted.sign_in_id, found.stream, max(after, last_event_id)) as watch:
            yield watch
    except NoPlace as error:
        raise HTTPException(429) from error


@router.get("", response_class=EventSourceResponse)
async def stream(
    request: Request, iqa_id: str, watch: Annotated[Watch, Depends(watching)]
) -> AsyncIterator[ServerSentEvent]:
    """Say each time that something happened in an IQA which its reader may read; end where they may no longer."""
    seen = watch.known
    async for _ in watch.news():
        try:
            _, found = await _news(request, iqa_id, seen)
        except (NotSignedIn, CommandRefused, Unreachable):
            return
        seen = found.version
        if found.last:
            reached = Reached(stream=found.stream, version=found.version)
            yield ServerSentEvent(data=reached, id=str(found.version))


@router.get("/last")
async def last(request: Request, iqa_id: str, after: int = 0) -> Response:
    """Tell in one line what happened last after a version; nothing where nothing did."""
    _, found = await _news(request, iqa_id, after)
    return JSONResponse({"says": says(found)})


def says(found: News) -> str:
    """Who did what when, by London's clocks."""
    if found.last is None:
        return ""
    at = f"{found.last.at.astimezone(LONDON):%H:%M}"
    return f"{found.person(found.last.who)} at {at}: {said_of(found.last.kind)}."


async def _news(request: Request, iqa_id: str, after: int) -> tuple[Admitted, News]:
    """What happened, for whoever is signed in; raises ``NotSignedIn``, ``CommandRefused`` or ``Unreachable``."""
    site = site_of(request)
    async with site.keeping() as connection:
        admitted, by, _ = await signed_in(connection, request, unseen=True)
    return admitted, await news(site.desk, by, iqa_id, after)
