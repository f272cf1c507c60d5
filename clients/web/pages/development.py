"""What a manager was to develop: whether their next IQAs show it, in which, and when to look again (Annex B 3e, 3f)."""

import re
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.errors import CommandRefused
from clients.web.frame import days
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong, clock, long_day
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.checked import beside
from clients.web.pages.iqa import Fact, caption
from clients.web.pages.ways import to_iqa
from domain import words
from domain.assessment import Shown
from domain.errors import Reason, Refused
from domain.iqa.commands import ReviewDevelopment
from domain.iqa.second_check import Development
from domain.iqa.state import Step

router = APIRouter(prefix="/iqas/{iqa_id}/development/{action_id}")

_FORM: Final = "development-"
_AN_ID: Final = re.compile(r"[A-Za-z0-9_/-]{1,64}")
_SHOWN: Final = (
    (Shown.YES.value, "Yes, it shows"),
    (Shown.PARTLY.value, "In part"),
    (Shown.NOT_YET.value, "Not yet"),
)


class DevelopmentPage(FormPage):
    """What was to be developed, what was found of it so far, and the form in which whoever checked says so."""

    template: ClassVar[str] = "development.html"
    iqa_id: str
    action_id: str
    whose: str
    told: tuple[Fact, ...]
    says: bool
    shown: tuple[tuple[str, str], ...] = _SHOWN


@router.get("")
async def development(visit: Visiting, iqa_id: str, action_id: str) -> Response:
    """Show what was to be developed."""
    page = await _page(visit, iqa_id, action_id)
    return visit.show(resumed(page, await Writing(visit, page.iqa_id, f"{_FORM}{action_id}").begun()))


@router.post("")
async def review(visit: Visiting, iqa_id: str, action_id: str) -> Response:
    """Say whether it shows."""
    given = await filled(visit.request, (*KEPT, "shown", "in_iqa", "note", *days.fields("again")))
    page, writing = await _page(visit, iqa_id, action_id), Writing(visit, iqa_id, f"{_FORM}{action_id}")
    command = _reviewed(given, action_id)
    if not isinstance(command, ReviewDevelopment):
        return again(writing, given, page, command)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id, action_id), to_iqa(iqa_id))


def _reviewed(given: Filled, action_id: str) -> ReviewDevelopment | tuple[Wrong, ...]:
    typed, in_iqa = given.text("shown"), given.text("in_iqa")
    asked = any(given.text(one) for one in days.fields("again"))
    again_on = days.day(given, "again", "the day on which you look again") if asked else None
    shown = Shown(typed) if typed in set(Shown) else None
    wrong = [*given.wrong(), *([again_on] if isinstance(again_on, Wrong) else [])]
    if shown is None:
        wrong.append(Wrong(field="shown", says="Say whether it shows"))
    if shown and shown.somewhere and not _AN_ID.fullmatch(in_iqa or ""):
        wrong.append(Wrong(field="in_iqa", says="Say in which later IQA it shows, by its id"))
    if shown and shown.in_full and asked:
        wrong.append(Wrong(field="again-day", says="Leave this blank where it shows: nobody looks again"))
    if wrong or shown is None or isinstance(again_on, Wrong):
        return tuple(wrong)
    seen_in = in_iqa if shown.somewhere else None
    return ReviewDevelopment(
        action_id=action_id, shown=shown, in_iqa=seen_in, note=given.text("note"), again_on=again_on
    )


async def _page(visit: Visit, iqa_id: str, action_id: str) -> DevelopmentPage:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    one = next((one for one in beside(iqa).development if one.action.action_id == action_id), None)
    if one is None:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=action_id))
    return of_record(iqa, one, visit.by.staff_id)


def of_record(iqa: Record, one: Development, me: str) -> DevelopmentPage:
    """The page of something that the manager was to develop, for one reader."""
    mine = {wait.item for wait in iqa.waits if wait.who == me and wait.step is Step.DEVELOPMENT}
    found = {
        "To develop": one.action.what,
        "To show by": long_day(one.action.due_on),
        "Found last": words.in_words(one.shown).capitalize() if one.shown else "",
        "In": one.in_iqa,
        "More about it": one.note,
        "Said at": clock(one.reviewed_at) if one.reviewed_at else "",
    }
    return DevelopmentPage(
        title="What was to be developed",
        caption=caption(iqa),
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=iqa.version,
        iqa_id=iqa.iqa_id,
        action_id=one.action.action_id,
        whose=iqa.person(iqa.assessor),
        told=tuple(Fact(name=name, says=says) for name, says in found.items() if says),
        says=one.action.action_id in mine,
    )
