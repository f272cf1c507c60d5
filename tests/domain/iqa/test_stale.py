"""A command that replaces something says what the person was looking at."""

import pytest

from domain.assessment import Upheld
from domain.errors import Reason
from domain.iqa.commands import AnswerQuery, ConfirmAssessment, RecordMarks
from domain.iqa.events import (
    CaseReplaced,
    CommentMade,
    ConversationDisputed,
    IqaEvent,
    MarkQueried,
    MarksRecorded,
    QueryAnswered,
)
from domain.iqa.state import Step
from domain.policy import Order
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    NOW,
    PROSECUTOR,
    SENIOR,
    URN,
    a_confirmed_iqa,
    a_marked_iqa,
    a_selected_case,
    action,
    end_of,
    held,
    mark,
    select_case,
    selected,
)


def test_what_nobody_touched_since_is_not_stale() -> None:
    outcome = given(*a_selected_case(), action()).when(RecordMarks(marks=(mark(1),), seen_version=2))

    assert outcome.kinds == ["marks_recorded"]


def test_it_says_who_changed_which_step_when_and_at_which_version() -> None:
    again = Done(MarksRecorded(marks=(mark(2),)), by=ASSESSOR, at=NOW)

    given(*a_marked_iqa(), again).when(ConfirmAssessment(seen_version=3)).refused(
        Reason.STALE, f"mark changed by {ASSESSOR} at 2026-11-10T10:00:00+00:00 (version 4)"
    )


def test_it_names_the_last_of_several_changes() -> None:
    first = Done(MarksRecorded(marks=(mark(2),)), by=ASSESSOR)
    second = Done(CaseReplaced(urn=URN, because="conflict", select_due=end_of(11, 20)), by=ASSESSOR)
    third = Done(selected(), by=ASSESSOR)

    given(*a_marked_iqa(), first, second, third).when(RecordMarks(marks=(mark(1),), seen_version=3)).refused(
        Reason.STALE, "select changed by"
    )


def test_the_case_given_up_meanwhile_makes_its_selection_stale() -> None:
    replaced = CaseReplaced(urn=URN, because="conflict", select_due=end_of(11, 20))

    given(*a_selected_case(), replaced).when(select_case(seen_version=2)).refused(Reason.STALE, "version 3")


@pytest.mark.parametrize("disputed", [ConversationDisputed(conversation_due=end_of(11, 17))])
def test_where_the_conversation_comes_first_its_dispute_makes_the_confirmation_stale(
    disputed: IqaEvent,
) -> None:
    talked = held(marks_due=end_of(11, 17))

    given(*a_marked_iqa(Order.CONVERSATION_FIRST), talked, Done(disputed, PROSECUTOR)).when(
        ConfirmAssessment(seen_version=4)
    ).refused(Reason.STALE, f"converse changed by {PROSECUTOR}")


def test_an_answer_given_meanwhile_makes_another_stale() -> None:
    queries = [
        MarkQueried(query_id=f"q{number}", question=2, text="Why?", answer_due=end_of(11, 24))
        for number in (1, 2)
    ]
    answered = Done(QueryAnswered(query_id="q1", outcome=Upheld.NOT_UPHELD, text="It stands."), SENIOR)

    given(*a_confirmed_iqa(), *queries, answered).when(
        AnswerQuery(query_id="q2", outcome=Upheld.NOT_UPHELD, text="Nor here.", seen_version=6), by=SENIOR
    ).refused(Reason.STALE, "answer_query")


def test_what_only_adds_is_never_stale() -> None:
    commented = Done(CommentMade(text="Thank you."), PROSECUTOR)

    outcome = given(*a_marked_iqa(), commented).when(ConfirmAssessment(seen_version=3))

    assert outcome.kinds == ["assessment_confirmed"]


def test_a_version_that_does_not_exist_yet_was_never_seen() -> None:
    given(*a_selected_case()).when(RecordMarks(marks=(mark(1),), seen_version=3)).refused(
        Reason.STALE, "the IQA stands at version 2"
    )


def test_a_confirmation_counts_as_a_change_of_the_marks() -> None:
    iqa = given(*a_confirmed_iqa()).iqa
    touch = iqa.touch(Step.MARK) if iqa else None

    assert iqa
    assert touch
    assert touch.version == iqa.version
