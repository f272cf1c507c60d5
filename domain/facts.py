"""The facts a decision rests on: gathered once, inside the transaction that records it, and kept beside it.

The same ``decide`` can be repeated offline years later with them. Policy, calendar and question set are kept
by their version; everything else is kept whole.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol, Self

from pydantic import InstanceOf

from domain.calendar import Calendar, DayRange, day_of
from domain.cases import CaseFile
from domain.people import Absence, Person, Role
from domain.policy import EscalatedMatter, Policy
from domain.quarter.pace.standing import (
    Escalated,
    IqaElsewhere,
    IqaStanding,
    QuarterOf,
    SubjectStanding,
    WaitStanding,
    YearOf,
)
from domain.quarter.sample.population import ConfirmedIqa, CoverageOf, Population, SampleKey, SecondCheck
from domain.questions import Category, QuestionSet
from domain.values import Code, Value


class NotedConversation(Value):
    """An everyday case conversation that a manager noted (report ¶2.16, ¶5.16)."""

    conversation_id: Code
    urn: Code
    manager: Code
    prosecutor: Code
    on: date


class NamedIqa(Value):
    """An IQA that a command for another stream names, as the read tables show it; instants are UTC."""

    iqa_id: Code
    area: Code
    category: Category
    prosecutor: Code
    assessor: Code
    former_assessors: tuple[Code, ...] = ()
    senior_manager: Code
    confirmed_at: datetime | None = None
    sampler: Code | None = None
    released: bool = False
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None


class WorkOf(Value):
    """Whose work in an Area is asked for, to be handed over."""

    area: Code
    whose: Code


class OnesAction(Value):
    """A case action that one person keeps, on the stream that chases it."""

    stream: Code
    action_id: Code


class OnesEscalation(Value):
    """An escalation that was put to one person and that nobody has taken on, on the stream that keeps it."""

    stream: Code
    escalation_id: Code
    matter: EscalatedMatter


class OnesWork(Value):
    """What one person has in an Area: open IQAs assessed, second checks not over, actions, escalations, queries."""

    iqas: tuple[NamedIqa, ...] = ()
    samples: tuple[NamedIqa, ...] = ()
    actions: tuple[OnesAction, ...] = ()
    escalations: tuple[OnesEscalation, ...] = ()
    queries: tuple[Code, ...] = ()


class Needs(Value):
    """What a decision has to know beyond the command and the state: whom, which case, which conversation.

    People bring along their line of management, their absences, and whoever covers those.
    An Area brings everyone who has one of the roles (without roles everyone at all), and their absences.
    ``seed_of`` names the stream whose seed's SHA-256 is needed; ``population`` asks for keys under that seed,
    and the seed itself may be known only from ``seed_revealed_from`` (UTC) on. ``standing_of`` asks how the IQAs of
    a quarter stand, what waits in them, and which ones other Areas opened for people who are here by now;
    ``coverage_of`` how an Area stands with the kinds of case that are to be assessed every year. ``policy_asked`` is a
    version of the policy that may not be installed. ``unsampled_in`` asks for what a coverage pick may choose from,
    ``named_iqa`` for an IQA of another stream, ``work_of`` for everything that one person has,
    ``second_checks_of`` which second checks of these IQAs are not over.
    """

    people: frozenset[str] = frozenset()
    urn: Code | None = None
    pool_of: Code | None = None
    conversation_id: Code | None = None
    policy: Code | None = None
    question_set: Code | None = None
    category: Category = Category.CASEWORK
    area: Code | None = None
    roles: frozenset[Role] = frozenset()
    seed_of: Code | None = None
    seed_revealed_from: datetime | None = None
    population: Population | None = None
    standing_of: QuarterOf | None = None
    coverage_of: YearOf | None = None
    policy_asked: Code | None = None
    unsampled_in: CoverageOf | None = None
    named_iqa: Code | None = None
    work_of: WorkOf | None = None
    second_checks_of: tuple[Code, ...] = ()


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
    case_file: CaseFile | None = None
    eligible_cases: int = 0
    conversation: NotedConversation | None = None
    seed_commitment: Code | None = None
    seed_revealed: Code | None = None
    confirmed: tuple[ConfirmedIqa, ...] = ()
    sample_keys: tuple[SampleKey, ...] = ()
    standing: tuple[IqaStanding, ...] = ()
    escalated: Escalated = Escalated()
    elsewhere: tuple[IqaElsewhere, ...] = ()
    waiting: tuple[WaitStanding, ...] = ()
    coverage: tuple[SubjectStanding, ...] = ()
    policy_installed: Code | None = None
    unsampled: tuple[ConfirmedIqa, ...] = ()
    named_iqa: NamedIqa | None = None
    work: OnesWork = OnesWork()
    second_checks: tuple[SecondCheck, ...] = ()

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
