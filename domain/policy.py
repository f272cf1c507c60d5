"""Local policy: what the report leaves open, as labelled data of one version.

None of it is a rule of the CPS; `docs/policy.md` names each item, its default, why, and the paragraph that
leaves it open. Days are working days of England and Wales unless a name says otherwise.
"""

from datetime import time
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from domain.assessment import BlindReMark, Mode, Source
from domain.case_system import CaseAddress
from domain.listed import ReasonList
from domain.people import Role
from domain.prompts import CONSEQUENTIAL, PromptKind
from domain.questions import Category, NotApplicableReason, Subject
from domain.reference.reading import ReferenceRefused, read
from domain.selection import Selection
from domain.values import Code, Line, Note, Value

Days = Annotated[int, Field(ge=1, le=250)]
"""A number of working days, at most about a year of them."""


class Order(StrEnum):
    """Which comes first, the verdict or the talk (¶2.16, ¶2.18)."""

    ASSESSMENT_FIRST = "assessment_first"
    CONVERSATION_FIRST = "conversation_first"


class WorkingDays(Value):
    """How long each step may take, counted from the day after the fact that its name mentions.

    ``comment`` is how long an IQA stays open for its prosecutor after the last change of marks, and after
    the conversation was recorded.
    """

    marks_after_selection: Days
    conversation_after_confirmation: Days
    conversation_after_selection: Days
    confirmation_after_conversation: Days
    actions_after_conversation: Days
    conversation_reminder: Days
    dispute_resolution: Days
    query_answer: Days
    request_answer: Days = 10
    action: Days
    urgent_action: Days
    dip_sample: Days
    feedback: Days
    acknowledgement: Days
    revision: Days = 5
    comment: Days = 10
    manager_talk: Days = 20
    recent_conversation: Days
    longest_pause: Days

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.conversation_reminder >= min(
            self.conversation_after_confirmation, self.conversation_after_selection
        ):
            msg = "conversation_reminder must come before the conversation is due"
            raise ValueError(msg)
        if self.urgent_action > self.action:
            msg = "urgent_action must not be longer than action"
            raise ValueError(msg)
        return self


class Marking(Value):
    """How marks are given."""

    no_without_improvement_refused: bool
    not_applicable_reasons: ReasonList

    @model_validator(mode="after")
    def _same_codes(self) -> Self:
        if sorted(reason.code for reason in self.not_applicable_reasons) != sorted(NotApplicableReason):
            msg = f"not_applicable_reasons must word each of {', '.join(NotApplicableReason)} and no other"
            raise ValueError(msg)
        return self


class Conversation(Value):
    """How conversations are held, and when one is given up."""

    modes: tuple[Mode, ...] = Field(min_length=1)
    impossible_reasons: ReasonList
    impossible_by: tuple[Role, ...] = Field(min_length=1)


class PromptAnswers(Value):
    """What one can answer to prompts of a kind."""

    prompt: PromptKind
    answers: ReasonList


class Prompts(Value):
    """What the system asks before something is recorded, and never insists on; `order` starts with the gravest.

    A kind that `order` leaves out is switched off. The `consequential` are asked however much was asked before, and
    of all others at most `max_per_iqa`. `answers` has those of kinds with answers of their own.
    """

    max_per_iqa: int = Field(ge=0, le=10)
    order: tuple[PromptKind, ...]
    consequential: tuple[PromptKind, ...] = CONSEQUENTIAL
    dismissal_reasons: ReasonList
    answers: tuple[PromptAnswers, ...] = ()
    empty_phrases: tuple[Line, ...]
    intention_phrases: tuple[Line, ...]
    same_comment_pairs: tuple[tuple[int, int], ...]
    least_words: int = Field(default=2, ge=0, le=20)
    least_words_of_talk: int = Field(default=3, ge=0, le=50)

    @model_validator(mode="after")
    def _once(self) -> Self:
        named = {"order": self.order, "answers": [one.prompt for one in self.answers]}
        if twice := [name for name, kinds in named.items() if len(kinds) != len(set(kinds))]:
            msg = f"{' and '.join(twice)} names the same prompt twice"
            raise ValueError(msg)
        return self

    def answers_to(self, kind: PromptKind) -> ReasonList:
        """Return what one can answer to prompts of a kind."""
        return next((one.answers for one in self.answers if one.prompt is kind), self.dismissal_reasons)


class DipSample(Value):
    """How the second check is drawn and made; a tenth is the guidance's (¶4.13), rounded up."""

    one_in: int = Field(ge=1, le=10)
    samplers: tuple[Role, ...] = Field(min_length=1)
    re_mark_always: tuple[int, ...]
    re_mark_more: int = Field(ge=0, le=11)
    blind_re_mark: BlindReMark
    independent_percent: int = Field(ge=0, le=100)
    coverage_after_quarters: int = Field(ge=1, le=12)
    pick_reasons: ReasonList


class Frequency(Value):
    """How often a kind of case is assessed: the report says once a year, not per whom (¶4.3)."""

    per_year: int = Field(ge=0, le=12)
    per: Literal["prosecutor", "unit", "area"]


