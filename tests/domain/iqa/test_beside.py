"""Steps beside the task list: whom the page of an IQA offers which, by post and state."""

import pytest

from domain.errors import Reason
from domain.iqa.beside import Beside, judge_beside, open_beside
from domain.iqa.events import IqaEvent
from domain.iqa.state import Iqa
from domain.people import Person
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    OUTSIDE_SENIOR,
    PEOPLE,
    PROSECUTOR,
    SENIOR,
    a_closed_iqa,
    a_confirmed_iqa,
    a_held_conversation,
    a_selected_case,
    an_open_iqa,
)


def after(events: tuple[IqaEvent, ...]) -> Iqa:
    iqa = given(*events).iqa
    assert iqa
    return iqa


def somebody(staff_id: str) -> Person:
    return next(one for one in PEOPLE if one.staff_id == staff_id)


@pytest.mark.parametrize(
    ("events", "steps"),
    [
        (an_open_iqa(), {Beside.WITHDRAW}),
        (a_selected_case(), {Beside.REPLACE, Beside.WITHDRAW}),
        (a_confirmed_iqa(), {Beside.REVISE}),
        (a_held_conversation(), {Beside.REVISE, Beside.CORRECT_CONVERSATION}),
        (a_closed_iqa(), set()),
    ],
)
def test_the_assessor_may_give_up_what_is_not_confirmed_and_mend_what_is(
    events: tuple[IqaEvent, ...], steps: set[Beside]
) -> None:
    assert set(open_beside(somebody(ASSESSOR), after(events))) == steps


def test_a_senior_manager_may_close_a_conversation_that_is_not_held_reassign_and_withdraw() -> None:
    before, since = after(a_confirmed_iqa()), after(a_held_conversation())

    assert set(open_beside(somebody(SENIOR), before)) == {
        Beside.CLOSE_CONVERSATION,
        Beside.REASSIGN,
        Beside.WITHDRAW,
        Beside.MANAGER_TALK,
    }
    assert Beside.CLOSE_CONVERSATION not in open_beside(somebody(SENIOR), since)


@pytest.mark.parametrize("staff_id", [PROSECUTOR, OUTSIDE_SENIOR])
def test_neither_the_assessed_nor_a_senior_manager_of_another_area_may_take_any(staff_id: str) -> None:
    assert open_beside(somebody(staff_id), after(a_held_conversation())) == ()


def test_what_may_not_be_taken_says_why() -> None:
    confirmed = after(a_confirmed_iqa())

    found = {step: judge_beside(step, somebody(ASSESSOR), confirmed) for step in Beside}

    assert {step: refused.reason for step, refused in found.items() if refused} == {
        Beside.REPLACE: Reason.ASSESSMENT_CONFIRMED,
        Beside.CORRECT_CONVERSATION: Reason.CONVERSATION_NOT_HELD,
        Beside.CLOSE_CONVERSATION: Reason.NOT_PERMITTED,
        Beside.REASSIGN: Reason.OWN_WORK,
        Beside.WITHDRAW: Reason.ASSESSMENT_CONFIRMED,
        Beside.MANAGER_TALK: Reason.OWN_WORK,
    }


def test_a_conversation_is_put_right_by_whoever_recorded_it() -> None:
    held = after(a_held_conversation())
    assert held.held
    of_another = held.model_copy(update={"held": held.held.model_copy(update={"by": SENIOR})})

    refused = judge_beside(Beside.CORRECT_CONVERSATION, somebody(ASSESSOR), of_another)

    assert refused
    assert refused.detail == f"recorded by {SENIOR}"
