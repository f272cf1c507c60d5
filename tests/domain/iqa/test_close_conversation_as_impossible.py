"""A senior manager closes the conversation without one."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import CloseConversationAsImpossible
from domain.iqa.events import (
    ConversationClosedAsImpossible,
    ConversationDisputed,
    NoActionsRequired,
    Reassigned,
)
from domain.iqa.state import HELD, Talk
from domain.people import Role
from domain.policy import Order
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    OUTSIDE_SENIOR,
    PROSECUTOR,
    SENIOR,
    a_confirmed_iqa,
    a_held_conversation,
    a_marked_iqa,
    an_open_iqa,
    end_of,
    facts,
    policy,
)

LEFT = CloseConversationAsImpossible(because="left", note="Moved to another Area on Friday.")
CLOSED = ConversationClosedAsImpossible(
    because="left", note="Moved to another Area on Friday.", actions_due=end_of(11, 17)
)


@pytest.mark.parametrize("by", [SENIOR, CHIEF])
def test_it_ends_the_step_and_never_counts_as_held(by: str) -> None:
    outcome = given(*a_confirmed_iqa()).when(LEFT, by=by)

    outcome.then(CLOSED)
    assert outcome.iqa.talk is Talk.IMPOSSIBLE
    assert outcome.iqa.talk not in HELD
    assert outcome.iqa.held is None
    assert outcome.waiting == {"record_actions": ASSESSOR}


def test_an_iqa_completes_without_a_conversation_only_so() -> None:
    outcome = given(*a_confirmed_iqa(), NoActionsRequired()).when(LEFT, by=SENIOR)

    assert outcome.kinds == ["conversation_closed_as_impossible", "iqa_completed"]


def test_a_disputed_conversation_may_turn_out_to_be_impossible() -> None:
    disputed = ConversationDisputed(conversation_due=end_of(11, 17))

    outcome = given(*a_held_conversation(), disputed).when(LEFT, by=SENIOR)

    assert outcome.iqa.talk is Talk.IMPOSSIBLE


def test_where_the_conversation_comes_first_the_marks_are_due_after_it() -> None:
    outcome = given(*a_marked_iqa(Order.CONVERSATION_FIRST)).when(LEFT, by=SENIOR)

    outcome.then(CLOSED.model_copy(update={"marks_due": end_of(11, 17)}))


def test_where_the_assessment_comes_first_the_time_to_mark_stays_as_it_was() -> None:
    outcome = given(*a_marked_iqa()).when(LEFT, by=SENIOR)

    outcome.then(CLOSED)
    assert outcome.waiting == {"mark": ASSESSOR, "record_actions": ASSESSOR}


@pytest.mark.parametrize("by", [ASSESSOR, PROSECUTOR])
def test_neither_of_the_two_closes_their_own_conversation_and_who_can_is_named(by: str) -> None:
    given(*a_confirmed_iqa()).when(LEFT, by=by).refused(Reason.NOT_PERMITTED, f"senior_manager {SENIOR}")


def test_a_senior_manager_who_assesses_does_not_close_their_own_conversation() -> None:
    own = Done(Reassigned(assessor=SENIOR, senior_manager=SENIOR, because="Long leave."), CHIEF)

    given(*a_confirmed_iqa(), own).when(LEFT, by=SENIOR).refused(Reason.OWN_WORK)


@pytest.mark.parametrize("by", [COLLEAGUE, OUTSIDE_SENIOR])
def test_it_takes_a_senior_manager_of_the_area(by: str) -> None:
    given(*a_confirmed_iqa()).when(LEFT, by=by).refused(Reason.NOT_PERMITTED)


def test_a_local_policy_may_leave_it_to_the_chief() -> None:
    chief_only = facts(policy=policy(conversation__impossible_by=(Role.CHIEF_CROWN_PROSECUTOR,)))

    given(*a_confirmed_iqa()).when(LEFT, by=SENIOR, facts=chief_only).refused(
        Reason.NOT_PERMITTED, "chief_crown_prosecutor"
    )


def test_the_reason_is_a_listed_one() -> None:
    busy = CloseConversationAsImpossible(because="busy", note="No time this month.")

    given(*a_confirmed_iqa()).when(busy, by=SENIOR).refused(Reason.UNLISTED_REASON, "long_absence")


def test_a_conversation_that_was_held_is_not_impossible() -> None:
    given(*a_held_conversation()).when(LEFT, by=SENIOR).refused(Reason.CONVERSATION_HELD)


def test_there_must_be_a_case_to_talk_about() -> None:
    given(*an_open_iqa()).when(LEFT, by=SENIOR).refused(Reason.NO_CASE_SELECTED)
