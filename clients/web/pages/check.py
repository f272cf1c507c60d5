"""The last look at the marks: every answer as it stands, and what confirming them means."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.web.frame.forms import filled
from clients.web.frame.render import Link
from clients.web.frame.sending import FormPage, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import caption
from clients.web.pages.ways import to_iqa
from domain import words
from domain.assessment import Mark
from domain.iqa.commands import ConfirmAssessment
from domain.questions import PresetKind
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/marks/check")

_CONFIRM: Final = "confirm"


class Line(Value):
    """One answer as it stands before it is confirmed."""

    number: int
    title: str
    answer: str
    good: str
    improve: str


class Check(FormPage):
    """The marks as they stand, and what confirming them means."""

    template: ClassVar[str] = "check.html"
    iqa_id: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    victims_note: str
    team_learning: str


@router.get("")
async def check(visit: Visiting, iqa_id: str) -> Response:
    """Show the marks as they stand."""
    return visit.show(await _check(visit, iqa_id))


@router.post("")
async def confirm(visit: Visiting, iqa_id: str) -> Response:
    """Confirm the assessment; the case is checked again."""
    given = await filled(visit.request, KEPT)
    writing, command = Writing(visit, iqa_id, _CONFIRM), ConfirmAssessment(seen_version=0)
    return await sent(writing, given, command, lambda: _check(visit, iqa_id), to_iqa(iqa_id))


async def _check(visit: Visit, iqa_id: str) -> Check:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    return of_record(iqa)


def of_record(iqa: Record) -> Check:
    """The last look at the marks of an IQA."""
    on = [one for one in (iqa.selection.presets if iqa.selection else ()) if one.kind is PresetKind.ON]
    missing = tuple(words.question(one.number, iqa.titles) for one in on if iqa.mark(one.number) is None)
    return Check(
        title="Check your answers",
        caption=caption(iqa),
        back=Link(text="The questions", href=f"{to_iqa(iqa.iqa_id)}/marks"),
        seen=iqa.version,
        iqa_id=iqa.iqa_id,
        lines=tuple(_line(one, iqa) for one in iqa.marks),
        missing=missing,
        victims_note=iqa.victims_note or "",
        team_learning=iqa.team_learning or "",
    )


def _line(mark: Mark, iqa: Record) -> Line:
    why = f": {words.in_words(mark.not_applicable)}" if mark.not_applicable else ""
    return Line(
        number=mark.question,
        title=words.question(mark.question, iqa.titles),
        answer=f"{words.in_words(mark.answer).capitalize()}{why}",
        good=mark.good_practice or "",
        improve=mark.improvement or "",
    )
