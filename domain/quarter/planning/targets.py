"""On which day each case is to be selected: on a day that is possible, in no manager's week that is full (¶6.11)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from domain.quarter.planning.staff import Staff

Week = tuple[int, int]
"""A week by the numbers of ISO 8601: its year, and its place in it."""


def week_of(day: date) -> Week:
    """Return the week, Monday to Sunday, in which a day falls."""
    return day.isocalendar()[:2]


class Slot(NamedTuple):
    """An IQA that is to be given a day: who assesses, which days are possible, and which would be best."""

    iqa_id: str
    assessor: str
    days: tuple[date, ...]
    near: date


class Held:
    """How many targets each manager's weeks hold, as targets are given and moved."""

    def __init__(self, staff: Staff) -> None:
        self._most = staff.planning.max_per_manager_per_week
        self._clear = staff.kept_clear()
        self._held: Counter[tuple[str, Week]] = Counter()

    def add(self, assessor: str, day: date, n: int = 1) -> None:
        """Count a target, or take it off with -1."""
        self._held[assessor, week_of(day)] += n

    def has_room(self, assessor: str, day: date) -> bool:
        """Tell whether the manager's week takes one more."""
        return self._held[assessor, week_of(day)] < self._most

    def over(self, assessor: str, day: date) -> int:
        """Return by how many targets the manager's week holds more than policy allows."""
        return max(self._held[assessor, week_of(day)] - self._most, 0)

    def over_with(self, assessor: str, day: date) -> int:
        """Return by how many it would with one more."""
        return max(self._held[assessor, week_of(day)] + 1 - self._most, 0)

    def best(self, slot: Slot) -> date:
        """Return the possible day nearest to the best one.

        A week with room comes before one that is full, and a week that is kept clear after any other with room;
        where every week is full, it is the one that holds the least.
        """
        return min(slot.days, key=lambda day: (*self._rank(slot.assessor, day), abs(day - slot.near), day))

    def _rank(self, assessor: str, day: date) -> tuple[int, bool]:
        return self.over_with(assessor, day), day in self._clear


def settle(slots: Iterable[Slot], held: Held) -> dict[str, date]:
    """Give each IQA the day that is best for it, or another where that is not possible or its week is full.

    In the end no IQA stands in a week that holds more than policy allows, although one that could take it has room;
    where none has, the weeks exceed it evenly.
    """
    theirs: dict[str, list[Slot]] = {}
    for slot in slots:
        theirs.setdefault(slot.assessor, []).append(slot)
    return {iqa_id: day for each in theirs.values() for iqa_id, day in _settled(each, held).items()}


def _settled(slots: Sequence[Slot], held: Held) -> dict[str, date]:
    """Give the IQAs of one assessor their days."""
    given: dict[str, date] = {}
    for slot in sorted(slots, key=lambda slot: slot.near not in slot.days):
        given[slot.iqa_id] = slot.near if slot.near in slot.days else held.best(slot)
        held.add(slot.assessor, given[slot.iqa_id])
    while moves := _moves(slots, given, held):
        slot, day = moves
        held.add(slot.assessor, given[slot.iqa_id], -1)
        held.add(slot.assessor, day)
        given[slot.iqa_id] = day
    return given


def _moves(slots: Iterable[Slot], given: dict[str, date], held: Held) -> tuple[Slot, date] | None:
    """Return one IQA in a week that holds too much, and a day in a week that would hold less; None if there is none."""
    for slot in slots:
        over = held.over(slot.assessor, given[slot.iqa_id])
        if over and held.over_with(slot.assessor, day := held.best(slot)) < over:
            return slot, day
    return None
