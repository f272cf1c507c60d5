"""Every time-out and retry policy in one table."""

from datetime import timedelta
from typing import Final, TypedDict

from temporalio.common import RetryPolicy

RECORD_START_TO_CLOSE: Final = timedelta(seconds=5)
STICKY: Final = timedelta(seconds=2)
GRACEFUL_SHUTDOWN: Final = timedelta(seconds=10)
"""After a worker was killed, its step goes on elsewhere within the sum of the first two."""


class ActivityOptions(TypedDict):
    """The options of one kind of activity."""

    start_to_close_timeout: timedelta
    retry_policy: RetryPolicy


RECORD: Final[ActivityOptions] = {
    "start_to_close_timeout": RECORD_START_TO_CLOSE,
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=10)
    ),
}
"""Without end while the database is out of reach; the activity itself ends at a bug or a ledger that is behind."""

BULK: Final[ActivityOptions] = {
    "start_to_close_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)),
}
"""What an IQA tells a case: without end, since an action that is not handed on would be forgotten."""

TELL: Final[ActivityOptions] = {
    "start_to_close_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1), maximum_attempts=8
    ),
}
"""What a quarter tells a stream, its opening too: put off after a while and tried again, so that none stops another."""


class BeatingOptions(ActivityOptions):
    """The options of an activity that tells now and then that it is alive."""

    heartbeat_timeout: timedelta


ASK_POST: Final[ActivityOptions] = {
    "start_to_close_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10), maximum_attempts=5
    ),
}
"""Given up soon, since the next run asks again a minute later."""

POST_EVERY: Final = timedelta(minutes=1)
POST_RUN: Final = timedelta(minutes=10)
"""How often the post runs, and for how long at most: what is left then goes with the next run."""

POST: Final[BeatingOptions] = {
    "start_to_close_timeout": timedelta(minutes=5),
    "heartbeat_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10), maximum_attempts=5
    ),
}
"""A post round: given up after a while, since the next run takes along what is left.

It beats before each message, for which a channel has 20 s, and ends itself after 4 minutes (``activities/post.py``).
"""

BULK_PER_SECOND: Final = 6.0
"""How many IQAs a second quarters open, over all workers: slow enough that a person's step hardly waits.

At 10 the p95 of a step could be more than twice what it is otherwise (docs/performance.md, ``bench/opening.py``).
"""


def bulk_queue(task_queue: str) -> str:
    """The queue of what a quarter does to its IQAs, beside the people's queue."""
    return f"{task_queue}-bulk"


BACK_OFF_FIRST: Final = timedelta(seconds=30)
BACK_OFF_MOST: Final = timedelta(hours=1)
"""How long the system waits before it repeats a command of its own that was refused."""


def back_off(attempt: int) -> timedelta:
    """Double from half a minute to an hour."""
    doubled: timedelta = BACK_OFF_FIRST * 2 ** min(attempt, 10)
    return min(doubled, BACK_OFF_MOST)
