"""What the data tell of a case; the day judged is 23 November 2026 unless a test says otherwise."""

from datetime import date

import pytest

from domain.cases import (
    Case,
    CaseFile,
    CaseStatus,
    Contribution,
    ContributionKind,
    Milestone,
    MilestoneKind,
    Plea,
    Stage,
)
from domain.iqa.circumstances import (
    circumstances_of,
    defence_statement_due,
    presets_for,
    unmet,
    whose,
)
from domain.questions import Circumstances, Duty, PresetKind, Told, Work
from infra.reference import Library

CASEWORK = Library.load().current.casework
RULES = Library.load().current.policy.selection
TODAY = date(2026, 11, 23)
RECEIVED, CHARGED, HEARD = date(2026, 7, 7), date(2026, 7, 9), date(2026, 8, 17)
BEFORE, BETWEEN, AFTER = date(2026, 7, 8), date(2026, 8, 1), date(2026, 9, 1)
ME, OTHER = "XN-P001", "XN-P002"

P, I, C = Work.EARLY_ADVICE_OR_CHARGING, Work.INITIAL_REVIEW, Work.PROGRESSION  # noqa: E741
Kind = ContributionKind
Fact = MilestoneKind

CASE = Case(
    urn="91XN0000126",
    area="XN",
    unit="MC",
    stage=Stage.POST_CHARGE,
    status=CaseStatus.LIVE,
    plea=Plea.NOT_GUILTY,
    prosecutor=OTHER,
    received_on=RECEIVED,
    charged_on=CHARGED,
    first_hearing_on=HEARD,
    custody=False,
    domestic_abuse=False,
    rape=False,
    victim=False,
    outside_uk=False,
    asset_recovery=False,
)


def case_file(
    *acts: tuple[str, Kind, date], facts: tuple[tuple[Fact, date], ...] = (), **changes: object
) -> CaseFile:
    return CaseFile(
        case=CASE.model_copy(update=changes),
        contributions=tuple(
            Contribution(urn=CASE.urn, staff_id=staff_id, kind=kind, on_date=day)
            for staff_id, kind, day in acts
        ),
        milestones=tuple(Milestone(urn=CASE.urn, kind=kind, on_date=day) for kind, day in facts),
    )


def told(file: CaseFile, *work: Work) -> Circumstances:
    due = defence_statement_due(file, CASEWORK, RULES)
    return circumstances_of(file, ME, work or (C,), today=TODAY, statement_due=due)


def test_flags_of_the_case_tell_of_benefit_and_of_links_abroad() -> None:
    file = case_file(asset_recovery=True, outside_uk=True)

    assert told(file).suspect_benefited is True
    assert told(file).overseas_link is True
    assert told(case_file()).suspect_benefited is False
    assert told(case_file()).overseas_link is False


@pytest.mark.parametrize(
    ("who", "kind", "day", "expected"),
    [
        (ME, Kind.REVIEW, AFTER, True),
        (ME, Kind.REVIEW, BETWEEN, False),
        (ME, Kind.DISCLOSURE, AFTER, False),
        (OTHER, Kind.REVIEW, AFTER, False),
    ],
)
def test_a_review_since_the_first_hearing_is_a_review_decision(
    who: str, kind: Kind, day: date, *, expected: bool
) -> None:
    assert told(case_file((who, kind, day))).review_decision_theirs is expected


def test_the_first_review_is_the_earliest_by_anybody_charging_decisions_included() -> None:
    charged_by_other = case_file((OTHER, Kind.CHARGING_DECISION, BEFORE), (ME, Kind.REVIEW, BETWEEN))

    assert told(charged_by_other).first_review_theirs is False
    assert told(case_file((ME, Kind.REVIEW, BETWEEN))).first_review_theirs is True


def test_a_first_review_shared_on_one_day_is_theirs_too() -> None:
    shared = case_file((OTHER, Kind.REVIEW, BETWEEN), (ME, Kind.REVIEW, BETWEEN))

    assert told(shared).first_review_theirs is True


def test_without_any_review_on_file_whose_was_the_first_cannot_be_told() -> None:
    assert told(case_file((ME, Kind.DISCLOSURE, BETWEEN))).first_review_theirs is None


@pytest.mark.parametrize(
    ("work", "day", "expected"), [(C, AFTER, True), (P, AFTER, None), (P, BEFORE, True), (C, BEFORE, None)]
)
def test_a_letter_counts_on_the_side_of_the_charge_that_is_assessed(
    work: Work, day: date, expected: Told
) -> None:
    letter = case_file((ME, Kind.CORRESPONDENCE, day))

    assert told(letter, work).communication_made_or_called_for is expected


def test_no_letter_of_theirs_does_not_show_that_none_was_called_for() -> None:
    assert told(case_file((OTHER, Kind.CORRESPONDENCE, AFTER))).communication_made_or_called_for is None


