from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import NotAQuarter, NoWorkingDay, Quarter, spread
from infra.reference import Library

CALENDAR = Library.load().current.calendar
Q3 = Quarter(year=2026, number=3)

days = st.dates(date(1901, 1, 1), date(2099, 1, 1))
starts = st.dates(date(2012, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("text", "first_day", "last_day"),
    [
        ("2026-27-Q1", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-27-Q2", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-27-Q3", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-27-Q4", date(2027, 1, 1), date(2027, 3, 31)),
        ("1999-00-Q4", date(2000, 1, 1), date(2000, 3, 31)),
    ],
)
def test_a_quarter_is_one_of_the_financial_year(text: str, first_day: date, last_day: date) -> None:
    quarter = Quarter.parse(text)

    assert (quarter.first_day, quarter.last_day) == (first_day, last_day)
    assert str(quarter) == text


@pytest.mark.parametrize(
    "text",
    ["2026-28-Q3", "2026-27-Q5", "2026-27-Q0", "26-27-Q3", "2026-27-Q3\n", "٢٠٢٦-27-Q3", "0000-01-Q1", ""],
)
def test_anything_else_is_no_quarter(text: str) -> None:
    with pytest.raises(NotAQuarter) as refused:
        Quarter.parse(text)

    assert refused.value.text == text


@given(days)
def test_every_day_is_in_exactly_the_quarter_that_contains_it(day: date) -> None:
    quarter = Quarter.containing(day)

    assert quarter.first_day <= day <= quarter.last_day


@given(days)
def test_quarters_follow_on_without_a_gap(day: date) -> None:
    quarter = Quarter.containing(day)

    assert quarter.next().first_day == quarter.last_day + timedelta(days=1)
    assert Quarter.parse(str(quarter)) == quarter


def week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_between(first_day: date, last_day: date) -> list[date]:
    length = (last_day - first_day).days + 1
    working = [day for n in range(length) if CALENDAR.is_working_day(day := first_day + timedelta(days=n))]
    return sorted({week_of(day) for day in working})


@given(starts, st.integers(6, 100), st.integers(0, 150), st.integers(0, 6))
def test_no_week_holds_more_than_one_target_above_another(
    first: date, length: int, n: int, clear: int
) -> None:
    last = first + timedelta(days=length)

    targets = spread(first, last, n, CALENDAR, weeks_kept_clear=clear)

    weeks = weeks_between(first, last)
    open_weeks = weeks[: len(weeks) - clear] or weeks
    held = Counter(map(week_of, targets))
    counts = [held[week] for week in open_weeks]
    assert len(targets) == sum(counts) == n
    assert max(counts) - min(counts) <= 1
    assert list(targets) == sorted(targets)
    assert all(CALENDAR.is_working_day(day) and first <= day <= last for day in targets)


@given(st.integers(1, 5), st.integers(1, 40))
def test_within_a_week_no_day_holds_more_than_one_above_another(workdays: int, n: int) -> None:
    monday = date(2026, 11, 23)

    held = Counter(spread(monday, monday + timedelta(days=workdays - 1), n, CALENDAR))

    counts = [held[monday + timedelta(days=day)] for day in range(workdays)]
    assert max(counts) - min(counts) <= 1


def test_the_last_weeks_of_a_quarter_are_kept_clear() -> None:
    targets = spread(Q3.first_day, Q3.last_day, 60, CALENDAR, weeks_kept_clear=3)

    assert targets[0] == date(2026, 10, 1)
    assert targets[-1] == date(2026, 12, 11)


def test_a_single_target_stands_in_the_middle() -> None:
    assert spread(Q3.first_day, Q3.last_day, 1, CALENDAR) == (date(2026, 11, 18),)


def test_a_quarter_opened_in_its_last_week_still_has_targets() -> None:
    assert spread(date(2026, 12, 29), Q3.last_day, 2, CALENDAR, weeks_kept_clear=3) == (
        date(2026, 12, 29),
        date(2026, 12, 31),
    )


def test_nothing_to_plan_needs_no_working_day() -> None:
    assert spread(date(2026, 11, 28), date(2026, 11, 29), 0, CALENDAR) == ()


def test_a_weekend_has_no_room_for_a_target() -> None:
    with pytest.raises(NoWorkingDay, match="2026-11-28 to 2026-11-29") as refused:
        spread(date(2026, 11, 28), date(2026, 11, 29), 1, CALENDAR)

    assert (refused.value.first_day, refused.value.last_day) == (date(2026, 11, 28), date(2026, 11, 29))
