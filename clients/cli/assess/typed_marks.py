"""Marks as they are typed: what stands in each line, what it comes to, and what is kept for another time."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, NamedTuple, TypeAlias

from pydantic import ValidationError

from clients.cli.assess.kept_marks import Begun, KeptMarks, Typed
from clients.cli.assess.marks_file import Marks
from clients.cli.frame import present
from clients.desk.worksheets import Worksheet
from domain.assessment import Answer, Mark
from domain.errors import Reason
from domain.listed import ReasonList
from domain.questions import NotApplicableReason, Preset, PresetKind

SHORT: Final[dict[Answer, str]] = {Answer.YES: "y", Answer.NO: "n", Answer.NOT_APPLICABLE: "na"}
"""What one types for each answer; the whole word will do as well."""

ANSWERS: Final = {typed: answer for answer, short in SHORT.items() for typed in (short, str(answer))}
_TEXTS: Final = ("preset_changed_because", "good_practice", "improvement")


class Note(NamedTuple):
    """A text beside the questions."""

    name: str


Step: TypeAlias = Preset | Note


class TypedMarks:
    """The steps of one assessment and what was typed at each; it is kept at every change, where it can be."""

    def __init__(self, sheet: Worksheet, steps: Sequence[Step], kept: KeptMarks | None) -> None:
        self.sheet = sheet
        self.steps = steps
        self.place = 0
        self.saved = False
        self._kept = kept
        self._typed: dict[int, dict[str, str]] = {}
        self._notes: dict[str, str] = {}

    @property
    def presets(self) -> list[Preset]:
        """The questions among the steps."""
        return [step for step in self.steps if isinstance(step, Preset)]

    @property
    def reasons(self) -> ReasonList:
        """Why a question may not apply."""
        return self.sheet.policy.marking.not_applicable_reasons

    def begun(self) -> Begun | None:
        """What was begun before for the same case."""
        found = self._kept.begun(present.now()) if self._kept else None
        self.saved = found is not None
        return found

    def take_up(self, begun: Begun) -> int:
        """Go on with what was begun; return the place to go on from."""
        self._typed = {number: one.model_dump() for number, one in begun.typed.items()}
        self._notes = dict(begun.notes)
        return min(begun.place, len(self.steps) - 1)

    def forget(self) -> None:
        """Throw away what was kept."""
        if self._kept:
            self._kept.forget()

    def fields(self, number: int) -> dict[str, str]:
        """What stands for a question: what was typed, else what is recorded."""
        if number in self._typed:
            return self._typed[number]
        mark = self.sheet.iqa.mark(number)
        if mark is None:
            return Typed().model_dump()
        codes = [reason.code for reason in self.reasons]
        why = str(codes.index(mark.not_applicable) + 1) if mark.not_applicable in codes else ""
        texts = {field: getattr(mark, field) or "" for field in _TEXTS}
        return {"answer": SHORT[mark.answer], "not_applicable": why} | texts

    def put(self, number: int, field: str) -> Callable[[str], None]:
        """What keeps the text of one line of a question."""

        def put(text: str) -> None:
            self._typed[number] = self.fields(number) | {field: text}
            self._save()

        return put

    def note(self, name: str) -> str:
        """A note as it was typed, else as it is recorded."""
        return self._notes.get(name, self.noted(name))

    def noted(self, name: str) -> str:
        """A note as it is recorded."""
        return getattr(self.sheet.iqa, name) or ""

    def put_note(self, name: str) -> Callable[[str], None]:
        """What keeps the text of a note."""

        def put(text: str) -> None:
            self._notes[name] = text
            self._save()

        return put

    def mark(self, preset: Preset) -> Mark | None:
        """The mark that stands for a question, recorded or typed; None where there is no answer."""
        if preset.number not in self._typed:
            return self.sheet.iqa.mark(preset.number)
        fields = self._typed[preset.number]
        answer = ANSWERS.get(fields["answer"].strip().lower())
        if answer is None:
            return None
        codes = {str(place): reason.code for place, reason in enumerate(self.reasons, start=1)}
        why = None if answer.applies else codes.get(fields["not_applicable"].strip())
        changed = preset.kind is PresetKind.OFF and answer.applies
        with suppress(ValidationError):  # a text that is too long, say, and was left there
            return Mark(
                question=preset.number,
                answer=answer,
                not_applicable=NotApplicableReason(why) if why else None,
                good_practice=_text(fields["good_practice"]),
                improvement=_text(fields["improvement"]),
                preset_changed_because=_text(fields["preset_changed_because"]) if changed else None,
            )
        return None

    def refused(self, preset: Preset) -> Reason | None:
        """Why the rules would not take what was typed for a question."""
        mark = self.mark(preset)
        if mark is None or mark == self.sheet.iqa.mark(preset.number):
            return None
        refused = self.sheet.refused(mark)
        return refused.reason if refused else None

    def marks(self) -> Marks:
        """What is to be recorded: whatever is new, and the rules take."""
        found = {preset.number: self.mark(preset) for preset in self.presets if not self.refused(preset)}
        newer = tuple(mark for number, mark in found.items() if mark and mark != self.sheet.iqa.mark(number))
        notes = {
            name: text for name, text in self._notes.items() if text.strip() and text != self.noted(name)
        }
        return Marks(newer, **notes)

    def _save(self) -> None:
        if self._kept and self.sheet.iqa.selection:
            typed = {number: Typed(**fields) for number, fields in self._typed.items()}
            urn, now = self.sheet.iqa.selection.urn, present.now()
            begun = Begun(urn=urn, place=self.place, at=now, typed=typed, notes=self._notes)
            self.saved = self._kept.keep(begun)


def _text(typed: str) -> str | None:
    return typed if typed.strip() else None
