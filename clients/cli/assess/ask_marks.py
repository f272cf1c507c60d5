"""The questions of an assessment, asked one by one in a terminal: only those that are on, back and forth as one likes.

What is typed is kept at every key, so that it is offered again where the dialogue was cut short.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, TypeVar

from clients.cli.assess.kept_marks import KeptMarks
from clients.cli.assess.marks_file import Marks
from clients.cli.assess.marks_template import asked, hints, starts
from clients.cli.assess.typed_marks import ANSWERS, SHORT, Note, Step, TypedMarks
from clients.cli.frame.asker import Asker
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import one_of, usable
from clients.cli.frame.refusals import remedy
from clients.cli.frame.report import said as told
from clients.desk.worksheets import Worksheet
from domain import words
from domain.assessment import Answer
from domain.errors import Reason
from domain.questions import Preset, PresetKind

_T = TypeVar("_T")

_BACK: Final = "<"
_NOTES: Final = {
    "victims_note": "Victims and witnesses at this stage",
    "team_learning": "Learning for the team",
}
_CHANGED: Final = ("preset_changed_because", "Why is it answered")
_GOOD_AND_BAD: Final = (("good_practice", "Good practice"), ("improvement", "Improvement"))
_YES_OR_NO: Final = {"y": True, "yes": True, "n": False, "no": False}


class _Back(Exception):
    """Whoever answers wants to go back."""


def ask(sheet: Worksheet, only: tuple[int, ...], asker: Asker, kept: KeptMarks | None = None) -> Marks:
    """Ask until all is looked over; what was begun before is offered, where ``kept`` has it.

    Raises ``Failure`` where nothing was answered, or where it is left for another time.
    """
    typed = TypedMarks(sheet, _steps(sheet, only), kept)
    dialogue = _Dialogue(typed, asker)
    try:
        dialogue.held()
    except (KeyboardInterrupt, EOFError):
        says = "Interrupted: nothing is recorded."
        raise Failure(ExitCode.INTERRUPTED, says, _how_to_go_on(typed)) from None
    return typed.marks()


def _steps(sheet: Worksheet, only: tuple[int, ...]) -> list[Step]:
    presets = sheet.iqa.selection.presets if sheet.iqa.selection else ()
    strange = sorted(set(only) - {preset.number for preset in presets})
    if strange:
        says = f"There is no question {one_of(map(str, strange))}."
        raise usage(says, remedy(Reason.UNKNOWN_QUESTION))
    steps: list[Step] = []
    for preset in presets:
        if preset.number in only or not (only or preset.kind is PresetKind.OFF):
            question = sheet.question_set.question(preset.number)
            steps += [preset, *([Note("victims_note")] if question and question.takes_victims_note else [])]
    return [*steps, Note("team_learning")]


def _how_to_go_on(typed: TypedMarks) -> str:
    if typed.saved:
        again = f"`iqa mark {typed.sheet.iqa.iqa_id}` offers it again."
        return f"What you typed is kept on this machine for a month; {again}"
    return ""


class _Dialogue:
    """One person at a terminal, and what they type."""

    def __init__(self, typed: TypedMarks, asker: Asker) -> None:
        self._typed = typed
        self._asker = asker

    def held(self) -> None:
        """Offer what was begun, ask, and show it all until it is as meant; raises ``EOFError`` too where it is left."""
        place = self._offered()
        self._asker.say(
            f"{self._typed.sheet.iqa.iqa_id}: Enter keeps what stands, {_BACK} goes back, Ctrl-D ends the questions, "
            "Ctrl-C leaves them for another time. All of it is shown before it is recorded."
        )
        self._through(place)
        while self._typed.marks() != Marks():
            self._show()
            decided = self._decided()
            if not decided:
                return
            self._again(decided)
        says = "Nothing was answered, so nothing is recorded."
        raise usage(says, "Answer at least one question.")

    def _offered(self) -> int:
        """The place to begin at, or to go on from."""
        begun = self._typed.begun()
        if begun is None:
            return 0
        answers = words.count(sum(bool(one.answer) for one in begun.typed.values()), "answer")
        self._asker.say(f"You began this on {words.moment(begun.at)} and did not record it: {answers}.")
        with suppress(_Back):
            if self._until("   Go on with it, y or n: ", _YES_OR_NO.__getitem__):
                return self._typed.take_up(begun)
        self._typed.forget()
        return 0

    def _through(self, place: int) -> None:
        """Ask one step after the other, or the one before at its word, until the end or Ctrl-D."""
        with suppress(EOFError):
            while place < len(self._typed.steps):
                try:
                    self._step(place)
                    place += 1
                except _Back:
                    place = max(place - 1, 0)

    def _decided(self) -> str:
        """What somebody wants who sees it all."""
        says = f"   Enter records this, a number changes that question, {_BACK} goes back: "
        return self._asker.ask(says).strip()

    def _again(self, decided: str) -> None:
        """Ask once more what somebody who sees it all wants to change."""
        steps = self._typed.steps
        places = {str(step.number): place for place, step in enumerate(steps) if isinstance(step, Preset)}
        if decided == _BACK:
            self._through(self._typed.place)
        elif decided in places:
            with suppress(_Back, EOFError):
                self._step(places[decided])
        else:
            self._asker.say("   Type one of those.")

    def _step(self, place: int) -> None:
        self._typed.place = place
        step = self._typed.steps[place]
        if isinstance(step, Preset):
            self._question(step)
        else:
            self._note(step.name)

    def _question(self, preset: Preset) -> None:
        """Ask one question until its mark is kept, left, or one that the rules take."""
        sheet, presets = self._typed.sheet, self._typed.presets
        for line in (
            f"\nQuestion {presets.index(preset) + 1} of {len(presets)}",
            asked(preset.number, sheet),
            f"   ({starts(preset, sheet)})",
            *(f"   {hint}" for hint in hints(preset.number, sheet)),
        ):
            self._asker.say(line)
        while not self._answered(preset):
            pass

    def _answered(self, preset: Preset) -> bool:
        """Ask for the answer and for what belongs to it; return whether the rules take what stands then."""
        standing, before = self._typed.mark(preset), self._typed.fields(preset.number)["answer"]
        kept = f"Enter keeps {words.in_words(standing.answer)}" if standing else "Enter leaves it"
        put = self._typed.put(preset.number, "answer")
        label = f"   {one_of(SHORT.values())} ({kept}): "
        said = self._line(label, "", lambda text: put(text if text.strip() else before)).strip().lower()
        if said and said not in ANSWERS:
            put(before)
            self._asker.say("   Type one of those.")
            return False
        if said:
            try:
                self._details(preset, ANSWERS[said])
            except _Back:
                return False
        if refused := self._typed.refused(preset):
            self._asker.say(f"   {refused.rule.says} {remedy(refused)}")
        return refused is None

    def _details(self, preset: Preset, answer: Answer) -> None:
        """Ask for what belongs to an answer, with what stands to be changed."""
        number = preset.number
        if not answer.applies:
            self._why_not(number)
        changed = preset.kind is PresetKind.OFF and answer.applies
        for field, label in (*((_CHANGED,) if changed else ()), *_GOOD_AND_BAD):
            self._text(f"   {label}: ", self._typed.fields(number)[field], self._typed.put(number, field))

    def _why_not(self, number: int) -> None:
        """Ask why a question does not apply: one of the reasons that policy words, by its number."""
        reasons = self._typed.reasons
        for place, reason in enumerate(reasons, start=1):
            self._asker.say(f"   {place} {reason.says}")
        places = {str(place): place for place, _ in enumerate(reasons, start=1)}
        standing = self._typed.fields(number)["not_applicable"]
        self._until("   Why not: ", places.__getitem__, standing, self._typed.put(number, "not_applicable"))

    def _note(self, name: str) -> None:
        put, noted = self._typed.put_note(name), self._typed.noted(name)
        self._asker.say("")
        while not self._text(f"{_NOTES[name]}: ", self._typed.note(name), put).strip() and noted:
            put(noted)
            self._asker.say("   What stands there can be changed, not taken away.")

    def _text(self, label: str, standing: str, put: Callable[[str], None]) -> str:
        while True:
            said = self._line(label, standing, put)
            put(said)
            try:
                text = usable(said) if said.strip() else ""
            except ValueError as error:
                self._asker.say(f"   The text {error}.")
                standing = said
            else:
                put(text)
                return text

    def _until(
        self,
        label: str,
        read: Callable[[str], _T],
        standing: str = "",
        put: Callable[[str], None] = lambda _: None,
    ) -> _T:
        while True:
            said = self._line(label, standing, put).strip().lower()
            put(said)
            try:
                return read(said)
            except KeyError:
                self._asker.say("   Type one of those.")

    def _line(self, label: str, standing: str, put: Callable[[str], None]) -> str:
        """One line as it was shown; raises ``_Back``."""
        said = self._asker.ask(label, standing, put)
        if said.strip() == _BACK:
            put(standing)
            raise _Back
        return said

    def _show(self) -> None:
        self._asker.say("\nThis is what you answered:")
        for step in self._typed.steps:
            for line in self._shown(step):
                self._asker.say(line)

    def _shown(self, step: Step) -> Iterator[str]:
        if isinstance(step, Note):
            yield from told(_NOTES[step.name], self._typed.note(step.name))
            return
        mark, refused = self._typed.mark(step), self._typed.refused(step)
        title = words.question(step.number, self._typed.sheet.question_set.titles)
        left_out = f"; left out: {refused.rule.says}" if refused else ""
        yield f"  {title}: {words.in_words(mark.answer) if mark else 'not answered'}{left_out}"
        for field, label in (_CHANGED, *_GOOD_AND_BAD):
            yield from (f"  {line}" for line in told(label, getattr(mark, field, None)))
