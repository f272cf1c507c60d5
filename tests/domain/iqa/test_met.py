"""Which steps an event met: those that it did, and none that it took away."""

import pytest

from domain.assessment import Reply, Shown, Upheld
from domain.iqa import events as e
from domain.iqa.manager_talks import ManagerTalkNoted, ManagerTalkReviewed
from domain.iqa.met import DOES, met_by
from domain.iqa.state import Step
from domain.policy import Order
from domain.questions import Work
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    NOW,
    SENIOR,
    TARGET,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_sampled_iqa,
    a_selected_case,
    action,
    an_open_iqa,
    end_of,
    held,
    mark,
    selected,
)

HELD_AND_ASKED = (
    *a_held_conversation(),
    action(1),
    action(2),
    e.MarkQueried(query_id="q1", question=2, text="Why?", answer_due=end_of(11, 24)),
    e.MarkQueried(query_id="q2", question=3, text="Why?", answer_due=end_of(11, 24)),
)
TO_DEVELOP = e.FeedbackGiven.model_validate(
    {
        "on": TARGET,
        "mode": "video",
        "content": "Ask for a strategy.",
        "acknowledge_due": end_of(11, 17),
        "development": [
            {"action_id": f"d{n}", "what": "Ask.", "due_on": TARGET, "due": end_of(11, 13)} for n in (1, 2)
        ],
    }
)
TO_BE_REVISED = e.FeedbackAcknowledged(reply=Reply.REVISE, revise_due=end_of(11, 17))
TALK = ManagerTalkNoted(
    talk_id="m1", on=TARGET, text="How a strategy reads.", to_try="Ask for one.", look_due=end_of(11, 24)
)
DONE = e.DipSampleRecorded(comment="Fair.", judged_version=1, feedback_due=end_of(11, 17))


def met(past: tuple[e.IqaEvent, ...], event: e.IqaEvent) -> list[tuple[Step, str | None]]:
    iqa = given(*past).iqa
    assert iqa is not None
    return [(one.step, one.item) for one in met_by(event, iqa)]


@pytest.mark.parametrize(
    ("past", "event", "step", "item"),
    [
        (an_open_iqa(), selected(), Step.SELECT, None),
        (a_marked_iqa(), e.AssessmentConfirmed(), Step.MARK, None),
        (a_confirmed_iqa(), held(), Step.CONVERSE, None),
        (HELD_AND_ASKED, e.ActionCompleted(action_id="a2", outcome="Sent."), Step.ACTION, "a2"),
        (a_held_conversation(), action(), Step.RECORD_ACTIONS, None),
        (a_held_conversation(), e.NoActionsRequired(), Step.RECORD_ACTIONS, None),
        (
            HELD_AND_ASKED,
            e.QueryAnswered(query_id="q2", outcome=Upheld.PARTLY, text="Yes."),
            Step.ANSWER_QUERY,
            "q2",
        ),
        (a_drawn_iqa(), DONE, Step.DIP_SAMPLE, None),
        (a_sampled_iqa(), TO_DEVELOP, Step.FEEDBACK, None),
        (a_fed_back_iqa(), e.FeedbackAcknowledged(), Step.ACKNOWLEDGE, None),
        (
            (*a_fed_back_iqa(), TO_BE_REVISED),
            e.MarksRevised(marks=(mark(2),), because="On reflection."),
            Step.REVISE,
            None,
        ),
        (
            (*a_confirmed_iqa(), TALK),
            ManagerTalkReviewed(talk_id="m1", outcome="It shows."),
            Step.MANAGER_TALK,
            "m1",
        ),
        (
            (*a_sampled_iqa(), TO_DEVELOP),
            e.DevelopmentReviewed(action_id="d2", shown=Shown.YES),
            Step.DEVELOPMENT,
            "d2",
        ),
    ],
)
def test_a_step_is_met_by_the_event_that_does_it(
    past: tuple[e.IqaEvent, ...], event: e.IqaEvent, step: Step, item: str | None
) -> None:
    assert met(past, event) == [(step, item)]


@pytest.mark.parametrize(
    ("past", "event"),
    [
        (a_selected_case(), e.Withdrawn(because="no_case")),
        (a_selected_case(), e.CaseReplaced(urn="91XN0000126", because="wrong_work", select_due=NOW)),
        (a_held_conversation(), e.ConversationDisputed(conversation_due=NOW)),
        (a_confirmed_iqa(), e.ConversationClosedAsImpossible(because="left", note="Left.")),
        (HELD_AND_ASKED, e.ActionHandedOver(action_id="a1", to=SENIOR, because="Leave.")),
        (
            (*a_fed_back_iqa(), TO_BE_REVISED),
            e.MarksRevised(marks=(mark(2),), because="Indeed.", query_id="q1"),
        ),
        (a_drawn_iqa(), e.SamplerReplaced(sampler=SENIOR, because="Leave.")),
        (a_selected_case(), e.Reassigned(assessor=SENIOR, senior_manager=ASSESSOR, because="Leave.")),
    ],
)
def test_what_an_event_gives_up_or_takes_away_was_not_met(
    past: tuple[e.IqaEvent, ...], event: e.IqaEvent
) -> None:
    assert met(past, event) == []


def test_what_was_done_before_it_was_asked_for_met_nothing() -> None:
    before_the_talk = a_selected_case(Order.ASSESSMENT_FIRST, tuple(Work))

    assert met(before_the_talk, action()) == []


def test_a_met_step_keeps_when_it_was_due() -> None:
    iqa = given(*a_confirmed_iqa()).iqa
    assert iqa is not None

    [wait] = met_by(held(), iqa)

    assert wait.due == end_of(11, 16)


def test_of_every_step_but_those_that_nobody_does_it_is_said_which_event_does_it() -> None:
    assert set(DOES.values()) == set(Step) - {
        Step.REMINDER,
        Step.COMMENT,
        Step.ESCALATION,
        Step.ANSWER_REQUEST,
    }
