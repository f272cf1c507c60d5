"""Revising: marks that were confirmed are changed with a reason, and both versions stay."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.worksheets import Worksheet, worksheet
from clients.web.frame.forms import filled
from clients.web.frame.render import Wrong
from clients.web.frame.sending import again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.marks_form import MarksPage, faults, fields, marks_in, of_sheet
from clients.web.pages.ways import to_iqa
from domain.assessment import Mark
from domain.iqa.commands import ReviseMarks

router = APIRouter(prefix="/iqas/{iqa_id}/marks/revise")

_FORM: Final = "revise"


@router.get("")
async def marks(visit: Visiting, iqa_id: str) -> Response:
    """Show the marks as they stand, to be changed."""
    page = await _page(visit, iqa_id)
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("")
async def revise(visit: Visiting, iqa_id: str) -> Response:
    """Change the marks that were changed here, with one reason."""
    sheet = await worksheet(visit.site.desk, visit.by, iqa_id)
    writing = Writing(visit, sheet.iqa.iqa_id, _FORM)
    given = await filled(visit.request, (*KEPT, "because", *fields(sheet)))
    if unusable := given.wrong():
        return again(writing, given, _revising(sheet), unusable)
    changed, because = _changed(tuple(marks_in(given, sheet)), sheet), given.text("because")
    wrong = list(faults(changed, sheet))
    if not changed:
        wrong.append(Wrong(field="because", says="Change an answer, or what is said of one, before you save"))
    if because is None:
        wrong.append(Wrong(field="because", says="Say why you revise the marks"))
    if wrong or because is None:
        return again(writing, given, _revising(sheet), tuple(wrong))
    command = ReviseMarks(marks=changed, because=because)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


def _changed(marks: tuple[Mark, ...], sheet: Worksheet) -> tuple[Mark, ...]:
    """The marks that are not as they stood."""
    return tuple(one for one in marks if one not in sheet.iqa.marks)


async def _page(visit: Visit, iqa_id: str) -> MarksPage:
    return _revising(await worksheet(visit.site.desk, visit.by, iqa_id))


def _revising(sheet: Worksheet) -> MarksPage:
    return of_sheet(sheet, "Revise the marks", revises=True)
