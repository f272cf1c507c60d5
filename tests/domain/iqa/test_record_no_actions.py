"""Say that the case needs nothing."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import RecordNoActions
from domain.iqa.events import ActionCompleted, IqaCompleted, NoActionsRequired
from tests.bdd import given
from tests.factories import (
    OTHER_URN,
    PROSECUTOR,
    SENIOR,
    a_confirmed_iqa,
    a_held_conversation,
    a_selected_case,
    action,
    an_open_iqa,
)

NONE = RecordNoActions()


def test_none_required_may_be_said_before_the_conversation() -> None:
    outcome = given(*a_selected_case()).when(NONE)

    outcome.then(NoActionsRequired())
    assert outcome.iqa.actions_settled


def test_it_completes_an_iqa_that_waited_for_nothing_else() -> None:
    outcome = given(*a_held_conversation()).when(NONE)

    outcome.then(NoActionsRequired(), IqaCompleted())
    assert outcome.iqa.deadlines == ()


def test_actions_of_another_case_do_not_stand_in_the_way() -> None:
    given(*a_selected_case(), action(urn=OTHER_URN)).when(NONE).then(NoActionsRequired())


@pytest.mark.parametrize("since", [(action(),), (action(), ActionCompleted(action_id="a1", outcome="Sent."))])
def test_where_actions_are_recorded_it_cannot_be_said(since: tuple[NoActionsRequired, ...]) -> None:
    given(*a_confirmed_iqa(), *since).when(NONE).refused(Reason.ACTIONS_RECORDED, "1")


def test_it_is_said_once() -> None:
    given(*a_selected_case(), NoActionsRequired()).when(NONE).refused(Reason.ALREADY_DONE)


def test_there_must_be_a_case() -> None:
    given(*an_open_iqa()).when(NONE).refused(Reason.NO_CASE_SELECTED)


@pytest.mark.parametrize("by", [PROSECUTOR, SENIOR])
def test_only_the_assessor_says_so(by: str) -> None:
    given(*a_selected_case()).when(NONE, by=by).refused(Reason.NOT_PERMITTED)
