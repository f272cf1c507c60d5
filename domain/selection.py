"""Which case may be selected: rules that may be set aside, and what makes some work on it assessable."""

from datetime import date
from enum import StrEnum
from typing import Literal, Self, assert_never

from pydantic import Field, model_validator

from domain.cases import Case, CaseFile, ContributionKind
from domain.errors import Reason
from domain.listed import ReasonList
from domain.people import Role
from domain.questions import Work
from domain.values import Code, Value

SelectionRule = Literal[
    Reason.CASE_NOT_LIVE,
    Reason.CASE_NOT_PROGRESSED,
    Reason.TOO_LITTLE_OWN_WORK,
    Reason.GUILTY_PLEA,
    Reason.GUILTY_PLEA_ANTICIPATED,
]
"""A rule of selection that policy may let somebody set aside; the other refusals can never be."""


class Overridable(Value):
    """A rule of selection that may be set aside with a reason that seniors see, and by whom."""

    rule: SelectionRule
    by: tuple[Role, ...] = Field(min_length=1)


class Stretch(StrEnum):
    """A stretch of a case's life; the day of the charge belongs to both sides of it."""

    UP_TO_CHARGE = "up_to_charge"
    SINCE_CHARGE = "since_charge"
    SINCE_FIRST_HEARING = "since_first_hearing"


class Act(Value):
    """A kind of act that is the substance of some work when done within that stretch of the case."""

    kind: ContributionKind
    during: Stretch


class Progress(StrEnum):
    """A fact that shows that a case has come far enough for some work on it to be assessed."""

    REVIEWED_OR_DECIDED = "reviewed_or_decided"
    REVIEWED_SINCE_CHARGE = "reviewed_since_charge"
    FIRST_HEARING_HELD = "first_hearing_held"
    WORKED_ON_SINCE_FIRST_HEARING = "worked_on_since_first_hearing"


class WorkRule(Value):
    """What makes some work assessable: facts of the case (all needed), acts of the person (any will do)."""

    work: Work
    progressed: tuple[Progress, ...] = Field(min_length=1)
    substantive_acts: tuple[Act, ...] = Field(min_length=1)

    def has_progressed(self, case_file: CaseFile, today: date) -> bool:
        """Tell whether the case shows every fact that the rule asks for (¶4.18, ¶4.19)."""
        return all(_shows(case_file, fact, today) for fact in self.progressed)

    def is_done_by(self, case_file: CaseFile, staff_id: str) -> bool:
        """Tell whether the person did the work itself: one substantive act is enough, none are counted."""
        return staff_id in self.done_by(case_file)

    def done_by(self, case_file: CaseFile) -> frozenset[str]:
        """Everybody who did some of the work itself; acts outside this work are no part of it (¶4.20)."""
        return frozenset(
            done.staff_id
            for act in self.substantive_acts
            for done in case_file.contributions
            if done.kind is act.kind and within(case_file.case, act.during, done.on_date)
        )

    def acts_of(self, case_file: CaseFile, staff_id: str) -> frozenset[ContributionKind]:
        """What the person did in the stretches of the case that the work is of, substantive or not."""
        stretches = {act.during for act in self.substantive_acts}
        return frozenset(
            done.kind
            for done in case_file.contributions
            if done.staff_id == staff_id
            and any(within(case_file.case, stretch, done.on_date) for stretch in stretches)
        )


REVIEWS = frozenset(
    {ContributionKind.EARLY_ADVICE, ContributionKind.CHARGING_DECISION, ContributionKind.REVIEW}
)


def within(case: Case, stretch: Stretch, day: date) -> bool:
    """Tell whether the day falls within that stretch; a case without a charge is all before it."""
    match stretch:
        case Stretch.UP_TO_CHARGE:
            return case.charged_on is None or day <= case.charged_on
        case Stretch.SINCE_CHARGE:
            return case.charged_on is not None and day >= case.charged_on
        case Stretch.SINCE_FIRST_HEARING:
            return case.first_hearing_on is not None and day >= case.first_hearing_on
        case never:
            assert_never(never)


def _shows(case_file: CaseFile, fact: Progress, today: date) -> bool:
    case, done = case_file.case, case_file.contributions
    match fact:
        case Progress.REVIEWED_OR_DECIDED:
            return any(act.kind in REVIEWS for act in done)
        case Progress.REVIEWED_SINCE_CHARGE:
            reviews = (act for act in done if act.kind is ContributionKind.REVIEW)
            return any(within(case, Stretch.SINCE_CHARGE, act.on_date) for act in reviews)
        case Progress.FIRST_HEARING_HELD:
            return within(case, Stretch.SINCE_FIRST_HEARING, today)
        case Progress.WORKED_ON_SINCE_FIRST_HEARING:
            return any(within(case, Stretch.SINCE_FIRST_HEARING, act.on_date) for act in done)
        case never:
            assert_never(never)


class Selection(Value):
    """Which case may be selected, which rules may be set aside, and from how many on their number is told above."""

    overridable: tuple[Overridable, ...]
    override_reasons: ReasonList
    themed_relaxes: tuple[SelectionRule, ...]
    replacement_reasons: ReasonList
    told_from: int = Field(default=5, ge=1, le=20)
    work: tuple[WorkRule, ...]
    magistrates_units: tuple[Code, ...] = ("MC",)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if sorted(rule.work for rule in self.work) != sorted(Work):
            msg = f"work must give one rule for each of {', '.join(Work)}"
            raise ValueError(msg)
        rules = [entry.rule for entry in self.overridable]
        if len(rules) != len(set(rules)):
            msg = "overridable names the same rule twice"
            raise ValueError(msg)
        return self

    def may_override(self, rule: Reason, role: Role) -> bool:
        """Tell whether somebody in that role may set that rule aside."""
        return any(entry.rule == rule and role in entry.by for entry in self.overridable)

    def of(self, work: Work) -> WorkRule:
        """Return the rule for that work."""
        return next(rule for rule in self.work if rule.work == work)
