"""Who makes a second check: the manager's own senior, who coaches them, or for a share somebody independent (¶4.13)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from domain.people import Person, Role
from domain.quarter.events import SampleDrawn, SecondCheckReassigned
from domain.quarter.facts import QuarterFacts
from domain.quarter.sample.population import Drawn, Pick
from domain.quarter.state import AreaQuarter
from domain.rows import IqaRow


class Assigned(NamedTuple):
    """Who samples an IQA, and whether they are another than the own senior manager on purpose."""

    sampler: str
    independent: bool = False


class Pool(NamedTuple):
    """Those who may sample in the Area and are in post; who is away; and how many each was given in the quarter."""

    people: tuple[Person, ...]
    away: frozenset[str] = frozenset()
    load: Counter[str] = Counter()  # noqa: RUF012  a tuple's default, never changed

    @classmethod
    def of(cls, quarter: AreaQuarter, facts: QuarterFacts) -> Self:
        """The pool of the working day that a pass is about."""
        day = working_day(facts)
        return cls(
            tuple(
                person
                for person in facts.people
                if person.area == quarter.area and person.role in quarter.samplers and person.in_post(day)
            ),
            frozenset(one.staff_id for one in facts.absences if one.includes(day)),
            Counter(one.sampler for one in quarter.drawn),
        )

    def after(self, given: Iterable[SampleDrawn | SecondCheckReassigned]) -> "Pool":
        """The pool once these are given out too."""
        return self._replace(load=self.load + Counter(one.sampler for one in given))

    def without(self, sampler: str) -> "Pool":
        """The pool of all the others."""
        return self._replace(people=tuple(person for person in self.people if person.staff_id != sampler))


def working_day(facts: QuarterFacts) -> date:
    """Return today, or the next working day: the last pass of a week is taken at its end, on Saturday."""
    today = facts.today
    return today if facts.calendar.is_working_day(today) else facts.calendar.add_working_days(today, 1)


def is_independent(place: int, percent: int) -> bool:
    """Tell whether the draw at this place of the quarter, counted from 1, goes to somebody independent.

    It does whenever floor(k x share) rises, so that after k draws exactly so many were independent.
    """
    return place * percent // 100 > (place - 1) * percent // 100


def assign(iqa: IqaRow, pool: Pool, *, independent: bool = False) -> Assigned | None:
    """Return who samples it; never one who took part, and nobody who is away while somebody else is not.

    Independent of the own senior manager it is the one of the others with the least load, senior managers before the
    chief; where there is no other, the own senior manager samples all the same, and it is not called independent.
    """
    own = iqa.senior_manager

    def preference(person: Person) -> tuple[bool, bool, bool, int, str]:
        theirs = person.staff_id == own
        chief = person.role is not Role.SENIOR_MANAGER
        last = theirs if independent else not theirs
        return person.staff_id in pool.away, last, chief, pool.load[person.staff_id], person.staff_id

    apart = (person for person in pool.people if person.staff_id not in iqa.took_part)
    first = min(apart, key=preference, default=None)
    if first is None:
        return None
    return Assigned(first.staff_id, independent and first.staff_id != own)


def random_draws(drawn: Iterable[Drawn | SampleDrawn]) -> int:
    """How many of these came from a block, rather than from a pick beside the draw."""
    return sum(one.pick is Pick.RANDOM for one in drawn)
