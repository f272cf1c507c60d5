"""Deadlines as a tuple, the soonest first, at most one for each step and item."""

from collections.abc import Iterable
from datetime import datetime

from domain.iqa.state import Deadline, Iqa, Step

Deadlines = tuple[Deadline, ...]


def due(deadlines: Deadlines, step: Step, instant: datetime | None, item: str | None = None) -> Deadlines:
    """Return the deadlines with this one, in place of an earlier one; unchanged when there is no instant."""
    if instant is None:
        return deadlines
    others = (each for each in deadlines if (each.step, each.item) != (step, item))
    return in_order((*others, Deadline(step=step, item=item, due=instant)))


def without(iqa: Iqa, *steps: Step) -> Deadlines:
    """Return the deadlines that belong to none of these steps."""
    return tuple(deadline for deadline in iqa.deadlines if deadline.step not in steps)


def without_name(iqa: Iqa, name: str) -> Deadlines:
    """Return the deadlines without the one of that name."""
    return tuple(deadline for deadline in iqa.deadlines if deadline.name != name)


def without_item(iqa: Iqa, step: Step, item: str) -> Deadlines:
    """Return the deadlines without the one of that item."""
    return tuple(deadline for deadline in iqa.deadlines if (deadline.step, deadline.item) != (step, item))


def in_order(deadlines: Iterable[Deadline]) -> Deadlines:
    """Return the deadlines, the soonest first; those of the same instant by name."""
    return tuple(sorted(deadlines, key=lambda deadline: (deadline.due, deadline.name)))
