"""My work: what waits for whoever is signed in, the most pressing first, each with its one button."""

from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.inbox import Inbox, InboxLine, inbox
from clients.web.frame.render import Link, Page, due_day
from clients.web.frame.visit import Visiting
from clients.web.pages.ways import to_do, to_iqa
from domain import words
from domain.ids import is_iqa
from domain.values import Value

router = APIRouter()


class Card(Value):
    """One thing that waits: what, whom it is about, by when, and the way to it."""

    what: str
    about: str
    when: str
    overdue: bool
    urgent: bool
    button: Link | None
    iqa: Link | None


class MyWork(Page):
    """What waits, in one sentence and then card by card."""

    template: ClassVar[str] = "my_work.html"
    sentence: str
    cards: tuple[Card, ...]
    escalated: int = 0


@router.get("/")
async def my_work(visit: Visiting) -> Response:
    """Show what waits."""
    return visit.show(of_inbox(await inbox(visit.site.desk, visit.by)))


def of_inbox(found: Inbox) -> MyWork:
    """The page of an inbox."""
    overdue = sum(one.overdue for one in found.waiting)
    waits = len(found.waiting)
    if not waits:
        sentence = "Nothing waits for you."
    else:
        late = f", {overdue} of them overdue" if overdue else ""
        sentence = f"{words.count(waits, 'thing waits', 'things wait')} for you{late}."
    return MyWork(
        title="My work",
        sentence=sentence,
        cards=tuple(_card(one, found) for one in found.waiting),
        escalated=len(found.escalations),
    )


def _card(one: InboxLine, found: Inbox) -> Card:
    about = [f"{found.person(one.prosecutor)}" if one.prosecutor and one.prosecutor != found.who else ""]
    about.append(f"case {one.urn}" if one.urn else "")
    return Card(
        what=one.says[0].upper() + one.says[1:],
        about=", ".join(filter(None, about)),
        when=f"{'Was due' if one.overdue else 'Due'} {due_day(one.due)}" if one.due else "",
        overdue=one.overdue,
        urgent=one.urgent,
        button=to_do(one.step, one.stream) if is_iqa(one.stream) else None,
        iqa=Link(text=f"{one.stream}", href=to_iqa(one.stream)) if is_iqa(one.stream) else None,
    )
