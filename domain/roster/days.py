"""How a file writes a day, and what programs write where there is none."""

import re
from datetime import date, timedelta
from typing import Final

from domain.roster.refusal import Refusal

_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEARS: Final = range(1950, 2100)
_NO_DAYS: Final = frozenset(
    (
        date(1, 1, 1),
        date(1601, 1, 1),
        date(1753, 1, 1),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1900, 1, 1),
    )
) | frozenset((date(1904, 1, 1), date(1970, 1, 1), date(2079, 6, 6), date(9999, 12, 31)))
"""Where the days of databases, spreadsheets and operating systems begin and end."""

_NO_WORDS: Final = frozenset(
    (
        "null",
        "(null)",
        "\\n",
        "none",
        "nil",
        "n/a",
        "#n/a",
        "na",
        "nan",
        "nat",
        "-",
        "--",
        "?",
        "0",
        "tbc",
        "tba",
    )
) | frozenset(("unknown", "not known", "undefined", "undated", "void", "false"))
_ENGLISH: Final = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
_HOW: Final = "write a date as YYYY-MM-DD"
_NONE: Final = Refusal(
    "is what programs write where there is no date: write the date, or nothing if it may be empty"
)
_WRITTEN: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*"), f"has a time of day: {_HOW}"),
    (
        re.compile(r"[0-9]{1,2}[^0-9A-Za-z][0-9]{1,2}[^0-9A-Za-z][0-9]{2}"),
        f"has a year of two digits: {_HOW}",
    ),
    (re.compile(r"(?i)[0-9]{1,2}[ .-]?[a-z]{3,9}[ .-]?'?[0-9]{2}"), f"has a year of two digits: {_HOW}"),
)
_SERIAL: Final = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_SERIALS_BEGIN: Final = date(1899, 12, 30)


def day(text: str) -> date | Refusal:
    """Read a day in the extended format of ISO 8601, of a year that a case or a person can have."""
    if text.casefold() in _NO_WORDS or _is_no_day(text):
        return _NONE
    if not _ISO.fullmatch(text):
        return Refusal(_written_otherwise(text))
    try:
        read = date.fromisoformat(text)
    except ValueError:
        return Refusal("there is no such date")
    return read if read.year in _YEARS else Refusal(f"the year must be {_YEARS[0]} to {_YEARS[-1]}")


def _is_no_day(text: str) -> bool:
    """Tell whether it is one of the days that stand for none, or all zeros, however it is written."""
    alone = text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    if found := _ISO.fullmatch(alone):
        year, month, of_month = (int(part) for part in found.groups())
    elif found := _ENGLISH.fullmatch(alone):
        of_month, month, year = (int(part) for part in found.groups())
    else:
        return False
    if 0 in (month, of_month):
        return True
    written = {(year, month, of_month), (year, of_month, month)}
    return bool(written & {(each.year, each.month, each.day) for each in _NO_DAYS})


def _written_otherwise(text: str) -> str:
    if serial := _SERIAL.fullmatch(text):
        meant = _SERIALS_BEGIN + timedelta(days=int(serial[1]))
        return f"is how a spreadsheet counts days, perhaps {meant}: {_HOW}"
    return next((reason for pattern, reason in _WRITTEN if pattern.fullmatch(text)), _HOW)
