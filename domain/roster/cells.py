"""Readers of single cells: from the text in a file to a value, or the reason why it cannot be one.

Lengths and shapes are local limits: generous to the exports of an Area, and safe to show anywhere.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

_ID = re.compile(r"[A-Za-z0-9_/-]+")
_AREA = re.compile(r"[A-Z0-9]{2,8}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YEARS = range(1900, 2200)
_LONGEST_ID, _LONGEST_UNIT, _LONGEST_EMAIL = 32, 64, 254


class Refusal(NamedTuple):
    """Why a cell cannot be read; without a reason it has been reported already."""

    reason: str


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


def identifier(text: str) -> str | Refusal:
    """Read a staff id or a case's unique reference number."""
    if len(text) > _LONGEST_ID:
        return _too_long(text, _LONGEST_ID)
    return text if _ID.fullmatch(text) else Refusal("may hold only the letters A to Z, digits, - _ and /")


def area(text: str) -> str | Refusal:
    """Read the code of an Area; which codes exist is reference data."""
    return text if _AREA.fullmatch(text) else Refusal("an Area code is 2 to 8 capitals or digits")


def unit(text: str) -> str | Refusal:
    """Read the name of a unit."""
    return _too_long(text, _LONGEST_UNIT) if len(text) > _LONGEST_UNIT else text


def email(text: str) -> str | Refusal:
    """Read a mail address: one @ with something on both sides, no blanks."""
    if len(text) > _LONGEST_EMAIL:
        return _too_long(text, _LONGEST_EMAIL)
    return text if _EMAIL.fullmatch(text) else Refusal("a mail address has one @ and no blanks")


def day(text: str) -> date | Refusal:
    """Read a day in the extended format of ISO 8601."""
    if not _DAY.fullmatch(text):
        return Refusal("write a date as YYYY-MM-DD")
    try:
        read = date.fromisoformat(text)
    except ValueError:
        return Refusal("there is no such date")
    return read if read.year in _YEARS else Refusal(f"the year must be {_YEARS[0]} to {_YEARS[-1]}")


def yes_or_no(text: str) -> bool | Refusal:
    """Read a yes or a no."""
    return text == "yes" if text in {"yes", "no"} else Refusal("write yes or no")


def one_of(kinds: type[StrEnum], noun: str) -> Reader:
    """Make the reader of a closed set of words."""
    words: dict[str, StrEnum] = {kind.value: kind for kind in kinds}
    unknown = Refusal(f"unknown {noun}; one of {', '.join(words)}")

    def read(text: str) -> StrEnum | Refusal:
        return words.get(text, unknown)

    return read


def _too_long(text: str, longest: int) -> Refusal:
    return Refusal(f"has {len(text):,} characters; at most {longest} are accepted")
