"""Nobody judges casework of their own: not as assessor, as sampler, or in answer to a query (¶4.20, local policy)."""

from datetime import date

import pytest

from domain.assessment import Override, Upheld
from domain.cases import CaseFile, Contribution, ContributionKind
from domain.errors import Reason
from domain.ids import QUARTER
from domain.iqa.commands import (
    AnswerQuery,
    ConfirmAssessment,
    DrawForSample,
    QueryMark,
    Reassign,
    ReplaceSampler,
)
from domain.iqa.events import AssessmentConfirmed, DrawnForSample, IqaEvent, MarkQueried, Reassigned
from domain.policy import Order
from domain.questions import Work
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    CHIEF,
    OTHER_MANAGER,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    URN,
    a_case_file,
    a_marked_iqa,
    a_selected_case,
    an_open_iqa,
    end_of,
    facts,
    held,
    select_case,
)

CHARGING, INITIAL_REVIEW, PROGRESSION = Work
DECIDED = (ContributionKind.CHARGING_DECISION, date(2026, 7, 8))
COVERED = (ContributionKind.HEARING_PREPARATION, date(2026, 8, 17))
WROTE = (ContributionKind.CORRESPONDENCE, date(2026, 8, 20))


def shared(who: str, act: tuple[ContributionKind, date], base: CaseFile | None = None) -> CaseFile:
    """The case with one act of somebody beside those of the prosecutor."""
    case_file = base or a_case_file()
    kind, day = act
    done = Contribution(urn=URN, staff_id=who, kind=kind, on_date=day)
    return case_file.model_copy(update={"contributions": (*case_file.contributions, done)})


def confirmed_with(*done_by: str) -> tuple[IqaEvent, ...]:
    """Confirmed, with these people's work found in what was assessed."""
    dues = {"conversation_due": end_of(11, 16), "reminder_due": end_of(11, 12)}
    return *a_marked_iqa(), AssessmentConfirmed.model_validate(dues | {"done_by": (*done_by, PROSECUTOR)})


# The assessor


@pytest.mark.parametrize("work", [(PROGRESSION,), tuple(Work)])
def test_work_that_holds_an_act_of_the_assessors_own_is_never_assessed_by_them(
    work: tuple[Work, ...],
) -> None:
    theirs = facts(case_file=shared(ASSESSOR, COVERED))

    given(*an_open_iqa()).when(select_case(work=work), facts=theirs).refused(Reason.DID_THE_WORK, ASSESSOR)


def test_who_once_covered_a_hearing_may_assess_the_charging_decision() -> None:
    theirs = facts(case_file=shared(ASSESSOR, COVERED))

    outcome = given(*an_open_iqa()).when(select_case(work=(CHARGING,)), facts=theirs)

    assert outcome.kinds == ["case_selected"]


def test_an_act_that_is_no_substance_of_the_work_stands_in_nobodys_way() -> None:
    theirs = facts(case_file=shared(ASSESSOR, WROTE))

    assert given(*an_open_iqa()).when(select_case(), facts=theirs).kinds == ["case_selected"]


def test_no_override_lets_an_assessor_judge_their_own_casework() -> None:
    override = Override(rule=Reason.DID_THE_WORK, because="only_case")
    theirs = facts(case_file=shared(ASSESSOR, DECIDED))

    given(*an_open_iqa()).when(select_case(overrides=(override,)), facts=theirs).refused(
        Reason.OVERRIDE_NOT_ALLOWED
    )


def test_no_theme_lets_an_assessor_judge_their_own_casework() -> None:
    theirs = facts(case_file=shared(ASSESSOR, DECIDED))

    given(*an_open_iqa()).when(select_case(theme="Charging"), facts=theirs).refused(Reason.DID_THE_WORK)


@pytest.mark.parametrize("order", Order)
def test_what_the_export_shows_only_later_is_found_at_confirmation(order: Order) -> None:
    talked = (held(marks_due=end_of(11, 16)),) if order is Order.CONVERSATION_FIRST else ()
    history = (*a_marked_iqa(order), *talked)
    theirs = facts(case_file=shared(ASSESSOR, DECIDED))

    given(*history).when(ConfirmAssessment(seen_version=len(history)), facts=theirs).refused(
        Reason.DID_THE_WORK, URN
    )


def test_the_next_assessor_did_none_of_the_work_either() -> None:
    theirs = a_selected_case(done_by=(OTHER_MANAGER, PROSECUTOR))

    given(*theirs).when(Reassign(assessor=OTHER_MANAGER, because="Long leave."), by=SENIOR).refused(
        Reason.DID_THE_WORK, OTHER_MANAGER
    )


def test_a_reassigned_iqa_is_confirmed_by_who_did_none_of_the_work() -> None:
    moved = Done(Reassigned(assessor=OTHER_MANAGER, senior_manager=SENIOR, because="Long leave."), SENIOR)
    theirs = facts(case_file=shared(OTHER_MANAGER, DECIDED))

    given(*a_marked_iqa(), moved).when(
        ConfirmAssessment(seen_version=4), by=OTHER_MANAGER, facts=theirs
    ).refused(Reason.DID_THE_WORK, OTHER_MANAGER)


def test_whoever_did_the_work_is_kept_as_it_was_found_last() -> None:
    later = facts(case_file=shared(SAMPLER, COVERED))

    chosen = given(*an_open_iqa()).when(select_case())
    confirmed = given(*a_marked_iqa()).when(ConfirmAssessment(seen_version=3), facts=later)

    assert chosen.iqa.done_by == (PROSECUTOR,)
    assert confirmed.iqa.done_by == (PROSECUTOR, SAMPLER)


# Too little own work


