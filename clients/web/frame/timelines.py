"""Timelines: what was due when, and when it was done, each on its own track; the same as a table and a file.

Where a step stands is told by its words and by the shape of its mark: nothing by colour alone.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from clients.web.frame.scales import Scale
from clients.web.frame.tables import Table
from domain.values import Code, Line, Value

_BEGIN: Final = 2
_END: Final = 98


class How(StrEnum):
    """How a step stands to its day."""

    KEPT = "kept"
    LATE = "late"
    OVERDUE = "overdue"
    TO_COME = "to_come"


class Step(Value):
    """A step to draw: what it is, what it says of its day, when it was due and when it was done, if it was (London)."""

    name: str
    says: str
    how: How
    due: date
    done: date | None = None


class Track(Value):
    """A step as it is drawn: where its day and its end stand, and from where to where they lie apart (per cent)."""

    name: str
    says: str
    how: How
    due: float
    done: float | None
    x: float
    width: float


class Timeline(Value):
    """A timeline: what it shows in a sentence, its tracks, from which day to which, and the same as a table.

    ``today`` is where the present day stands, in per cent; ``at`` is the address below which its table is a file.
    """

    name: Code
    at: Line
    headline: str
    tracks: tuple[Track, ...]
    first: str
    last: str
    today: float
    table: Table


def timeline(headline: str, steps: Iterable[Step], today: date, table: Table, at: str) -> Timeline:
    """A timeline of these steps, from the first day of any to the last; today stands on it."""
    shown = tuple(steps)
    every = sorted({today, *(one.due for one in shown), *(one.done for one in shown if one.done)})
    scale = Scale(begins=_BEGIN, ends=_END, most=(every[-1] - every[0]).days)
    return Timeline(
        name=table.name,
        at=at,
        headline=headline,
        tracks=tuple(_track(one, every[0], today, scale) for one in shown),
        first=_day(every[0]),
        last=_day(every[-1]),
        today=scale.at((today - every[0]).days),
        table=table,
    )


def _track(one: Step, first: date, today: date, scale: Scale) -> Track:
    due = scale.at((one.due - first).days)
    done = scale.at((one.done - first).days) if one.done else None
    until = done if done is not None else scale.at((today - first).days) if one.how is How.OVERDUE else due
    return Track(
        name=one.name,
        says=one.says,
        how=one.how,
        due=due,
        done=done,
        x=min(due, until),
        width=abs(until - due),
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
