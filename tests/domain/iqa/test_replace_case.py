"""Give the selected case up and choose again."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import ReplaceCase
from domain.iqa.events import CaseReplaced, ConversationHeld, MarksRecorded, NoActionsRequired
from domain.iqa.state import Talk
from domain.policy import Order
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    OTHER_URN,
    SENIOR,
    URN,
    a_confirmed_iqa,
    a_marked_iqa,
    a_selected_case,
    action,
    an_open_iqa,
    end_of,
    held,
    mark,
    select_case,
    selected,
)

REPLACE = ReplaceCase(because="wrong_work", note="Most of it was done by a colleague.")


def test_another_case_is_due_within_the_time_there_is_to_mark() -> None:
    outcome = given(*a_marked_iqa()).when(REPLACE)

    outcome.then(
        CaseReplaced(
            urn=URN,
            because="wrong_work",
            note="Most of it was done by a colleague.",
            select_due=end_of(11, 24),
        )
    )
    assert outcome.waiting == {"select": ASSESSOR}
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["select"]


def test_replaced_cases_are_counted() -> None:
    twice = given(*a_selected_case()).when(REPLACE).and_when(select_case(seen_version=3)).and_when(REPLACE)

    assert twice.iqa.replaced == 2


def test_what_was_marked_and_said_of_the_case_goes_with_it() -> None:
    history = a_marked_iqa(Order.CONVERSATION_FIRST)
    talked = held(marks_due=end_of(11, 16))

    outcome = given(*history, talked, NoActionsRequired()).when(REPLACE)

    iqa = outcome.iqa
    assert (iqa.marks, iqa.talk, iqa.held, iqa.no_actions) == ((), Talk.OPEN, None, False)
    assert [deadline.name for deadline in iqa.deadlines] == ["select"]


def test_case_actions_stay() -> None:
    outcome = given(*a_selected_case(), action()).when(REPLACE)

    assert outcome.waiting == {"select": ASSESSOR, "action:a1": COLLEAGUE}


def test_actions_on_the_case_given_up_say_nothing_of_the_next_one() -> None:
    replaced = given(*a_selected_case(), action()).when(REPLACE).iqa
    assert replaced.actions_settled is False

    again = given(*a_selected_case(urn=OTHER_URN), action()).iqa
    assert again is not None
    assert again.actions_settled is False


@pytest.mark.parametrize("history", [an_open_iqa()])
def test_there_must_be_a_case_to_replace(history: tuple[ConversationHeld, ...]) -> None:
    given(*history).when(REPLACE).refused(Reason.NO_CASE_SELECTED)


def test_a_confirmed_assessment_stands() -> None:
    given(*a_confirmed_iqa()).when(REPLACE).refused(Reason.ASSESSMENT_CONFIRMED)


def test_the_reason_is_a_listed_one() -> None:
    given(*a_selected_case()).when(ReplaceCase(because="boring")).refused(
        Reason.UNLISTED_REASON, "case_changed"
    )


def test_only_the_assessor_replaces() -> None:
    given(*a_selected_case()).when(REPLACE, by=SENIOR).refused(Reason.NOT_PERMITTED)


def test_marks_of_the_next_case_start_afresh() -> None:
    outcome = given(
        *a_selected_case(),
        MarksRecorded(marks=(mark(1),), victims_note="The victim asked to be told of the plea."),
        CaseReplaced(urn=URN, because="conflict", select_due=end_of(11, 20)),
        selected(urn=OTHER_URN),
    ).iqa

    assert outcome is not None
    assert (outcome.marks, outcome.victims_note) == ((), None)
