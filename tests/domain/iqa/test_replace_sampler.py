"""The second check, or what is left of it, goes to another sampler."""

import pytest

from domain.errors import Reason
from domain.ids import QUARTER
from domain.iqa.commands import ReplaceSampler
from domain.iqa.events import FeedbackAcknowledged, IqaEvent, SamplerReplaced
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    OUTSIDE_SENIOR,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    STRANGER,
    a_completed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_sampled_iqa,
    action,
)

WORDS = "On leave until March."
TO_SENIOR = ReplaceSampler(sampler=SENIOR, because=WORDS)
REPLACED = SamplerReplaced(sampler=SENIOR, because=WORDS)


@pytest.mark.parametrize("by", [SENIOR, CHIEF, QUARTER])
def test_a_senior_or_the_quarter_gives_it_to_another(by: str) -> None:
    outcome = given(*a_drawn_iqa()).when(TO_SENIOR, by=by)

    outcome.then(REPLACED)
    assert outcome.waiting["dip_sample"] == SENIOR


@pytest.mark.parametrize(("history", "waits"), [(a_sampled_iqa(), "feedback"), (a_drawn_iqa(), "dip_sample")])
def test_whoever_has_it_then_gives_the_feedback_too(history: tuple[IqaEvent, ...], waits: str) -> None:
    assert given(*history).when(TO_SENIOR, by=CHIEF).waiting[waits] == SENIOR


def test_once_it_is_over_nobody_has_it() -> None:
    over = (*a_fed_back_iqa(), action(), FeedbackAcknowledged())

    given(*over).when(TO_SENIOR, by=CHIEF).refused(Reason.ALREADY_DONE, "dip sample")


def test_an_iqa_that_is_not_sampled_has_no_sampler() -> None:
    given(*a_completed_iqa()).when(TO_SENIOR, by=CHIEF).refused(Reason.NOT_SAMPLED)


@pytest.mark.parametrize(
    ("sampler", "reason"),
    [
        (SAMPLER, Reason.ALREADY_DONE),
        (STRANGER, Reason.UNKNOWN_PERSON),
        (OUTSIDE_SENIOR, Reason.OTHER_AREA),
        (ASSESSOR, Reason.TOOK_PART),
        (PROSECUTOR, Reason.TOOK_PART),
        (COLLEAGUE, Reason.NOT_PERMITTED),
    ],
)
def test_the_other_is_a_senior_of_the_area_who_took_no_part(sampler: str, reason: Reason) -> None:
    given(*a_drawn_iqa()).when(ReplaceSampler(sampler=sampler, because=WORDS), by=CHIEF).refused(reason)


@pytest.mark.parametrize("by", [COLLEAGUE, ASSESSOR])
def test_nobody_else_decides_it(by: str) -> None:
    outcome = given(*a_drawn_iqa()).when(TO_SENIOR, by=by)

    assert not isinstance(outcome.decision, tuple)
