"""What the data tell of a case for one person's work on it, and so where each question starts.

Where the data cannot tell (a communication that was called for, a record sheet that is due, milestones that
were not exported), the answer is neither yes nor no: the question is asked and the manager judges.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import assert_never

from domain.cases import CaseFile, Contribution, ContributionKind, Milestone, MilestoneKind, Plea
from domain.questions import Circumstances, Duty, Preset, Question, QuestionSet, Told, Work, presets
from domain.selection import REVIEWS, Selection, Stretch, within

DEVELOPMENTS = frozenset(
    {
        MilestoneKind.NOT_GUILTY_PLEA,
        MilestoneKind.INITIAL_DISCLOSURE_SERVED,
        MilestoneKind.DEFENCE_STATEMENT_DUE,
        MilestoneKind.DEFENCE_STATEMENT_SERVED,
        MilestoneKind.NEW_MATERIAL_RECEIVED,
        MilestoneKind.NEXT_HEARING,
        MilestoneKind.NO_EVIDENCE_OFFERED,
    }
)
_STARTS_DISCLOSURE_AGAIN = frozenset(
    {MilestoneKind.DEFENCE_STATEMENT_SERVED, MilestoneKind.NEW_MATERIAL_RECEIVED}
)


def presets_for(
    question_set: QuestionSet,
    case_file: CaseFile,
    staff_id: str,
    work: Collection[Work],
    *,
    today: date,
    rules: Selection,
) -> tuple[Preset, ...]:
    """Return where each question starts for that person's work on the case, and whose work it asks about."""
    due = defence_statement_due(case_file, question_set, rules)
    starts = presets(
        question_set, work, circumstances_of(case_file, staff_id, work, today=today, statement_due=due)
    )
    return tuple(
        preset.model_copy(update={"whose": whose(question, case_file, work)})
        for question, preset in zip(question_set.questions, starts, strict=True)
    )


def whose(question: Question, case_file: CaseFile, work: Collection[Work]) -> tuple[str, ...]:
    """Return who did the acts that the question asks about, within the work assessed, the earliest first."""
    done = [act for act in acts_within(case_file, work) if act.kind in question.acts]
    return tuple(dict.fromkeys(act.staff_id for act in sorted(done, key=lambda act: act.on_date)))


def circumstances_of(
    case_file: CaseFile,
    staff_id: str,
    work: Collection[Work],
    *,
    today: date,
    statement_due: date | None,
) -> Circumstances:
    """Return what the data tell on that day (Europe/London) for that person's work on the case.

    ``statement_due`` is when a defence statement is owed, None where none is.
    """
    return Circumstances(
        review_decision_theirs=_review_decision_theirs(case_file, staff_id),
        first_review_theirs=_first_review_theirs(case_file, staff_id),
        suspect_benefited=case_file.case.asset_recovery,
        communication_made_or_called_for=_communicated(case_file, staff_id, work),
        development_while_theirs=_development_while_theirs(case_file, staff_id, today),
        victim_or_witness=_victim(case_file),
        not_guilty_plea=_not_guilty_plea(case_file),
        disclosure_duty_arisen_after_charge=_disclosure_since_charge(case_file),
        defence_statement_or_new_material=_defence_statement_or_new_material(case_file, today, statement_due),
        record_sheet_due=_record_sheet(case_file, work),
        overseas_link=case_file.case.outside_uk,
    )


def defence_statement_due(case_file: CaseFile, question_set: QuestionSet, rules: Selection) -> date | None:
    """Return the day by which a defence statement is owed: as exported, else so many days after initial disclosure.

    None where no such day is known, and in a magistrates' court, where none is owed (CPIA 1996, section 6).
    """
    if case_file.case.unit in rules.magistrates_units:
        return None
    due = [one.on_date for one in _milestones(case_file, {MilestoneKind.DEFENCE_STATEMENT_DUE})]
    if due or question_set.defence_statement is None:
        return min(due, default=None)
    period = timedelta(days=question_set.defence_statement.days)
    served = _milestones(case_file, {MilestoneKind.INITIAL_DISCLOSURE_SERVED})
    return min((one.on_date + period for one in served), default=None)


def unmet(
    duty: Duty, case_file: CaseFile, question_set: QuestionSet, rules: Selection, today: date
) -> date | None:
    """Return since when a duty of disclosure was owed and is not recorded as met; None where nothing shows that."""
    match duty:
        case Duty.NEW_MATERIAL:
            came = _milestones(case_file, {MilestoneKind.NEW_MATERIAL_RECEIVED})
            return next((one.on_date for one in came if _unreviewed(one.on_date, case_file, today)), None)
        case Duty.DEFENCE_STATEMENT:
            due = defence_statement_due(case_file, question_set, rules)
            served = _milestones(case_file, {MilestoneKind.DEFENCE_STATEMENT_SERVED})
            return due if due and due < today and not served else None
        case never:
            assert_never(never)


