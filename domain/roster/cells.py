"""Readers of single cells: from the text in a file to a value, or the reason why it cannot be one."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, Final, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from domain.people import ONE_AT
from domain.roster.days import day
from domain.roster.refusal import Refusal
from domain.values import AREA_CODE, IDENTIFIER

_SURROGATE = re.compile("[\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


Cell = str | date | bool | None
Reader = Callable[[str], Cell | Refusal]


def plain(text: str) -> str | Refusal:
    """Return the text without blanks at its ends, if every program may safely show it.

    A leading =, +, -, @, tab or carriage return makes a spreadsheet take the text for a formula when it
    leaves the system again (OWASP, CSV injection). Lone surrogates are bytes that are not UTF-8.
    """
    written = text.strip()
    if _SURROGATE.search(text):
        return Refusal("")
    if "\x00" in text:
        return Refusal("contains a NUL character")
    if written and (text.startswith(_FORMULA) or written.startswith(_FORMULA)):
        return Refusal("begins like a spreadsheet formula")
    if not written.isprintable():
        return Refusal("contains a line break or a character that cannot be seen")
    return written


def yes_or_no(text: str) -> bool | Refusal:
    """Read a yes or a no."""
    return text == "yes" if text in {"yes", "no"} else Refusal("write yes or no")


def reader(name: str, field: FieldInfo) -> Reader:
    """Make the reader of a field's cells: how a file writes a day, a yes or a word, else what the field admits."""
    kind: Any = field.rebuild_annotation()
    if NoneType in get_args(kind):
        kind = next(one for one in get_args(kind) if one is not NoneType)
    if kind in _FORMS:
        return _FORMS[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _one_of(kind, name)
    return _admitted(TypeAdapter(kind))


_FORMS: Final[Mapping[type, Reader]] = {date: day, bool: yes_or_no}


def _one_of(kinds: type[StrEnum], name: str) -> Reader:
    words: dict[str, StrEnum] = {kind.value: kind for kind in kinds}
    unknown = Refusal(f"unknown {name}; one of {', '.join(words)}")

    def read(text: str) -> StrEnum | Refusal:
        return words.get(text, unknown)

    return read


def _admitted(field: TypeAdapter[str]) -> Reader:
    def read(text: str) -> str | Refusal:
        try:
            return field.validate_python(text)
        except ValidationError as error:
            return Refusal(_reason(text, error))

    return read


def _reason(text: str, error: ValidationError) -> str:
    first = error.errors()[0]
    limits = first.get("ctx", {})
    if "max_length" in limits:
        return f"has {len(text):,} characters; at most {limits['max_length']} are accepted"
    return _SHAPES.get(limits.get("pattern", ""), first["msg"])


_SHAPES: Final = {
    IDENTIFIER: "may hold only the letters A to Z, digits, - _ and /",
    AREA_CODE: "an Area code is 2 to 8 capitals or digits",
    ONE_AT: "a mail address has one @ and no blanks",
}
"""What a text must look like, by the pattern that it does not match."""
