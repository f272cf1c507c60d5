"""Say when the conversation is meant to be."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.assessment import Mode
from domain.calendar import LONDON, day_of
from domain.errors import Reason, Refused
from domain.iqa.commands import PlanConversation
from domain.iqa.events import ConversationPlanned, IqaEvent, PromptAnswered
from domain.iqa.state import Plan, Step
from domain.policy import Order
from domain.prompts import PromptKind
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
    answered,
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


def test_a_plan_is_for_a_time_to_come() -> None:
    now = facts().now.astimezone(LONDON)
    gone, to_come = (now - timedelta(minutes=1)).time(), (now + timedelta(minutes=1)).time()

    given(*a_confirmed_iqa()).when(PlanConversation(on=TODAY, at=gone, mode=Mode.VIDEO)).refused(
        Reason.CONVERSATION_IN_PAST, f"{gone:%H:%M} on {TODAY}"
    )
    assert given(*a_confirmed_iqa()).when(PlanConversation(on=TODAY, at=to_come, mode=Mode.VIDEO)).events


def test_a_time_that_the_clocks_show_twice_is_to_come_until_they_have_shown_it_twice() -> None:
    back, between = date(2027, 10, 31), datetime(2027, 10, 31, 0, 45, tzinfo=UTC)  # 01:45, the first time
    twice = PlanConversation(on=back, at=time(1, 30), mode=Mode.VIDEO)

    for now, reason in (
        (between, Reason.ASKED_FIRST),
        (between + timedelta(hours=1), Reason.CONVERSATION_IN_PAST),
    ):
        given(*a_confirmed_iqa()).when(twice, at=now, facts=facts(now=now)).refused(reason)


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
    twice = PlanConversation(
        on=back,
        at=at,
        mode=Mode.VIDEO,
        answered=(
            *answered(PromptKind.PLANNED_OFF_WORKING_DAYS, answer="agreed"),
            *answered(PromptKind.PLANNED_AFTER_DUE, answer="no_earlier_day"),
        ),
    )
    assert given(*a_confirmed_iqa()).when(twice).events


SUNDAY, CHRISTMAS_DAY = date(2026, 11, 15), date(2026, 12, 25)
OFF, LATE = PromptKind.PLANNED_OFF_WORKING_DAYS, PromptKind.PLANNED_AFTER_DUE
EITHER_ORDER = pytest.mark.parametrize(
    "history", [a_confirmed_iqa(), a_selected_case(order=Order.CONVERSATION_FIRST)]
)


def kinds_asked(history: tuple[IqaEvent, ...], on: date, *off: PromptKind) -> set[PromptKind]:
    """What is asked before that plan is recorded, under a policy without the kinds that are off."""
    order = tuple(one for one in policy().prompts.order if one not in off)
    outcome = given(*history).when(
        PlanConversation(on=on, mode=Mode.VIDEO), facts=facts(policy=policy(prompts__order=order))
    )
    return {one.about for one in outcome.decision.prompts} if isinstance(outcome.decision, Refused) else set()


@EITHER_ORDER
def test_a_plan_for_a_sunday_or_a_bank_holiday_is_asked_about(history: tuple[IqaEvent, ...]) -> None:
    assert OFF in kinds_asked(history, SUNDAY)
    assert OFF in kinds_asked(history, CHRISTMAS_DAY)
    assert kinds_asked(history, TOMORROW) == set()


@EITHER_ORDER
def test_a_plan_for_a_day_after_the_conversation_is_due_is_asked_about(history: tuple[IqaEvent, ...]) -> None:
    before = given(*history).iqa
    assert before is not None
    due = next(one.due for one in before.deadlines if one.step is Step.CONVERSE)
    next_day = facts().calendar.add_working_days(day_of(due), 1)

    assert kinds_asked(history, day_of(due)) == set()
    assert kinds_asked(history, next_day) == {LATE}


def test_before_it_is_marked_a_day_after_all_that_comes_before_is_due_is_asked_about() -> None:
    history, known = a_selected_case(), facts()
    before = given(*history).iqa
    assert before is not None
    marks_due = next(one.due for one in before.deadlines if one.step is Step.MARK)
    days = known.policy.working_days.conversation_after_confirmation
    in_time = known.calendar.add_working_days(day_of(marks_due), days)

    assert kinds_asked(history, in_time) == set()
    assert kinds_asked(history, known.calendar.add_working_days(in_time, 1)) == {LATE}


def test_a_policy_that_leaves_the_days_of_a_plan_out_asks_nothing_of_them() -> None:
    assert kinds_asked(a_confirmed_iqa(), CHRISTMAS_DAY, OFF, LATE) == set()


def test_whoever_says_that_it_was_agreed_plans_it_and_is_not_asked_of_that_day_again() -> None:
    agreed = answered(OFF, answer="agreed")
    first = given(*a_confirmed_iqa()).when(PlanConversation(on=SUNDAY, mode=Mode.VIDEO, answered=agreed))

    assert [type(one) for one in first.events] == [ConversationPlanned, PromptAnswered]
    assert first.and_when(PlanConversation(on=SUNDAY, mode=Mode.TELEPHONE)).events


def test_a_plan_for_a_day_beyond_the_calendar_is_refused() -> None:
    known = facts().calendar
    short = known.model_copy(update={"last_day": date(2026, 12, 31)})
    given(*a_confirmed_iqa()).when(
        PlanConversation(on=date(2027, 1, 4), mode=Mode.VIDEO), facts=facts(calendar=short)
    ).refused(Reason.BEYOND_CALENDAR, "2027-01-04")


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
