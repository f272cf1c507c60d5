"""My work: what waits for whoever is signed in, the most pressing first, each with its one button."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.inbox import Inbox, InboxLine, inbox
from clients.web.frame import unsent
from clients.web.frame.render import Link, Page, due_day
from clients.web.frame.visit import Visiting
from clients.web.pages.cases import THEN
from clients.web.pages.ways import to_case, to_do, to_iqa
from domain import words
from domain.ids import is_iqa, urn_of
from domain.iqa.state import Step
from domain.offices import ASSESSORS
from domain.people import Role
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
    at_hand: tuple[Link, ...] = ()
    to_set_up: bool = False
    unsent: int = 0


@router.get("/")
async def my_work(visit: Visiting) -> Response:
    """Show what waits."""
    page = of_inbox(await inbox(visit.site.desk, visit.by), Role(visit.shell.role))
    return visit.show(page.model_copy(update={"unsent": len(await unsent.unsent(visit))}))


_AT_HAND: Final = {
    **dict.fromkeys(ASSESSORS, ("conversations", "actions")),
    Role.PROSECUTOR: ("requests",),
}
"""What somebody in each post can do on any case at any time, by the address below it."""


def of_inbox(found: Inbox, role: Role) -> MyWork:
    """The page of an inbox for somebody in a post; an administrator for whom nothing waits is told how one begins."""
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
        at_hand=tuple(Link(text=THEN[then], href=f"/cases?then={then}") for then in _AT_HAND.get(role, ())),
        to_set_up=role is Role.ADMINISTRATOR and not waits,
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
        button=to_do(one.step, one.stream, one.item) if is_iqa(one.stream) else _on_case(one),
        iqa=Link(text=one.stream, href=_to(one.stream)),
    )


def _to(stream: str) -> str:
    return to_iqa(stream) if is_iqa(stream) else to_case(urn_of(stream))


def _on_case(one: InboxLine) -> Link | None:
    """The button of a step that waits on a case itself."""
    at = to_case(urn_of(one.stream))
    match one.step:
        case Step.ACTION:
            return Link(text="Say what came of it", href=at)
        case Step.ANSWER_REQUEST:
            return Link(text="Answer what was asked for", href=f"{at}/requests/{one.item}")
        case _:
            return None
