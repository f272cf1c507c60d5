"""Marking: the questions that are on, what is on file beside each, and what is said of it."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.worksheets import Worksheet, worksheet
from clients.web.frame.forms import filled
from clients.web.frame.sending import ASKED, again, answered, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.marks_form import NOTES, MarksPage, faults, fields, marks_in, of_sheet
from clients.web.pages.ways import to_iqa
from domain.iqa.commands import RecordMarks

router = APIRouter(prefix="/iqas/{iqa_id}/marks")

_FORM: Final = "marks"


@router.get("")
async def marks(visit: Visiting, iqa_id: str) -> Response:
    """Show the questions, with what was answered before."""
    page = await _marking(visit, iqa_id)
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("")
async def save(visit: Visiting, iqa_id: str) -> Response:
    """Save the marks, and go on to the last look."""
    sheet = await worksheet(visit.site.desk, visit.by, iqa_id)
    writing = Writing(visit, sheet.iqa.iqa_id, _FORM)
    given = await filled(visit.request, (*KEPT, *ASKED, *NOTES, *fields(sheet)))
    if wrong := given.wrong():
        return again(writing, given, _page(sheet), wrong)
    given_marks = tuple(marks_in(given, sheet))
    if wrong := tuple(faults(given_marks, sheet)):
        return again(writing, given, _page(sheet), wrong)
    command = RecordMarks(
        marks=given_marks,
        victims_note=given.text("victims_note"),
        team_learning=given.text("team_learning"),
        answered=answered(given),
        seen_version=0,
    )
    return await sent(
        writing, given, command, lambda: _marking(visit, iqa_id), f"{to_iqa(iqa_id)}/marks/check"
    )


async def _marking(visit: Visit, iqa_id: str) -> MarksPage:
    return _page(await worksheet(visit.site.desk, visit.by, iqa_id))


def _page(sheet: Worksheet) -> MarksPage:
    selection = sheet.iqa.selection
    return of_sheet(sheet, f"Mark the work on {selection.urn}" if selection else "Mark the work")
