"""What follows at once from what happened: completed, sampled, closed."""

from itertools import permutations

import pytest

from domain.iqa.commands import IqaCommand, RecordNoActions, ReleaseFromSample
from domain.iqa.events import ConversationHeld, DrawnForSample, IqaEvent
from domain.iqa.next_step import listing, next_step
from domain.iqa.state import Iqa, Stage
from domain.policy import Order
from domain.stream import Await, Finish, Listing
from tests.bdd import given
from tests.factories import (
    SAMPLER,
    a_closed_iqa,
    a_completed_iqa,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_sampled_iqa,
    a_selected_case,
    a_withdrawn_iqa,
    an_open_iqa,
    end_of,
    held,
    hold_conversation,
)


def state(*events: IqaEvent) -> Iqa:
    iqa = given(*events).iqa
    assert iqa is not None
    return iqa


@pytest.mark.parametrize("commands", list(permutations([hold_conversation(), RecordNoActions()])))
def test_a_confirmed_iqa_is_completed_by_the_last_of_conversation_and_actions(
    commands: tuple[IqaCommand, IqaCommand],
) -> None:
    first, last = commands
    outcome = given(*a_confirmed_iqa()).when(first)

    assert "iqa_completed" not in outcome.kinds
    assert outcome.and_when(last).kinds[-1] == "iqa_completed"


def test_the_dip_sample_of_a_drawn_iqa_starts_with_its_completion() -> None:
    drawn = DrawnForSample(sampler=SAMPLER, pick="random")

    outcome = given(*a_held_conversation(), drawn).when(RecordNoActions())

    assert outcome.kinds == ["no_actions_required", "iqa_completed", "dip_sample_started"]


def test_a_released_iqa_is_closed_with_its_completion() -> None:
    released = given(*a_held_conversation()).when(ReleaseFromSample(), by="system:quarter")

    assert released.and_when(RecordNoActions()).kinds == [
        "no_actions_required",
        "iqa_completed",
        "iqa_closed",
    ]


@pytest.mark.parametrize(
    ("events", "stage"),
    [
        (an_open_iqa(), Stage.SELECTION),
        (a_selected_case(), Stage.MARKING),
        (a_marked_iqa(), Stage.MARKING),
        (a_selected_case(Order.CONVERSATION_FIRST), Stage.CONVERSATION),
        ((*a_selected_case(Order.CONVERSATION_FIRST), held(marks_due=end_of(11, 17))), Stage.MARKING),
        (a_confirmed_iqa(), Stage.CONVERSATION),
        (a_held_conversation(), Stage.ACTIONS),
        (a_completed_iqa(), Stage.COMPLETED),
        (a_drawn_iqa(), Stage.COMPLETED),
        (a_sampled_iqa(), Stage.COMPLETED),
        (a_closed_iqa(), Stage.CLOSED),
        (a_withdrawn_iqa(), Stage.WITHDRAWN),
    ],
)
def test_one_word_says_where_an_iqa_stands(events: tuple[IqaEvent, ...], stage: Stage) -> None:
    assert state(*events).stage is stage


def test_the_workflow_waits_for_the_soonest_deadline() -> None:
    iqa = state(*a_confirmed_iqa())

    assert next_step(iqa) == Await(deadline=iqa.deadline("reminder"))


def test_without_a_deadline_it_waits_for_a_person() -> None:
    assert next_step(state(*a_completed_iqa())) == Await()


def test_it_finishes_when_the_iqa_is_closed() -> None:
    assert next_step(state(*a_closed_iqa())) == Finish()


def test_the_soonest_deadline_comes_first_and_equal_ones_by_name() -> None:
    talked = ConversationHeld.model_validate(
        held().model_dump() | {"marks_due": end_of(11, 17), "actions_due": end_of(11, 17)}
    )

    iqa = state(*a_selected_case(Order.CONVERSATION_FIRST), talked)

    assert [deadline.name for deadline in iqa.deadlines] == ["mark", "record_actions"]


def test_the_engines_lists_show_a_stage_a_day_and_whether_it_escalated() -> None:
    iqa = state(*a_confirmed_iqa())

    assert listing(iqa) == Listing(stage="conversation", due_at=iqa.next_due, escalated=False)
