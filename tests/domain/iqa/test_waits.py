"""What waits for whom: the rows of every inbox."""

import pytest

from domain.iqa.events import DeadlineMissed, DrawnForSample, IqaEvent, MarkQueried, Reassigned
from domain.iqa.state import Deadline, Step
from domain.iqa.waits import Wait, waits, whose
from domain.policy import Order
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    NOW,
    OTHER_MANAGER,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    a_closed_iqa,
    a_completed_iqa,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_sampled_iqa,
    a_selected_case,
    a_withdrawn_iqa,
    action,
    an_open_iqa,
    end_of,
    held,
)

QUERIED = MarkQueried(query_id="q1", question=2, text="Why?", answer_due=end_of(11, 24))
DRAWN = DrawnForSample(sampler=SAMPLER, pick="random")


def waiting(*events: IqaEvent) -> dict[str, str]:
    iqa = given(*events).iqa
    assert iqa is not None
    return {wait.name: wait.who for wait in waits(iqa)}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (an_open_iqa(), {"select": ASSESSOR}),
        (a_selected_case(), {"mark": ASSESSOR}),
        (a_marked_iqa(), {"mark": ASSESSOR}),
        (a_selected_case(Order.CONVERSATION_FIRST), {"mark": ASSESSOR, "converse": ASSESSOR}),
        (a_confirmed_iqa(), {"converse": ASSESSOR}),
        (a_held_conversation(), {"confirm_conversation": PROSECUTOR, "record_actions": ASSESSOR}),
        (a_completed_iqa(), {"confirm_conversation": PROSECUTOR}),
        ((*a_completed_iqa(), DRAWN), {"confirm_conversation": PROSECUTOR}),
        (a_drawn_iqa(), {"confirm_conversation": PROSECUTOR, "dip_sample": SAMPLER}),
        (a_sampled_iqa(), {"confirm_conversation": PROSECUTOR, "feedback": SAMPLER}),
        (a_fed_back_iqa(), {"confirm_conversation": PROSECUTOR, "acknowledge": ASSESSOR}),
        ((*a_selected_case(), action()), {"mark": ASSESSOR, "action:a1": COLLEAGUE}),
        ((*a_confirmed_iqa(), QUERIED), {"converse": ASSESSOR, "answer_query:q1": SENIOR}),
        (a_withdrawn_iqa(), {"action:a1": COLLEAGUE}),
        (a_closed_iqa(), {}),
    ],
)
def test_each_open_step_waits_for_one_person(events: tuple[IqaEvent, ...], expected: dict[str, str]) -> None:
    assert waiting(*events) == expected


def test_a_step_shows_when_it_is_due() -> None:
    iqa = given(*a_selected_case()).iqa

    assert iqa is not None
    assert waits(iqa) == (Wait(step=Step.MARK, who=ASSESSOR, due=end_of(11, 17)),)


def test_a_step_whose_deadline_was_missed_shows_when_it_was_due() -> None:
    missed = DeadlineMissed(deadline="mark", due=end_of(11, 17), whose=ASSESSOR)
    iqa = given(*a_selected_case(), missed).iqa

    assert iqa is not None
    assert waits(iqa) == (Wait(step=Step.MARK, who=ASSESSOR, due=end_of(11, 17), missed=True),)


def test_marks_that_wait_for_the_conversation_are_not_due_before_it() -> None:
    iqa = given(*a_marked_iqa(Order.CONVERSATION_FIRST)).iqa

    assert iqa is not None
    assert waits(iqa)[0] == Wait(step=Step.MARK, who=ASSESSOR)


def test_after_a_conversation_that_came_first_actions_wait_beside_the_marks() -> None:
    talked = held(marks_due=end_of(11, 17))

    assert waiting(*a_selected_case(Order.CONVERSATION_FIRST), talked) == {
        "mark": ASSESSOR,
        "confirm_conversation": PROSECUTOR,
        "record_actions": ASSESSOR,
    }


def test_a_reassigned_step_waits_for_the_next_assessor() -> None:
    reassigned = Reassigned(assessor=OTHER_MANAGER, senior_manager=SAMPLER, because="Long leave.")

    assert waiting(*a_selected_case(), reassigned) == {"mark": OTHER_MANAGER}


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (Step.CONFIRM_CONVERSATION, PROSECUTOR),
        (Step.REMINDER, ASSESSOR),
        (Step.COMMENT, PROSECUTOR),
        (Step.DIP_SAMPLE, SENIOR),
        (Step.FEEDBACK, SENIOR),
    ],
)
def test_a_deadline_is_kept_by_whoever_has_the_step(step: Step, who: str) -> None:
    iqa = given(*a_confirmed_iqa()).iqa

    assert iqa is not None
    assert whose(iqa, Deadline(step=step, due=NOW)) == who
