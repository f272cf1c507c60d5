"""Open an IQA."""

from datetime import UTC, date, datetime

import pytest

from domain.calendar import end_of_day
from domain.errors import Reason
from domain.ids import QUARTER as THE_QUARTER
from domain.iqa import commands as c
from domain.iqa.state import Stage
from domain.people import Role
from domain.policy import Order
from domain.questions import Category
from tests.bdd import given
from tests.factories import (
    AREA,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    LEFT,
    OPENED,
    OUTSIDE_MANAGER,
    PEOPLE,
    POLICY,
    PROSECUTOR,
    QUARTER,
    SENIOR,
    STRANGER,
    TARGET,
    an_open_iqa,
    end_of,
    facts,
    opened,
    person,
    policy,
)


def open_iqa(**changes: object) -> c.OpenIqa:
    values = {
        "area": AREA,
        "quarter": QUARTER,
        "category": Category.CASEWORK,
        "prosecutor": PROSECUTOR,
        "assessor": ASSESSOR,
        "target_on": TARGET,
        "policy_version": POLICY.version,
    }
    return c.OpenIqa.model_validate(values | changes)


def test_the_quarter_opens_an_iqa_and_a_case_is_due_by_the_target_day() -> None:
    outcome = given().when(open_iqa(), by=THE_QUARTER, at=OPENED)

    outcome.then(opened(select_due=end_of(11, 13)))
    assert outcome.iqa.stage is Stage.SELECTION
    assert outcome.waiting == {"select": ASSESSOR}


def test_the_order_of_its_steps_is_that_of_the_policy_it_was_opened_under() -> None:
    conversation_first = facts(policy=policy(order=Order.CONVERSATION_FIRST))

    given().when(open_iqa(), by=THE_QUARTER, at=OPENED, facts=conversation_first).then(
        opened(order=Order.CONVERSATION_FIRST)
    )


def test_the_last_day_of_summer_time_ends_at_midnight_in_london() -> None:
    early = OPENED.replace(month=10)
    outcome = given().when(open_iqa(target_on=date(2026, 10, 23)), by=THE_QUARTER, at=early)

    assert outcome.iqa.deadlines[0].due.isoformat() == "2026-10-23T22:59:59.999999+00:00"


@pytest.mark.parametrize(
    ("opened_at", "target_on", "due_on"),
    [
        ("2026-11-04T10:00", "2026-11-04", "2026-11-05"),
        ("2026-11-06T10:00", "2026-11-06", "2026-11-09"),
        ("2026-11-06T22:35", "2026-11-09", "2026-11-10"),
        ("2026-11-06T22:35", "2026-11-10", "2026-11-10"),
        ("2026-12-24T17:00", "2026-12-25", "2026-12-30"),
    ],
    ids=["on the day", "on a Friday", "on a Friday night", "in time", "over Christmas"],
)
def test_no_target_falls_on_a_day_on_which_the_opening_could_not_be_read_the_day_before(
    opened_at: str, target_on: str, due_on: str
) -> None:
    at, due = datetime.fromisoformat(opened_at).replace(tzinfo=UTC), date.fromisoformat(due_on)

    outcome = given().when(open_iqa(target_on=date.fromisoformat(target_on)), by=THE_QUARTER, at=at)

    outcome.then(opened(target_on=due, select_due=end_of_day(due)))


def test_a_senior_manager_may_assess_and_the_chief_is_told() -> None:
    outcome = given().when(open_iqa(assessor=SENIOR), by=THE_QUARTER, at=OPENED)

    assert outcome.iqa.senior_manager == CHIEF


def test_an_assessor_with_nobody_above_hears_of_what_waits_too_long_alone() -> None:
    alone = person(ASSESSOR, Role.SENIOR_MANAGER, None)
    people = (*(each for each in PEOPLE if each.staff_id != ASSESSOR), alone)

    outcome = given().when(open_iqa(), by=THE_QUARTER, at=OPENED, facts=facts(people=people))

    assert outcome.iqa.senior_manager == ASSESSOR


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR, PROSECUTOR])
def test_nobody_opens_an_iqa_by_hand(by: str) -> None:
    given().when(open_iqa(), by=by).refused(Reason.NOT_PERMITTED)


def test_an_open_iqa_is_not_opened_again() -> None:
    given(*an_open_iqa()).when(open_iqa(), by=THE_QUARTER).refused(Reason.ALREADY_OPEN)


@pytest.mark.parametrize(
    ("assessor", "reason"),
    [
        (STRANGER, Reason.UNKNOWN_PERSON),
        (PROSECUTOR, Reason.OWN_WORK),
        (OUTSIDE_MANAGER, Reason.OTHER_AREA),
        (COLLEAGUE, Reason.NOT_PERMITTED),
        (CHIEF, Reason.NOT_PERMITTED),
        (LEFT, Reason.NOT_IN_POST),
    ],
)
def test_a_manager_of_the_area_in_post_assesses(assessor: str, reason: Reason) -> None:
    given().when(open_iqa(assessor=assessor), by=THE_QUARTER).refused(reason, assessor)


def test_nobody_is_assessed_by_a_manager_who_reports_to_them() -> None:
    given().when(open_iqa(prosecutor=SENIOR), by=THE_QUARTER).refused(Reason.OWN_WORK)


@pytest.mark.parametrize(
    ("prosecutor", "reason"),
    [
        (STRANGER, Reason.UNKNOWN_PERSON),
        (OUTSIDE_MANAGER, Reason.OTHER_AREA),
        (LEFT, Reason.NOT_IN_POST),
    ],
)
def test_somebody_of_the_area_in_post_is_assessed(prosecutor: str, reason: Reason) -> None:
    given().when(open_iqa(prosecutor=prosecutor), by=THE_QUARTER).refused(reason, prosecutor)


def test_somebody_who_joins_by_the_target_day_may_be_planned_for() -> None:
    joiner = person(PROSECUTOR, Role.PROSECUTOR, ASSESSOR, from_date=TARGET)
    people = (*(each for each in PEOPLE if each.staff_id != PROSECUTOR), joiner)

    given().when(open_iqa(), by=THE_QUARTER, at=OPENED, facts=facts(people=people)).then(opened())


def test_a_target_beyond_the_calendar_is_refused() -> None:
    given().when(open_iqa(target_on=date.max), by=THE_QUARTER).refused(Reason.BEYOND_CALENDAR)