NOTHING_THEIRS = a_case_file(by=OTHER_MANAGER)
ONLY_LETTERS = shared(PROSECUTOR, WROTE, NOTHING_THEIRS)


def too_little(*own_work: ContributionKind) -> Override:
    return Override(rule=Reason.TOO_LITTLE_OWN_WORK, because="learning", own_work=own_work)


def test_too_little_own_work_is_set_aside_with_an_act_named_that_is_the_prosecutors() -> None:
    named = too_little(ContributionKind.CORRESPONDENCE)

    outcome = given(*an_open_iqa()).when(
        select_case(work=(PROGRESSION,), overrides=(named,)), facts=facts(case_file=ONLY_LETTERS)
    )

    assert outcome.iqa.selection is not None
    assert outcome.iqa.selection.overridden == (Reason.TOO_LITTLE_OWN_WORK,)


@pytest.mark.parametrize("named", [(), (ContributionKind.DISCLOSURE,)])
def test_without_an_act_of_theirs_it_is_not_set_aside(named: tuple[ContributionKind, ...]) -> None:
    given(*an_open_iqa()).when(
        select_case(work=(PROGRESSION,), overrides=(too_little(*named),)), facts=facts(case_file=ONLY_LETTERS)
    ).refused(Reason.OWN_WORK_NOT_NAMED, f"{PROSECUTOR} did correspondence")


def test_where_nothing_is_theirs_there_is_nothing_to_name() -> None:
    given(*an_open_iqa()).when(
        select_case(overrides=(too_little(ContributionKind.REVIEW),)), facts=facts(case_file=NOTHING_THEIRS)
    ).refused(Reason.OWN_WORK_NOT_NAMED, f"{PROSECUTOR} did nothing")


def test_an_act_of_theirs_outside_the_work_assessed_does_not_make_it_theirs() -> None:
    given(*an_open_iqa()).when(
        select_case(work=(CHARGING,), overrides=(too_little(ContributionKind.CORRESPONDENCE),)),
        facts=facts(case_file=ONLY_LETTERS),
    ).refused(Reason.OWN_WORK_NOT_NAMED, "charging")


def test_each_work_that_is_not_theirs_needs_an_act_of_theirs_in_it() -> None:
    both = (CHARGING, PROGRESSION)

    given(*an_open_iqa()).when(
        select_case(work=both, overrides=(too_little(ContributionKind.CORRESPONDENCE),)),
        facts=facts(case_file=ONLY_LETTERS),
    ).refused(Reason.OWN_WORK_NOT_NAMED, "charging")


@pytest.mark.parametrize("order", Order)
def test_at_confirmation_it_is_asked_for_as_well(order: Order) -> None:
    talked = (held(marks_due=end_of(11, 16)),) if order is Order.CONVERSATION_FIRST else ()
    history = (*a_marked_iqa(order, (PROGRESSION,)), *talked)
    seen = len(history)
    theirs = facts(case_file=ONLY_LETTERS)
    named, bare = too_little(ContributionKind.CORRESPONDENCE), too_little()

    given(*history).when(ConfirmAssessment(overrides=(bare,), seen_version=seen), facts=theirs).refused(
        Reason.OWN_WORK_NOT_NAMED
    )
    outcome = given(*history).when(ConfirmAssessment(overrides=(named,), seen_version=seen), facts=theirs)
    assert outcome.kinds[0] == "assessment_confirmed"


# The sampler


def test_whoever_did_some_of_the_work_does_not_sample_it() -> None:
    given(*confirmed_with(SAMPLER)).when(DrawForSample(sampler=SAMPLER), by=QUARTER).refused(
        Reason.DID_THE_WORK, SAMPLER
    )


def test_a_second_check_is_not_given_to_whoever_did_some_of_the_work() -> None:
    drawn = Done(DrawnForSample(sampler=SAMPLER, pick="random"), QUARTER)

    given(*confirmed_with(SENIOR), drawn).when(
        ReplaceSampler(sampler=SENIOR, because="Long leave."), by=CHIEF
    ).refused(Reason.DID_THE_WORK, SENIOR)


# Who answers a query

QUERY = QueryMark(question=2, text="The strategy is set out in the second review.")
QUERIED = MarkQueried(query_id="q1", question=2, text="Why?", answer_due=end_of(11, 24))


def test_a_query_about_work_of_the_senior_managers_own_is_put_to_the_next_above() -> None:
    outcome = given(*confirmed_with(SENIOR)).when(QUERY, by=PROSECUTOR)

    assert outcome.waiting["answer_query:q1"] == CHIEF


def test_where_everybody_above_did_some_of_the_work_it_waits_for_the_senior_manager_and_goes_up() -> None:
    outcome = given(*confirmed_with(SENIOR, CHIEF)).when(QUERY, by=PROSECUTOR)

    assert outcome.waiting["answer_query:q1"] == SENIOR


def test_a_query_goes_above_a_senior_manager_who_assesses_too() -> None:
    own = Done(Reassigned(assessor=SENIOR, senior_manager=SENIOR, because="Long leave."), CHIEF)

    outcome = given(*confirmed_with(), own).when(QUERY, by=PROSECUTOR)

    assert outcome.waiting["answer_query:q1"] == CHIEF


def test_nobody_answers_a_query_about_work_of_their_own() -> None:
    command = AnswerQuery(query_id="q1", outcome=Upheld.NOT_UPHELD, text="Read again.", seen_version=5)

    given(*confirmed_with(SENIOR), QUERIED).when(command, by=SENIOR).refused(Reason.DID_THE_WORK)
    assert given(*confirmed_with(SENIOR), QUERIED).when(command, by=CHIEF).kinds == ["query_answered"]