def _unreviewed(came_on: date, case_file: CaseFile, today: date) -> bool:
    """Whether material of that day is there, and no disclosure or review is recorded from then on."""
    seen = {*REVIEWS, ContributionKind.DISCLOSURE}
    acts = (act for act in case_file.contributions if act.kind in seen)
    return came_on <= today and not any(act.on_date >= came_on for act in acts)


def _true_or_untold(*, evidence: bool) -> Told:
    """Nothing on file proves nothing: it may have been called for and not done, which would be a "no"."""
    return True if evidence else None


def acts_within(case_file: CaseFile, work: Collection[Work]) -> list[Contribution]:
    """Keep the acts on the assessed side of the charge: no post-charge act may bear on pre-charge work."""
    stretches = {
        Stretch.UP_TO_CHARGE if kind is Work.EARLY_ADVICE_OR_CHARGING else Stretch.SINCE_CHARGE
        for kind in work
    }
    return [
        act
        for act in case_file.contributions
        if any(within(case_file.case, stretch, act.on_date) for stretch in stretches)
    ]


def _milestones(case_file: CaseFile, kinds: Collection[MilestoneKind]) -> list[Milestone]:
    return [milestone for milestone in case_file.milestones if milestone.kind in kinds]


def _review_decision_theirs(case_file: CaseFile, staff_id: str) -> bool:
    return any(
        act.kind is ContributionKind.REVIEW
        and act.staff_id == staff_id
        and within(case_file.case, Stretch.SINCE_FIRST_HEARING, act.on_date)
        for act in case_file.contributions
    )


def _first_review_theirs(case_file: CaseFile, staff_id: str) -> Told:
    reviews = [act for act in case_file.contributions if act.kind in REVIEWS]
    if not reviews:
        return None
    first = min(act.on_date for act in reviews)
    return any(act.staff_id == staff_id for act in reviews if act.on_date == first)


def _communicated(case_file: CaseFile, staff_id: str, work: Collection[Work]) -> Told:
    letters = (act for act in acts_within(case_file, work) if act.kind is ContributionKind.CORRESPONDENCE)
    return _true_or_untold(evidence=any(act.staff_id == staff_id for act in letters))


def _development_while_theirs(case_file: CaseFile, staff_id: str, today: date) -> Told:
    case = case_file.case
    acted = [act.on_date for act in case_file.contributions if act.staff_id == staff_id]
    if not acted:
        return None if case.prosecutor == staff_id else False
    last = today if case.prosecutor == staff_id else min(max(acted), today)
    happened = [milestone.on_date for milestone in _milestones(case_file, DEVELOPMENTS)]
    hearings = [day for day in (case.first_hearing_on, case.trial_on) if day]
    return _true_or_untold(evidence=any(min(acted) <= day <= last for day in happened + hearings))


def _victim(case_file: CaseFile) -> Told:
    entitled = _milestones(case_file, {MilestoneKind.ENHANCED_ENTITLEMENT})
    return _true_or_untold(evidence=case_file.case.victim or bool(entitled))


def _not_guilty_plea(case_file: CaseFile) -> Told:
    plea = case_file.case.plea
    if plea is Plea.NOT_GUILTY or _milestones(case_file, {MilestoneKind.NOT_GUILTY_PLEA}):
        return True
    return None if plea is None else False


def _disclosure_since_charge(case_file: CaseFile) -> bool:
    """Only initial disclosure served by the day of the charge, and nothing since, discharges the duty."""
    case = case_file.case
    served = _milestones(case_file, {MilestoneKind.INITIAL_DISCLOSURE_SERVED})
    if case.charged_on is None or not any(milestone.on_date <= case.charged_on for milestone in served):
        return True
    since = [milestone.on_date for milestone in _milestones(case_file, _STARTS_DISCLOSURE_AGAIN)]
    since += [act.on_date for act in case_file.contributions if act.kind is ContributionKind.DISCLOSURE]
    return any(day > case.charged_on for day in since)


def _defence_statement_or_new_material(case_file: CaseFile, today: date, statement_due: date | None) -> Told:
    if not case_file.milestones:
        return None
    came = any(milestone.on_date <= today for milestone in _milestones(case_file, _STARTS_DISCLOSURE_AGAIN))
    return came or (statement_due is not None and statement_due < today)


def _record_sheet(case_file: CaseFile, work: Collection[Work]) -> Told:
    disclosed = any(act.kind is ContributionKind.DISCLOSURE for act in acts_within(case_file, work))
    served = bool(_milestones(case_file, {MilestoneKind.INITIAL_DISCLOSURE_SERVED}))
    since_charge = any(kind is not Work.EARLY_ADVICE_OR_CHARGING for kind in work)
    return _true_or_untold(evidence=disclosed or (served and since_charge))
