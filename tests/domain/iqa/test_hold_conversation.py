"""Record that the conversation took place."""

from datetime import UTC, date, datetime

import pytest

from domain.assessment import Answer, Mark, Mode, Source, replaced
from domain.errors import Reason
from domain.iqa.commands import CorrectConversation, HoldConversation
from domain.iqa.events import (
    AssessmentConfirmed,
    ConversationClosedAsImpossible,
    ConversationDisputed,
    IqaCompleted,
    IqaEvent,
    MarksRecorded,
    MarksRevised,
    NoActionsRequired,
    Reassigned,
)
from domain.iqa.state import Talk
from domain.policy import Order
from domain.talks import EverydayTalk, SaidOf
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    OTHER_MANAGER,
    PROSECUTOR,
    SENIOR,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_confirmed_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_selected_case,
    action,
    an_open_iqa,
    end_of,
    facts,
    held,
    hold_conversation,
    mark,
    marks_for,
    policy,
    selected,
)

CHANGED = mark(2, Answer.NO, improvement="Set out a trial strategy.")
AGREED = "We agreed that the strategy is missing."


def test_the_prosecutor_is_asked_and_case_actions_are_due_within_five_working_days() -> None:
    outcome = given(*a_confirmed_iqa()).when(hold_conversation())

    outcome.then(held(actions_due=end_of(11, 17), comment_until=end_of(11, 24)))
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR, "record_actions": ASSESSOR}
    assert outcome.iqa.talk is Talk.HELD


@pytest.mark.parametrize("said", [NoActionsRequired(), action()])
def test_with_the_actions_recorded_before_it_completes_the_iqa(said: NoActionsRequired) -> None:
    outcome = given(*a_confirmed_iqa(), said).when(hold_conversation())

    outcome.then(held(actions_due=None, comment_until=end_of(11, 24)), IqaCompleted())


def test_it_may_change_marks_and_both_versions_stay() -> None:
    before = given(*a_confirmed_iqa())
    outcome = before.when(hold_conversation(revised_marks=(CHANGED,), revised_because=AGREED))

    until = end_of(11, 24)
    outcome.then(
        held(comment_until=until), MarksRevised(marks=(CHANGED,), because=AGREED, comment_until=until)
    )
    assert outcome.iqa.mark(2) == CHANGED
    assert outcome.iqa.first_marks == (before.iqa.marks if before.iqa else ())


def test_a_changed_mark_needs_a_reason() -> None:
    given(*a_confirmed_iqa()).when(hold_conversation(revised_marks=(CHANGED,))).refused(
        Reason.REVISION_NEEDS_REASON
    )


def test_a_mark_changed_to_no_needs_an_improvement() -> None:
    bare = hold_conversation(revised_marks=(mark(2, Answer.NO),), revised_because=AGREED)

    given(*a_confirmed_iqa()).when(bare).refused(Reason.NO_NEEDS_IMPROVEMENT)


def test_a_changed_mark_answers_a_question_of_the_set() -> None:
    strange = hold_conversation(revised_marks=(mark(13),), revised_because=AGREED)

    given(*a_confirmed_iqa()).when(strange).refused(Reason.UNKNOWN_QUESTION)


def test_the_assessment_comes_first_where_policy_says_so() -> None:
    given(*a_marked_iqa()).when(hold_conversation()).refused(Reason.ASSESSMENT_NOT_CONFIRMED)


def test_the_conversation_comes_first_where_policy_says_so_and_the_marks_are_due_after_it() -> None:
    outcome = given(*a_selected_case(Order.CONVERSATION_FIRST)).when(hold_conversation())

    outcome.then(held(marks_due=end_of(11, 17), actions_due=end_of(11, 17)))
    assert outcome.waiting == {
        "mark": ASSESSOR,
        "confirm_conversation": PROSECUTOR,
        "record_actions": ASSESSOR,
    }


def test_a_conversation_that_comes_first_may_change_marks_made_before_it() -> None:
    outcome = given(*a_marked_iqa(Order.CONVERSATION_FIRST)).when(
        hold_conversation(revised_marks=(CHANGED,), revised_because=AGREED)
    )

    assert outcome.iqa.mark(2) == CHANGED


@pytest.mark.parametrize("day", [date(2026, 11, 2), YESTERDAY, TODAY])
def test_it_took_place_on_a_day_from_the_selection_of_the_case_until_today(day: date) -> None:
    given(*a_confirmed_iqa()).when(hold_conversation(on=day)).then(held(on=day, comment_until=end_of(11, 24)))


