"""Post rounds: when the notices of an Area go out, on working days within the hours of policy, on London's clocks.

What is told outside of them can be read when they open again, and nothing counts from an earlier day.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

from domain.calendar import LONDON, Calendar, day_of
from domain.policy import Hours
from domain.values import Code, Value

Round = Literal["digest", "urgent"]
"""What a round takes along: with the digest every notice, else what goes alone and what waits to be sent again."""


_BEFORE_THE_DIGEST: Final = timedelta(minutes=15)
"""Time for what is told in the morning to be in the outbox before the digest is made."""


class AreaPost(Value):
    """What an Area has in its outbox. Instants are UTC.

    ``alone`` counts the notices that go alone and are in no message yet, ``oldest`` is when the first of the others was
    recorded. ``waiting`` counts the messages that are made and not out, ``tried_at`` is when one of them was refused
    last. ``digest_at`` is when the last digest was made.
    """

    area: Code
    alone: int
    oldest: datetime | None
    waiting: int
    tried_at: datetime | None
    digest_at: datetime | None


def due(now: datetime, hours: Hours, calendar: Calendar, post: AreaPost) -> Round | None:
    """Return the round that an Area is due at an instant (UTC); raises ``BeyondCalendar``.

    The digest goes out once a day, as the hours open or at the first instant after it, if anything is from before it;
    what failed is tried again after a while.
    """
    if not within_hours(now, hours, calendar):
        return None
    if _digest_is_due(day_of(now), hours, post):
        return "digest"
    return "urgent" if post.alone or _is_to_be_tried(now, hours, post) else None


def within_hours(now: datetime, hours: Hours, calendar: Calendar) -> bool:
    """Tell whether notices may go out at an instant (UTC); raises ``BeyondCalendar``."""
    return (
        calendar.is_working_day(day_of(now)) and hours.opens <= now.astimezone(LONDON).time() < hours.closes
    )


def opening(day: date, hours: Hours) -> datetime:
    """The instant (UTC) at which the hours open on a day."""
    return datetime.combine(day, hours.opens, tzinfo=LONDON).astimezone(UTC)


def morning(day: date, hours: Hours) -> datetime:
    """The instant (UTC) on a day at which something is told that is to go out with its digest: shortly before it."""
    return opening(day, hours) - _BEFORE_THE_DIGEST


def read_on(told_at: datetime, hours: Hours, calendar: Calendar) -> date:
    """The day (London) on which what is told at an instant (UTC) can be read first; raises ``BeyondCalendar``.

    It is the same day as long as the hours are not over, and the next working day after that: what is told on a Friday
    night can be read on Monday.
    """
    day = day_of(told_at)
    over = told_at.astimezone(LONDON).time() >= hours.closes or not calendar.is_working_day(day)
    return calendar.add_working_days(day, 1) if over else day


def first_due(told_at: datetime, hours: Hours, calendar: Calendar) -> date:
    """The first day (London) on which something that is told at an instant (UTC) may be due: the working day after.

    Nobody is late with what they could not read on the day before. Raises ``BeyondCalendar``.
    """
    return calendar.add_working_days(read_on(told_at, hours, calendar), 1)


def _digest_is_due(today: date, hours: Hours, post: AreaPost) -> bool:
    made_today = post.digest_at is not None and day_of(post.digest_at) >= today
    return not made_today and post.oldest is not None and post.oldest < opening(today, hours)


def _is_to_be_tried(now: datetime, hours: Hours, post: AreaPost) -> bool:
    """Whether messages wait of which none was refused lately; a round that was cut short goes on at once."""
    if not post.waiting or post.tried_at is None:
        return post.waiting > 0
    return post.tried_at + timedelta(minutes=hours.retry_minutes) <= now
