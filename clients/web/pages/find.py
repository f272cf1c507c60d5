"""Find: the words stay at the server, and the answer has an address that says nothing of them."""

from secrets import token_urlsafe
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from clients.desk.lists import Listed, ListLine, find
from clients.errors import CommandRefused
from clients.web.frame.forms import filled
from clients.web.frame.render import Link, Page, Wrong
from clients.web.frame.visit import Visiting
from clients.web.frame.writing import Writing
from clients.web.pages.ways import HOME, to_iqa
from domain import words
from domain.errors import Reason, Refused
from domain.values import Value

router = APIRouter(prefix="/find")

_FORM: Final = "find"
_MOST_WORDS: Final = 10


class Hit(Value):
    """An IQA that was found."""

    iqa: Link
    about: str


class FindPage(Page):
    """A box for words and, once there are some, what was found."""

    template: ClassVar[str] = "find.html"
    words: str = ""
    sentence: str = ""
    hits: tuple[Hit, ...] = ()
    left_off: int = 0


@router.get("")
async def ask(visit: Visiting) -> Response:
    """Show the box for words."""
    return visit.show(FindPage(title="Find an IQA", back=HOME))


@router.post("")
async def keep(visit: Visiting) -> Response:
    """Keep the words, and go on to what they find."""
    given = await filled(visit.request, ("words",))
    wrong = given.wrong() or (
        () if given.text("words") else (Wrong(field="words", says="Write what you look for"),)
    )
    if wrong:
        page = FindPage(title="Find an IQA", back=HOME, words=given.text("words") or "", wrong=wrong)
        return visit.show(page, 422)
    key = token_urlsafe(12)
    await Writing(visit, key, _FORM).keep(given)
    return visit.go(f"/find/{key}")


@router.get("/{key}")
async def show(visit: Visiting, key: str) -> Response:
    """Show what the words find; where that is one IQA, go straight there."""
    kept = await Writing(visit, key, _FORM).begun()
    if kept is None:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=key))
    sought = kept.words.text("words") or ""
    found = await find(visit.site.desk, visit.by, sought.split()[:_MOST_WORDS])
    if len(found.iqas) == 1:
        return RedirectResponse(to_iqa(found.iqas[0].iqa_id), status_code=303)
    return visit.show(of_found(found, sought))


def of_found(found: Listed, sought: str) -> FindPage:
    """The page of what was found."""
    many = words.count(len(found.iqas), "IQA fits", "IQAs fit")
    nothing = "Nothing fits that you may read. Try the end of a case's number, or a name."
    return FindPage(
        title="What was found",
        back=Link(text="Find an IQA", href="/find"),
        words=sought,
        sentence=f"{many}." if found.iqas else nothing,
        hits=tuple(_hit(one, found) for one in found.iqas),
        left_off=found.left_off,
    )


def _hit(one: ListLine, found: Listed) -> Hit:
    case = f", case {one.urn}" if one.urn else ""
    about = f"{one.quarter}, {words.in_words(one.stage)}{case}, assessed by {found.person(one.assessor)}"
    return Hit(iqa=Link(text=f"IQA of {found.person(one.prosecutor)}", href=to_iqa(one.iqa_id)), about=about)
