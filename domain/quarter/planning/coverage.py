"""Domestic abuse and rape are assessed at least once a year (report ¶4.3): which planned IQAs ask for such a case.

Per whom is local policy. To ask never blocks a selection; who is not covered is asked again with the next plan.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from domain.people import Person, Role
from domain.quarter.events import NotAskedFor, PlannedIqa
from domain.quarter.facts import QuarterFacts
from domain.questions import Category, Subject


def asking(
    items: Sequence[PlannedIqa], before: Iterable[PlannedIqa], facts: QuarterFacts
) -> tuple[PlannedIqa, ...]:
    """Return the planned IQAs, each with what it asks for; ``before`` are those that were planned earlier.

    A unit or an Area that is to be covered asks as few people as it needs, and only who has such a case.
    """
    asks = {iqa.iqa_id: iqa.asks_for for iqa in items}
    earlier = tuple(before)
    for subject in Subject:
        year = _Year(subject, facts)
        owed = year.owed(earlier)
        for iqa in _in_turn(items, asks):
            whose = year.whose(iqa.prosecutor)
            if whose and owed[whose] > 0 and year.has_case(iqa.prosecutor):
                asks[iqa.iqa_id] = (*asks[iqa.iqa_id], subject)
                owed[whose] -= 1
    return tuple(iqa.model_copy(update={"asks_for": asks[iqa.iqa_id]}) for iqa in items)


def _in_turn(items: Iterable[PlannedIqa], asks: Mapping[str, tuple[Subject, ...]]) -> list[PlannedIqa]:
    """The casework IQAs in the order in which they are asked: nobody twice before everybody once, soon before late."""
    times: Counter[str] = Counter()
    turns = []
    for iqa in sorted(items, key=lambda iqa: (len(asks[iqa.iqa_id]), iqa.target_on, iqa.iqa_id)):
        if iqa.category is Category.CASEWORK:
            turns.append((times[iqa.prosecutor] + len(asks[iqa.iqa_id]), iqa.target_on, iqa.iqa_id, iqa))
            times[iqa.prosecutor] += 1
    return [iqa for *_, iqa in sorted(turns, key=lambda turn: turn[:3])]


def not_asked_for(items: Iterable[PlannedIqa], facts: QuarterFacts) -> tuple[NotAskedFor, ...]:
    """Return what is still to be assessed and could be, as live cases are there, and what no IQA asks for."""
    planned = tuple(items)
    found = []
    for subject in Subject:
        year = _Year(subject, facts)
        owed = year.owed(planned)
        possible = {year.whose(one.staff_id) for one in facts.people if year.has_case(one.staff_id)} - {None}
        open_to = (whose for whose in sorted(filter(None, possible)) if owed[whose] > 0)
        found += [NotAskedFor(subject=subject, whose=whose) for whose in open_to]
    return tuple(found)


class _Year:
    """How an Area stands with one kind of case in this financial year."""

    def __init__(self, subject: Subject, facts: QuarterFacts) -> None:
        self._subject = subject
        self._frequency = facts.policy.planning.frequency(subject)
        self._people = {person.staff_id: person for person in facts.people}
        self._today = facts.today
        self._standing = {one.prosecutor: one for one in facts.coverage if one.subject is subject}

    def has_case(self, prosecutor: str) -> bool:
        """Tell whether somebody is a prosecutor in post who has such a case."""
        person, standing = self._people.get(prosecutor), self._standing.get(prosecutor)
        if person is None or standing is None or not standing.live:
            return False
        return person.role is Role.PROSECUTOR and person.in_post(self._today)

    def whose(self, prosecutor: str) -> str | None:
        """Return in whose count a prosecutor stands: their own, their unit's, or their Area's."""
        person = self._people.get(prosecutor)
        return self._of(person) if person else None

    def owed(self, planned: Iterable[PlannedIqa]) -> dict[str, int]:
        """Return how many are still to be asked for, for each whom policy counts."""
        owed = {whose: self._frequency.per_year for whose in map(self._of, self._people.values()) if whose}
        done = [(one.prosecutor, one.confirmed) for one in self._standing.values()]
        asked = [(iqa.prosecutor, 1) for iqa in planned if self._subject in iqa.asks_for]
        for prosecutor, n in (*done, *asked):
            whose = self.whose(prosecutor)
            if whose:
                owed[whose] -= n
        return owed

    def _of(self, person: Person) -> str | None:
        match self._frequency.per:
            case "prosecutor":
                return person.staff_id
            case "unit":
                return person.unit
            case "area":
                return person.area
            case never:
                assert_never(never)
