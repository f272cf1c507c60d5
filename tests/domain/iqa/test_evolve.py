"""Fold events into the state."""

from collections.abc import Callable
from typing import get_args
from uuid import UUID

import pytest

from domain.iqa import events as e
from domain.iqa.kind import IQA
from domain.iqa.second_check import Sample
from domain.iqa.state import Iqa
from domain.stream import OutOfOrder
from tests.bdd import Done, given, recorded
from tests.factories import (
    ASSESSOR,
    IQA_ID,
    PROSECUTOR,
    SAMPLER,
    a_completed_iqa,
    a_confirmed_iqa,
    a_selected_case,
    an_open_iqa,
    end_of,
    opened,
    selected,
)


def test_nothing_folded_is_no_iqa() -> None:
    assert IQA.fold(None, (), IQA_ID) is None


def test_folding_one_by_one_is_folding_all() -> None:
    events = recorded(*a_completed_iqa())
    one_by_one: Iqa | None = None
    for event in events:
        one_by_one = IQA.fold(one_by_one, (event,), IQA_ID)

    assert one_by_one == IQA.fold(None, events, IQA_ID)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda events: events[1:],
        lambda events: (*events[:2], *events[3:]),
        lambda events: (*events, events[-1]),
        lambda events: (events[0], events[0].model_copy(update={"version": 2})),
        lambda events: (events[1].model_copy(update={"version": 1}),),
    ],
    ids=["first missing", "one missing", "one twice", "opened twice", "never opened"],
)
def test_an_event_out_of_order_is_never_folded(
    break_it: Callable[[tuple[e.RecordedIqaEvent, ...]], tuple[e.RecordedIqaEvent, ...]],
) -> None:
    with pytest.raises(OutOfOrder, match=IQA_ID):
        IQA.fold(None, break_it(recorded(*a_confirmed_iqa())), IQA_ID)


def test_the_error_says_where_the_stream_broke() -> None:
    late = recorded(*a_selected_case())[1].model_copy(update={"version": 7})

    with pytest.raises(OutOfOrder) as broken:
        IQA.fold(given(*an_open_iqa()).iqa, (late,), IQA_ID)

    assert (broken.value.stream, broken.value.version, broken.value.folded) == (IQA_ID, 7, 1)
    assert str(broken.value) == f"{IQA_ID}: case_selected at 7 came after version 1"


def test_the_commands_that_led_to_events_are_remembered_in_one_order() -> None:
    events = recorded(*a_completed_iqa())
    iqa = IQA.fold(None, events, IQA_ID)

    assert iqa is not None
    assert iqa.command_ids == {event.command_id for event in events}
    written = iqa.model_dump(mode="json")["command_ids"]
    assert written == sorted(written)
    assert all(UUID(each) for each in written)


def test_an_event_for_a_sample_that_is_not_there_leaves_none() -> None:
    started = e.DipSampleStarted(conversation_overdue=False, sample_due=end_of(11, 24))
    iqa = given(*a_completed_iqa(), started).iqa

    assert iqa is not None
    assert iqa.sample is None


def test_a_confirmation_without_a_case_leaves_none() -> None:
    iqa = given(*an_open_iqa(), e.AssessmentConfirmed()).iqa

    assert iqa is not None
    assert iqa.selection is None


def test_a_field_that_an_older_writer_did_not_know_has_its_default() -> None:
    body = selected().model_dump(mode="json")
    for name in ("overrides", "theme", "conversation_id", "marks_due"):
        del body[name]

    assert e.CaseSelected.model_validate(body) == selected(marks_due=None)


def test_a_field_that_a_newer_writer_added_is_ignored() -> None:
    body = opened().model_dump(mode="json") | {"colour": "green"}

    assert e.IqaOpened.model_validate(body) == opened()


def test_every_event_has_a_kind_of_its_own() -> None:
    kinds = [event.model_fields["kind"].default for event in get_args(e.IqaEvent)]

    assert len(kinds) == len(set(kinds)) == 49


def test_the_fold_keeps_who_did_what() -> None:
    queried = e.MarkQueried(query_id="q1", question=1, text="Why?", answer_due=end_of(11, 24))
    drawn = e.DrawnForSample(sampler=SAMPLER, pick="risk")

    iqa = given(*a_confirmed_iqa(), Done(queried, PROSECUTOR), drawn).iqa

    assert iqa is not None
    assert iqa.sample == Sample(sampler=SAMPLER, pick="risk")
    assert {touch.step: touch.actor for touch in iqa.touched} == {"select": ASSESSOR, "mark": ASSESSOR}
