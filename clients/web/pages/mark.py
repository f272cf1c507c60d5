"""Marking: the questions that are on, what is said of each, then a last look before it is confirmed."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.desk.worksheets import Worksheet, worksheet
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import ASKED, FormPage, again, answered, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import caption
from clients.web.pages.ways import to_iqa
from domain import words
from domain.assessment import Answer, Mark
from domain.errors import Reason
from domain.iqa.commands import ConfirmAssessment, RecordMarks
from domain.questions import NotApplicableReason, Preset, PresetKind
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/marks")

_FORM: Final = "marks"
_CONFIRM: Final = "confirm"
_NA: Final = "not_applicable:"
"""What stands before the reason in the value of a radio that says that a question does not apply."""


class Way(Value):
    """One answer that can be given: what is sent, and what it says."""

    value: str
    says: str


class Asked(Value):
    """A question as it is marked: ``off`` says why one is not asked, ``belongs`` where an answer belongs instead."""

    number: int
    title: str
    wording: str
    hints: tuple[str, ...]
    whose: str
    optional: bool
    off: str = ""
    belongs: str = ""
    takes_victims_note: bool = False


class Marking(FormPage):
    """The questions of an assessment."""

    template: ClassVar[str] = "marks.html"
    iqa_id: str
    asked: tuple[Asked, ...]
    not_asked: tuple[Asked, ...]
    ways: tuple[Way, ...]
    source: str


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
async def marks(visit: Visiting, iqa_id: str) -> Response:
    """Show the questions, with what was answered before."""
    page = await _marking(visit, iqa_id)
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("")
async def save(visit: Visiting, iqa_id: str) -> Response:
    """Save the marks, and go on to the last look."""
    sheet = await worksheet(visit.site.desk, visit.by, iqa_id)
    writing = Writing(visit, sheet.iqa.iqa_id, _FORM)
    given = await filled(visit.request, (*KEPT, *ASKED, *_NOTES, *_fields(_presets(sheet))))
    if wrong := given.wrong():
        return again(writing, given, _page(sheet), wrong)
    given_marks = tuple(_marks(given, sheet))
    if wrong := tuple(_wrong(given_marks, sheet)):
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


@router.get("/check")
async def check(visit: Visiting, iqa_id: str) -> Response:
    """Show the marks as they stand."""
    return visit.show(await _check(visit, iqa_id))


@router.post("/check")
async def confirm(visit: Visiting, iqa_id: str) -> Response:
    """Confirm the assessment; the case is checked again."""
    given = await filled(visit.request, KEPT)
    writing, command = Writing(visit, iqa_id, _CONFIRM), ConfirmAssessment(seen_version=0)
    return await sent(writing, given, command, lambda: _check(visit, iqa_id), to_iqa(iqa_id))


_NOTES: Final = ("victims_note", "team_learning")


def _presets(sheet: Worksheet) -> tuple[Preset, ...]:
    return sheet.iqa.selection.presets if sheet.iqa.selection else ()


def _fields(presets: Iterable[Preset]) -> Iterator[str]:
    for one in presets:
        yield from (f"q{one.number}-{part}" for part in ("answer", "good", "improve", "because"))


def _marks(given: Filled, sheet: Worksheet) -> Iterator[Mark]:
    """The marks of all questions that were answered."""
    for one in _presets(sheet):
        typed = given.text(f"q{one.number}-answer")
        if typed is None:
            continue
        why = typed.removeprefix(_NA) if typed.startswith(_NA) else ""
        answer = Answer.NOT_APPLICABLE if why else Answer(typed) if typed in set(Answer) else None
        if answer is None or (why and why not in set(NotApplicableReason)):
            continue
        yield Mark(
            question=one.number,
            answer=answer,
            not_applicable=NotApplicableReason(why) if why else None,
            good_practice=given.text(f"q{one.number}-good"),
            improvement=given.text(f"q{one.number}-improve"),
            preset_changed_because=given.text(f"q{one.number}-because"),
        )


def _wrong(given: tuple[Mark, ...], sheet: Worksheet) -> Iterator[Wrong]:
    for number, refused in sheet.faults(given):
        title = words.question(number, sheet.question_set.titles)
        match refused.reason:
            case Reason.NO_NEEDS_IMPROVEMENT:
                field, says = f"q{number}-improve", f"Say what should be done differently in question {title}"
            case Reason.QUESTION_NOT_ON:
                field, says = f"q{number}-because", f"Say why question {title} is answered although it is off"
            case _:
                rule = refused.reason.rule
                field, says = f"q{number}-answer", f"Question {title}: {rule.says} {rule.remedy}"
        yield Wrong(field=field, says=says)


async def _marking(visit: Visit, iqa_id: str) -> Marking:
    return _page(await worksheet(visit.site.desk, visit.by, iqa_id))


def _page(sheet: Worksheet) -> Marking:
    iqa, selection = sheet.iqa, sheet.iqa.selection
    questions = [_asked(one, sheet) for one in _presets(sheet)]
    case = f", case {selection.urn}" if selection else ""
    return Marking(
        title=f"Mark the work on {selection.urn}" if selection else "Mark the work",
        caption=f"{sheet.person(iqa.prosecutor)}, {iqa.quarter}{case}",
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=sheet.version,
        values=dict(_standing(sheet)),
        iqa_id=iqa.iqa_id,
        asked=tuple(one for one in questions if not one.off),
        not_asked=tuple(one for one in questions if one.off),
        ways=tuple(_ways(sheet)),
        source=sheet.question_set.source,
    )


def _ways(sheet: Worksheet) -> Iterator[Way]:
    yield Way(value=Answer.YES, says="Yes")
    yield Way(value=Answer.NO, says="No")
    for reason in sheet.policy.marking.not_applicable_reasons:
        yield Way(value=f"{_NA}{reason.code}", says=f"Not applicable: {reason.says}")


def _asked(preset: Preset, sheet: Worksheet) -> Asked:
    question = sheet.question_set.question(preset.number)
    off = preset.kind is PresetKind.OFF
    return Asked(
        number=preset.number,
        title=words.question(preset.number, sheet.question_set.titles),
        wording=question.wording if question else "",
        hints=question.hints if question else (),
        whose=", ".join(map(sheet.person, preset.whose)),
        optional=preset.kind is PresetKind.OPTIONAL,
        off=words.in_words(preset.reason or "not this work") if off else "",
        belongs=(question.belongs or "") if question and off else "",
        takes_victims_note=bool(question and question.takes_victims_note),
    )


def _standing(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """What was recorded before, field by field."""
    for mark in sheet.iqa.marks:
        why = f"{_NA}{mark.not_applicable}" if mark.not_applicable else mark.answer
        yield f"q{mark.question}-answer", why
        yield f"q{mark.question}-good", mark.good_practice or ""
        yield f"q{mark.question}-improve", mark.improvement or ""
        yield f"q{mark.question}-because", mark.preset_changed_because or ""
    yield "victims_note", sheet.iqa.victims_note or ""
    yield "team_learning", sheet.iqa.team_learning or ""


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