def test_a_hearing_after_their_first_act_is_a_development_while_the_case_is_theirs() -> None:
    file = case_file((ME, Kind.REVIEW, BETWEEN), prosecutor=ME)

    assert told(file).development_while_theirs is True


def test_a_development_after_they_passed_the_case_on_was_not_while_it_was_theirs() -> None:
    material = ((Fact.NEW_MATERIAL_RECEIVED, AFTER),)
    passed_on = case_file((ME, Kind.REVIEW, BETWEEN), facts=material, first_hearing_on=None)
    kept = case_file((ME, Kind.REVIEW, BETWEEN), facts=material, first_hearing_on=None, prosecutor=ME)

    assert told(passed_on).development_while_theirs is None
    assert told(kept).development_while_theirs is True


def test_a_hearing_still_to_come_is_no_development() -> None:
    ahead = case_file(
        (ME, Kind.REVIEW, BETWEEN), facts=((Fact.NEXT_HEARING, date(2027, 2, 22)),), first_hearing_on=None
    )

    assert told(ahead).development_while_theirs is None


def test_somebody_without_an_act_on_the_case_had_no_development_in_it() -> None:
    assert told(case_file()).development_while_theirs is False


def test_for_the_allocated_prosecutor_without_an_act_it_cannot_be_told() -> None:
    assert told(case_file(prosecutor=ME)).development_while_theirs is None


def test_a_victim_or_an_enhanced_entitlement_tells_and_their_absence_does_not_exclude_witnesses() -> None:
    assert told(case_file(victim=True)).victim_or_witness is True
    assert told(case_file(facts=((Fact.ENHANCED_ENTITLEMENT, RECEIVED),))).victim_or_witness is True
    assert told(case_file()).victim_or_witness is None


@pytest.mark.parametrize(
    ("plea", "expected"),
    [
        (Plea.NOT_GUILTY, True),
        (Plea.NOT_GUILTY_ANTICIPATED, False),
        (Plea.GUILTY, False),
        (Plea.GUILTY_ANTICIPATED, False),
        (None, None),
    ],
)
def test_the_duty_of_initial_disclosure_needs_a_not_guilty_plea_that_was_entered(
    plea: Plea | None, expected: Told
) -> None:
    assert told(case_file(plea=plea)).not_guilty_plea is expected


def test_a_not_guilty_plea_on_file_tells_where_the_case_says_nothing() -> None:
    assert told(case_file(plea=None, facts=((Fact.NOT_GUILTY_PLEA, HEARD),))).not_guilty_plea is True


def test_disclosure_served_by_the_charge_and_nothing_since_discharges_the_duty() -> None:
    served = ((Fact.INITIAL_DISCLOSURE_SERVED, CHARGED),)

    assert told(case_file(facts=served)).disclosure_duty_arisen_after_charge is False


@pytest.mark.parametrize("since", [Fact.NEW_MATERIAL_RECEIVED, Fact.DEFENCE_STATEMENT_SERVED])
def test_what_comes_in_after_the_charge_starts_the_duty_again(since: Fact) -> None:
    facts = ((Fact.INITIAL_DISCLOSURE_SERVED, CHARGED), (since, AFTER))

    assert told(case_file(facts=facts)).disclosure_duty_arisen_after_charge is True


def test_disclosure_work_after_the_charge_shows_that_the_duty_went_on() -> None:
    file = case_file((OTHER, Kind.DISCLOSURE, AFTER), facts=((Fact.INITIAL_DISCLOSURE_SERVED, CHARGED),))

    assert told(file).disclosure_duty_arisen_after_charge is True


def test_a_duty_that_nobody_met_has_arisen_all_the_same() -> None:
    assert told(case_file()).disclosure_duty_arisen_after_charge is True
    assert told(case_file(charged_on=None)).disclosure_duty_arisen_after_charge is True


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        (Fact.DEFENCE_STATEMENT_SERVED, AFTER, True),
        (Fact.NEW_MATERIAL_RECEIVED, AFTER, True),
        (Fact.DEFENCE_STATEMENT_DUE, AFTER, True),
        (Fact.DEFENCE_STATEMENT_DUE, TODAY, False),
        (Fact.DEFENCE_STATEMENT_SERVED, date(2026, 12, 1), False),
        (Fact.NOT_GUILTY_PLEA, HEARD, False),
    ],
)
def test_a_defence_statement_served_or_missing_when_due_or_new_material_turns_question_ten_on(
    kind: Fact, day: date, *, expected: bool
) -> None:
    assert told(case_file(facts=((kind, day),), unit="CC")).defence_statement_or_new_material is expected


