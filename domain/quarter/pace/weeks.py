"""A quarter week by week: what was confirmed in each, and what is still to come at the pace so far (¶2.16, ¶6.11).

Weeks have seven days and are counted back from the quarter's last day, so that the last of them are those which policy
watches; what is left over is the first. Nobody is named in them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from domain.calendar import DayRange, day_of
from domain.periods import Quarter
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.figures import Pattern
from domain.quarter.pace.last_weeks import last_weeks
from domain.quarter.state import AreaQuarter
from domain.values import Value

_ONE_DAY: Final = timedelta(days=1)
_A_WEEK: Final = timedelta(weeks=1)


class WeekOfQuarter(Value):
    """A week: its days (Europe/London), how many assessments were confirmed in it, and how many would be.

    ``to_come`` are those still to come, spread evenly over the working days left: before the last weeks as many as the
    pace so far has there, in the last weeks the forecast. ``is_last`` says that it is one of the last weeks.
    """

    first_day: date
    last_day: date
    working_days: int
    confirmed: int
    to_come: int
    is_last: bool


def weeks(quarter: AreaQuarter, facts: QuarterFacts, found: Pattern) -> tuple[WeekOfQuarter, ...]:
    """Return the weeks of a quarter as they stand today, by the pattern of today; a closed one has none to come."""
    period = Quarter.parse(quarter.quarter)
    late = last_weeks(period, facts.policy)
    until = min(facts.today, period.last_day)
    confirmed = Counter(day_of(iqa.confirmed_at) for iqa in facts.standing if iqa.confirmed_at)
    come = () if quarter.closed_at else tuple(_to_come(found, late, facts))
    return tuple(
        WeekOfQuarter(
            first_day=one.first_day,
            last_day=last_day,
            working_days=len(facts.calendar.working_days(one.first_day, last_day)),
            confirmed=sum(n for day, n in confirmed.items() if day in one and day <= until),
            to_come=sum(n for day, n in come if day in one),
            is_last=one.first_day in late,
        )
        for one, last_day in _weeks(period)
    )


def _weeks(period: Quarter) -> Iterator[tuple[DayRange, date]]:
    """The weeks in order, each with its last day."""
    left_over = ((period.last_day - period.first_day).days + 1) % _A_WEEK.days
    first_day = period.first_day
    last_day = first_day + timedelta(days=left_over or _A_WEEK.days) - _ONE_DAY
    while first_day <= period.last_day:
        yield DayRange(first_day=first_day, last_day=last_day), last_day
        first_day, last_day = last_day + _ONE_DAY, last_day + _A_WEEK


def _to_come(found: Pattern, late: DayRange, facts: QuarterFacts) -> Iterator[tuple[date, int]]:
    """How many are to come on which day that is left, before the last weeks and in them."""
    assert late.last_day  # noqa: S101  a quarter ends
    tomorrow = facts.today + _ONE_DAY
    before = facts.calendar.working_days(tomorrow, late.first_day - _ONE_DAY)
    within = facts.calendar.working_days(max(tomorrow, late.first_day), late.last_day)
    yield from _evenly(found.to_assess - found.forecast, before)
    yield from _evenly(found.forecast, within)


def _evenly(n: int, days: Sequence[date]) -> Iterator[tuple[date, int]]:
    """So many things over these days, as evenly as whole things go; none where no day is left."""
    if days:
        yield from Counter(days[(2 * thing + 1) * len(days) // (2 * n)] for thing in range(n)).items()