class Planning(Value):
    """What one quarter opens, and how it is spread."""

    volume_units: tuple[Code, ...] = Field(min_length=1)
    casework_per_quarter: int = Field(ge=0, le=12)
    casework_per_quarter_elsewhere: int = Field(ge=0, le=12)
    advocacy_per_quarter: int = Field(ge=0, le=12)
    domestic_abuse: Frequency
    rape: Frequency
    max_per_manager_per_week: int = Field(ge=1, le=50)
    weeks_kept_clear: int = Field(ge=0, le=6)
    part_quarter_percent: int = Field(ge=1, le=100)
    long_absence: Days
    days_after_return: int = Field(ge=0, le=30)
    days_to_finish: int = Field(ge=0, le=60)
    days_moved_for_manager: int = Field(ge=0, le=60)
    asked_for_counts: bool = False
    custody_cover_days: int = Field(default=7, ge=0, le=60)

    def per_quarter(self, category: Category, unit: str | None) -> int:
        """Return how many IQAs of the category a prosecutor of that unit has in a quarter."""
        if category is Category.ADVOCACY:
            return self.advocacy_per_quarter
        return self.casework_per_quarter if unit in self.volume_units else self.casework_per_quarter_elsewhere

    def plans_for(self, unit: str | None) -> bool:
        """Tell whether a prosecutor of that unit has any IQA in a quarter."""
        return any(self.per_quarter(category, unit) for category in Category)

    def is_outside(self, source: str | None) -> bool:
        """Tell whether an IQA whose case was chosen so is in no figure and not the plan's: somebody asked for it."""
        return source == Source.ASKED_FOR and not self.asked_for_counts

    def frequency(self, subject: Subject) -> Frequency:
        """Return how often that kind of case is assessed, and for whom."""
        return self.rape if subject is Subject.RAPE else self.domestic_abuse


class Imports(Value):
    """How much of what is on record an export may take away before somebody has to say so."""

    removals_percent: int = Field(default=10, ge=0, le=100)


class Pace(Value):
    """When a quarter is said to be bunching, and who hears when."""

    bunching_weeks: int = Field(ge=1, le=6)
    bunching_percent: int = Field(ge=1, le=100)
    raised_after_weeks: int = Field(ge=1, le=6)


class Hours(Value):
    """When notices go out: on working days between these times on London's clocks, the digest as they open."""

    opens: time
    closes: time
    retry_minutes: int = Field(ge=1, le=480)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens.tzinfo or self.closes.tzinfo or self.opens >= self.closes:
            msg = "opens must come before closes, both on London's clocks without an offset"
            raise ValueError(msg)
        return self


class EscalatedMatter(StrEnum):
    """What somebody above hears of when it waits too long."""

    SELECTION = "selection"
    MARKS = "marks"
    CONVERSATION = "conversation"
    DISPUTE = "dispute"
    QUERY = "query"
    ACTION = "action"
    URGENT_ACTION = "urgent_action"
    DIP_SAMPLE = "dip_sample"
    FEEDBACK = "feedback"
    PACE = "pace"


class Rung(Value):
    """Who is told, so many working days after the matter fell due, while nobody has acknowledged it."""

    after: int = Field(ge=0, le=60)
    to: tuple[Role, ...] = Field(min_length=1)


class Ladder(Value):
    """The rungs of one matter; each next one is taken only while the matter is unacknowledged."""

    matter: EscalatedMatter
    rungs: tuple[Rung, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        days = [rung.after for rung in self.rungs]
        if days != sorted(set(days)):
            msg = "each rung must come later than the one before it"
            raise ValueError(msg)
        return self


def _as_the_plan_withdraws(reasons: ReasonList) -> ReasonList:
    """A plan that changes withdraws for these reasons (``domain/quarter/folds/plan.py``)."""
    if missing := sorted({"left", "long_absence"} - {reason.code for reason in reasons}):
        msg = f"must list {' and '.join(missing)}: a plan that changes withdraws for that reason"
        raise ValueError(msg)
    return reasons


def _one_per_matter(ladders: tuple[Ladder, ...]) -> tuple[Ladder, ...]:
    if sorted(ladder.matter for ladder in ladders) != sorted(EscalatedMatter):
        msg = f"must give one ladder for each of {', '.join(EscalatedMatter)}"
        raise ValueError(msg)
    return ladders


class Policy(Value):
    """One version of the local policy; the label says to every reader that it is local.

    Without a calendar named here, one that lies beside its file is used, else the shipped one: bank holidays are facts.
    Without a case address nothing leads to the case system.
    """

    version: Code
    label: Line
    source: Note
    order: Order
    calendar: Code | None = None
    case_address: CaseAddress | None = None
    casework_questions: Code
    advocacy_questions: Code
    working_days: WorkingDays
    selection: Selection
    marking: Marking
    conversation: Conversation
    prompts: Prompts
    dip_sample: DipSample
    planning: Planning
    imports: Imports = Imports()
    pace: Pace
    notices: Hours
    escalation: Annotated[tuple[Ladder, ...], AfterValidator(_one_per_matter)]
    withdrawal_reasons: Annotated[ReasonList, AfterValidator(_as_the_plan_withdraws)]

    def ladder(self, matter: EscalatedMatter) -> tuple[Rung, ...]:
        """Return the rungs of that matter, in order."""
        return next(ladder.rungs for ladder in self.escalation if ladder.matter == matter)


class PolicyRefused(ReferenceRefused):
    """A policy file is refused: its faults say where, which value, and why."""


def read_policy(text: str, file: str) -> Policy:
    """Return the policy that the TOML text describes; raise `PolicyRefused` with all its faults."""
    return read(Policy, text, file, PolicyRefused)
