"""The talk that an IQA started from stands as its conversation: with its own words, day and way."""

from collections.abc import Iterator
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.errors import CommandRefused
from clients.web.frame.forms import filled
from clients.web.frame.render import Link, long_day
from clients.web.frame.sending import ASKED, FormPage, again, answered, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import Fact, caption
from clients.web.pages.meeting import said_fields, said_of, talked_over
from clients.web.pages.ways import to_iqa
from domain import words
from domain.errors import Reason, Refused
from domain.iqa.commands import HoldConversation
from domain.talks import EverydayTalk

router = APIRouter(prefix="/iqas/{iqa_id}/meeting/as-noted")

_FORM: Final = "as-noted"


class AsNoted(FormPage):
    """The noted talk, and what was said in it of each mark."""

    template: ClassVar[str] = "as_noted.html"
    iqa_id: str
    noted: tuple[Fact, ...]
    talked_over: tuple[tuple[int, str], ...]


@router.get("")
async def look(visit: Visiting, iqa_id: str) -> Response:
    """Show the noted talk."""
    page = _page(*await _noted(visit, iqa_id))
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("")
async def stand(visit: Visiting, iqa_id: str) -> Response:
    """Let it stand as the conversation."""
    iqa, noted = await _noted(visit, iqa_id)
    given = await filled(visit.request, (*KEPT, *ASKED, *said_fields(iqa)))
    writing = Writing(visit, iqa_id, _FORM)
    if wrong := given.wrong():
        return again(writing, given, _page(iqa, noted), wrong)
    command = HoldConversation(
        on=noted.on,
        mode=noted.mode,
        went_well=noted.went_well,
        do_differently=noted.do_differently,
        prosecutor_view=noted.prosecutor_view,
        said_of=said_of(given, iqa),
        answered=answered(given),
    )

    async def anew() -> AsNoted:
        return _page(*await _noted(visit, iqa_id))

    return await sent(writing, given, command, anew, to_iqa(iqa_id))


async def _noted(visit: Visit, iqa_id: str) -> tuple[Record, EverydayTalk]:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    if iqa.noted is None or iqa.noted.manager != visit.by.staff_id:
        raise CommandRefused(Refused(reason=Reason.UNKNOWN_CONVERSATION, detail=iqa.iqa_id))
    return iqa, iqa.noted


def _page(iqa: Record, noted: EverydayTalk) -> AsNoted:
    return AsNoted(
        title="Let the noted talk stand",
        caption=caption(iqa),
        back=Link(text="The conversation", href=f"{to_iqa(iqa.iqa_id)}/meeting"),
        seen=iqa.version,
        iqa_id=iqa.iqa_id,
        noted=tuple(_told(noted)),
        talked_over=talked_over(iqa),
    )


def _told(noted: EverydayTalk) -> Iterator[Fact]:
    yield Fact(name="Took place", says=f"{long_day(noted.on)}, {words.in_words(noted.mode)}")
    for name, says in (
        ("What went well", noted.went_well),
        ("What to do differently", noted.do_differently),
        ("The prosecutor's view", noted.prosecutor_view),
    ):
        if says:
            yield Fact(name=name, says=says)
