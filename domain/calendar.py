"""Working days of England and Wales, and London's clock: on which day an instant falls, and when a day ends."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import Field, PlainSerializer, model_validator

from domain.errors import Reason, Refused
from domain.values import Code, Line, Value

LONDON: Final = ZoneInfo("Europe/London")
"""The clocks by which days begin and end, everywhere in the system."""

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5

Days = Annotated[frozenset[date], PlainSerializer(sorted, return_type=list[date])]
"""A set of days, written in order so that the same set always gives the same bytes."""


class BeyondCalendar(Exception):
    """The day lies outside the calendar, whose bank holidays are not known there."""

    def __init__(self, day: date, first_day: date, last_day: date) -> None:
        super().__init__(f"{day}: the calendar knows bank holidays from {first_day} to {last_day} only")
        self.day = day
        self.first_day = first_day
        self.last_day = last_day

    @property
    def refused(self) -> Refused:
        """The refusal of a command that would need a working day there."""
        return Refused(reason=Reason.BEYOND_CALENDAR, detail=str(self))


class NaiveInstant(Exception):
    """The instant has no time zone, so the day that it falls on is not known."""

    def __init__(self, instant: datetime) -> None:
        super().__init__(f"{instant}: has no time zone")
        self.instant = instant


class DayRange(Value):
    """The days from the first to the last, both included; without a last day it does not end."""

    first_day: date
    last_day: date | None = None

    def __contains__(self, day: date) -> bool:
        """Tell whether the day is one of them."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class Calendar(Value):
    """The working days of England and Wales over a horizon, by version.

    A working day is a Monday to Friday that is not a bank holiday. Nothing beyond the horizon is guessed,
    since a bank holiday may yet be proclaimed there: every method raises `BeyondCalendar` instead.
    """

    version: Code
    source: Line
    first_day: date
    last_day: date
    bank_holidays: Days = Field(min_length=1)

    @model_validator(mode="after")
    def _within_horizon(self) -> "Calendar":
        if self.last_day < self.first_day:
            msg = f"ends on {self.last_day}, before it starts on {self.first_day}"
            raise ValueError(msg)
        horizon = DayRange(first_day=self.first_day, last_day=self.last_day)
        if strays := sorted(day for day in self.bank_holidays if day not in horizon):
            msg = f"bank holidays outside the horizon: {', '.join(map(str, strays))}"
            raise ValueError(msg)
        return self

    def is_working_day(self, day: date) -> bool:
        """Tell whether the day is a Monday to Friday and no bank holiday."""
        if not self.first_day <= day <= self.last_day:
            raise BeyondCalendar(day, self.first_day, self.last_day)
        return day.weekday() < _SATURDAY and day not in self.bank_holidays

    def working_days(self, first_day: date, last_day: date) -> tuple[date, ...]:
        """Return the working days from the first to the last day, both included; none when the last is earlier."""
        days = (first_day + n * _ONE_DAY for n in range((last_day - first_day).days + 1))
        return tuple(day for day in days if self.is_working_day(day))

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after the day, or before it if n is negative; the day itself for 0."""
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """Count the working days stepped on from a (not counted) to b (counted); negative when b is earlier.

        The inverse of `add_working_days`: `working_days_between(day, add_working_days(day, n)) == n`.
        """
        sign = 1 if a <= b else -1
        steps = range(1, abs((b - a).days) + 1)
        return sign * sum(self.is_working_day(a + sign * n * _ONE_DAY) for n in steps)

    def due(
        self,
        start: date | datetime,
        working_days: int,
        away: Sequence[DayRange] = (),
        longest_pause: int | None = None,
    ) -> datetime:
        """Return the last instant (UTC) of the n-th working day counted from the day after the start.

        Days in `away` do not count: the clock pauses, for at most `longest_pause` working days in all.
        Without that limit an absence with no last day leaves no deadline, and `BeyondCalendar` is raised.
        A start given as an instant is judged by its London day.
        """
        day = day_of(start) if isinstance(start, datetime) else start
        pauses = longest_pause if longest_pause is not None else (self.last_day - self.first_day).days
        while working_days > 0:
            day += _ONE_DAY
            if not self.is_working_day(day):
                continue
            if pauses > 0 and any(day in absence for absence in away):
                pauses -= 1
            else:
                working_days -= 1
        return end_of_day(day)


def exists(day: date, at: time) -> bool:
    """Tell whether London's clocks show that time on that day: an hour of one night in spring they do not."""
    shown = datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC).astimezone(LONDON)
    return shown.time() == at


def shown_last(day: date, at: time) -> datetime:
    """Return the last instant (UTC) at which London's clocks show that time on that day: in autumn one may have two."""
    return datetime.combine(day, at.replace(fold=1), tzinfo=LONDON).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """Return the first instant (UTC) of the day in Europe/London."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return the last instant (UTC, to the microsecond) of the day in Europe/London.

    What happens later than this instant happens on a later day, and `day_of` of it is still the day.
    """
    return start_of_day(day + _ONE_DAY) - timedelta.resolution


def day_of(instant: datetime) -> date:
    """Return the London day on which the instant falls; raise `NaiveInstant` when it has no time zone."""
    if instant.tzinfo is None:
        raise NaiveInstant(instant)
    return instant.astimezone(LONDON).date()
