"""Put the record of a held conversation right, or take it back."""

from datetime import date

import pytest

from domain.assessment import Mode
from domain.errors import Reason
from domain.iqa.commands import CorrectConversation, DeadlinePassed, TakeBackConversation
from domain.iqa.events import (
    ConversationConfirmed,
    ConversationCorrected,
    ConversationDisputed,
    ConversationTakenBack,
    IqaClosed,
    IqaEvent,
    NoActionsRequired,
)
from domain.iqa.state import Stage, Talk
from domain.policy import Order
from domain.prompts import PromptKind
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    OTHER_MANAGER,
    PROSECUTOR,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_completed_iqa,
    a_confirmed_iqa,
    a_held_conversation,
    a_selected_case,
    answered,
    end_of,
    held,
)

WORDS = "Name the second witness in the charging decision."
BECAUSE = "It was on the telephone."


def correct(**changes: object) -> CorrectConversation:
    values = {"on": TODAY, "mode": Mode.TELEPHONE, "prosecutor_view": WORDS, "because": BECAUSE}
    return CorrectConversation.model_validate(values | changes)


TAKE_BACK = TakeBackConversation(because="She was called away before we began.")


@pytest.mark.parametrize("then", [(), (ConversationConfirmed(),), (ConversationConfirmed(differed=True),)])
def test_the_earlier_record_stays_beside_it_and_the_prosecutor_is_asked_again(
    then: tuple[IqaEvent, ...],
) -> None:
    answers = [Done(event, PROSECUTOR) for event in then]
    outcome = given(*a_held_conversation(), *answers).when(
        correct(answered=answered(PromptKind.NOTHING_TO_DO_DIFFERENTLY))
    )

    assert outcome.events[0] == ConversationCorrected(
        on=TODAY,
        mode=Mode.TELEPHONE,
        prosecutor_view=WORDS,
        because=BECAUSE,
        comment_until=end_of(11, 24),
    )
    assert outcome.iqa.talk is Talk.HELD
    assert outcome.waiting["confirm_conversation"] == PROSECUTOR
    assert outcome.iqa.held
    [before] = outcome.iqa.held_before
    assert (before.on, before.mode) == (YESTERDAY, Mode.VIDEO)
    assert (outcome.iqa.held.on, outcome.iqa.held.because) == (TODAY, BECAUSE)


def test_it_reads_like_a_plan_and_is_asked_about_as_the_first_was() -> None:
    given(*a_held_conversation()).when(correct(prosecutor_view="We will discuss it on Thursday.")).refused(
        Reason.ASKED_FIRST, "intention_as_conversation"
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"on": TOMORROW}, Reason.CONVERSATION_IN_FUTURE),
        ({"on": date(2026, 1, 2)}, Reason.CONVERSATION_BEFORE_SELECTION),
        ({"prosecutor_view": None}, Reason.NOTHING_WRITTEN),
    ],
)
def test_the_day_and_the_words_are_judged_as_when_it_was_recorded(
    changes: dict[str, object], reason: Reason
) -> None:
    given(*a_held_conversation()).when(correct(**changes)).refused(reason)


@pytest.mark.parametrize("command", [correct(), TAKE_BACK])
def test_only_what_is_recorded_as_held_is_put_right(
    command: CorrectConversation | TakeBackConversation,
) -> None:
    given(*a_confirmed_iqa()).when(command).refused(Reason.CONVERSATION_NOT_HELD)


@pytest.mark.parametrize("command", [correct(), TAKE_BACK])
def test_nobody_puts_right_what_another_recorded(command: CorrectConversation | TakeBackConversation) -> None:
    by_another = (*a_confirmed_iqa(), Done(held(), OTHER_MANAGER))

    given(*by_another).when(command).refused(Reason.NOT_PERMITTED, OTHER_MANAGER)


@pytest.mark.parametrize("order", Order)
def test_a_talk_that_did_not_take_place_opens_the_step_on_its_old_deadline(order: Order) -> None:
    before = a_confirmed_iqa() if order is Order.ASSESSMENT_FIRST else a_selected_case(order)
    due = given(*before).when(TAKE_BACK).before
    assert due
    old = due.deadline("converse")
    assert old

    outcome = given(*before, held()).when(TAKE_BACK)

    outcome.then(ConversationTakenBack(because=TAKE_BACK.because, conversation_due=old.due))
    assert outcome.iqa.talk is Talk.OPEN
    assert outcome.iqa.deadline("converse") == old
    assert outcome.iqa.stage is Stage.CONVERSATION
    assert outcome.iqa.held is None
    assert [one.by for one in outcome.iqa.held_before] == [ASSESSOR]


def test_a_completed_iqa_is_complete_no_longer() -> None:
    outcome = given(*a_completed_iqa()).when(TAKE_BACK)

    assert outcome.kinds[0] == "conversation_taken_back"
    assert outcome.iqa.completed_at is None
    assert outcome.waiting["converse"] == ASSESSOR


def test_an_old_deadline_that_is_past_is_missed_at_once_and_goes_up() -> None:
    late = end_of(11, 30)
    outcome = given(*a_held_conversation()).when(TAKE_BACK, at=late)
    old = outcome.iqa.deadline("converse")
    assert old
    assert old.due < late

    missed = outcome.and_when(DeadlinePassed(deadline="converse", due=old.due), by="system:timer")

    assert missed.kinds[:2] == ["deadline_missed", "escalation_raised"]


def test_what_is_disputed_is_held_anew_and_not_put_right() -> None:
    disputed = Done(ConversationDisputed(conversation_due=end_of(11, 24)), PROSECUTOR)

    given(*a_held_conversation(), disputed).when(correct()).refused(Reason.CONVERSATION_NOT_HELD)


def test_a_closed_iqa_stays_as_it_is() -> None:
    closed = (*a_held_conversation(), NoActionsRequired(), IqaClosed())

    given(*closed).when(TAKE_BACK).refused(Reason.IQA_CLOSED)
