"""The weekly review: what waits with whom, what follows from it, and who is told (report ¶2.16, ¶6.11)."""

from datetime import datetime, timedelta

from domain.calendar import end_of_day
from domain.facts import Facts
from domain.quarter import events as e
from domain.quarter.pace import Pattern
from domain.quarter.state import AreaQuarter


def review_week(quarter: AreaQuarter, facts: Facts) -> tuple[e.QuarterEvent, ...]:
    """Go over the week that ends."""
    del quarter
    return (e.WeekReviewed(last_day=facts.today, pattern=Pattern(), week_due=week_due(facts)),)


def week_due(facts: Facts) -> datetime:
    """The end of the week's last day, Sunday, that comes next after now."""
    sunday = facts.today + timedelta(days=6 - facts.today.weekday())
    due = end_of_day(sunday)
    return due if due > facts.now else end_of_day(sunday + timedelta(days=7))
