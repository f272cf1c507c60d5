"""What the quarter's workflow does next. Replay-sensitive: its answer is the workflow's control flow."""

from typing import Final, Literal

from domain.quarter.draw import Drawn
from domain.quarter.events import PlannedIqa
from domain.quarter.state import AreaQuarter, Deadline
from domain.values import Code, Value

AT_ONCE: Final = 25
"""How many IQAs are opened or told before the quarter records it: what is done again after a crash."""


class OpenIqas(Value):
    """Open these planned IQAs, then say so with ``IqaOpeningDone``."""

    kind: Literal["open_iqas"] = "open_iqas"
    iqas: tuple[PlannedIqa, ...]


class TellIqas(Value):
    """Tell these IQAs that they were drawn or released, then say so with ``SampleTold``."""

    kind: Literal["tell_iqas"] = "tell_iqas"
    drawn: tuple[Drawn, ...] = ()
    released: tuple[Code, ...] = ()


class Await(Value):
    """Wait for a person or a signal, and for the deadline."""

    kind: Literal["await"] = "await"
    deadline: Deadline


class Finish(Value):
    """Nothing is left: the workflow completes."""

    kind: Literal["finish"] = "finish"


def next_step(quarter: AreaQuarter) -> OpenIqas | TellIqas | Await | Finish:
    """Return what to do, or what to wait for: a pass is always pending until the quarter is finished."""
    if quarter.unopened:
        return OpenIqas(iqas=quarter.unopened[:AT_ONCE])
    if quarter.untold_drawn or quarter.untold_released:
        return TellIqas(drawn=quarter.untold_drawn[:AT_ONCE], released=quarter.untold_released[:AT_ONCE])
    if quarter.finished:
        return Finish()
    return Await(deadline=quarter.deadlines[0])