def test_a_statement_is_owed_by_the_day_exported_else_28_days_after_initial_disclosure() -> None:
    served = (Fact.INITIAL_DISCLOSURE_SERVED, date(2026, 10, 1))
    exported = (Fact.DEFENCE_STATEMENT_DUE, date(2026, 10, 20))

    assert defence_statement_due(case_file(facts=(served,), unit="CC"), CASEWORK, RULES) == date(2026, 10, 29)
    assert defence_statement_due(case_file(facts=(served, exported), unit="CC"), CASEWORK, RULES) == date(
        2026, 10, 20
    )
    assert defence_statement_due(case_file(unit="CC"), CASEWORK, RULES) is None
    silent = CASEWORK.model_copy(update={"defence_statement": None})
    assert defence_statement_due(case_file(facts=(served,), unit="CC"), silent, RULES) is None


def test_in_a_magistrates_court_none_is_owed() -> None:
    late = case_file(facts=((Fact.DEFENCE_STATEMENT_DUE, AFTER),), unit="MC")

    assert defence_statement_due(late, CASEWORK, RULES) is None
    assert told(late).defence_statement_or_new_material is False
    assert unmet(Duty.DEFENCE_STATEMENT, late, CASEWORK, RULES, TODAY) is None


@pytest.mark.parametrize(
    ("facts", "since"),
    [
        ((), None),
        (((Fact.DEFENCE_STATEMENT_DUE, AFTER),), AFTER),
        (((Fact.DEFENCE_STATEMENT_DUE, TODAY),), None),
        (((Fact.DEFENCE_STATEMENT_DUE, AFTER), (Fact.DEFENCE_STATEMENT_SERVED, AFTER)), None),
    ],
)
def test_a_statement_that_was_owed_and_never_came_is_an_unmet_duty(
    facts: tuple[tuple[Fact, date], ...], since: date | None
) -> None:
    file = case_file(facts=facts, unit="CC")

    assert unmet(Duty.DEFENCE_STATEMENT, file, CASEWORK, RULES, TODAY) == since


def test_material_that_nobody_looked_at_since_is_an_unmet_duty() -> None:
    came = ((Fact.NEW_MATERIAL_RECEIVED, AFTER),)

    def of(*acts: tuple[str, Kind, date]) -> date | None:
        return unmet(Duty.NEW_MATERIAL, case_file(*acts, facts=came), CASEWORK, RULES, TODAY)

    assert of((OTHER, Kind.DISCLOSURE, BEFORE)) == AFTER
    assert of((OTHER, Kind.DISCLOSURE, AFTER)) is None
    assert of((OTHER, Kind.REVIEW, TODAY)) is None
    assert unmet(Duty.NEW_MATERIAL, case_file(), CASEWORK, RULES, TODAY) is None


def test_without_any_milestone_nothing_can_be_told_of_defence_statements() -> None:
    assert told(case_file()).defence_statement_or_new_material is None


def test_disclosure_on_the_assessed_side_of_the_charge_has_a_record_sheet() -> None:
    disclosed = case_file((OTHER, Kind.DISCLOSURE, AFTER))
    served = case_file(facts=((Fact.INITIAL_DISCLOSURE_SERVED, AFTER),))

    assert told(disclosed, C).record_sheet_due is True
    assert told(served, I).record_sheet_due is True
    assert told(disclosed, P).record_sheet_due is None
    assert told(served, P).record_sheet_due is None


def test_each_question_shows_whose_work_it_asks_about_the_earliest_first() -> None:
    file = case_file(
        (OTHER, Kind.DISCLOSURE, date(2026, 10, 1)),
        (ME, Kind.DISCLOSURE, AFTER),
        (ME, Kind.DISCLOSURE, TODAY),
    )
    nine = CASEWORK.question(9)

    assert nine is not None
    assert whose(nine, file, [C]) == (ME, OTHER)
    assert whose(nine, file, [P]) == ()


def test_the_presets_of_a_case_carry_the_hands_that_did_the_work() -> None:
    file = case_file(
        (OTHER, Kind.CHARGING_DECISION, BEFORE), (ME, Kind.REVIEW, AFTER), (ME, Kind.DISCLOSURE, AFTER)
    )

    starts = {
        preset.number: preset for preset in presets_for(CASEWORK, file, ME, [C], today=TODAY, rules=RULES)
    }

    assert starts[1].kind is PresetKind.ON
    assert (starts[1].whose, starts[9].whose, starts[5].whose) == ((ME,), (ME,), ())


def test_pre_charge_work_has_no_post_charge_question_on_whatever_happened_since() -> None:
    file = case_file(
        (ME, Kind.CHARGING_DECISION, BEFORE),
        (ME, Kind.DISCLOSURE, AFTER),
        (ME, Kind.CORRESPONDENCE, AFTER),
        facts=((Fact.DEFENCE_STATEMENT_SERVED, AFTER), (Fact.INITIAL_DISCLOSURE_SERVED, AFTER)),
        victim=True,
    )

    on = [
        preset.number
        for preset in presets_for(CASEWORK, file, ME, [P], today=TODAY, rules=RULES)
        if preset.kind is PresetKind.ON
    ]

    assert on == [1, 2, 3]