def test_an_intention_is_not_a_conversation() -> None:
    given(*a_confirmed_iqa()).when(hold_conversation(on=TOMORROW)).refused(
        Reason.CONVERSATION_IN_FUTURE, "2026-11-11"
    )


def test_tomorrow_has_come_in_london_before_it_has_in_universal_time() -> None:
    summer_night = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)

    outcome = given(*a_confirmed_iqa()).when(hold_conversation(on=date(2027, 6, 2)), at=summer_night)

    assert outcome.kinds == ["conversation_held"]


def test_a_conversation_from_before_the_case_was_selected_was_about_something_else() -> None:
    given(*a_confirmed_iqa()).when(hold_conversation(on=date(2026, 11, 1))).refused(
        Reason.CONVERSATION_BEFORE_SELECTION, "2026-11-01 < 2026-11-02"
    )


NOTED = EverydayTalk(
    manager=ASSESSOR,
    on=date(2026, 10, 28),
    mode=Mode.TELEPHONE,
    do_differently="Ask for a second statement where it is weak.",
)


def started(order: Order) -> tuple[IqaEvent, ...]:
    """Selected from a talk that was noted on 28 October."""
    return a_selected_case(order, source=Source.CONVERSATION, noted=NOTED.model_dump())


def noted_on(talk: EverydayTalk) -> tuple[IqaEvent, ...]:
    """Selected from that talk, under assessment first."""
    return (selected(source=Source.CONVERSATION, noted=talk.model_dump()),)


def test_the_everyday_conversation_that_started_the_iqa_may_be_recorded_again_where_it_was_taken_back() -> (
    None
):
    outcome = given(*started(Order.CONVERSATION_FIRST)).when(hold_conversation(on=date(2026, 10, 28)))

    assert outcome.kinds == ["conversation_held"]


def test_no_day_before_that_of_the_noted_conversation_is_taken() -> None:
    given(*started(Order.CONVERSATION_FIRST)).when(hold_conversation(on=date(2026, 10, 27))).refused(
        Reason.CONVERSATION_BEFORE_SELECTION
    )


def test_it_is_held_in_a_way_that_policy_lists() -> None:
    in_person_only = facts(policy=policy(conversation__modes=(Mode.FACE_TO_FACE,)))

    given(*a_confirmed_iqa()).when(hold_conversation(), facts=in_person_only).refused(Reason.MODE_NOT_ALLOWED)


def test_it_is_recorded_once() -> None:
    given(*a_held_conversation()).when(hold_conversation()).refused(Reason.CONVERSATION_HELD, "held")


def test_one_closed_as_impossible_is_not_held_afterwards() -> None:
    closed = ConversationClosedAsImpossible(because="left", note="Left on Friday.")

    given(*a_confirmed_iqa(), Done(closed, SENIOR)).when(hold_conversation()).refused(
        Reason.CONVERSATION_HELD, "impossible"
    )


def test_after_a_dispute_it_is_recorded_again() -> None:
    disputed = ConversationDisputed(conversation_due=end_of(11, 17))

    outcome = given(*a_held_conversation(), Done(disputed, PROSECUTOR)).when(hold_conversation(on=TODAY))

    outcome.then(held(on=TODAY, comment_until=end_of(11, 24)))
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["record_actions", "comment"]


def test_there_must_be_a_case_to_talk_about() -> None:
    given(*an_open_iqa()).when(hold_conversation()).refused(Reason.NO_CASE_SELECTED)


@pytest.mark.parametrize("by", [PROSECUTOR, SENIOR, COLLEAGUE])
def test_only_the_assessor_records_it(by: str) -> None:
    given(*a_confirmed_iqa()).when(hold_conversation(), by=by).refused(Reason.NOT_PERMITTED)


def test_an_iqa_that_was_never_opened_has_no_conversation() -> None:
    given().when(hold_conversation()).refused(Reason.NOT_OPEN)


FOUND = (mark(2, Answer.NO, improvement="Set out a strategy."), mark(7, improvement="Look at it sooner."))
SENTENCES = (
    SaidOf(question=2, sentence="We went through the strategy that is missing."),
    SaidOf(question=7, sentence="He says that the material came late on a Friday."),
)


def confirmed_with(*found: Mark) -> tuple[IqaEvent, ...]:
    """Started from the noted talk, and confirmed on 2 November with what was found."""
    marks = MarksRecorded(marks=replaced(marks_for(selected()), found))
    return *started(Order.ASSESSMENT_FIRST), marks, AssessmentConfirmed(conversation_due=end_of(11, 16))


