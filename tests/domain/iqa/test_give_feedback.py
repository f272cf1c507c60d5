"""Feedback on the dip sample, to the manager."""

from datetime import date

import pytest

from domain.assessment import Mode
from domain.errors import Reason
from domain.iqa.commands import GiveFeedback
from domain.iqa.events import FeedbackGiven
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    NOW,
    SAMPLER,
    SENIOR,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_sampled_iqa,
    end_of,
    facts,
    policy,
)

WORDS = "We compared our marks for question 2."


def feedback(on: date = TODAY) -> GiveFeedback:
    return GiveFeedback(on=on, mode=Mode.VIDEO, content=WORDS)


def test_the_manager_is_asked_to_acknowledge_it_within_five_working_days() -> None:
    outcome = given(*a_sampled_iqa()).when(feedback(), by=SAMPLER)

    outcome.then(FeedbackGiven(on=TODAY, mode=Mode.VIDEO, content=WORDS, acknowledge_due=end_of(11, 17)))
    assert outcome.waiting["acknowledge"] == ASSESSOR


def test_feedback_to_come_was_not_given() -> None:
    given(*a_sampled_iqa()).when(feedback(TOMORROW), by=SAMPLER).refused(Reason.DAY_TO_COME)


def test_feedback_follows_the_dip_sample() -> None:
    *before, recorded = a_sampled_iqa()

    given(*before, Done(recorded, SAMPLER, NOW)).when(feedback(YESTERDAY), by=SAMPLER).refused(
        Reason.FEEDBACK_BEFORE_SAMPLE, "2026-11-09 < 2026-11-10"
    )


def test_it_is_given_in_a_way_that_policy_lists() -> None:
    in_person_only = facts(policy=policy(conversation__modes=(Mode.FACE_TO_FACE,)))

    given(*a_sampled_iqa()).when(feedback(), by=SAMPLER, facts=in_person_only).refused(
        Reason.MODE_NOT_ALLOWED
    )


def test_the_dip_sample_has_to_be_recorded_first() -> None:
    given(*a_drawn_iqa()).when(feedback(), by=SAMPLER).refused(Reason.SAMPLE_NOT_RECORDED)


def test_it_is_given_once() -> None:
    given(*a_fed_back_iqa()).when(feedback(), by=SAMPLER).refused(Reason.ALREADY_DONE, "feedback")


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR])
def test_only_the_sampler_gives_it(by: str) -> None:
    given(*a_sampled_iqa()).when(feedback(), by=by).refused(Reason.NOT_PERMITTED)
