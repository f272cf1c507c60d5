"""Record the outcome of a case action."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import CompleteAction
from domain.iqa.events import ActionCompleted, ActionHandedOver, IqaClosed, IqaCompleted, ReleasedFromSample
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    PROSECUTOR,
    SENIOR,
    TODAY,
    TOMORROW,
    a_closed_iqa,
    a_held_conversation,
    a_selected_case,
    a_withdrawn_iqa,
    action,
)

SENT = CompleteAction(action_id="a1", outcome="Sent by post.")


@pytest.mark.parametrize("by", [COLLEAGUE, ASSESSOR])
def test_its_owner_or_the_assessor_says_what_came_of_it(by: str) -> None:
    outcome = given(*a_selected_case(), action()).when(SENT, by=by)

    outcome.then(ActionCompleted(action_id="a1", outcome="Sent by post."))
    assert "action:a1" not in outcome.waiting
    assert outcome.iqa.deadline("action:a1") is None


def test_one_action_done_leaves_the_others_open() -> None:
    outcome = given(*a_selected_case(), action(1), action(2)).when(SENT)

    assert [each.action.action_id for each in outcome.iqa.open_actions] == ["a2"]
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["mark", "action:a2"]


def test_it_may_cite_a_later_review() -> None:
    cited = SENT.model_copy(update={"later_review_on": TODAY})

    outcome = given(*a_selected_case(), action()).when(cited)

    assert outcome.iqa.actions[0].later_review_on == TODAY


def test_a_review_to_come_is_not_an_outcome() -> None:
    given(*a_selected_case(), action()).when(SENT.model_copy(update={"later_review_on": TOMORROW})).refused(
        Reason.DAY_TO_COME
    )


def test_actions_outlive_the_completion_of_the_iqa_which_closes_with_the_last() -> None:
    waiting = (*a_held_conversation(), action(), IqaCompleted(), ReleasedFromSample())

    outcome = given(*waiting).when(SENT, by=COLLEAGUE)

    outcome.then(ActionCompleted(action_id="a1", outcome="Sent by post."), IqaClosed())


def test_actions_outlive_the_withdrawal_of_the_iqa_which_closes_with_the_last() -> None:
    outcome = given(*a_withdrawn_iqa()).when(SENT, by=COLLEAGUE)

    assert outcome.kinds == ["action_completed", "iqa_closed"]


def test_an_action_that_was_never_recorded_has_no_outcome() -> None:
    given(*a_selected_case(), action(2)).when(SENT).refused(Reason.UNKNOWN_ACTION, "a1")


@pytest.mark.parametrize(
    "since",
    [
        ActionCompleted(action_id="a1", outcome="Sent."),
        ActionHandedOver(action_id="a1", to=SENIOR, because="Long leave."),
    ],
)
def test_an_action_that_is_settled_stays_as_it_is(since: ActionCompleted) -> None:
    given(*a_selected_case(), action(), since).when(SENT).refused(Reason.ALREADY_DONE, "a1")


def test_a_closed_iqa_has_no_open_action() -> None:
    given(*a_closed_iqa()).when(SENT).refused(Reason.IQA_CLOSED)


@pytest.mark.parametrize("by", [PROSECUTOR, SENIOR])
def test_nobody_else_says_that_it_is_done(by: str) -> None:
    given(*a_selected_case(), action()).when(SENT, by=by).refused(Reason.NOT_PERMITTED)


def test_the_assessed_prosecutor_may_own_one_and_complete_it() -> None:
    outcome = given(*a_selected_case(), action(owner=PROSECUTOR)).when(SENT, by=PROSECUTOR)

    assert outcome.kinds == ["action_completed"]
