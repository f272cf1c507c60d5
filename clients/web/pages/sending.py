"""What was sent and is not answered yet: a page that says so, goes on by itself, and ends at the answer."""

from typing import ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from clients.web.frame.render import Link, Page
from clients.web.frame.site import site_of
from clients.web.frame.under_way import ADDRESS, Sendings
from clients.web.frame.visit import Visiting, signed_in

router = APIRouter(prefix=ADDRESS)


class BeingProcessed(Page):
    """That what was sent is kept, and is being recorded; ``address`` is where its answer is asked for."""

    template: ClassVar[str] = "being_processed.html"
    address: str


@router.get("/{key}")
async def sending(visit: Visiting, key: str) -> Response:
    """Show the answer to a form, or that there is none yet; what was told before leads to My work."""
    try:
        answer = await _sendings(visit.request).answer(visit.by.staff_id, key, visit.request.scope)
    except KeyError:
        return RedirectResponse("/", status_code=303)
    return answer or visit.show(being_processed(key))


@router.get("/{key}/done")
async def done(request: Request, key: str) -> Response:
    """Say whether there is an answer, without being seen."""
    async with site_of(request).keeping() as connection:
        _, by, _ = await signed_in(connection, request, unseen=True)
    return JSONResponse({"done": _sendings(request).is_answered(by.staff_id, key)})


def being_processed(key: str) -> BeingProcessed:
    """The page of a form that is on its way."""
    back = Link(text="My work", href="/")
    return BeingProcessed(title="Saved, being processed", back=back, address=f"{ADDRESS}/{key}")


def _sendings(request: Request) -> Sendings:
    found: Sendings = request.app.state.sendings
    return found
