"""The prosecutor says that the conversation took place."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import ConfirmConversation
from domain.iqa.events import (
    ConversationClosedAsImpossible,
    ConversationConfirmed,
    ConversationDisputed,
    IqaEvent,
)
from domain.iqa.state import HELD, Talk
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    PROSECUTOR,
    SENIOR,
    a_completed_iqa,
    a_confirmed_iqa,
    a_held_conversation,
    end_of,
)

YES = ConfirmConversation()
DIFFERED = ConfirmConversation(differed=True, note="Question 9 was not talked about.")


def test_a_yes_ends_the_question() -> None:
    outcome = given(*a_completed_iqa()).when(YES, by=PROSECUTOR)

    outcome.then(ConversationConfirmed())
    assert outcome.iqa.talk is Talk.CONFIRMED
    assert outcome.waiting == {}


def test_it_differed_counts_as_held_and_says_how() -> None:
    outcome = given(*a_held_conversation()).when(DIFFERED, by=PROSECUTOR)

    outcome.then(ConversationConfirmed(differed=True, note="Question 9 was not talked about."))
    assert outcome.iqa.talk is Talk.DIFFERED
    assert outcome.iqa.talk in HELD


def test_silence_blocks_nothing_and_is_shown() -> None:
    iqa = given(*a_completed_iqa()).iqa

    assert iqa is not None
    assert iqa.talk is Talk.HELD
    assert iqa.completed_at is not None


@pytest.mark.parametrize("answer", [YES, DIFFERED])
def test_it_is_said_once(answer: ConfirmConversation) -> None:
    given(*a_held_conversation(), ConversationConfirmed(differed=answer.differed)).when(
        YES, by=PROSECUTOR
    ).refused(Reason.ALREADY_DONE)


@pytest.mark.parametrize(
    "since",
    [
        (),
        (ConversationClosedAsImpossible(because="left", note="Left on Friday."),),
    ],
)
def test_there_must_be_a_conversation_to_confirm(since: tuple[IqaEvent, ...]) -> None:
    given(*a_confirmed_iqa(), *since).when(YES, by=PROSECUTOR).refused(Reason.CONVERSATION_NOT_HELD)


def test_a_disputed_conversation_has_to_be_recorded_again_first() -> None:
    disputed = ConversationDisputed(conversation_due=end_of(11, 17))

    given(*a_held_conversation(), disputed).when(YES, by=PROSECUTOR).refused(
        Reason.CONVERSATION_NOT_HELD, "disputed"
    )


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR])
def test_nobody_confirms_it_for_the_prosecutor(by: str) -> None:
    given(*a_held_conversation()).when(YES, by=by).refused(Reason.NOT_PERMITTED)
