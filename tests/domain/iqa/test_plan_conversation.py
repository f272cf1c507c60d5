"""Say when the conversation is meant to be."""

from datetime import date, time

import pytest

from domain.assessment import Mode
from domain.errors import Reason
from domain.iqa.commands import PlanConversation
from domain.iqa.events import ConversationPlanned
from domain.iqa.state import Plan
from tests.bdd import given
from tests.factories import (
    PROSECUTOR,
    SENIOR,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_confirmed_iqa,
    a_held_conversation,
    a_selected_case,
    an_open_iqa,
    facts,
    policy,
)

PLAN = PlanConversation(on=TOMORROW, mode=Mode.VIDEO)


def test_a_plan_closes_nothing_and_moves_no_deadline() -> None:
    before = given(*a_confirmed_iqa())
    outcome = before.when(PLAN)

    outcome.then(ConversationPlanned(on=TOMORROW, mode=Mode.VIDEO))
    assert before.iqa is not None
    assert outcome.iqa.deadlines == before.iqa.deadlines
    assert not outcome.iqa.talked


def test_a_new_plan_takes_the_place_of_the_old_one_and_is_counted() -> None:
    first = given(*a_confirmed_iqa()).when(PLAN)

    assert first.iqa.plan == Plan(on=TOMORROW, mode=Mode.VIDEO, revision=1)
    again = first.and_when(PlanConversation(on=TODAY, mode=Mode.TELEPHONE))
    assert again.iqa.plan == Plan(on=TODAY, mode=Mode.TELEPHONE, revision=2)


def test_a_conversation_may_be_planned_before_the_assessment_is_confirmed() -> None:
    given(*a_selected_case()).when(PLAN).then(ConversationPlanned(on=TOMORROW, mode=Mode.VIDEO))


def test_a_plan_is_for_a_day_to_come() -> None:
    given(*a_confirmed_iqa()).when(PlanConversation(on=YESTERDAY, mode=Mode.VIDEO)).refused(
        Reason.CONVERSATION_IN_PAST
    )


@pytest.mark.parametrize("day", [date(2027, 11, 11), date(2029, 1, 5)])
def test_a_plan_is_for_a_day_within_a_year(day: date) -> None:
    given(*a_confirmed_iqa()).when(PlanConversation(on=day, mode=Mode.VIDEO)).refused(
        Reason.TOO_FAR_OFF, day.isoformat()
    )


@pytest.mark.parametrize("at", [time(1), time(1, 30), time(1, 59)])
def test_a_plan_is_for_a_time_that_londons_clocks_show(at: time) -> None:
    forward, back = date(2027, 3, 28), date(2027, 10, 31)

    given(*a_confirmed_iqa()).when(PlanConversation(on=forward, at=at, mode=Mode.VIDEO)).refused(
        Reason.NO_SUCH_TIME, f"{at:%H:%M} on 2027-03-28"
    )
    assert given(*a_confirmed_iqa()).when(PlanConversation(on=back, at=at, mode=Mode.VIDEO)).events


def test_a_plan_is_for_a_way_of_talking_that_policy_lists() -> None:
    given(*a_confirmed_iqa()).when(
        PLAN, facts=facts(policy=policy(conversation__modes=(Mode.FACE_TO_FACE,)))
    ).refused(Reason.MODE_NOT_ALLOWED, "face_to_face")


def test_there_must_be_a_case_to_talk_about() -> None:
    given(*an_open_iqa()).when(PLAN).refused(Reason.NO_CASE_SELECTED)


def test_a_conversation_that_was_held_is_not_planned_again() -> None:
    given(*a_held_conversation()).when(PLAN).refused(Reason.CONVERSATION_HELD)


@pytest.mark.parametrize("by", [PROSECUTOR, SENIOR])
def test_only_the_assessor_plans(by: str) -> None:
    given(*a_confirmed_iqa()).when(PLAN, by=by).refused(Reason.NOT_PERMITTED)
