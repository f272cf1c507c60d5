"""The prosecutor says that the conversation has not taken place yet."""

from datetime import date

import pytest

from domain.errors import Reason
from domain.iqa.commands import DisputeConversation
from domain.iqa.events import ConversationConfirmed, ConversationDisputed, NoActionsRequired
from domain.iqa.state import Stage, Talk
from domain.policy import Order
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    PROSECUTOR,
    SENIOR,
    a_closed_iqa,
    a_completed_iqa,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_held_conversation,
    a_marked_iqa,
    away,
    end_of,
    facts,
    held,
    hold_conversation,
)

NOT_YET = DisputeConversation(note="We have a date for next week.")


def test_a_dispute_opens_the_step_again_for_the_manager() -> None:
    outcome = given(*a_held_conversation()).when(NOT_YET, by=PROSECUTOR)

    outcome.then(ConversationDisputed(note="We have a date for next week.", conversation_due=end_of(11, 17)))
    assert outcome.iqa.talk is Talk.DISPUTED
    assert outcome.waiting == {"converse": ASSESSOR}
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["converse"]


def test_a_completed_iqa_is_open_again_and_completes_with_the_next_conversation() -> None:
    disputed = given(*a_completed_iqa()).when(NOT_YET, by=PROSECUTOR)

    assert disputed.iqa.completed_at is None
    assert disputed.iqa.stage is Stage.CONVERSATION
    assert disputed.and_when(hold_conversation()).kinds == ["conversation_held", "iqa_completed"]


def test_a_dip_sample_that_started_goes_on() -> None:
    outcome = given(*a_drawn_iqa()).when(NOT_YET, by=PROSECUTOR)

    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["converse", "dip_sample"]


def test_marks_that_waited_for_the_conversation_wait_again() -> None:
    talked = held(marks_due=end_of(11, 16))

    outcome = given(*a_marked_iqa(Order.CONVERSATION_FIRST), talked, NoActionsRequired()).when(
        NOT_YET, by=PROSECUTOR
    )

    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["converse"]
    assert outcome.waiting == {"mark": ASSESSOR, "converse": ASSESSOR}


def test_its_clock_pauses_while_either_person_is_away() -> None:
    leave = facts(absences=(away(ASSESSOR, date(2026, 11, 11), date(2026, 11, 12)),))

    outcome = given(*a_held_conversation()).when(NOT_YET, by=PROSECUTOR, facts=leave)

    assert outcome.iqa.deadlines[0].due == end_of(11, 19)


def test_it_can_be_disputed_again_after_the_next_record() -> None:
    again = given(*a_held_conversation()).when(NOT_YET, by=PROSECUTOR).and_when(hold_conversation())

    assert again.and_when(NOT_YET, by=PROSECUTOR).kinds == ["conversation_disputed"]


def test_what_the_prosecutor_confirmed_is_not_disputed_later() -> None:
    given(*a_held_conversation(), ConversationConfirmed()).when(NOT_YET, by=PROSECUTOR).refused(
        Reason.ALREADY_DONE, "confirmed"
    )


def test_there_must_be_a_record_to_dispute() -> None:
    given(*a_confirmed_iqa()).when(NOT_YET, by=PROSECUTOR).refused(Reason.CONVERSATION_NOT_HELD)


def test_a_closed_iqa_stays_closed() -> None:
    given(*a_closed_iqa()).when(NOT_YET, by=PROSECUTOR).refused(Reason.IQA_CLOSED)


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR])
def test_nobody_disputes_it_for_the_prosecutor(by: str) -> None:
    given(*a_held_conversation()).when(NOT_YET, by=by).refused(Reason.NOT_PERMITTED)
