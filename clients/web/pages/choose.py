"""Choosing the case of an IQA: what may be chosen, why each other may not be, and one drawn by lot."""

from collections.abc import Sequence
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.choices import Choice, Choices, choices
from clients.web.frame.forms import filled
from clients.web.frame.render import Link, Wrong, long_day
from clients.web.frame.sending import ASKED, FormPage, again, answered, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.ways import to_iqa
from domain import words
from domain.assessment import Source
from domain.iqa.commands import DrawCase, SelectCase
from domain.iqa.draws import CaseDraw
from domain.questions import Work
from domain.rows import ConversationRow
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/case")

_FORM: Final = "select"
_DRAW: Final = "draw"
WORK: Final[dict[Work, str]] = {
    Work.EARLY_ADVICE_OR_CHARGING: "Early advice or charging decision",
    Work.INITIAL_REVIEW: "Initial review",
    Work.PROGRESSION: "Progression",
}
"""Each kind of work as it is offered."""


class Offer(Value):
    """A case that may be chosen, and the work on it that may be assessed; ``drawn`` tells whether it was drawn last.

    ``request`` is the id of what the prosecutor asked for and was agreed. ``talk`` is the id of a noted conversation
    about it that the IQA can start from, ``talked`` says when that was.
    """

    urn: str
    talk: str
    talked: str
    about: str
    request: str
    asked_for: str
    work: tuple[tuple[str, str], ...]
    drawn: bool


class NotOffered(Value):
    """A case that may not be chosen, the rules that stand in the way, and whose work it is where that is why.

    ``fits`` are the IQAs of that work for which a case is still to be chosen, ``may`` whether it can be chosen all the
    same.
    """

    urn: str
    about: str
    why: tuple[str, ...]
    done_by: str
    fits: tuple[Link, ...]
    may: bool


class Choose(FormPage):
    """The cases to choose from."""

    template: ClassVar[str] = "choose.html"
    iqa_id: str
    asks_for: str
    offers: tuple[Offer, ...]
    not_offered: tuple[NotOffered, ...]
    drawn: str


@router.get("")
async def choose(visit: Visiting, iqa_id: str) -> Response:
    """Show what may be chosen."""
    page = await _page(visit, iqa_id)
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("")
async def select(visit: Visiting, iqa_id: str) -> Response:
    """Choose a case with the work on it that is assessed."""
    given = await filled(visit.request, (*KEPT, *ASKED, "urn", "conversation", "request"), ("work",))
    writing, urn = Writing(visit, iqa_id, _FORM), given.text("urn")
    works = tuple(Work(one) for one in given.ticked["work"] if one in set(Work))
    page = await _page(visit, iqa_id)
    if urn not in {one.urn for one in page.offers}:
        return again(writing, given, page, (Wrong(field="urn", says="Choose one of the cases below"),))
    if not works:
        says = f"Tick the work on {urn} that you assess"
        return again(writing, given, page, (Wrong(field=f"work-{urn}", says=says),))
    offer = next(one for one in page.offers if one.urn == urn)
    talk = offer.talk if given.text("conversation") == offer.talk else None
    request = offer.request if given.text("request") == offer.request else None
    by_itself = Source.DRAWN if offer.drawn else Source.CHOSEN
    command = SelectCase(
        urn=urn,
        work=works,
        source=Source.CONVERSATION if talk else Source.ASKED_FOR if request else by_itself,
        conversation_id=talk or None,
        request_id=request or None,
        answered=answered(given),
        seen_version=0,
    )
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


@router.post("/draw")
async def draw(visit: Visiting, iqa_id: str) -> Response:
    """Have a case drawn by lot; each draw is recorded, and drawing again is another."""
    given = await filled(visit.request, KEPT)
    writing = Writing(visit, iqa_id, _DRAW)
    return await sent(writing, given, DrawCase(), lambda: _page(visit, iqa_id), f"{to_iqa(iqa_id)}/case")


async def _page(visit: Visit, iqa_id: str) -> Choose:
    found = await choices(visit.site.desk, visit.by, iqa_id)
    last = found.draws[-1].urn if found.draws else ""
    return Choose(
        title="Choose a case",
        caption=f"{found.person(found.prosecutor)}, {found.quarter}",
        back=Link(text="This IQA", href=to_iqa(iqa_id)),
        seen=found.version,
        iqa_id=found.iqa_id,
        asks_for=words.asked_for(found.asks_for),
        offers=tuple(_offer(one, last, found.conversations) for one in found.cases if one.eligible),
        not_offered=tuple(not_offered(one, found) for one in found.cases if not one.eligible),
        drawn=_drawn(found.draws),
    )


def not_offered(one: Choice, found: Choices) -> NotOffered:
    """A case that is not eligible, as it is shown."""
    return NotOffered(
        urn=one.urn,
        about=_about(one),
        why=tuple(obstacle.says for obstacle in one.obstacles),
        done_by=found.people(one.done_by),
        fits=tuple(Link(text=iqa, href=f"{to_iqa(iqa)}/case") for iqa in one.fits),
        may=bool(one.all_the_same),
    )


def _about(one: Choice) -> str:
    plea = words.in_words(one.plea) if one.plea else "no plea known"
    return f"{words.in_words(one.stage)}, {words.in_words(one.status)}, {plea}".capitalize()


def _drawn(draws: Sequence[CaseDraw]) -> str:
    if not draws:
        return ""
    one = draws[-1]
    return (
        f"Drawn by lot: {one.urn}, one of {words.count(one.pool_size, 'eligible case')} (draw {one.number})."
    )


def _offer(one: Choice, drawn: str, talks: Sequence[ConversationRow]) -> Offer:
    talk = max((each for each in talks if each.urn == one.urn), key=lambda each: each.held_on, default=None)
    return Offer(
        urn=one.urn,
        talk=f"{talk.stream}.{talk.conversation_id}" if talk else "",
        talked=long_day(talk.held_on) if talk else "",
        about=_about(one),
        request=one.request_id or "",
        asked_for=", ".join(map(words.in_words, one.asked_for)),
        work=tuple((work, WORK[work]) for work in one.work),
        drawn=one.urn == drawn,
    )
