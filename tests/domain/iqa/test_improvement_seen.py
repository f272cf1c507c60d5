"""What was to be improved is seen in a later review, of this case or of another (report ¶5.19)."""

from datetime import timedelta

import pytest

from domain.assessment import Answer
from domain.errors import Reason
from domain.iqa import events as e
from domain.iqa.checks import MOST_SEEN_LATER
from domain.iqa.commands import NoteImprovementSeen
from domain.iqa.improvements import SeenLater
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    NOW,
    OTHER_URN,
    PROSECUTOR,
    SENIOR,
    TODAY,
    TOMORROW,
    URN,
    YESTERDAY,
    a_case_file,
    a_marked_iqa,
    facts,
    mark,
)

WRITTEN = "Each item of the schedule is named."
TO_IMPROVE = e.MarksRecorded(marks=(mark(2, Answer.NO, improvement="Name each item of the schedule."),))
CONFIRMED_IQA = (
    *a_marked_iqa(),
    TO_IMPROVE,
    Done(e.AssessmentConfirmed(), ASSESSOR, NOW - timedelta(days=1)),
)


def seen(question: int = 2, **changes: object) -> NoteImprovementSeen:
    values = {"question": question, "urn": OTHER_URN, "on": TODAY, "note": WRITTEN}
    return NoteImprovementSeen.model_validate(values | changes)


def was_seen(**changes: object) -> e.ImprovementSeen:
    values = {"question": 2, "urn": OTHER_URN, "on": TODAY, "note": WRITTEN}
    return e.ImprovementSeen.model_validate(values | changes)


@pytest.mark.parametrize("urn", [URN, OTHER_URN])
def test_it_is_noted_with_the_case_be_it_the_same_or_another(urn: str) -> None:
    outcome = given(*CONFIRMED_IQA).when(seen(urn=urn))

    outcome.then(was_seen(urn=urn))
    assert outcome.iqa.seen_later == (SeenLater(question=2, urn=urn, on=TODAY, note=WRITTEN),)


@pytest.mark.parametrize("day", [TODAY, YESTERDAY])
def test_the_review_is_of_a_day_since_the_assessment_was_confirmed(day: object) -> None:
    given(*CONFIRMED_IQA).when(seen(on=day)).then(was_seen(on=day))


def test_a_review_before_that_shows_nothing() -> None:
    given(*CONFIRMED_IQA).when(seen(on=YESTERDAY - timedelta(days=1))).refused(Reason.REVIEW_NOT_LATER)


def test_a_review_to_come_shows_nothing_yet() -> None:
    given(*CONFIRMED_IQA).when(seen(on=TOMORROW)).refused(Reason.DAY_TO_COME)


@pytest.mark.parametrize("question", [1, 99])
def test_the_question_names_something_to_improve(question: int) -> None:
    given(*CONFIRMED_IQA).when(seen(question)).refused(Reason.NOTHING_TO_IMPROVE, f"question {question}")


def test_the_case_is_one_on_which_the_prosecutor_works() -> None:
    others = facts(case_file=a_case_file(by=COLLEAGUE, prosecutor=COLLEAGUE))

    given(*CONFIRMED_IQA).when(seen(), facts=others).refused(Reason.TOO_LITTLE_OWN_WORK, OTHER_URN)
    given(*CONFIRMED_IQA).when(seen(), facts=facts(case_file=None)).refused(Reason.UNKNOWN_CASE, OTHER_URN)


def test_nothing_was_to_be_improved_before_the_assessment_is_confirmed() -> None:
    given(*a_marked_iqa(), TO_IMPROVE).when(seen()).refused(Reason.ASSESSMENT_NOT_CONFIRMED)


def test_the_same_review_is_noted_once_and_another_beside_it() -> None:
    noted = given(*CONFIRMED_IQA, was_seen())

    noted.when(seen()).refused(Reason.ALREADY_DONE)
    assert len(noted.when(seen(on=YESTERDAY)).iqa.seen_later) == 2


def test_an_iqa_holds_so_many() -> None:
    many = (was_seen(urn=f"91XN{number:07}") for number in range(MOST_SEEN_LATER))

    given(*CONFIRMED_IQA, *many).when(seen()).refused(Reason.TOO_MANY)


@pytest.mark.parametrize("somebody", [PROSECUTOR, SENIOR])
def test_the_assessor_notes_it(somebody: str) -> None:
    given(*CONFIRMED_IQA).when(seen(), by=somebody).refused(Reason.NOT_PERMITTED)
