"""The manager acknowledges the feedback: they revise, let it stand, or nothing was asked of them."""

import pytest

from domain.assessment import Answer, DevelopmentAction, Mode, ReMark, Reply, Verdict
from domain.errors import Reason
from domain.iqa.commands import AcknowledgeFeedback, ReviseMarks
from domain.iqa.events import (
    ConversationDisputed,
    DipSampleRecorded,
    FeedbackAcknowledged,
    FeedbackGiven,
    IqaClosed,
    IqaEvent,
    MarksRevised,
)
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    NOW,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    TODAY,
    a_completed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_sampled_iqa,
    action,
    end_of,
    mark,
)

SEEN = AcknowledgeFeedback(note="I shall look for the strategy first.")
ACKNOWLEDGED = FeedbackAcknowledged(
    reply=Reply.NOTHING_TO_REVISE, note="I shall look for the strategy first."
)
I_REVISE = AcknowledgeFeedback(reply=Reply.REVISE)
TO_BE_REVISED = FeedbackAcknowledged(reply=Reply.REVISE, revise_due=end_of(11, 17))
WHY = "The strategy is in the second review."
IT_STANDS = AcknowledgeFeedback(reply=Reply.LET_STAND, note=WHY)
STANDS = FeedbackAcknowledged(reply=Reply.LET_STAND, note=WHY)
LOWERED = mark(2, Answer.NO, improvement="Set out a trial strategy.")
REVISE = ReviseMarks(marks=(LOWERED,), because="The sampler was right.")
REVISED = MarksRevised(marks=(LOWERED,), because="The sampler was right.")


def asked(
    verdict: Verdict = Verdict.TOO_LENIENT, *development: DevelopmentAction
) -> tuple[IqaEvent | Done, ...]:
    """Question 2 found so, and fed back."""
    check = DipSampleRecorded(
        comment="Question 2 asks for more.",
        re_marks=(ReMark(question=2, verdict=verdict),),
        judged_version=8,
        feedback_due=end_of(11, 17),
    )
    given_to_them = FeedbackGiven(
        on=TODAY,
        mode=Mode.VIDEO,
        content="We compared our marks for question 2.",
        acknowledge_due=end_of(11, 17),
        development=development,
    )
    return *a_drawn_iqa(), Done(check, SAMPLER, NOW), Done(given_to_them, SAMPLER, NOW)


TO_DEVELOP = DevelopmentAction(action_id="d1", what="Ask.", due_on=TODAY, due=end_of(11, 10))


def test_where_nothing_was_asked_one_click_closes_it() -> None:
    given(*a_fed_back_iqa()).when(SEEN).then(ACKNOWLEDGED, IqaClosed())


@pytest.mark.parametrize("verdict", set(Verdict) - {Verdict.REASONABLE})
def test_a_mark_that_was_found_otherwise_is_not_acknowledged_in_one_click(verdict: Verdict) -> None:
    given(*asked(verdict)).when(SEEN).refused(Reason.SAMPLER_ASKED, "question 2")


def test_what_is_to_develop_is_for_later_iqas_and_asks_for_no_revision() -> None:
    given(*asked(Verdict.REASONABLE, TO_DEVELOP)).when(SEEN).then(ACKNOWLEDGED)


def test_who_revises_has_five_working_days_and_the_iqa_waits_for_it() -> None:
    outcome = given(*asked()).when(I_REVISE)

    outcome.then(TO_BE_REVISED)
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR, "revise": ASSESSOR}


def test_it_closes_once_they_are_revised_and_the_days_of_comment_are_over() -> None:
    outcome = given(*asked(), TO_BE_REVISED).when(REVISE)

    assert outcome.kinds == ["marks_revised"]
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR}
    assert outcome.iqa.comment_until == end_of(11, 24)


def test_whoever_has_revised_already_owes_nothing_more() -> None:
    given(*asked(), REVISED).when(I_REVISE).then(FeedbackAcknowledged(reply=Reply.REVISE), IqaClosed())


def test_a_mark_amended_by_a_query_is_no_revision_of_theirs() -> None:
    amended = MarksRevised(marks=(LOWERED,), because="Indeed.", query_id="q1")

    assert given(*asked(), TO_BE_REVISED, Done(amended, SENIOR)).iqa is not None
    given(*asked(), Done(amended, SENIOR)).when(I_REVISE).then(TO_BE_REVISED)


def test_what_is_let_stand_says_why() -> None:
    outcome = given(*asked()).when(IT_STANDS)

    outcome.then(STANDS, IqaClosed())
    assert outcome.iqa.sample is not None
    assert outcome.iqa.sample.reply_note == WHY


def test_without_a_reason_nothing_is_let_stand() -> None:
    given(*asked()).when(AcknowledgeFeedback(reply=Reply.LET_STAND)).refused(Reason.LET_STAND_NEEDS_REASON)


def test_who_meant_to_revise_may_let_it_stand_after_all() -> None:
    outcome = given(*asked(), Done(TO_BE_REVISED, ASSESSOR, NOW)).when(IT_STANDS, at=end_of(11, 12))

    outcome.then(STANDS, IqaClosed())
    assert outcome.iqa.sample is not None
    assert outcome.iqa.sample.acknowledged_at == NOW


@pytest.mark.parametrize("again", [I_REVISE, SEEN])
def test_it_is_not_acknowledged_otherwise_while_they_revise(again: AcknowledgeFeedback) -> None:
    given(*asked(), TO_BE_REVISED).when(again).refused(Reason.ALREADY_DONE)


def test_an_open_action_keeps_it_open() -> None:
    outcome = given(*a_fed_back_iqa(), action()).when(SEEN)

    outcome.then(ACKNOWLEDGED)
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR, "action:a1": COLLEAGUE}


def test_a_disputed_conversation_keeps_it_open() -> None:
    disputed = ConversationDisputed(conversation_due=end_of(11, 17))

    given(*a_fed_back_iqa(), disputed).when(SEEN).then(ACKNOWLEDGED)


def test_there_must_be_feedback() -> None:
    given(*a_sampled_iqa()).when(SEEN).refused(Reason.FEEDBACK_NOT_GIVEN)


def test_an_iqa_that_was_not_drawn_has_none() -> None:
    given(*a_completed_iqa()).when(SEEN).refused(Reason.NOT_SAMPLED)


@pytest.mark.parametrize("again", [SEEN, IT_STANDS])
def test_it_is_acknowledged_once(again: AcknowledgeFeedback) -> None:
    given(*a_fed_back_iqa(), action(), ACKNOWLEDGED).when(again).refused(Reason.ALREADY_DONE)


@pytest.mark.parametrize("by", [SAMPLER, SENIOR, PROSECUTOR])
def test_only_the_assessor_acknowledges_it(by: str) -> None:
    given(*a_fed_back_iqa()).when(SEEN, by=by).refused(Reason.NOT_PERMITTED)
