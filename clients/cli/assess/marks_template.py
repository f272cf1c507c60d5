"""A file of marks to fill in, with each question's words and where it starts."""

import json
from collections.abc import Iterator

from clients.cli.frame.options import one_of
from clients.desk.worksheets import Worksheet
from domain import words
from domain.assessment import Answer, Mark
from domain.questions import NotApplicableReason, Preset, PresetKind

_HEAD = """\
# {iqa}: {prosecutor}'s work on {urn} ({work}).
# Give each question that is on an answer: {answers}; what stays "" is left out.
# Not applicable needs not_applicable = {reasons}.
# Record it with: iqa mark {iqa} --file THIS_FILE
"""


def template(sheet: Worksheet) -> str:
    """The file as TOML; what is recorded already stands in it."""
    return "\n".join(_lines(sheet))


def asked(number: int, sheet: Worksheet) -> str:
    """A question by its number, with its title and its wording."""
    question = sheet.question_set.question(number)
    title = f"{question.title}: " if question and question.title else ""
    return f"{number}. {title}{question.wording if question else ''}"


def hints(number: int, sheet: Worksheet) -> tuple[str, ...]:
    """What the question set says beside a question, to mark it by; local content."""
    question = sheet.question_set.question(number)
    return question.hints if question else ()


def starts(preset: Preset, sheet: Worksheet) -> str:
    """Where a question starts, and whose work it asks about."""
    whose = f"; the work of {', '.join(map(sheet.person, preset.whose))}" if preset.whose else ""
    if preset.kind is PresetKind.OFF:
        return f"off: {words.in_words(preset.reason or 'not this work')}{whose}"
    return f"{preset.kind}{whose}"


def _lines(sheet: Worksheet) -> Iterator[str]:
    iqa, selection = sheet.iqa, sheet.iqa.selection
    if selection is None:
        return
    yield _HEAD.format(
        iqa=iqa.iqa_id,
        prosecutor=sheet.person(iqa.prosecutor),
        urn=selection.urn,
        work=", ".join(selection.work),
        answers=one_of(map(_text, Answer)),
        reasons=one_of(map(_text, NotApplicableReason)),
    )
    yield f"team_learning = {_text(iqa.team_learning)}"
    yield f"victims_note = {_text(iqa.victims_note)}"
    for preset in selection.presets:
        yield ""
        yield f"# {asked(preset.number, sheet)}"
        yield f"# {starts(preset, sheet)}"
        yield from (f"# {hint}" for hint in hints(preset.number, sheet))
        yield f"[marks.{preset.number}]"
        yield from _fields(iqa.mark(preset.number), off=preset.kind is PresetKind.OFF)


def _fields(mark: Mark | None, *, off: bool) -> Iterator[str]:
    for field in ("answer", "not_applicable", "good_practice", "improvement"):
        yield f"{field} = {_text(getattr(mark, field, None))}"
    if off:
        yield f"preset_changed_because = {_text(getattr(mark, 'preset_changed_because', None))}"


def _text(value: str | None) -> str:
    # A JSON string is a TOML basic string, save that TOML wants DEL escaped too.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f") if value else '""'
