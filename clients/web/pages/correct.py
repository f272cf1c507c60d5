"""A conversation that is recorded is put right, or taken back, by whoever recorded it."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.errors import CommandRefused
from clients.web.frame import days
from clients.web.frame.forms import filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import ASKED, FormPage, again, answered, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import Fact, caption
from clients.web.pages.meeting import (
    MODES,
    TALK,
    day_in,
    mode_in,
    said_fields,
    said_of,
    talked_over,
    told_of,
)
from clients.web.pages.ways import to_iqa
from domain.errors import Reason, Refused
from domain.iqa.beside import Beside
from domain.iqa.commands import CorrectConversation, TakeBackConversation
from domain.iqa.state import Held

router = APIRouter(prefix="/iqas/{iqa_id}/meeting")

_FORM: Final = "correct"
_BACK: Final = "take-back"


class Correct(FormPage):
    """A conversation as it is recorded, the form that puts it right, and the one that takes it back."""

    template: ClassVar[str] = "correct.html"
    iqa_id: str
    told: tuple[Fact, ...]
    talked_over: tuple[tuple[int, str], ...]
    modes: tuple[tuple[str, str], ...] = MODES


@router.get("/correct")
async def look(visit: Visiting, iqa_id: str) -> Response:
    """Show what is recorded, to be put right."""
    page = _page(*await _held(visit, iqa_id))
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("/correct")
async def correct(visit: Visiting, iqa_id: str) -> Response:
    """Put it right; the earlier record stays, and the prosecutor is asked again."""
    iqa, held = await _held(visit, iqa_id)
    given = await filled(visit.request, (*KEPT, *ASKED, *TALK, "because", *said_fields(iqa)))
    writing, because = Writing(visit, iqa_id, _FORM), given.text("because")
    on, mode = day_in(given), mode_in(given)
    wrong = [*given.wrong(), *(one for one in (on, mode) if isinstance(one, Wrong))]
    if because is None:
        wrong.append(Wrong(field="because", says="Say why you put the record right"))
    if wrong or because is None or isinstance(on, Wrong) or isinstance(mode, Wrong):
        return again(writing, given, _page(iqa, held), tuple(wrong))
    command = CorrectConversation(
        on=on,
        mode=mode,
        said_of=said_of(given, iqa),
        went_well=given.text("went_well"),
        do_differently=given.text("do_differently"),
        prosecutor_view=given.text("prosecutor_view"),
        because=because,
        answered=answered(given),
    )
    return await sent(writing, given, command, lambda: _anew(visit, iqa_id), to_iqa(iqa_id))


@router.post("/take-back")
async def take_back(visit: Visiting, iqa_id: str) -> Response:
    """Say that it did not take place: the step is open again."""
    iqa, held = await _held(visit, iqa_id)
    given = await filled(visit.request, (*KEPT, "instead"))
    writing, instead = Writing(visit, iqa_id, _BACK), given.text("instead")
    wrong = given.wrong() or (() if instead else (Wrong(field="instead", says="Say what happened instead"),))
    if wrong or instead is None:
        return again(writing, given, _page(iqa, held), wrong)
    command = TakeBackConversation(because=instead)
    return await sent(writing, given, command, lambda: _anew(visit, iqa_id), to_iqa(iqa_id))


async def _held(visit: Visit, iqa_id: str) -> tuple[Record, Held]:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    if iqa.held is None or Beside.CORRECT_CONVERSATION not in iqa.may_do:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=iqa.iqa_id))
    return iqa, iqa.held


async def _anew(visit: Visit, iqa_id: str) -> Correct:
    return _page(*await _held(visit, iqa_id))


def _page(iqa: Record, held: Held) -> Correct:
    standing = {"mode": held.mode, "went_well": held.went_well, "do_differently": held.do_differently}
    standing |= {"prosecutor_view": held.prosecutor_view}
    standing |= {f"said-{one.question}": one.sentence for one in held.said_of}
    return Correct(
        title="Put right the conversation",
        caption=caption(iqa),
        back=Link(text="The conversation", href=f"{to_iqa(iqa.iqa_id)}/meeting"),
        seen=iqa.version,
        values=days.standing("on", held.on) | {name: text for name, text in standing.items() if text},
        iqa_id=iqa.iqa_id,
        told=tuple(told_of(held, iqa)),
        talked_over=talked_over(iqa),
    )
