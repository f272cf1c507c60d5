"""A quarter's deadlines as a tuple, the soonest first, at most one for each step; and what it has to tell others."""

from datetime import datetime

from domain.quarter.events import RecordedQuarterEvent
from domain.quarter.state import AreaQuarter, Deadline, Message, Step, Telling


def due(quarter: AreaQuarter, step: Step, instant: datetime | None) -> tuple[Deadline, ...]:
    """Return the deadlines with this one in place of an earlier one; without it where there is no instant."""
    others = without(quarter, step)
    return others if instant is None else in_order(*others, Deadline(step=step, due=instant))


def without(quarter: AreaQuarter, *steps: Step) -> tuple[Deadline, ...]:
    """Return the deadlines that belong to none of these steps."""
    return tuple(deadline for deadline in quarter.deadlines if deadline.step not in steps)


def in_order(*deadlines: Deadline) -> tuple[Deadline, ...]:
    """Return the deadlines, the soonest first; those of the same instant by name."""
    return tuple(sorted(deadlines, key=lambda deadline: (deadline.due, deadline.name)))


def tell(
    quarter: AreaQuarter, recorded: RecordedQuarterEvent, *messages: tuple[str, Message]
) -> tuple[Telling, ...]:
    """Return what is to be told with these messages, each to a stream, added at the end."""
    fresh = (
        Telling(telling_id=f"t{recorded.version}.{n}", stream=stream, message=message)
        for n, (stream, message) in enumerate(messages, start=1)
    )
    return (*quarter.tellings, *fresh)
