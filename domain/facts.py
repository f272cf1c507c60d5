"""The facts a decision rests on: gathered once, inside the transaction that records it, and kept beside it.

The same ``decide`` can be repeated offline years later with them. Policy, calendar and question set are kept
by their version; everything else is kept whole.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol, Self

from pydantic import InstanceOf

from domain.calendar import Calendar, DayRange, day_of
from domain.cases import CaseFile
from domain.people import Absence, Person, Role
from domain.policy import Policy
from domain.questions import Category, QuestionSet
from domain.values import Code, Value


class Needs(Value):
    """What every decision may have to know: whom, and which reference data.

    People bring along their line of management, their absences, and whoever covers those. Without a version the policy
    that is installed holds, and the question set of the category. Kinds of stream ask for more beside their deciders.
    An Area brings everyone who has one of the roles (without roles everyone at all), and their absences.
    """

    people: frozenset[str] = frozenset()
    policy: Code | None = None
    question_set: Code | None = None
    category: Category = Category.CASEWORK
    area: Code | None = None
    roles: frozenset[Role] = frozenset()


class CaseNeeds(Needs):
    """Which case a decision is about as well."""

    urn: Code | None = None


class UnknownVersion(Exception):
    """No reference data of that kind and version is known here."""

    def __init__(self, kind: str, version: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.version = version
        self.known = tuple(sorted(known))
        super().__init__(f"{kind} {version!r} is not known; known are {', '.join(self.known)}")


class Reference(Protocol):
    """Versioned reference data. Each method raises ``UnknownVersion`` when it has no such version."""

    def policy(self, version: str) -> Policy: ...
    def calendar(self, version: str) -> Calendar: ...
    def question_set(self, version: str) -> QuestionSet: ...


class Facts(Value):
    """Everything that ``decide`` may look at besides the command and the folded state. ``now`` is UTC.

    Reference data is checked where it is loaded, and not again for each decision.
    """

    now: datetime
    policy: InstanceOf[Policy]
    calendar: InstanceOf[Calendar]
    question_set: InstanceOf[QuestionSet]
    people: tuple[Person, ...] = ()
    absences: tuple[Absence, ...] = ()

    @property
    def today(self) -> date:
        """The day in Europe/London."""
        return day_of(self.now)

    def person(self, staff_id: str | None) -> Person | None:
        """The person of that id, or None when nobody was imported under it."""
        return next((person for person in self.people if person.staff_id == staff_id), None)

    def away(self, *staff_ids: str) -> tuple[DayRange, ...]:
        """The days on which any of these people is recorded absent."""
        return tuple(
            DayRange(first_day=absence.from_date, last_day=absence.to_date)
            for absence in self.absences
            if absence.staff_id in staff_ids
        )

    def cover(self, staff_id: str) -> str:
        """Who stands in for a person today: the person, or whoever covers an absence that includes today."""
        covers = (
            a.cover for a in self.absences if a.staff_id == staff_id and a.includes(self.today) and a.cover
        )
        return next(covers, staff_id)

    def recorded(self) -> dict[str, Any]:
        """The facts as they are kept: JSON values, with reference data by version."""
        kept = self.model_dump(
            mode="json", exclude={"policy", "calendar", "question_set"}, exclude_defaults=True
        )
        versions = {name: getattr(self, name).version for name in ("policy", "calendar", "question_set")}
        return kept | versions

    @classmethod
    def restored(cls, kept: Mapping[str, Any], reference: Reference) -> Self:
        """The facts as ``decide`` saw them; raises ``UnknownVersion`` when its reference data is not here."""
        versions = {
            "policy": reference.policy(kept["policy"]),
            "calendar": reference.calendar(kept["calendar"]),
            "question_set": reference.question_set(kept["question_set"]),
        }
        return cls.model_validate(dict(kept) | versions)


class CaseFacts(Facts):
    """The facts of a decision that is about a case."""

    case_file: CaseFile | None = None
