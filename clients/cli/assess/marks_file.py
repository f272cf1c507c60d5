"""Marks in a file: TOML to fill in, or the same as JSON; every fault is told, with its question."""

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import decoded_as, one_of
from domain.assessment import Answer, Mark
from domain.values import Note, cleaned

_FIELDS: Final = frozenset(Mark.model_fields) - {"question"}
_NOTES: Final = ("victims_note", "team_learning")
_LARGEST: Final = 4_000_000
_NO_TABLE: Final = f"write it as a table with answer = {one_of(json.dumps(answer) for answer in Answer)}"
_REMEDY: Final = "Correct the file; `iqa mark IQA --template` prints one to fill in."


class Marks(NamedTuple):
    """What a file says of an assessment."""

    marks: tuple[Mark, ...] = ()
    victims_note: str | None = None
    team_learning: str | None = None


def marks_from(path: Path) -> Marks:
    """Read a file of marks, or standard input (``-``); raises ``Failure`` with every fault."""
    name = "standard input" if str(path) == "-" else str(path)
    content = _parsed(name, _read(path, name))
    faults = [f"{name}: {_key(key)}: is not known here" for key in content if key not in {"marks", *_NOTES}]
    marks, in_marks = _marks(content.get("marks", {}))
    notes, in_notes = _notes(content)
    faults += [f"{name}: {fault}" for fault in (*in_marks, *in_notes)]
    if faults:
        raise faulty(faults)
    return Marks(marks, notes.get("victims_note"), notes.get("team_learning"))


def faulty(faults: list[str]) -> Failure:
    """A file with faults: one line for each."""
    return usage("\n".join(faults), _REMEDY, faults=faults)


def _read(path: Path, name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.expanduser().read_bytes()
    except (OSError, ValueError) as error:
        raise faulty([f"{name}: can't be read: {getattr(error, 'strerror', None) or error}"]) from error
    if len(data) > _LARGEST:
        raise faulty([f"{name}: has {len(data):,} bytes, more than the marks of one assessment can need"])
    try:
        return decoded_as(data, f"{name}:")
    except ValueError as error:
        raise faulty([str(error)]) from error


def _parsed(name: str, text: str) -> Mapping[str, Any]:
    as_json = text.lstrip().startswith("{")
    try:
        content = json.loads(text) if as_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise faulty([f"{name}: is not {'JSON' if as_json else 'TOML'}: {error}"]) from error
    found: Mapping[str, Any] = content
    return found


def _marks(entries: object) -> tuple[tuple[Mark, ...], list[str]]:
    if not isinstance(entries, dict):
        return (), ["marks: write each as a table [marks.1] with its answer"]
    found: list[Mark] = []
    faults: list[str] = []
    for number, entry in entries.items():
        try:
            found += _mark(number, entry)
        except _EntryFaults as error:
            faults += [f"question {_key(number)}: {reason}" for reason in error.reasons]
    return tuple(found), faults


class _EntryFaults(Exception):
    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def _mark(number: str, entry: object) -> Iterator[Mark]:
    if not isinstance(entry, dict):
        raise _EntryFaults(_NO_TABLE)
    filled = {key: _cleaned(value) for key, value in entry.items() if value not in ("", None)}
    if not filled:
        return
    unknown = [f"{_key(key)}: is not known here" for key in filled if key not in _FIELDS]
    try:
        mark = Mark.model_validate({"question": number} | filled)
    except ValidationError as error:
        raise _EntryFaults(*unknown, *map(_reason, error.errors())) from error
    if unknown:
        raise _EntryFaults(*unknown)
    yield mark


def _cleaned(value: object) -> object:
    return cleaned(value) if isinstance(value, str) else value


def _reason(fault: Any) -> str:  # noqa: ANN401  a TypedDict of pydantic_core
    where = str(fault["loc"][0])
    if where == "question":
        return "is no number of a question"
    if fault["type"] == "missing":
        return f"{where}: is missing"
    return f"{where}: {fault['msg'].removeprefix('Value error, ')}"


def _notes(content: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    faults: list[str] = []
    for key in _NOTES:
        if content.get(key) in ("", None):
            continue
        try:
            found[key] = _NOTE.validate_python(_cleaned(content[key]))
        except ValidationError as error:
            faults += [f"{key}: {fault['msg'].removeprefix('Value error, ')}" for fault in error.errors()]
    return found, faults


_NOTE: Final[TypeAdapter[str]] = TypeAdapter(Note)


def _key(key: str) -> str:
    longest = 40
    return key if key.isprintable() and len(key) <= longest else ascii(key[:longest])
