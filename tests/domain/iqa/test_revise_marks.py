"""Change confirmed marks, with a reason."""

import pytest

from domain.assessment import Answer
from domain.errors import Reason
from domain.iqa.commands import ReviseMarks
from domain.iqa.events import MarksRevised
from tests.bdd import given
from tests.factories import (
    PROSECUTOR,
    SENIOR,
    a_completed_iqa,
    a_confirmed_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_sampled_iqa,
    end_of,
    mark,
)

LOWERED = mark(2, Answer.NO, improvement="Set out a trial strategy.")
REVISE = ReviseMarks(marks=(LOWERED,), because="The dip sample was right about the strategy.")


@pytest.mark.parametrize(
    "history", [a_confirmed_iqa(), a_held_conversation(), a_completed_iqa(), a_sampled_iqa()]
)
def test_confirmed_marks_may_be_revised_until_the_iqa_is_closed(history: tuple[MarksRevised, ...]) -> None:
    outcome = given(*history).when(REVISE)

    outcome.then(
        MarksRevised(
            marks=(LOWERED,),
            because="The dip sample was right about the strategy.",
            comment_until=end_of(11, 24),
        )
    )
    assert outcome.iqa.mark(2) == LOWERED
    assert outcome.iqa.first_marks[1] == mark(2)


def test_the_dip_sample_itself_edits_no_mark() -> None:
    iqa = given(*a_sampled_iqa()).iqa

    assert iqa is not None
    assert iqa.marks == iqa.first_marks


def test_marks_are_recorded_and_not_revised_before_they_are_confirmed() -> None:
    given(*a_marked_iqa()).when(REVISE).refused(Reason.ASSESSMENT_NOT_CONFIRMED)


def test_something_must_be_revised() -> None:
    given(*a_confirmed_iqa()).when(ReviseMarks(marks=(), because="No reason.")).refused(
        Reason.NOTHING_WRITTEN
    )


def test_a_revised_no_needs_an_improvement_too() -> None:
    given(*a_confirmed_iqa()).when(ReviseMarks(marks=(mark(2, Answer.NO),), because="Too kind.")).refused(
        Reason.NO_NEEDS_IMPROVEMENT
    )


def test_a_revised_mark_answers_a_question_once() -> None:
    given(*a_confirmed_iqa()).when(ReviseMarks(marks=(mark(2), LOWERED), because="Both.")).refused(
        Reason.QUESTION_TWICE
    )


@pytest.mark.parametrize("by", [PROSECUTOR, SENIOR])
def test_only_the_assessor_revises(by: str) -> None:
    given(*a_confirmed_iqa()).when(REVISE, by=by).refused(Reason.NOT_PERMITTED)
