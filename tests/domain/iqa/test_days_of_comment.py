"""An IQA stays open for its prosecutor's comments and queries, for policy's days after the last change of marks."""

from datetime import date, datetime, timedelta
from typing import Final

import pytest

from domain.assessment import Answer, Mode
from domain.ids import QUARTER, TIMER
from domain.iqa.commands import (
    Comment,
    CorrectConversation,
    DeadlinePassed,
    DisputeConversation,
    HoldConversation,
    RecordNoActions,
    ReleaseFromSample,
    ReviseMarks,
)
from domain.iqa.events import (
    AssessmentConfirmed,
    CommentDaysEnded,
    DeadlineMoved,
    IqaClosed,
    IqaEvent,
    MarksRecorded,
    ReleasedFromSample,
)
from domain.iqa.next_step import next_step
from domain.iqa.state import Stage
from domain.policy import Order
from domain.stream import Finish
from tests.bdd import Done, Outcome, given
from tests.factories import (
    ASSESSOR,
    CONFIRMED,
    PROSECUTOR,
    SENIOR,
    TODAY,
    a_confirmed_iqa,
    a_marked_iqa,
    a_selected_case,
    away,
    end_of,
    facts,
    held,
    hold_conversation,
    mark,
    marks_for,
    policy,
    selected,
)

UNTIL: Final = end_of(11, 23)
MOMENT: Final = timedelta(seconds=1)
OVER: Final = {Order.ASSESSMENT_FIRST: end_of(11, 24), Order.CONVERSATION_FIRST: UNTIL}
"""When nothing keeps it open: from the record of the talk, or from the confirmation, whichever came last."""
LOWERED: Final = mark(2, Answer.NO, improvement="Set out a trial strategy.")
TALK: Final = hold_conversation()


def days_pass(due: datetime = UNTIL) -> DeadlinePassed:
    """The timer of the days of comment fires."""
    return DeadlinePassed(deadline="comment", due=due)


def confirmed(order: Order = Order.ASSESSMENT_FIRST) -> tuple[IqaEvent | Done, ...]:
    """Confirmed on the 9th: the days of comment end with the 23rd."""
    confirmation = AssessmentConfirmed(comment_until=UNTIL)
    talked = (held(marks_due=end_of(11, 17)),) if order is Order.CONVERSATION_FIRST else ()
    marked = (*a_selected_case(order), *talked, MarksRecorded(marks=marks_for(selected())))
    return *marked, Done(confirmation, ASSESSOR, CONFIRMED)


def all_done(order: Order = Order.ASSESSMENT_FIRST) -> Outcome:
    """Talked over in either order, nothing required, and not in the sample."""
    done = given(*confirmed(order)).when(ReleaseFromSample(), by=QUARTER)
    if order is Order.ASSESSMENT_FIRST:
        done = done.and_when(TALK)
    return done.and_when(RecordNoActions())


@pytest.mark.parametrize("order", Order)
def test_an_iqa_of_which_everything_is_done_stays_open_for_comments_and_queries(order: Order) -> None:
    outcome = all_done(order)

    assert outcome.kinds[-1] == "iqa_completed"
    assert outcome.iqa.stage is Stage.COMPLETED
    assert outcome.iqa.comment_until == OVER[order]
    assert "comment" not in outcome.waiting
    outcome.and_when(Comment(text="The first request is on the file."), by=PROSECUTOR)


@pytest.mark.parametrize("order", Order)
def test_it_closes_by_itself_when_the_days_are_over(order: Order) -> None:
    over = all_done(order).and_when(days_pass(OVER[order]), by=TIMER, at=OVER[order] + MOMENT)

    over.then(CommentDaysEnded(), IqaClosed())
    assert isinstance(next_step(over.iqa), Finish)


def test_while_something_else_waits_nothing_closes_and_comments_go_on() -> None:
    over = given(*confirmed()).when(days_pass(), by=TIMER, at=UNTIL + MOMENT)

    over.then(CommentDaysEnded())
    assert over.and_when(Comment(text="Still here."), by=PROSECUTOR).kinds == ["comment_made"]
    assert over.iqa.missed == ()


