"""Cases as an Area exports them: where each one stands, who worked on it, and what has happened in it."""

from datetime import date
from enum import StrEnum

from domain.values import AreaCode, Code, Identifier, Value


class Stage(StrEnum):
    """Whether the suspect has been charged."""

    PRE_CHARGE = "pre_charge"
    POST_CHARGE = "post_charge"


class CaseStatus(StrEnum):
    """Whether the case is still open (¶4.19 counts those assessed after their end)."""

    LIVE = "live"
    FINALISED = "finalised"


class Plea(StrEnum):
    """A plea entered or expected; a case where neither is known has none."""

    NOT_GUILTY = "not_guilty"
    NOT_GUILTY_ANTICIPATED = "not_guilty_anticipated"
    GUILTY = "guilty"
    GUILTY_ANTICIPATED = "guilty_anticipated"


class ContributionKind(StrEnum):
    """What a person did on a case."""

    EARLY_ADVICE = "early_advice"
    CHARGING_DECISION = "charging_decision"
    REVIEW = "review"
    DISCLOSURE = "disclosure"
    CASE_PROGRESSION = "case_progression"
    HEARING_PREPARATION = "hearing_preparation"
    CORRESPONDENCE = "correspondence"


class MilestoneKind(StrEnum):
    """What happened, or is due, in a case."""

    NOT_GUILTY_PLEA = "not_guilty_plea"
    INITIAL_DISCLOSURE_SERVED = "initial_disclosure_served"
    DEFENCE_STATEMENT_DUE = "defence_statement_due"
    DEFENCE_STATEMENT_SERVED = "defence_statement_served"
    NEW_MATERIAL_RECEIVED = "new_material_received"
    NEXT_HEARING = "next_hearing"
    NO_EVIDENCE_OFFERED = "no_evidence_offered"
    VICTIM_LETTER_DUE = "victim_letter_due"
    VICTIM_LETTER_SENT = "victim_letter_sent"
    ENHANCED_ENTITLEMENT = "enhanced_entitlement"


class Case(Value):
    """A case; ``prosecutor`` is the person to whom it is allocated now, whoever did the work."""

    urn: Identifier
    area: AreaCode
    unit: Code
    stage: Stage
    status: CaseStatus
    plea: Plea | None = None
    prosecutor: Identifier
    received_on: date
    charged_on: date | None = None
    first_hearing_on: date | None = None
    trial_on: date | None = None
    custody: bool
    domestic_abuse: bool
    rape: bool
    victim: bool
    outside_uk: bool
    asset_recovery: bool


class Contribution(Value):
    """One act of one person on a case; two identical ones are two acts."""

    urn: Identifier
    staff_id: Identifier
    kind: ContributionKind
    on_date: date


class Milestone(Value):
    """Something that happened, or falls due, in a case on a day."""

    urn: Identifier
    kind: MilestoneKind
    on_date: date


class CaseFile(Value):
    """A case with all that is known of it; both lists stand in order of their dates."""

    case: Case
    contributions: tuple[Contribution, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    def is_worked_on_by(self, staff_id: str) -> bool:
        """Tell whether it is that person's case, or they did something on it."""
        return self.case.prosecutor == staff_id or any(one.staff_id == staff_id for one in self.contributions)
