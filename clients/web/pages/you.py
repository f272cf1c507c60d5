"""You: where you are signed in, and how to end that; and to stay signed in while something is written."""

from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from clients.desk.sign_ins import SignIns, end_sign_ins, sign_ins
from clients.web.frame.forms import FormRefused, filled
from clients.web.frame.render import Link, Page, clock
from clients.web.frame.visit import Visiting
from domain import words
from domain.calendar import LONDON
from domain.values import Value

router = APIRouter(prefix="/you")

_OTHERS = "others"


class Place(Value):
    """One sign-in: since when and from where, and the id by which it is ended; none for the one that is here."""

    says: str
    last: str
    ends: str


class YourSignIns(Page):
    """Where somebody is signed in."""

    template: ClassVar[str] = "sign_ins.html"
    places: tuple[Place, ...]
    others: int


@router.get("/sign-ins")
async def yours(visit: Visiting) -> Response:
    """List where whoever visits is signed in."""
    return visit.show(of_sign_ins(await sign_ins(visit.site.desk, visit.by), visit.sign_in_id))


@router.post("/sign-ins")
async def end(visit: Visiting) -> Response:
    """End one of them, or all but this."""
    which = (await filled(visit.request, ("ends",))).text("ends") or ""
    try:
        only = None if which == _OTHERS else UUID(which)
    except ValueError as error:
        raise FormRefused(which) from error
    await end_sign_ins(visit.site.desk, visit.by, only=only, but=visit.sign_in_id)
    return visit.go("/you/sign-ins", "end_sign_ins")


@router.post("/stay")
async def stay(visit: Visiting) -> Response:
    """Stay signed in, as with any page that is asked for; say for how many seconds, and until when (UK time)."""
    await filled(visit.request, ())
    assert visit.shell.until is not None  # noqa: S101  whoever visits is signed in until some time
    return JSONResponse({"lasts": visit.shell.lasts_s, "at": f"{visit.shell.until.astimezone(LONDON):%H:%M}"})


def of_sign_ins(found: SignIns, here: UUID) -> YourSignIns:
    """The page of somebody's sign-ins, seen from one of them."""
    return YourSignIns(
        title="Your sign-ins",
        back=Link(text="My work", href="/"),
        places=tuple(
            Place(
                says=f"{words.sign_in(one.how).capitalize()} at {clock(one.began_at)}"
                + (f", from {one.place}" if one.place else ""),
                last="This browser" if one.sign_in_id == here else f"Last used at {clock(one.seen_at)}",
                ends="" if one.sign_in_id == here else str(one.sign_in_id),
            )
            for one in found.sign_ins
        ),
        others=sum(one.sign_in_id != here for one in found.sign_ins),
    )