def test_they_begin_anew_with_every_change_of_marks() -> None:
    revised = all_done().and_when(ReviseMarks(marks=(LOWERED,), because="On reflection."))

    assert revised.iqa.comment_until == end_of(11, 24)
    assert revised.and_when(days_pass(), by=TIMER, at=UNTIL + MOMENT).events == ()


def test_and_after_they_were_over() -> None:
    over = given(*confirmed()).when(days_pass(), by=TIMER, at=UNTIL + MOMENT)
    changed = HoldConversation.model_validate(
        TALK.model_dump() | {"revised_marks": (LOWERED,), "revised_because": "We agreed."}
    )

    assert over.and_when(changed).iqa.comment_until == end_of(12, 8)


def test_marks_that_the_conversation_changes_before_they_are_confirmed_set_no_clock_going() -> None:
    first = given(*a_marked_iqa(Order.CONVERSATION_FIRST))
    changed = hold_conversation(revised_marks=(LOWERED,), revised_because="We agreed.")

    assert first.when(changed).iqa.comment_until is None


def talked_late(order: Order) -> Outcome:
    """All that is left is the talk, for the first time or after a dispute, and it comes after the days of comment."""
    before = given(*confirmed(order)).when(ReleaseFromSample(), by=QUARTER).and_when(RecordNoActions())
    if order is Order.CONVERSATION_FIRST:
        before = before.and_when(DisputeConversation(), by=PROSECUTOR)
    over = before.and_when(days_pass(), by=TIMER, at=UNTIL + MOMENT)
    return over.and_when(TALK)


@pytest.mark.parametrize("order", Order)
def test_a_talk_recorded_after_the_days_of_comment_leaves_the_prosecutor_days_to_dispute_it(
    order: Order,
) -> None:
    late = talked_late(order)

    assert late.kinds == ["conversation_held", "iqa_completed"]
    assert late.iqa.comment_until == end_of(12, 8)
    assert late.and_when(DisputeConversation(), by=PROSECUTOR).kinds[0] == "conversation_disputed"


@pytest.mark.parametrize("order", Order)
def test_and_then_it_closes_by_itself(order: Order) -> None:
    over = end_of(12, 8)

    ended = talked_late(order).and_when(days_pass(over), by=TIMER, at=over + MOMENT)

    ended.then(CommentDaysEnded(), IqaClosed())


def test_a_record_of_the_talk_that_is_put_right_gives_those_days_anew() -> None:
    late = talked_late(Order.ASSESSMENT_FIRST)
    days_later = end_of(12, 1)
    corrected = CorrectConversation(
        on=TODAY, mode=Mode.VIDEO, do_differently="Name each witness first.", because="The day was wrong."
    )

    assert late.and_when(corrected, at=days_later).iqa.comment_until == end_of(12, 15)


def test_policy_says_how_many() -> None:
    few = facts(policy=policy(working_days__comment=1))

    outcome = given(*confirmed()).when(ReviseMarks(marks=(LOWERED,), because="So."), facts=few)

    assert outcome.iqa.comment_until == end_of(11, 11)


def test_they_move_when_the_prosecutor_turned_out_to_be_away() -> None:
    leave = facts(absences=(away(PROSECUTOR, date(2026, 11, 16), date(2026, 11, 17)),))

    over = OVER[Order.ASSESSMENT_FIRST]
    moved = all_done().and_when(days_pass(over), by=TIMER, at=over + MOMENT, facts=leave)

    moved.then(DeadlineMoved(deadline="comment", due=end_of(11, 26), because="absence"))


def test_nobody_elses_absence_moves_them() -> None:
    leave = facts(absences=(away(ASSESSOR, date(2026, 11, 16), date(2026, 11, 17)),))

    over = OVER[Order.ASSESSMENT_FIRST]
    ended = all_done().and_when(days_pass(over), by=TIMER, at=over + MOMENT, facts=leave)

    assert ended.kinds[-1] == "iqa_closed"


def test_an_iqa_of_the_release_before_has_no_such_days_and_closes_at_once() -> None:
    done = given(*a_confirmed_iqa(), held(), ReleasedFromSample()).when(RecordNoActions(), by=ASSESSOR)

    assert done.kinds == ["no_actions_required", "iqa_completed", "iqa_closed"]
    assert SENIOR not in done.waiting.values()
