"""The end of a quarter: which days are its last weeks, and from which day on no time is left to assure (¶6.11).

Days are London's; working days are those of England and Wales.
"""

from datetime import date, timedelta

from domain.calendar import Calendar, DayRange
from domain.periods import Quarter
from domain.policy import Policy

_ONE_DAY = timedelta(days=1)


def last_weeks(quarter: Quarter, policy: Policy) -> DayRange:
    """Return the last weeks that policy names, of seven days each, up to the quarter's last day."""
    length = timedelta(weeks=policy.pace.bunching_weeks)
    return DayRange(first_day=quarter.last_day - length + _ONE_DAY, last_day=quarter.last_day)


def no_time_from(quarter: Quarter, policy: Policy, calendar: Calendar) -> date:
    """Return the first day on which a confirmed assessment can no longer be assured within the quarter.

    A dip sample and the feedback on it take the working days that policy allows, counted from the day after.
    """
    needed = policy.working_days.dip_sample + policy.working_days.feedback
    return calendar.add_working_days(quarter.last_day + _ONE_DAY, -needed)


def days_to_assure(day: date, quarter: Quarter, policy: Policy, calendar: Calendar) -> int:
    """Count the working days after this one on which a confirmed assessment still leaves time to assure it."""
    last = no_time_from(quarter, policy, calendar) - _ONE_DAY
    return len(calendar.working_days(max(day + _ONE_DAY, quarter.first_day), last))
