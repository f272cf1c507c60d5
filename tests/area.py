"""A made-up Area: 15 people and 42 cases, moved in time so that its export is always of this week."""

import csv
import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum
from itertools import count
from pathlib import Path

from domain.calendar import day_of
from tests import clock

EXPORT = Path(__file__).parents[1] / "clients" / "cli" / "example_area"
EXPORTED_ON = date(2026, 11, 2)
"""The Monday on which the export says to have been made."""

_CODE = "XT"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_codes = count(1)


class Kind(IntEnum):
    """What each prosecutor's seven cases are like; the number stands in the case's URN."""

    ANY_WORK = 1
    """Live, not guilty, with a victim: all three kinds of work are theirs and may be assessed."""
    REVIEWED = 2
    """Charged and reviewed, no plea known: charging and initial review may be assessed."""
    PRE_CHARGE = 3
    """Not charged yet: only early advice or charging may be assessed."""
    FINALISED = 4
    """As the first, but finished."""
    GUILTY = 5
    """A guilty plea was entered."""
    OTHERS_WORK = 6
    """Allocated to them, but a colleague did all the work."""
    PRESSING = 7
    """In custody, a victim letter unsent, a hearing in two weeks; only the charging may be assessed."""


def new_code() -> str:
    """A code for an Area that no other test of this session has: the engine's ids are shared."""
    return f"T{next(_codes):03}"


def today() -> date:
    return day_of(clock.now())


def moved(day: date) -> date:
    """Where a day of the export lies now: whole weeks later, so that weekdays stay."""
    return day + timedelta(weeks=(today() - EXPORTED_ON).days // 7)


def write_export(code: str, folder: Path, *, absences: Iterable[tuple[str, ...]] = ()) -> Path:
    """Write the export of an Area of that code into a folder, with further lines for its absences."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(EXPORT.glob("*.csv")):
        text = file.read_text().replace(_CODE, code)
        text = _DAY.sub(lambda found: moved(date.fromisoformat(found[0])).isoformat(), text)
        (folder / file.name).write_text(text)
    with (folder / "absences.csv").open("a", newline="") as more:
        csv.writer(more, lineterminator="\n").writerows(absences)
    return folder
