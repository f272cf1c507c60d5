"""Answer the questions."""

import pytest

from domain.assessment import Answer, Mark
from domain.errors import Reason
from domain.iqa.commands import RecordMarks
from domain.iqa.events import MarksRecorded
from domain.prompts import PromptKind
from domain.questions import NotApplicableReason, Work
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    PROSECUTOR,
    SENIOR,
    a_confirmed_iqa,
    a_marked_iqa,
    a_selected_case,
    an_open_iqa,
    answered,
    facts,
    mark,
    policy,
)

THEIR_WORK = answered(PromptKind.OFF_QUESTION_ANSWERED)
CHARGING, INITIAL_REVIEW, PROGRESSION = Work


def record(*marks: Mark, seen: int = 2, **changes: object) -> RecordMarks:
    return RecordMarks.model_validate({"marks": marks, "seen_version": seen} | changes)


def test_some_questions_may_be_answered_now_and_others_later() -> None:
    first, second = mark(2), mark(1, Answer.NO, improvement="Say why the Code test is met.")

    outcome = given(*a_selected_case()).when(record(first))
    outcome.then(MarksRecorded(marks=(first,)))

    later = outcome.and_when(record(second, seen=3))
    assert later.iqa.marks == (second, first)


def test_a_later_answer_replaces_the_earlier_one_until_the_assessment_is_confirmed() -> None:
    changed = mark(1, Answer.NO, improvement="Say why the Code test is met.")

    outcome = given(*a_marked_iqa()).when(record(changed, seen=3))

    assert outcome.iqa.mark(1) == changed


def test_good_practice_and_improvement_may_be_written_whatever_the_answer() -> None:
    both = mark(3, good_practice="The unused material was seen early.", improvement="Record the reason too.")

    outcome = given(*a_selected_case()).when(record(both), facts=facts(policy=policy(prompts__order=())))

    outcome.then(MarksRecorded(marks=(both,)))


def test_a_no_needs_an_improvement() -> None:
    given(*a_selected_case()).when(record(mark(1, Answer.NO))).refused(
        Reason.NO_NEEDS_IMPROVEMENT, "question 1"
    )


def test_a_local_policy_may_leave_a_no_without_one() -> None:
    lenient = facts(policy=policy(marking__no_without_improvement_refused=False, prompts__order=()))

    given(*a_selected_case()).when(record(mark(1, Answer.NO)), facts=lenient).then(
        MarksRecorded(marks=(mark(1, Answer.NO),))
    )


@pytest.mark.parametrize("reason", NotApplicableReason)
def test_not_applicable_comes_with_one_of_three_reasons(reason: NotApplicableReason) -> None:
    not_applicable = mark(9, Answer.NOT_APPLICABLE, not_applicable=reason)

    given(*a_selected_case()).when(record(not_applicable)).then(MarksRecorded(marks=(not_applicable,)))


def test_not_applicable_without_a_reason_is_refused() -> None:
    given(*a_selected_case()).when(record(mark(9, Answer.NOT_APPLICABLE))).refused(
        Reason.NOT_APPLICABLE_NEEDS_REASON, "question 9"
    )


def test_a_question_outside_the_work_assessed_needs_a_word_on_why_it_is_answered() -> None:
    given(*a_selected_case(work=(CHARGING,))).when(record(mark(9))).refused(
        Reason.QUESTION_NOT_ON, "not_this_work"
    )


def test_with_that_word_it_may_be_answered() -> None:
    at_charge = mark(9, preset_changed_because="Disclosure was dealt with at charge.")

    outcome = given(*a_selected_case(work=(CHARGING,))).when(record(at_charge, answered=THEIR_WORK))

    assert outcome.iqa.mark(9) == at_charge


def test_an_optional_question_may_be_answered() -> None:
    given(*a_selected_case()).when(record(mark(5))).then(MarksRecorded(marks=(mark(5),)))


@pytest.mark.parametrize("number", [0, 13, -1, 10**30])
def test_a_question_that_the_set_does_not_have_is_refused(number: int) -> None:
    given(*a_selected_case()).when(record(mark(number))).refused(Reason.UNKNOWN_QUESTION)


def test_a_question_answered_twice_at_once_is_refused() -> None:
    twice = record(mark(1), mark(1, Answer.NO, improvement="Say why."))

    given(*a_selected_case()).when(twice).refused(Reason.QUESTION_TWICE, "question 1")


@pytest.mark.parametrize("work", [CHARGING, INITIAL_REVIEW])
def test_a_note_on_victims_and_witnesses_at_this_stage_stands_under_question_2(work: Work) -> None:
    note = "Special measures were not considered before charge."

    outcome = given(*a_selected_case(work=(work,))).when(record(victims_note=note))

    outcome.then(MarksRecorded(victims_note=note))
    assert outcome.iqa.victims_note == note


def test_where_question_2_is_off_the_note_belongs_to_question_8() -> None:
    given(*a_selected_case(work=(PROGRESSION,))).when(record(victims_note="No letter was sent.")).refused(
        Reason.QUESTION_NOT_ON, "victims_note"
    )


def test_where_question_2_is_answered_all_the_same_the_note_stands_there() -> None:
    theirs = mark(2, preset_changed_because="The review after sending was theirs.")

    outcome = given(*a_selected_case(work=(PROGRESSION,))).when(
        record(theirs, victims_note="No letter was sent.", answered=THEIR_WORK)
    )

    assert outcome.iqa.victims_note == "No letter was sent."


def test_learning_for_the_team_is_kept_until_it_is_written_anew() -> None:
    outcome = given(*a_selected_case()).when(record(team_learning="Ask for the phone early."))
    unchanged = outcome.and_when(record(mark(1), seen=3))
    anew = unchanged.and_when(record(team_learning="Ask for the phone at once.", seen=4))

    assert unchanged.iqa.team_learning == "Ask for the phone early."
    assert anew.iqa.team_learning == "Ask for the phone at once."


def test_something_must_be_written() -> None:
    given(*a_selected_case()).when(record()).refused(Reason.NOTHING_WRITTEN)


def test_a_case_comes_before_its_marks() -> None:
    given(*an_open_iqa()).when(record(mark(1), seen=1)).refused(Reason.NO_CASE_SELECTED)


def test_confirmed_marks_are_revised_and_not_recorded_again() -> None:
    given(*a_confirmed_iqa()).when(record(mark(1), seen=4)).refused(Reason.ASSESSMENT_CONFIRMED)


@pytest.mark.parametrize("by", [PROSECUTOR, SENIOR])
def test_only_the_assessor_marks(by: str) -> None:
    given(*a_selected_case()).when(record(mark(1)), by=by).refused(Reason.NOT_PERMITTED)


def test_marks_written_beside_older_ones_say_who_was_there_first() -> None:
    given(*a_selected_case(), Done(MarksRecorded(marks=(mark(1),)))).when(record(mark(2), seen=2)).refused(
        Reason.STALE, f"mark changed by {ASSESSOR} at 2026-11-02T09:00:00+00:00 (version 3)"
    )


def test_more_words_than_an_iqa_can_hold_are_refused() -> None:
    long = [mark(number, good_practice="é" * 20_000) for number in range(1, 9)]

    given(*a_selected_case()).when(record(*long)).refused(Reason.TOO_MANY, "bytes of at most 262144")
