"""Which IQAs a quarter opens, and by which day a case is to be selected for each (report ¶3.4, ¶6.11)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from domain.ids import iqa_id
from domain.people import Person
from domain.periods import NoWorkingDay, Quarter, spread
from domain.post import first_due
from domain.quarter.events import LeftOut, LeftOutBecause, NotAskedFor, PlannedIqa
from domain.quarter.facts import QuarterFacts
from domain.quarter.planning.coverage import asking, not_asked_for
from domain.quarter.planning.staff import Staff
from domain.quarter.planning.targets import Held, Slot, settle, week_of
from domain.questions import Category

_GOLDEN: Final = (5**0.5 - 1) / 2


class Plan(NamedTuple):
    """What a quarter opens, the soonest target first, whom it leaves out, and what nobody is asked for."""

    planned: tuple[PlannedIqa, ...]
    left_out: tuple[LeftOut, ...]
    not_asked_for: tuple[NotAskedFor, ...] = ()


class Pair(NamedTuple):
    """A prosecutor and the manager who assesses their work; ``ordinal`` counts their IQAs of a category from 1."""

    assessor: str
    prosecutor: str
    category: Category
    ordinal: int

    def iqa_id(self, quarter: Quarter) -> str:
        """Return the id of the IQA."""
        return iqa_id(str(quarter), self.prosecutor, self.category, self.ordinal)


def plan(area: str, quarter: Quarter, facts: QuarterFacts) -> Plan:
    """Plan the IQAs of an Area's prosecutors until the quarter's end, as many as policy asks for.

    No target falls before the working day after the one on which the opening can be read (``domain.post``). Targets
    are spread evenly over the weeks, and so are each manager's, on days on which that manager is not recorded away.
    Where a manager's week would hold more than policy allows, the weeks that it keeps clear are planned too; where that
    is not enough the limit gives way, for the number of IQAs is the guidance's (¶3.4) and the limit is local. Raises
    ``NoWorkingDay`` and ``BeyondCalendar``.
    """
    staff = Staff(area, quarter, facts, first_due(facts.now, facts.policy.notices, facts.calendar))
    people = staff.prosecutors()
    obstacles = {person.staff_id: _obstacle(person, staff, facts) for person in people}
    able = tuple(person for person in people if obstacles[person.staff_id] is None)
    if able and not staff.days:
        raise NoWorkingDay(facts.today, quarter.last_day)
    left_out = tuple(
        LeftOut(prosecutor=who, because=because) for who, because in obstacles.items() if because
    )
    planned = asking(planned_for(able, (), staff, facts), (), facts)
    return Plan(planned, left_out, not_asked_for(planned, facts))


def planned_for(
    people: Iterable[Person],
    before: Sequence[PlannedIqa],
    staff: Staff,
    facts: QuarterFacts,
    held: Held | None = None,
) -> tuple[PlannedIqa, ...]:
    """Plan for people who have a manager and days left, beside what was planned before; the soonest target first.

    ``held`` counts the targets that managers' weeks hold already.
    """
    people = tuple(people)
    pairs = sorted(pair for person in people for pair in _pairs(person, before, staff, facts))
    if not pairs:
        return ()
    days_of = {person.staff_id: staff.days_of(person) for person in people}
    dealt = _dealt(pairs, staff, facts)
    slots = [_slot(pair, near, days_of[pair.prosecutor], staff) for pair, near in dealt]
    targets = settle(slots, held or Held(staff))
    planned = (
        PlannedIqa(
            iqa_id=pair.iqa_id(staff.quarter),
            category=pair.category,
            prosecutor=pair.prosecutor,
            assessor=pair.assessor,
            target_on=targets[pair.iqa_id(staff.quarter)],
        )
        for pair in pairs
    )
    return tuple(sorted(planned, key=lambda iqa: (iqa.target_on, iqa.iqa_id)))


def _pairs(person: Person, before: Iterable[PlannedIqa], staff: Staff, facts: QuarterFacts) -> Iterator[Pair]:
    """A prosecutor's IQAs, counted on from those of theirs that were planned before, here or in another Area."""
    earlier = Counter(iqa.category for iqa in before if iqa.prosecutor == person.staff_id)
    earlier.update(iqa.category for iqa in facts.elsewhere if iqa.prosecutor == person.staff_id)
    for category in Category:
        for n in range(1, staff.planning.per_quarter(category, person.unit) + 1):
            yield Pair(person.reports_to or "", person.staff_id, category, earlier[category] + n)


def _obstacle(person: Person, staff: Staff, facts: QuarterFacts) -> LeftOutBecause | None:
    """Return why nothing can be planned for a prosecutor; too short a part of the quarter is one reason (¶3.4)."""
    if not staff.planning.plans_for(person.unit):
        return LeftOutBecause.UNIT_NOT_PLANNED_FOR
    leaves = person.to_date is not None and person.to_date < staff.quarter.last_day
    if not person.in_post(facts.today):
        return LeftOutBecause.JOINS_LATER
    if not staff.has_part(person, staff.quarter.first_day) or (staff.days and not staff.days_of(person)):
        if leaves:
            return LeftOutBecause.LEAVES_EARLIER
        away = staff.is_long_away(person.staff_id)
        return LeftOutBecause.AWAY if away else LeftOutBecause.JOINS_LATER
    return None if staff.assessor(person.reports_to) else LeftOutBecause.NO_MANAGER


def _slot(pair: Pair, near: date, days: tuple[date, ...], staff: Staff) -> Slot:
    """The days on which the prosecutor can be assessed and, if there are any, the manager is there."""
    there = staff.there(pair.assessor, days)
    return Slot(pair.iqa_id(staff.quarter), pair.assessor, there or days, near)


def _dealt(pairs: list[Pair], staff: Staff, facts: QuarterFacts) -> list[tuple[Pair, date]]:
    """Give each a target day, keeping as many of the last weeks clear as the managers' weeks allow."""
    planning = staff.planning
    dealt: list[tuple[Pair, date]] = []
    for clear in range(planning.weeks_kept_clear, -1, -1):
        last = staff.quarter.last_day
        days = spread(staff.first, last, len(pairs), facts.calendar, weeks_kept_clear=clear)
        dealt = list(zip(pairs, _deal(days), strict=True))
        if _most_in_a_week(dealt) <= planning.max_per_manager_per_week:
            break
    return dealt


def _deal(days: tuple[date, ...]) -> Iterator[date]:
    """Deal the days of each week in turn, like cards.

    Weeks differ by at most one day and the fullest come first, so any run of what is dealt to is spread as
    evenly over the weeks: each manager's IQAs, when they are in order of managers. Steps of the golden ratio
    keep weeks apart that follow each other, so that even a few IQAs are spread over the quarter.
    """
    weeks = [list(week) for _, week in groupby(days, key=week_of)]
    turns = sorted(range(len(weeks)), key=lambda week: (-len(weeks[week]), week * _GOLDEN % 1))
    for place in range(len(days)):
        yield weeks[turns[place % len(turns)]][place // len(turns)]


def _most_in_a_week(dealt: Iterable[tuple[Pair, date]]) -> int:
    held = Counter((pair.assessor, week_of(day)) for pair, day in dealt)
    return max(held.values(), default=0)
