"""My work: what waits for whoever is signed in, the most pressing first, each with its one button."""

from collections.abc import Iterator
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.inbox import Inbox, InboxLine
from clients.desk.my_work import Awaited, Away, Changed
from clients.desk.my_work import MyWork as Found
from clients.desk.my_work import my_work as found_for
from clients.desk.names import called_within
from clients.web.frame import unsent
from clients.web.frame.render import Link, Page, clock, due_day, long_day
from clients.web.frame.under_way import ADDRESS, Sendings
from clients.web.frame.visit import Visiting
from clients.web.pages.cases import THEN
from clients.web.pages.ways import to_case, to_do, to_iqa
from domain import words
from domain.ids import is_iqa, urn_of
from domain.iqa.state import Step
from domain.offices import ASSESSORS
from domain.people import Role
from domain.values import Value
from infra.postgres.sendings import SentForm

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


class Line(Value):
    """One thing in a list: what, since and by when, and the way to it."""

    says: str
    when: str
    late: bool = False
    way: Link


class WhileAway(Value):
    """What waits for somebody who is away: under whose name, who can give it on, and line by line."""

    heading: str
    hint: str
    lines: tuple[Line, ...]


class MyWork(Page):
    """What waits, in one sentence and then card by card, and what else one wants to know first.

    ``begins`` says what comes here to whoever has nothing; ``looked`` since when something is new.
    """

    template: ClassVar[str] = "my_work.html"
    sentence: str
    cards: tuple[Card, ...]
    escalated: int = 0
    at_hand: tuple[Link, ...] = ()
    to_set_up: bool = False
    unsent: int = 0
    under_way: tuple[Link, ...] = ()
    begins: str = ""
    waits_for: tuple[Line, ...] = ()
    away: tuple[WhileAway, ...] = ()
    looked: str = ""
    changed: tuple[Line, ...] = ()
    iqas: tuple[Line, ...] = ()


@router.get("/")
async def my_work(visit: Visiting) -> Response:
    """Show what waits."""
    page = of_work(await found_for(visit.site.desk, visit.by), Role(visit.shell.role))
    sendings: Sendings = visit.request.app.state.sendings
    kept = {
        "unsent": len(await unsent.unsent(visit)),
        "under_way": tuple(_under_way(one) for one in await sendings.under_way(visit.by.staff_id)),
    }
    return visit.show(page.model_copy(update=kept))


def _under_way(one: SentForm) -> Link:
    return Link(text=f"What came of it: {clock(one.sent_at)}", href=f"{ADDRESS}/{one.key}")


_AT_HAND: Final = {
    **dict.fromkeys(ASSESSORS, ("conversations", "actions")),
    Role.PROSECUTOR: ("requests",),
}
"""What somebody in each post can do on any case at any time, by the address below it."""


_BEGINS: Final = {
    **dict.fromkeys(
        ASSESSORS,
        "An IQA comes here when its week comes, with the day by which a case is chosen; you are told by notice too.",
    ),
    Role.PROSECUTOR: "When an assessment of your work is talked over with you, you say here whether it took place.",
    Role.SENIOR_MANAGER: "What your managers could not do in time comes here, and the assessments that you check.",
    Role.CHIEF_CROWN_PROSECUTOR: "What nobody below you took on in time comes here.",
    Role.LEGAL_ASSURANCE: "You check how assessments are assured: the quarters of every Area are open to you.",
    Role.AUDITOR: "You read: find an IQA for its history, and see in the access log who was shown what.",
}
"""What comes here, for somebody in each post for whom nothing waits; an administrator is told how a system begins."""


def of_work(found: Found, role: Role) -> MyWork:
    """The page of somebody's work."""
    page = of_inbox(found, role)
    more = {
        "begins": "" if found.waiting or found.escalations else _BEGINS.get(role, ""),
        "waits_for": tuple(_awaited(one, found) for one in found.waits_for),
        "away": tuple(_while_away(one, found) for one in found.away),
        "looked": clock(found.looked_at) if found.looked_at else "",
        "changed": tuple(_news(one, found) for one in found.changed),
        "iqas": tuple(
            Line(
                says=", ".join(filter(None, (one.quarter, one.urn and f"case {one.urn}"))),
                when=f"Assessed by {found.person(one.assessor)}",
                way=Link(text=one.iqa_id, href=to_iqa(one.iqa_id)),
            )
            for one in found.iqas
        ),
    }
    return page.model_copy(update=more)


def _awaited(one: Awaited, found: Found) -> Line:
    since = f"since {due_day(one.since)}" if one.since else ""
    return Line(
        says=f"{found.person(one.who)} to {one.says}",
        when=_sentence(since, _by(one)),
        late=one.overdue,
        way=_way(one.stream, one.urn),
    )


def _while_away(one: Away, found: Found) -> WhileAway:
    until = f"to {long_day(one.until)}" if one.until else "with no day named for coming back"
    return WhileAway(
        heading=f"While {found.person(one.who)} is away ({until})",
        hint=" ".join(_who_acts(one, found)),
        lines=tuple(
            Line(
                says=_sentence(
                    line.says, f"about {found.person(line.prosecutor)}" if line.prosecutor else ""
                ),
                when=_sentence(_by(line)),
                late=line.overdue,
                way=_way(line.stream, line.urn),
            )
            for line in one.waiting
        ),
    )


def _who_acts(one: Away, found: Found) -> Iterator[str]:
    """Who can do something about it: nobody acts as another."""
    if one.above == found.who:
        yield "You can give an IQA to another assessor from its own page; nobody acts in their name."
        yield f"{found.person(one.cover)} stands in." if one.cover else "Nobody is named to stand in."
    else:
        yield "You stand in: an urgent action of theirs comes to you by itself, under your own name."
        yield f"{found.person(one.above)} can give you what else waits." if one.above else ""


def _news(one: Changed, found: Found) -> Line:
    line = one.line
    return Line(
        says=f"{found.person(line.who)}: {called_within(line.what, line.people, found.names)}",
        when=clock(line.at),
        way=Link(text=one.iqa_id, href=to_iqa(one.iqa_id)),
    )


def _way(stream: str, urn: str | None) -> Link:
    return Link(text=f"case {urn}" if urn else stream, href=_to(stream))


def _by(one: InboxLine | Awaited) -> str:
    return f"{'was due' if one.overdue else 'due'} {due_day(one.due)}" if one.due else ""


def _sentence(*parts: str) -> str:
    """Parts of a sentence with commas between them, begun with a capital."""
    says = ", ".join(filter(None, parts))
    return says[:1].upper() + says[1:]


def of_inbox(found: Inbox, role: Role) -> MyWork:
    """The page of what waits for somebody in a post; an administrator who has nothing is told how one begins."""
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
