"""Rounds of the post: when notices go out, and what becomes of those that failed.

On working days between the hours of policy, on London's clocks: the digest as they open, what goes alone at once.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendar import day_of
from domain.facts import Facts
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.state import AreaQuarter, Step

_LONDON: Final = ZoneInfo("Europe/London")


def begin(quarter: AreaQuarter, facts: Facts) -> tuple[e.QuarterEvent, ...]:
    """Begin the round that is due, with the digest unless today's went out; put it off where the hours are over."""
    if quarter.post_is_out:
        return ()
    if not within_hours(facts):
        return (e.PostPutOff(post_due=post_due(facts)),)
    return (_round(quarter, facts, digest=not _digest_made(quarter, facts)),)


def at_once(quarter: AreaQuarter, facts: Facts) -> tuple[e.QuarterEvent, ...]:
    """Begin a round out of turn for what goes alone; outside the hours it waits for the next opening."""
    if quarter.post_is_out or not facts.pressing_notices or not within_hours(facts):
        return ()
    pending = quarter.deadline(Step.POST)
    takes_its_turn = pending is not None and pending.due <= facts.now
    return (_round(quarter, facts, digest=takes_its_turn and not _digest_made(quarter, facts)),)


def done(command: c.PostDone, quarter: AreaQuarter, facts: Facts) -> tuple[e.QuarterEvent, ...]:
    """End the round that is out; what failed is tried again before the next round of its own."""
    if not quarter.post_is_out or command.round != quarter.post_round:
        return ()
    again = _retry_due(quarter, facts) if command.failed else None
    told = command.model_dump(include={"round", "sent", "failed", "gave_up"})
    return (e.PostEnded(**told, post_due=again),)


def post_due(facts: Facts) -> datetime:
    """The next opening (UTC) after now; raises ``BeyondCalendar``."""
    day = facts.today
    while not (facts.calendar.is_working_day(day) and _opening(day, facts) > facts.now):
        day += timedelta(days=1)
    return _opening(day, facts)


def within_hours(facts: Facts) -> bool:
    """Tell whether notices may go out now; raises ``BeyondCalendar``."""
    hours, clock = facts.policy.notices, facts.now.astimezone(_LONDON).time()
    return facts.calendar.is_working_day(facts.today) and hours.opens <= clock < hours.closes


def _round(quarter: AreaQuarter, facts: Facts, *, digest: bool) -> e.PostBegun:
    pending = quarter.deadline(Step.POST)
    due = pending.due if pending and pending.due > facts.now else post_due(facts)
    return e.PostBegun(round=quarter.post_round + 1, post_due=due, digest=digest)


def _retry_due(quarter: AreaQuarter, facts: Facts) -> datetime | None:
    """A while from now, where that is within today's hours and before the round that is due anyway."""
    later = facts.now + timedelta(minutes=facts.policy.notices.retry_minutes)
    pending = quarter.deadline(Step.POST)
    if pending and pending.due <= later:
        return None
    return later if within_hours(facts.model_copy(update={"now": later})) else None


def _digest_made(quarter: AreaQuarter, facts: Facts) -> bool:
    return quarter.digest_at is not None and day_of(quarter.digest_at) == facts.today


def _opening(day: date, facts: Facts) -> datetime:
    return datetime.combine(day, facts.policy.notices.opens, tzinfo=_LONDON).astimezone(UTC)
