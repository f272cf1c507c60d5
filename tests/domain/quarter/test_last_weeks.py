"""From which day on an assessment leaves no time to be assured within its quarter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import day_of, end_of_day
from domain.periods import Quarter
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.pace.last_weeks import days_to_assure, no_time_from
from tests.domain.quarter import bdd
from tests.domain.quarter.bdd import CALENDAR, POLICY, at, confirmed, facts

Q3, Q4 = Quarter.parse("2026-27-Q3"), Quarter.parse("2026-27-Q4")
FROM = date(2026, 12, 9)
"""From here on fifteen working days (ten for the sample, five for the feedback) no longer end in December."""

quarters = st.builds(Quarter, year=st.integers(2025, 2027), number=st.integers(1, 4)).filter(
    lambda q: CALENDAR.first_day <= q.first_day and q.last_day < CALENDAR.last_day
)


def leaves_no_time(instant: datetime, quarter: Quarter) -> bool:
    return day_of(instant) >= no_time_from(quarter, POLICY, CALENDAR)


def test_the_first_day_that_leaves_no_time() -> None:
    assert no_time_from(Q3, POLICY, CALENDAR) == FROM


@given(quarters, st.integers(0, 92))
def test_a_day_leaves_time_when_the_sample_and_the_feedback_still_end_within_the_quarter(
    quarter: Quarter, offset: int
) -> None:
    day = min(quarter.first_day + timedelta(days=offset), quarter.last_day)
    days = POLICY.working_days.dip_sample + POLICY.working_days.feedback

    in_time = CALENDAR.due(day, days) <= end_of_day(quarter.last_day)

    assert leaves_no_time(at(day), quarter) is not in_time


@pytest.mark.parametrize(
    ("instant", "late"),
    [
        (end_of_day(FROM - timedelta(days=1)), False),
        (end_of_day(FROM - timedelta(days=1)) + timedelta.resolution, True),
    ],
)
def test_the_days_are_londons(instant: datetime, *, late: bool) -> None:
    assert leaves_no_time(instant, Q3) is late


def test_summer_time_counts_as_london_has_it() -> None:
    quarter = Quarter.parse("2026-27-Q1")
    first = no_time_from(quarter, POLICY, CALENDAR)
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=1)

    assert leaves_no_time(midnight, quarter)
    assert not leaves_no_time(midnight - timedelta.resolution, quarter)


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 12, 4), 2),
        (date(2026, 12, 6), 2),
        (date(2026, 12, 7), 1),
        (date(2026, 12, 8), 0),
        (date(2026, 12, 31), 0),
        (date(2026, 9, 1), 49),
    ],
)
def test_the_days_that_are_left_to_assure_are_working_days_from_tomorrow_on(day: date, left: int) -> None:
    assert days_to_assure(day, Q3, POLICY, CALENDAR) == left


@pytest.mark.parametrize(("day", "late"), [(FROM - timedelta(days=1), False), (FROM, True)])
def test_an_iqa_that_is_numbered_is_marked_when_it_leaves_no_time(day: date, *, late: bool) -> None:
    iqa = confirmed(1, day=day)

    events = (
        bdd.given(bdd.an_open_quarter()).when(c.TakePass(), world=facts(at(day, 20), confirmed=(iqa,))).events
    )

    numbered = next(one for one in events if isinstance(one, e.IqasNumbered))
    assert [item.leaves_no_time for item in numbered.items] == [late]
