from datetime import date

import pytest

from domain.calendar import end_of_day
from domain.errors import Reason
from domain.people import Person, Role
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.next_step import next_step
from domain.stream import Await
from tests.domain.quarter.bdd import (
    ABOVE,
    CALENDAR,
    COMMITMENT,
    ID,
    LIBRARY,
    POLICY,
    an_open_quarter,
    at,
    facts,
    given,
    person,
    state,
)

OPEN = c.OpenQuarter(area="XN", quarter="2026-27-Q3", policy_version="default-1")


@pytest.mark.parametrize("by", ["S1", "C1", "A1"])
def test_a_senior_manager_the_chief_or_an_administrator_opens_the_quarter(by: str) -> None:
    (opened,) = given().when(OPEN, by=by).events

    assert isinstance(opened, e.QuarterOpened)
    assert opened.opened_by == by
    assert (opened.area, opened.quarter, opened.seed_commitment) == ("XN", "2026-27-Q3", COMMITMENT)
    assert (opened.policy, opened.calendar) == (POLICY.version, CALENDAR.version)
    assert opened.question_set == LIBRARY.current.casework.version
    assert (opened.one_in, opened.samplers) == (10, POLICY.dip_sample.samplers)
    assert {iqa.iqa_id for iqa in opened.planned} == {f"iqa-2026-27-Q3-P{n}-C1" for n in range(1, 7)}


@pytest.mark.parametrize("by", ["M1", "P1"])
def test_nobody_else_opens_it(by: str) -> None:
    given().when(OPEN, by=by).refused(Reason.NOT_PERMITTED, "chief_crown_prosecutor")


def test_no_part_of_the_system_opens_a_quarter() -> None:
    given().when(OPEN).refused(Reason.NOT_PERMITTED)


def test_a_senior_manager_of_another_area_does_not_open_it() -> None:
    other = person("S9", Role.SENIOR_MANAGER, area="XS")

    given().when(OPEN, by="S9", world=facts(people=(*ABOVE, other))).refused(Reason.NOT_PERMITTED)


def test_somebody_unknown_does_not_open_it() -> None:
    given().when(OPEN, by="S9").refused(Reason.UNKNOWN_PERSON, "S9")


def test_somebody_who_has_left_does_not_open_it() -> None:
    left = person("S9", Role.SENIOR_MANAGER, to_date=date(2026, 9, 30))

    given().when(OPEN, by="S9", world=facts(people=(*ABOVE, left))).refused(Reason.NOT_IN_POST, "S9")


def test_the_pass_is_due_every_working_day_and_the_close_once_the_last_confirmation_is_in_the_ledger() -> (
    None
):
    (opened,) = given().when(OPEN, by="S1").events

    assert isinstance(opened, e.QuarterOpened)
    assert opened.pass_due == end_of_day(date(2026, 10, 2))
    assert opened.close_due == end_of_day(date(2027, 1, 4))


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2027, 1, 1)])
def test_only_the_quarter_that_is_running_is_opened(day: date) -> None:
    given().when(OPEN, by="S1", world=facts(at(day))).refused(
        Reason.QUARTER_NOT_RUNNING, f"2026-27-Q3 on {day}"
    )


def test_a_quarter_with_iqas_to_plan_and_no_working_day_left_is_not_opened() -> None:
    spring = OPEN.model_copy(update={"quarter": "2023-24-Q2"})

    given().when(spring, by="S1", world=facts(at(date(2023, 9, 30)))).refused(
        Reason.QUARTER_NOT_RUNNING, "no working day from 2023-09-30 to 2023-09-30"
    )


def test_a_quarter_that_ends_with_the_calendar_is_not_opened() -> None:
    last = OPEN.model_copy(update={"quarter": "2028-29-Q3"})

    given().when(last, by="S1", world=facts(at(date(2028, 10, 2)))).refused(Reason.BEYOND_CALENDAR)


@pytest.mark.parametrize("text", ["2026-28-Q3", "Q3"])
def test_what_is_no_quarter_is_not_opened(text: str) -> None:
    command = OPEN.model_copy(update={"quarter": text})

    given().when(command, by="S1").refused(Reason.NOT_A_QUARTER, text)


def test_no_quarter_is_opened_without_a_seed_to_commit_to() -> None:
    given().when(OPEN, by="S1", world=facts(seed_commitment=None)).refused(Reason.SEED_NOT_COMMITTED)


def test_an_open_quarter_is_not_opened_again() -> None:
    given(an_open_quarter()).when(OPEN, by="S2").refused(Reason.ALREADY_OPEN, ID)


def test_the_same_command_again_changes_nothing() -> None:
    given(an_open_quarter()).when(OPEN, by="S1", n=1).then()


@pytest.mark.parametrize("command", [c.TakePass(), c.CloseQuarter(), c.CatchUp()])
def test_nothing_happens_in_a_quarter_that_is_not_open(command: c.QuarterCommand) -> None:
    given().when(command).refused(Reason.QUARTER_NOT_OPEN)


def test_an_area_without_volume_crime_still_has_its_quarter() -> None:
    (opened,) = given().when(OPEN, by="S1", world=facts(people=ABOVE)).events

    assert isinstance(opened, e.QuarterOpened)
    assert not opened.planned
    assert not opened.left_out


@pytest.mark.parametrize("people", [(), (person("P1"),)], ids=["no prosecutor", "one prosecutor"])
def test_an_area_with_no_prosecutor_or_one_opens_as_many_iqas_and_waits_for_its_next_pass(
    people: tuple[Person, ...],
) -> None:
    events = given().when(OPEN, by="S1", world=facts(people=(*ABOVE, *people))).events

    quarter = state(*events)
    assert [iqa.prosecutor for iqa in quarter.planned] == [one.staff_id for one in people]
    opened = state(*events, e.Told(telling_ids=tuple(iqa.iqa_id for iqa in quarter.planned)))
    assert isinstance(next_step(opened), Await)
