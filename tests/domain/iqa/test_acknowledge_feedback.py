"""The manager acknowledges the feedback."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import AcknowledgeFeedback
from domain.iqa.events import ConversationDisputed, FeedbackAcknowledged, IqaClosed
from tests.bdd import given
from tests.factories import (
    COLLEAGUE,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    a_completed_iqa,
    a_fed_back_iqa,
    a_sampled_iqa,
    action,
    end_of,
)

SEEN = AcknowledgeFeedback(note="I shall look for the strategy first.")
ACKNOWLEDGED = FeedbackAcknowledged(note="I shall look for the strategy first.")


def test_with_nothing_else_left_the_iqa_is_closed() -> None:
    given(*a_fed_back_iqa()).when(SEEN).then(ACKNOWLEDGED, IqaClosed())


def test_an_open_action_keeps_it_open() -> None:
    outcome = given(*a_fed_back_iqa(), action()).when(SEEN)

    outcome.then(ACKNOWLEDGED)
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR, "action:a1": COLLEAGUE}


def test_a_disputed_conversation_keeps_it_open() -> None:
    disputed = ConversationDisputed(conversation_due=end_of(11, 17))

    given(*a_fed_back_iqa(), disputed).when(SEEN).then(ACKNOWLEDGED)


def test_there_must_be_feedback() -> None:
    given(*a_sampled_iqa()).when(SEEN).refused(Reason.FEEDBACK_NOT_GIVEN)


def test_an_iqa_that_was_not_drawn_has_none() -> None:
    given(*a_completed_iqa()).when(SEEN).refused(Reason.NOT_SAMPLED)


def test_it_is_acknowledged_once() -> None:
    given(*a_fed_back_iqa(), action(), ACKNOWLEDGED).when(SEEN).refused(Reason.ALREADY_DONE)


@pytest.mark.parametrize("by", [SAMPLER, SENIOR, PROSECUTOR])
def test_only_the_assessor_acknowledges_it(by: str) -> None:
    given(*a_fed_back_iqa()).when(SEEN, by=by).refused(Reason.NOT_PERMITTED)
