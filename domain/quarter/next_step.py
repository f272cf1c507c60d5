"""What the quarter's workflow does next. Replay-sensitive: its answer is the workflow's control flow."""

from itertools import islice
from typing import Final, Literal

from domain.quarter.state import AreaQuarter, Step, Telling
from domain.quarter.tellings import to_tell
from domain.stream import Await, Finish
from domain.values import Value

AT_ONCE: Final = 25
"""How many streams are told before the quarter records it: what is done again after a crash."""


class Tell(Value):
    """Tell other streams what the quarter has to tell them, then say so with ``TellingDone``."""

    kind: Literal["tell"] = "tell"
    tellings: tuple[Telling, ...]


NextStep = Tell | Await[Step] | Finish


def next_step(quarter: AreaQuarter, put_off: frozenset[str] = frozenset()) -> NextStep:
    """Return what to do, or what to wait for: a deadline is always pending until the quarter is finished.

    ``put_off`` are streams that could not be told; they are passed by until something is due, or nothing else is left.
    """
    passed_by = put_off if quarter.deadlines else frozenset()
    tellings = tuple(islice((one for one in to_tell(quarter) if one.stream not in passed_by), AT_ONCE))
    if tellings:
        return Tell(tellings=tellings)
    if quarter.finished:
        return Finish()
    return Await[Step](deadline=quarter.deadlines[0])
