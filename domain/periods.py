"""Financial quarters (inferred from ¶7.5: Q1 is April to June), and target days spread over them."""

import re
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Self

from pydantic import Field

from domain.calendar import Calendar, end_of_day, start_of_day
from domain.values import Value

_PATTERN = "^(19|20)[0-9]{2}-[0-9]{2}-Q[1-4]$"
_QUARTERS = 4
_MONTHS = 3
_CENTURY = 100


class NotAQuarter(Exception):
    """The text is no financial quarter."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no quarter: write one as 2026-27-Q3 (October to December 2026)")
        self.text = text


class NoWorkingDay(Exception):
    """There is no working day between the two days, so nothing can be planned there."""

    def __init__(self, first_day: date, last_day: date) -> None:
        super().__init__(f"no working day from {first_day} to {last_day}")
        self.first_day = first_day
        self.last_day = last_day


class Quarter(Value):
    """A quarter of the financial year that starts in April of `year`; Q4 is January to March of the next."""

    year: int = Field(ge=1900, le=2099)
    number: int = Field(ge=1, le=_QUARTERS)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-27-Q3``; raise `NotAQuarter` for anything else, as for 2026-28-Q3."""
        if not re.fullmatch(_PATTERN, text):
            raise NotAQuarter(text)
        quarter = cls(year=int(text[:4]), number=int(text[-1]))
        if str(quarter) != text:
            raise NotAQuarter(text)
        return quarter

    @classmethod
    def containing(cls, day: date) -> Self:
        """Return the quarter in which the day falls."""
        months = day.year * 12 + day.month - 1 - _MONTHS
        return cls(year=months // 12, number=months % 12 // _MONTHS + 1)

    def __str__(self) -> str:
        """Write the quarter as ``2026-27-Q3``."""
        return f"{self.year}-{(self.year + 1) % _CENTURY:02}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        month = _MONTHS * self.number + 1
        return date(self.year + month // 12, month % 12, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        return self.next().first_day - timedelta(days=1)

    def next(self) -> Self:
        """Return the quarter after this one."""
        return self.before(-1)

    def before(self, quarters: int) -> Self:
        """Return the quarter so many before this one."""
        count = self.year * _QUARTERS + self.number - 1 - quarters
        return type(self)(year=count // _QUARTERS, number=count % _QUARTERS + 1)

    @property
    def begins(self) -> datetime:
        """Its first instant (UTC)."""
        return start_of_day(self.first_day)

    @property
    def ends(self) -> datetime:
        """Its last instant (UTC)."""
        return end_of_day(self.last_day)


def spread(
    first_day: date, last_day: date, n: int, calendar: Calendar, *, weeks_kept_clear: int = 0
) -> tuple[date, ...]:
    """Return n target days, in order, spread evenly over the weeks from the first to the last day.

    Each is a working day, and no week (Monday to Friday) holds more than one above another. The last weeks
    that have a working day are kept clear, so that what is due late can still end within the quarter, unless
    that would leave no week at all. Raises `NoWorkingDay` when there is none, and `BeyondCalendar`.
    """
    if n == 0:
        return ()
    weeks = _weeks(first_day, last_day, calendar)
    if not weeks:
        raise NoWorkingDay(first_day, last_day)
    open_weeks = weeks[: len(weeks) - weeks_kept_clear] or weeks
    chosen = _evenly(n, len(open_weeks))
    return tuple(day for week, days in enumerate(open_weeks) for day in _days(days, chosen.count(week)))


def _weeks(first_day: date, last_day: date, calendar: Calendar) -> list[list[date]]:
    length = (last_day - first_day).days + 1
    days = (first_day + timedelta(days=n) for n in range(length))
    working = [day for day in days if calendar.is_working_day(day)]
    return [list(week) for _, week in groupby(working, key=lambda day: day.isocalendar()[:2])]


def _days(week: list[date], n: int) -> list[date]:
    return [week[place] for place in _evenly(n, len(week))]


def _evenly(n: int, places: int) -> list[int]:
    """Spread n things over so many places, centred: the count of no two places differs by more than one."""
    return [(2 * thing + 1) * places // (2 * n) for thing in range(n)]
