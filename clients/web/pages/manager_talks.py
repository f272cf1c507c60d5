"""Talks of a senior manager with the manager about an assessment: noted in two lines, and what came of each (¶6.10)."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.errors import CommandRefused
from clients.web.frame import days
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong, due_day, long_day
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import caption
from clients.web.pages.ways import to_iqa
from domain.errors import Reason, Refused
from domain.iqa.beside import Beside
from domain.iqa.commands import NoteManagerTalk, ReviewManagerTalk
from domain.iqa.sight import Part
from domain.iqa.state import Step
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/manager-talks")

_FORM: Final = "manager-talk"
_DAY: Final = "the day of the talk"
_LOOK: Final = "the day on which you look what came of it"


class Talk(Value):
    """One talk: when and with whom, what it was about, what is tried, and what came of it; ``mine`` is its reader's."""

    talk_id: str
    when: str
    about: str
    to_try: str
    look: str
    outcome: str
    mine: bool


class ManagerTalks(FormPage):
    """The talks about an assessment, and for a senior manager the form in which one is noted."""

    template: ClassVar[str] = "manager_talks.html"
    iqa_id: str
    whose: str
    talks: tuple[Talk, ...]
    notes: bool


@router.get("")
async def talks(visit: Visiting, iqa_id: str) -> Response:
    """Show the talks."""
    page = await _page(visit, iqa_id)
    return visit.show(resumed(page, await Writing(visit, page.iqa_id, _FORM).begun()))


@router.post("")
async def note(visit: Visiting, iqa_id: str) -> Response:
    """Note a talk; its noter is asked by a day what came of it."""
    known = (*KEPT, "text", "to_try", *days.fields("on"), *days.fields("look"))
    given = await filled(visit.request, known)
    page, writing, command = await _page(visit, iqa_id), Writing(visit, iqa_id, _FORM), _noted(given)
    if not isinstance(command, NoteManagerTalk):
        return again(writing, given, page, command)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


@router.post("/{talk_id}")
async def outcome(visit: Visiting, iqa_id: str, talk_id: str) -> Response:
    """Say what came of a talk."""
    field = f"outcome-{talk_id}"
    given = await filled(visit.request, (*KEPT, field))
    page, writing = await _page(visit, iqa_id), Writing(visit, iqa_id, f"{_FORM}-{talk_id}")
    says = given.text(field)
    wrong = given.wrong() or (() if says else (Wrong(field=field, says="Say what came of it"),))
    if wrong or says is None:
        return again(writing, given, page, wrong)
    command = ReviewManagerTalk(talk_id=talk_id, outcome=says)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


def _noted(given: Filled) -> NoteManagerTalk | tuple[Wrong, ...]:
    on, text, to_try = days.day(given, "on", _DAY), given.text("text"), given.text("to_try")
    asked = any(given.text(one) for one in days.fields("look"))
    look = days.day(given, "look", _LOOK) if asked else None
    wrong = [*given.wrong(), *(one for one in (on, look) if isinstance(one, Wrong))]
    if text is None:
        wrong.append(Wrong(field="text", says="Say what you talked about"))
    if to_try is None:
        wrong.append(Wrong(field="to_try", says="Say what they are to try"))
    if wrong or text is None or to_try is None or isinstance(on, Wrong) or isinstance(look, Wrong):
        return tuple(wrong)
    return NoteManagerTalk(on=on, text=text, to_try=to_try, look_on=look)


async def _page(visit: Visit, iqa_id: str) -> ManagerTalks:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    if Part.OVERSIGHT not in iqa.may_read:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=iqa_id))
    page = of_record(iqa, visit.by.staff_id)
    return page.model_copy(update={"values": days.standing("on", visit.site.desk.today)})


def of_record(iqa: Record, me: str) -> ManagerTalks:
    """The page of the talks about an IQA for one reader."""
    mine = {wait.item for wait in iqa.waits if wait.who == me and wait.step is Step.MANAGER_TALK}
    return ManagerTalks(
        title="Talks with the manager",
        caption=caption(iqa),
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=iqa.version,
        iqa_id=iqa.iqa_id,
        whose=iqa.person(iqa.assessor),
        talks=tuple(
            Talk(
                talk_id=one.talk_id,
                when=f"{iqa.person(one.by)} with {iqa.person(one.manager)}, {long_day(one.on)}",
                about=one.text,
                to_try=one.to_try,
                look=due_day(one.look_due),
                outcome=one.outcome or "",
                mine=one.talk_id in mine,
            )
            for one in iqa.manager_talks
        ),
        notes=Beside.MANAGER_TALK in iqa.may_do,
    )
