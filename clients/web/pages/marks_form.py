"""The form of marks: each question with what is on file beside it, its answers, and what is said of it."""

from collections.abc import Iterator
from typing import ClassVar, Final

from clients.desk.worksheets import Worksheet
from clients.web.frame.forms import Filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import FormPage
from clients.web.pages.iqa import Fact, case_facts
from clients.web.pages.ways import to_iqa
from domain import words
from domain.assessment import Answer, Mark
from domain.errors import Reason
from domain.iqa.on_file import OnFile
from domain.questions import NotApplicableReason, Preset, PresetKind
from domain.values import Value

NOTES: Final = ("victims_note", "team_learning")
"""The fields that belong to no question."""
_NA: Final = "not_applicable:"
"""What stands before the reason in the value of a radio that says that a question does not apply."""


class Way(Value):
    """One answer that can be given: what is sent, and what it says."""

    value: str
    says: str


class Asked(Value):
    """A question as it is marked: ``off`` says why one is not asked, ``belongs`` where an answer belongs instead.

    ``on_file`` is what the last export knows beside it, an entry a line.
    """

    number: int
    title: str
    wording: str
    hints: tuple[str, ...]
    on_file: tuple[str, ...]
    whose: str
    optional: bool
    off: str = ""
    belongs: str = ""
    takes_victims_note: bool = False


class MarksPage(FormPage):
    """The questions of an assessment; ``revises`` tells whether they were confirmed, so that a change has a reason."""

    template: ClassVar[str] = "marks.html"
    iqa_id: str
    case: tuple[Fact, ...]
    asked: tuple[Asked, ...]
    not_asked: tuple[Asked, ...]
    ways: tuple[Way, ...]
    source: str
    revises: bool = False


def fields(sheet: Worksheet) -> Iterator[str]:
    """The fields of the questions."""
    for one in _presets(sheet):
        yield from (f"q{one.number}-{part}" for part in ("answer", "good", "improve", "because"))


def marks_in(given: Filled, sheet: Worksheet) -> Iterator[Mark]:
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


def faults(marks: tuple[Mark, ...], sheet: Worksheet) -> Iterator[Wrong]:
    """What the rules would refuse of these marks, each at its field."""
    for number, refused in sheet.faults(marks):
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


def of_sheet(sheet: Worksheet, title: str, *, revises: bool = False) -> MarksPage:
    """The form of a worksheet."""
    iqa, selection = sheet.iqa, sheet.iqa.selection
    questions = [_asked(one, sheet) for one in _presets(sheet)]
    urn = selection.urn if selection else ""
    return MarksPage(
        title=title,
        caption=f"{sheet.person(iqa.prosecutor)}, {iqa.quarter}, case {urn}",
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=sheet.version,
        values=dict(_standing(sheet)),
        iqa_id=iqa.iqa_id,
        case=tuple(case_facts(sheet.case, sheet.person)) if sheet.case else (),
        asked=tuple(one for one in questions if not one.off),
        not_asked=tuple(one for one in questions if one.off),
        ways=tuple(_ways(sheet)),
        source=sheet.question_set.source,
        revises=revises,
    )


def _presets(sheet: Worksheet) -> tuple[Preset, ...]:
    return sheet.iqa.selection.presets if sheet.iqa.selection else ()


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
        on_file=tuple(_entry(one, sheet) for one in sheet.on_file.get(preset.number, ())),
        whose=", ".join(map(sheet.person, preset.whose)),
        optional=preset.kind is PresetKind.OPTIONAL,
        off=words.in_words(preset.reason or "not this work") if off else "",
        belongs=(question.belongs or "") if question and off else "",
        takes_victims_note=bool(question and question.takes_victims_note),
    )


def _entry(one: OnFile, sheet: Worksheet) -> str:
    whose = f", {sheet.person(one.whose)}" if one.whose else ""
    return f"{words.a_day(one.on)}: {words.in_words(one.what)}{whose}"


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
