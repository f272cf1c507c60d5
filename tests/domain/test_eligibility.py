"""Which cases may be chosen, and what stands in the way of each other one."""

from datetime import date

import pytest

from domain.cases import CaseFile, CaseStatus, Contribution, ContributionKind, Plea, Stage
from domain.errors import Reason
from domain.iqa.eligibility import Assessed, Candidate, asked_for, candidate, obstacles
from domain.questions import Category, Subject, Work
from tests.factories import ASSESSOR, COLLEAGUE, POLICY, PROSECUTOR, TODAY, URN, a_case_file

CHARGING, INITIAL_REVIEW, PROGRESSION = Work
ASSESSED = Assessed(
    prosecutor=PROSECUTOR, assessor=ASSESSOR, category=Category.CASEWORK, today=TODAY, rules=POLICY.selection
)
UNCHARGED = a_case_file(stage=Stage.PRE_CHARGE, charged_on=None, first_hearing_on=None)


def test_a_case_may_be_eligible_for_every_kind_of_work() -> None:
    found = candidate(a_case_file(), ASSESSED)

    assert found == Candidate(urn=URN, work=tuple(Work))
    assert found.eligible


def test_a_case_before_charge_is_eligible_for_the_charging_work_alone() -> None:
    assert candidate(UNCHARGED, ASSESSED).work == (CHARGING,)


def test_nobody_is_assessed_on_a_colleagues_work() -> None:
    found = candidate(a_case_file(by=COLLEAGUE), ASSESSED)

    assert not found.eligible
    assert found.obstacles == (Reason.TOO_LITTLE_OWN_WORK,)


def test_work_that_somebody_else_did_is_left_out() -> None:
    without_review = a_case_file(without=(ContributionKind.REVIEW,))

    assert candidate(without_review, ASSESSED).work == (CHARGING, PROGRESSION)


@pytest.mark.parametrize(
    ("case_file", "reasons"),
    [
        (a_case_file(status=CaseStatus.FINALISED), (Reason.CASE_NOT_LIVE,)),
        (a_case_file(plea=Plea.GUILTY), (Reason.GUILTY_PLEA,)),
        (a_case_file(plea=Plea.GUILTY_ANTICIPATED), (Reason.GUILTY_PLEA_ANTICIPATED,)),
        (a_case_file(plea=Plea.NOT_GUILTY_ANTICIPATED), ()),
        (a_case_file(first_hearing_on=date(2027, 1, 4)), (Reason.CASE_NOT_PROGRESSED,)),
        (
            UNCHARGED,
            (Reason.WORK_NOT_AT_THIS_STAGE, Reason.CASE_NOT_PROGRESSED, Reason.TOO_LITTLE_OWN_WORK),
        ),
        (
            a_case_file(status=CaseStatus.FINALISED, plea=Plea.GUILTY),
            (Reason.CASE_NOT_LIVE, Reason.GUILTY_PLEA),
        ),
    ],
)
def test_every_rule_that_is_broken_is_named_the_gravest_first(
    case_file: CaseFile, reasons: tuple[Reason, ...]
) -> None:
    assert obstacles(case_file, (INITIAL_REVIEW, PROGRESSION), ASSESSED) == reasons


def test_pleas_do_not_matter_to_advocacy() -> None:
    advocacy = ASSESSED.model_copy(update={"category": Category.ADVOCACY})

    assert candidate(a_case_file(plea=Plea.GUILTY), advocacy).eligible


def test_a_case_that_nothing_is_open_on_says_what_is_nearest_to_it() -> None:
    ended = a_case_file(status=CaseStatus.FINALISED, without=(ContributionKind.REVIEW,))

    assert candidate(ended, ASSESSED) == Candidate(urn=URN, obstacles=(Reason.CASE_NOT_LIVE,))


def test_a_case_is_one_that_is_asked_for_by_what_it_is_about() -> None:
    case = a_case_file(domestic_abuse=True, rape=False).case

    assert asked_for(case, tuple(Subject)) == (Subject.DOMESTIC_ABUSE,)
    assert asked_for(case, ()) == ()


def test_work_that_was_partly_the_assessors_own_is_not_offered_and_other_work_on_the_case_is() -> None:
    covered = Contribution(
        urn=URN, staff_id=ASSESSOR, kind=ContributionKind.HEARING_PREPARATION, on_date=date(2026, 8, 17)
    )
    shared = a_case_file()
    shared = shared.model_copy(update={"contributions": (*shared.contributions, covered)})

    assert candidate(shared, ASSESSED).work == (CHARGING, INITIAL_REVIEW)
    assert obstacles(shared, (PROGRESSION,), ASSESSED) == (Reason.DID_THE_WORK,)
