"""The quarter draws the IQA for the dip sample."""

import pytest

from domain.assessment import BlindReMark
from domain.errors import Reason
from domain.ids import QUARTER
from domain.iqa.commands import DrawForSample
from domain.iqa.events import (
    ConversationDisputed,
    DeadlineMissed,
    DipSampleStarted,
    DrawnForSample,
    IqaEvent,
    Reassigned,
    ReleasedFromSample,
)
from domain.iqa.second_check import Sample
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    LEFT,
    OTHER_MANAGER,
    OUTSIDE_SENIOR,
    PEOPLE,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    STRANGER,
    a_completed_iqa,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_withdrawn_iqa,
    end_of,
    facts,
)

DRAW = DrawForSample(sampler=SAMPLER)
DRAWN = DrawnForSample(sampler=SAMPLER, pick="random", blind=BlindReMark.OFFERED)
MISSED = DeadlineMissed(deadline="converse", due=end_of(11, 16), whose=ASSESSOR)


def test_a_completed_iqa_is_sampled_within_ten_working_days() -> None:
    outcome = given(*a_completed_iqa()).when(DRAW, by=QUARTER)

    outcome.then(DRAWN, DipSampleStarted(conversation_overdue=False, sample_due=end_of(11, 24)))
    assert outcome.waiting["dip_sample"] == SAMPLER


def test_one_that_is_not_completed_waits_until_it_is() -> None:
    outcome = given(*a_confirmed_iqa()).when(DRAW, by=QUARTER)

    outcome.then(DRAWN)
    assert outcome.iqa.sample == Sample(sampler=SAMPLER, pick="random", blind=BlindReMark.OFFERED)


def test_a_conversation_overdue_is_a_finding_and_does_not_keep_the_iqa_out_of_the_sample() -> None:
    given(*a_confirmed_iqa(), MISSED).when(DRAW, by=QUARTER).then(
        DRAWN, DipSampleStarted(conversation_overdue=True, sample_due=end_of(11, 24))
    )


def test_a_conversation_that_is_due_again_after_a_dispute_is_not_overdue() -> None:
    disputed = ConversationDisputed(conversation_due=end_of(11, 17))

    given(*a_confirmed_iqa(), MISSED, *a_held_conversation()[-1:], disputed).when(DRAW, by=QUARTER).then(
        DRAWN
    )


def test_a_pick_for_another_reason_is_kept_apart_by_its_label() -> None:
    outcome = given(*a_confirmed_iqa()).when(DrawForSample(sampler=SAMPLER, pick="coverage"), by=QUARTER)

    outcome.then(DrawnForSample(sampler=SAMPLER, pick="coverage", blind=BlindReMark.OFFERED))


def test_only_a_confirmed_assessment_is_sampled() -> None:
    given(*a_marked_iqa()).when(DRAW, by=QUARTER).refused(Reason.ASSESSMENT_NOT_CONFIRMED)


@pytest.mark.parametrize("history", [a_drawn_iqa(), (*a_completed_iqa(), ReleasedFromSample())])
def test_it_is_drawn_or_released_once(history: tuple[IqaEvent, ...]) -> None:
    given(*history).when(DrawForSample(sampler=SENIOR), by=QUARTER).refused(Reason.ALREADY_DONE)


def test_a_withdrawn_iqa_is_not_sampled() -> None:
    given(*a_withdrawn_iqa()).when(DRAW, by=QUARTER).refused(Reason.IQA_ENDED)


@pytest.mark.parametrize(
    ("sampler", "reason"),
    [
        (STRANGER, Reason.UNKNOWN_PERSON),
        (OUTSIDE_SENIOR, Reason.OTHER_AREA),
        (ASSESSOR, Reason.TOOK_PART),
        (PROSECUTOR, Reason.TOOK_PART),
        (COLLEAGUE, Reason.NOT_PERMITTED),
        (OTHER_MANAGER, Reason.NOT_PERMITTED),
        (LEFT, Reason.NOT_PERMITTED),
    ],
)
def test_the_sampler_is_a_senior_of_the_area_who_took_no_part(sampler: str, reason: Reason) -> None:
    given(*a_confirmed_iqa()).when(DrawForSample(sampler=sampler), by=QUARTER).refused(reason, sampler)


def test_a_senior_who_has_left_does_not_sample() -> None:
    gone = tuple(
        each.model_copy(update={"to_date": end_of(10, 30).date()}) if each.staff_id == SAMPLER else each
        for each in PEOPLE
    )

    given(*a_confirmed_iqa()).when(DRAW, by=QUARTER, facts=facts(people=gone)).refused(Reason.NOT_IN_POST)


def test_somebody_who_assessed_it_before_does_not_sample_it() -> None:
    reassigned = Reassigned(assessor=OTHER_MANAGER, senior_manager=SENIOR, because="Long leave.")

    given(*a_confirmed_iqa(), reassigned).when(DrawForSample(sampler=ASSESSOR), by=QUARTER).refused(
        Reason.TOOK_PART
    )


@pytest.mark.parametrize("by", [SENIOR, ASSESSOR])
def test_nobody_draws_by_hand(by: str) -> None:
    given(*a_confirmed_iqa()).when(DRAW, by=by).refused(Reason.NOT_PERMITTED)
