"""Notices: what somebody was told lately, urgent first, each with its page."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.notices import NoticeLine, Notices, notices
from clients.web.frame.render import Link, Page, clock
from clients.web.frame.visit import Visiting
from clients.web.pages.ways import HOME, to_do, to_iqa, to_quarter
from domain import words
from domain.ids import is_case, is_quarter
from domain.values import Value

router = APIRouter(prefix="/notices")

DAYS: Final = 30
"""How many days back they are shown."""


class Told(Value):
    """One notice: what it tells of, when, and its page."""

    what: str
    when: str
    urgent: bool
    page: Link | None


class NoticesPage(Page):
    """What somebody was told."""

    template: ClassVar[str] = "notices.html"
    sentence: str
    told: tuple[Told, ...]


@router.get("")
async def show(visit: Visiting) -> Response:
    """Show what whoever asks was told."""
    return visit.show(of_notices(await notices(visit.site.desk, visit.by, days=DAYS)))


def of_notices(found: Notices) -> NoticesPage:
    """The page of somebody's notices."""
    many = words.count(len(found.notices), "notice")
    return NoticesPage(
        title="Notices",
        back=HOME,
        sentence=f"{many} in the last {DAYS} days, urgent ones first."
        if found.notices
        else f"You were told nothing in the last {DAYS} days.",
        told=tuple(map(_told, sorted(found.notices, key=lambda one: not one.urgent))),
    )


def _told(one: NoticeLine) -> Told:
    return Told(
        what=one.says[0].upper() + one.says[1:], when=clock(one.at), urgent=one.urgent, page=_page(one)
    )


def _page(one: NoticeLine) -> Link | None:
    """The step that it is about where that is on a page, else the IQA or the quarter."""
    if is_quarter(one.stream):
        return Link(text=f"The quarter of {one.area}", href=to_quarter(one.area, _quarter(one)))
    if is_case(one.stream):
        return None
    step, _, item = (one.deadline or "").partition(":")
    return to_do(step, one.stream, item) or Link(text=f"{one.stream}", href=to_iqa(one.stream))


def _quarter(one: NoticeLine) -> str:
    return one.stream.removeprefix("quarter-").removesuffix(f"-{one.area}")
