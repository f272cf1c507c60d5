"""What the quarter's workflow does next. Replay-sensitive: its answer is the workflow's control flow."""

from typing import Final, Literal

from domain.quarter.events import PlannedIqa
from domain.quarter.state import AreaQuarter, Step, Telling
from domain.stream import Await, Finish
from domain.values import Value

AT_ONCE: Final = 25
"""How many IQAs are opened or told before the quarter records it: what is done again after a crash."""


class OpenIqas(Value):
    """Open these planned IQAs, then say so with ``IqaOpeningDone``."""

    kind: Literal["open_iqas"] = "open_iqas"
    iqas: tuple[PlannedIqa, ...]


class TellStreams(Value):
    """Tell other streams what the quarter has to tell them, then say so with ``TellingDone``."""

    kind: Literal["tell_streams"] = "tell_streams"
    tellings: tuple[Telling, ...]


NextStep = OpenIqas | TellStreams | Await[Step] | Finish


def next_step(quarter: AreaQuarter, put_off: frozenset[str] = frozenset()) -> NextStep:
    """Return what to do, or what to wait for: a deadline is always pending until the quarter is finished.

    ``put_off`` are streams that could not be told; they are passed by until something is due, or nothing else is left.
    """
    if quarter.unopened:
        return OpenIqas(iqas=quarter.unopened[:AT_ONCE])
    passed_by = put_off if quarter.deadlines else frozenset()
    tellings = tuple(one for one in quarter.tellings if one.stream not in passed_by)
    if tellings:
        return TellStreams(tellings=tellings[:AT_ONCE])
    if quarter.finished:
        return Finish()
    return Await[Step](deadline=quarter.deadlines[0])