def test_whoever_took_the_iqa_over_does_not_let_the_talk_of_another_stand() -> None:
    over = Done(Reassigned(assessor=OTHER_MANAGER, senior_manager=SENIOR, because="Long leave."), SENIOR)
    as_noted = hold_conversation(on=NOTED.on, do_differently=NOTED.do_differently, said_of=SENTENCES)

    given(*confirmed_with(*FOUND), over).when(as_noted, by=OTHER_MANAGER).refused(
        Reason.CONVERSATION_OF_OTHERS, ASSESSOR
    )


@pytest.mark.parametrize("on", [date(2026, 10, 28), date(2026, 11, 1)])
def test_a_talk_from_before_the_marks_says_what_was_said_of_each_no_and_improvement(on: date) -> None:
    before = given(*confirmed_with(*FOUND))

    before.when(hold_conversation(on=on)).refused(Reason.TALK_BEFORE_MARKS, "question 2, 7")
    before.when(hold_conversation(on=on, said_of=SENTENCES[:1])).refused(
        Reason.TALK_BEFORE_MARKS, "question 7"
    )
    outcome = before.when(hold_conversation(on=on, said_of=SENTENCES))
    assert outcome.kinds == ["conversation_held"]
    assert outcome.iqa.held
    assert outcome.iqa.held.said_of == SENTENCES
    assert outcome.iqa.held.before_marks


def test_where_nothing_was_found_wanting_it_stands_by_itself() -> None:
    outcome = given(*confirmed_with()).when(hold_conversation(on=date(2026, 10, 28)))

    assert outcome.kinds == ["conversation_held"]
    assert outcome.iqa.held
    assert outcome.iqa.held.before_marks


def test_a_talk_since_the_marks_is_over_the_marks_unless_it_is_the_noted_one() -> None:
    before = given(*confirmed_with(*FOUND))
    today = NOTED.model_copy(update={"on": TODAY})
    same_day = given(*confirmed_with(*FOUND)[:1], *noted_on(today), *confirmed_with(*FOUND)[2:])

    over = before.when(hold_conversation(on=TODAY))
    assert over.iqa.held
    assert not over.iqa.held.before_marks
    same_day.when(HoldConversation(on=TODAY, mode=today.mode, do_differently=today.do_differently)).refused(
        Reason.TALK_BEFORE_MARKS
    )


@pytest.mark.parametrize(
    ("said_of", "reason"),
    [
        ((*SENTENCES, SENTENCES[0]), Reason.QUESTION_TWICE),
        ((SaidOf(question=12, sentence="Nothing was said of it."),), Reason.UNKNOWN_QUESTION),
    ],
)
def test_what_is_said_of_a_question_is_of_one_that_is_marked_and_said_once(
    said_of: tuple[SaidOf, ...], reason: Reason
) -> None:
    given(*confirmed_with(*FOUND)).when(hold_conversation(on=YESTERDAY, said_of=said_of)).refused(reason)


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [("Will discuss at our 1-2-1", "intention_as_conversation"), ("Ok.", "talk_says_nothing")],
)
def test_a_sentence_that_is_a_plan_or_says_nothing_is_asked_about(sentence: str, asked: str) -> None:
    said_of = (SaidOf(question=2, sentence=sentence), SENTENCES[1])

    given(*confirmed_with(*FOUND)).when(hold_conversation(on=YESTERDAY, said_of=said_of)).refused(
        Reason.ASKED_FIRST, asked
    )


def test_where_the_conversation_comes_first_it_was_before_the_marks_and_needs_no_sentence() -> None:
    outcome = given(*started(Order.CONVERSATION_FIRST)).when(hold_conversation())

    assert outcome.iqa.held
    assert outcome.iqa.held.before_marks


def test_a_record_is_not_put_right_to_a_day_before_the_marks_without_the_sentences() -> None:
    after = given(*confirmed_with(*FOUND), held(on=TODAY))
    right = CorrectConversation(
        on=date(2026, 10, 30),
        mode=Mode.VIDEO,
        do_differently="Name the witnesses in the decision.",
        because="The day.",
    )

    after.when(right).refused(Reason.TALK_BEFORE_MARKS, "question 2, 7")
    outcome = after.when(right.model_copy(update={"said_of": SENTENCES}))
    assert outcome.iqa.held
    assert outcome.iqa.held.before_marks
