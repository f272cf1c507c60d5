"""The questions of an assessment, asked one by one in a terminal: only those that are on."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, TypeVar

from clients.cli.assess.marks_file import Marks
from clients.cli.assess.marks_template import asked, hints, starts
from clients.cli.frame.asker import Asker
from clients.cli.frame.failures import usage
from clients.cli.frame.options import one_of, text_of
from clients.cli.frame.refusals import remedy
from clients.desk.worksheets import Worksheet
from domain.assessment import Answer, Mark
from domain.errors import Reason
from domain.listed import ReasonList
from domain.questions import NotApplicableReason, Preset, PresetKind

_T = TypeVar("_T")

SHORT: Final[dict[Answer, str]] = {Answer.YES: "y", Answer.NO: "n", Answer.NOT_APPLICABLE: "na"}
"""What one types for each answer; the whole word will do as well."""

_ANSWERS: Final = {typed: answer for answer, short in SHORT.items() for typed in (short, str(answer))}


def ask(sheet: Worksheet, only: tuple[int, ...], asker: Asker) -> Marks:
    """Ask each question that is on; Enter keeps what stands, Ctrl-D stops and keeps what was answered."""
    presets = _asked_about(sheet, only)
    asker.say(f"{sheet.iqa.iqa_id}: Enter keeps what stands, Ctrl-D stops and records what you answered.")
    answered: dict[int, Mark] = {}
    notes: dict[str, str] = {}
    with suppress(EOFError):
        for preset in presets:
            for mark in _question(sheet, preset, asker):
                answered[mark.question] = mark
            question = sheet.question_set.question(preset.number)
            if question and question.takes_victims_note:
                notes |= _note(
                    "victims_note", "Victims and witnesses at this stage", sheet.iqa.victims_note, asker
                )
        notes |= _note("team_learning", "Learning for the team", sheet.iqa.team_learning, asker)
    marks = Marks(tuple(answered.values()), **notes)
    if marks == Marks():
        says = "Nothing was answered, so nothing is recorded."
        raise usage(says, "Answer at least one question.")
    return marks


def _asked_about(sheet: Worksheet, only: tuple[int, ...]) -> list[Preset]:
    presets = sheet.iqa.selection.presets if sheet.iqa.selection else ()
    strange = sorted(set(only) - {preset.number for preset in presets})
    if strange:
        says = f"There is no question {one_of(map(str, strange))}."
        raise usage(says, remedy(Reason.UNKNOWN_QUESTION))
    if only:
        return [preset for preset in presets if preset.number in only]
    return [preset for preset in presets if preset.kind is not PresetKind.OFF]


def _question(sheet: Worksheet, preset: Preset, asker: Asker) -> Iterator[Mark]:
    """Ask one question until its mark is kept, left, or one that the rules take."""
    before = sheet.iqa.mark(preset.number)
    asker.say(f"\n{asked(preset.number, sheet)}")
    asker.say(f"   ({starts(preset, sheet)})")
    for hint in hints(preset.number, sheet):
        asker.say(f"   {hint}")
    while True:
        answer = _until(
            asker, f"   {one_of(SHORT.values())}{_kept(before.answer if before else None)}: ", _answer
        )
        if answer is None:
            return
        mark = _mark(preset, answer, before, sheet.policy.marking.not_applicable_reasons, asker)
        refused = sheet.refused(mark)
        if refused is None:
            yield mark
            return
        asker.say(f"   {refused.reason.rule.says} {remedy(refused.reason)}")


def _mark(preset: Preset, answer: Answer, before: Mark | None, reasons: ReasonList, asker: Asker) -> Mark:
    not_applicable = None if answer.applies else _why_not(reasons, asker)
    changed = None
    if preset.kind is PresetKind.OFF and answer.applies:
        changed = _text("   Why is it answered", before.preset_changed_because if before else None, asker)
    return Mark(
        question=preset.number,
        answer=answer,
        not_applicable=not_applicable,
        good_practice=_text("   Good practice", before.good_practice if before else None, asker),
        improvement=_text("   Improvement", before.improvement if before else None, asker),
        preset_changed_because=changed,
    )


def _why_not(reasons: ReasonList, asker: Asker) -> NotApplicableReason:
    """Ask why a question does not apply: one of the reasons that policy words, by its number."""
    for number, reason in enumerate(reasons, start=1):
        asker.say(f"   {number} {reason.says}")
    codes = {str(number): NotApplicableReason(reason.code) for number, reason in enumerate(reasons, start=1)}
    return _until(asker, "   Why not: ", lambda typed: codes[typed.strip()])


def _answer(typed: str) -> Answer | None:
    return _ANSWERS[typed.strip().lower()] if typed.strip() else None


def _until(asker: Asker, question: str, read: Callable[[str], _T]) -> _T:
    while True:
        try:
            return read(asker.ask(question))
        except KeyError:
            asker.say("   Type one of those.")


def _text(label: str, before: str | None, asker: Asker) -> str | None:
    while True:
        typed = asker.ask(f"{label}{_kept(before)}: ")
        if not typed.strip():
            return before
        try:
            return text_of(typed)
        except ValueError as error:
            asker.say(f"   The text {error}.")


def _note(name: str, label: str, before: str | None, asker: Asker) -> dict[str, str]:
    said = _text(f"\n{label}", before, asker)
    return {name: said} if said is not None and said != before else {}


def _kept(before: str | None) -> str:
    longest = 30
    if before is None:
        return " (Enter leaves it)"
    return f" (Enter keeps {before if len(before) <= longest else before[:longest] + '…'!s})"
