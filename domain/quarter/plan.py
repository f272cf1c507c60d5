"""Which IQAs a quarter opens, and by which day a case is to be selected for each (report ¶3.4, ¶6.11)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from domain.facts import Facts
from domain.ids import iqa_id
from domain.people import Person, Role
from domain.quarter.events import LeftOut, LeftOutBecause, PlannedIqa
from domain.quarter.periods import Quarter, spread
from domain.questions import Category

ASSESSORS: Final = frozenset({Role.LEGAL_MANAGER, Role.SENIOR_MANAGER})
_GOLDEN: Final = (5**0.5 - 1) / 2


class Plan(NamedTuple):
    """What a quarter opens, the soonest target first, and whom it leaves out."""

    planned: tuple[PlannedIqa, ...]
    left_out: tuple[LeftOut, ...]


class Pair(NamedTuple):
    """A prosecutor and the manager who assesses their work; ``ordinal`` counts a prosecutor's IQAs from 1."""

    assessor: str
    prosecutor: str
    ordinal: int


def plan(area: str, quarter: Quarter, facts: Facts) -> Plan:
    """Plan the casework IQAs of an Area's volume-crime prosecutors from today to the quarter's end.

    Targets are spread evenly over the weeks, and so are each manager's. Where a manager's week would hold
    more than policy allows, the weeks that it keeps clear are planned too; where that is not enough the limit
    gives way, for the number of IQAs is the guidance's (¶3.4) and the limit is local. Raises ``NoWorkingDay``
    and ``BeyondCalendar``.
    """
    prosecutors = _volume_crime(area, quarter, facts)
    obstacles = {person.staff_id: _obstacle(person, quarter, facts) for person in prosecutors}
    left_out = (LeftOut(prosecutor=who, because=because) for who, because in obstacles.items() if because)
    ordinals = range(1, facts.policy.planning.casework_per_quarter + 1)
    pairs = sorted(
        Pair(person.reports_to or "", person.staff_id, ordinal)
        for person in prosecutors
        if obstacles[person.staff_id] is None
        for ordinal in ordinals
    )
    planned = (_planned(pair, target_on, quarter) for pair, target_on in _targets(pairs, quarter, facts))
    return Plan(tuple(sorted(planned, key=lambda iqa: (iqa.target_on, iqa.iqa_id))), tuple(left_out))


def _volume_crime(area: str, quarter: Quarter, facts: Facts) -> list[Person]:
    """The prosecutors of volume-crime units who are in post on some day from today to the quarter's end."""
    return [
        person
        for person in sorted(facts.people, key=lambda person: person.staff_id)
        if person.area == area
        and person.role is Role.PROSECUTOR
        and person.unit in facts.policy.planning.volume_units
        and person.from_date <= quarter.last_day
        and (person.to_date is None or person.to_date >= facts.today)
    ]


def _obstacle(person: Person, quarter: Quarter, facts: Facts) -> LeftOutBecause | None:
    if not person.in_post(facts.today):
        return LeftOutBecause.JOINS_LATER
    if not person.in_post(quarter.last_day):
        return LeftOutBecause.LEAVES_EARLIER
    manager = facts.person(person.reports_to)
    if manager is None or manager.role not in ASSESSORS or manager.area != person.area:
        return LeftOutBecause.NO_MANAGER
    return None if manager.in_post(facts.today) else LeftOutBecause.NO_MANAGER


def _planned(pair: Pair, target_on: date, quarter: Quarter) -> PlannedIqa:
    return PlannedIqa(
        iqa_id=iqa_id(str(quarter), pair.prosecutor, Category.CASEWORK, pair.ordinal),
        prosecutor=pair.prosecutor,
        assessor=pair.assessor,
        target_on=target_on,
    )


def _targets(pairs: list[Pair], quarter: Quarter, facts: Facts) -> list[tuple[Pair, date]]:
    """Give each a target day, keeping as many of the last weeks clear as the managers' weeks allow."""
    planning = facts.policy.planning
    dealt: list[tuple[Pair, date]] = []
    for clear in range(planning.weeks_kept_clear, -1, -1):
        days = spread(facts.today, quarter.last_day, len(pairs), facts.calendar, weeks_kept_clear=clear)
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
    weeks = [list(week) for _, week in groupby(days, key=_week)]
    turns = sorted(range(len(weeks)), key=lambda week: (-len(weeks[week]), week * _GOLDEN % 1))
    for place in range(len(days)):
        yield weeks[turns[place % len(turns)]][place // len(turns)]


def _most_in_a_week(dealt: Iterable[tuple[Pair, date]]) -> int:
    held = Counter((pair.assessor, _week(day)) for pair, day in dealt)
    return max(held.values(), default=0)


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
