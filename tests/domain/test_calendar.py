from datetime import UTC, date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendar import BeyondCalendar, Calendar, DayRange, NaiveInstant, day_of, end_of_day
from infra.reference import Library
from tests.guards.tree import ROOT, sources

CALENDAR = Library.load().current.calendar
MONDAY = date(2026, 11, 23)
BOXING_DAY = date(2028, 12, 26)

days = st.dates(date(2013, 1, 1), date(2027, 12, 31))
counts = st.integers(-200, 200)
instants = st.datetimes(datetime(2013, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def last_instant(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, 59, 59, 999_999, tzinfo=UTC)


def test_the_bank_holidays_are_those_of_gov_uk() -> None:
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)

    assert {holiday["date"] for holiday in published} == CALENDAR.bank_holidays


def test_saturdays_sundays_and_bank_holidays_are_no_working_days() -> None:
    week = [MONDAY + timedelta(days=n) for n in range(7)]

    assert [CALENDAR.is_working_day(day) for day in week] == [True] * 5 + [False] * 2
    assert not CALENDAR.is_working_day(date(2026, 12, 25))
    assert not CALENDAR.is_working_day(date(2026, 12, 28)), "Boxing Day's substitute"


def test_the_coronation_and_the_funeral_were_bank_holidays() -> None:
    assert not CALENDAR.is_working_day(date(2022, 9, 19))
    assert not CALENDAR.is_working_day(date(2023, 5, 8))


@pytest.mark.parametrize(
    ("start", "n", "then"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 5, date(2026, 11, 30)),
        (date(2026, 12, 23), 5, date(2027, 1, 4)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2027, 1, 4), -5, date(2026, 12, 23)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, n: int, then: date) -> None:
    assert CALENDAR.add_working_days(start, n) == then


@given(days, counts)
def test_counting_is_the_inverse_of_adding(day: date, n: int) -> None:
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, n)) == n


@given(days, counts, counts)
def test_more_working_days_never_end_earlier(day: date, n: int, m: int) -> None:
    fewer, more = sorted((n, m))

    assert CALENDAR.add_working_days(day, fewer) <= CALENDAR.add_working_days(day, more)


@given(days, days, st.integers(0, 200))
def test_a_later_start_never_ends_earlier(a: date, b: date, n: int) -> None:
    earlier, later = sorted((a, b))

    assert CALENDAR.add_working_days(earlier, n) <= CALENDAR.add_working_days(later, n)


@given(days, counts.filter(bool))
def test_what_is_counted_to_is_a_working_day(day: date, n: int) -> None:
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(day, n))


@pytest.mark.parametrize("day", [date(2011, 12, 31), BOXING_DAY + timedelta(days=1), date.max])
def test_beyond_the_horizon_nothing_is_guessed(day: date) -> None:
    with pytest.raises(BeyondCalendar, match=str(day)) as refused:
        CALENDAR.is_working_day(day)

    assert (refused.value.day, refused.value.first_day) == (day, date(2012, 1, 1))
    assert refused.value.last_day == BOXING_DAY


def test_a_deadline_beyond_the_horizon_is_refused() -> None:
    with pytest.raises(BeyondCalendar):
        CALENDAR.due(BOXING_DAY, 1)


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 10, 24), last_instant(2026, 10, 24, 22)),
        (date(2026, 10, 25), last_instant(2026, 10, 25, 23)),
        (date(2027, 3, 27), last_instant(2027, 3, 27, 23)),
        (date(2027, 3, 28), last_instant(2027, 3, 28, 22)),
        (date(2028, 2, 29), last_instant(2028, 2, 29, 23)),
        (date(2026, 12, 31), last_instant(2026, 12, 31, 23)),
    ],
)
def test_a_day_ends_at_midnight_in_london_summer_and_winter(day: date, ends: datetime) -> None:
    assert end_of_day(day) == ends


@given(days)
def test_the_end_of_a_day_is_still_that_day_and_the_next_instant_is_not(day: date) -> None:
    assert day_of(end_of_day(day)) == day
    assert day_of(end_of_day(day) + timedelta.resolution) == day + timedelta(days=1)


@given(instants)
def test_every_instant_is_within_its_own_day(instant: datetime) -> None:
    day = day_of(instant)

    assert end_of_day(day - timedelta(days=1)) < instant <= end_of_day(day)


def test_an_instant_late_on_a_summer_evening_in_utc_is_the_next_day_in_london() -> None:
    assert day_of(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_an_instant_without_a_time_zone_has_no_day() -> None:
    naive = datetime(2026, 7, 1, 23, 30)  # noqa: DTZ001

    with pytest.raises(NaiveInstant) as refused:
        day_of(naive)

    assert refused.value.instant == naive


def test_a_deadline_is_the_end_of_the_last_of_its_working_days() -> None:
    assert CALENDAR.due(MONDAY, 5) == end_of_day(date(2026, 11, 30))


def test_a_deadline_across_the_end_of_summer_time_ends_an_hour_later_in_utc() -> None:
    assert CALENDAR.due(date(2026, 10, 23), 1) == last_instant(2026, 10, 26, 23)


def test_a_deadline_counts_from_the_london_day_of_an_instant() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert CALENDAR.due(late, 1) == end_of_day(date(2026, 7, 3))


def test_no_days_allowed_means_the_end_of_the_day_itself() -> None:
    assert CALENDAR.due(MONDAY, 0) == end_of_day(MONDAY)


def test_the_clock_pauses_while_a_person_is_away() -> None:
    away = DayRange(first_day=date(2026, 11, 25), last_day=date(2026, 11, 26))

    assert CALENDAR.due(MONDAY, 5, [away]) == end_of_day(date(2026, 12, 2))


def test_days_on_which_two_people_are_away_pause_the_clock_once() -> None:
    one = DayRange(first_day=date(2026, 11, 25), last_day=date(2026, 11, 26))
    other = DayRange(first_day=date(2026, 11, 26), last_day=date(2026, 11, 26))

    assert CALENDAR.due(MONDAY, 5, [one, other]) == CALENDAR.due(MONDAY, 5, [one])


def test_weekends_of_an_absence_pause_nothing() -> None:
    away = DayRange(first_day=date(2026, 11, 28), last_day=date(2026, 11, 29))

    assert CALENDAR.due(MONDAY, 5, [away]) == CALENDAR.due(MONDAY, 5)


def test_an_absence_without_an_end_leaves_no_deadline() -> None:
    with pytest.raises(BeyondCalendar):
        CALENDAR.due(MONDAY, 5, [DayRange(first_day=MONDAY)])


def test_the_longest_pause_lets_no_absence_hide_an_iqa_for_ever() -> None:
    away = [DayRange(first_day=MONDAY)]

    assert CALENDAR.due(MONDAY, 5, away, longest_pause=10) == CALENDAR.due(MONDAY, 15)
    assert CALENDAR.due(MONDAY, 5, away, longest_pause=0) == CALENDAR.due(MONDAY, 5)


@given(days, st.integers(0, 60), days, st.integers(0, 60))
def test_an_absence_never_brings_a_deadline_forward(start: date, n: int, first: date, length: int) -> None:
    away = DayRange(first_day=first, last_day=first + timedelta(days=length))

    assert CALENDAR.due(start, n) <= CALENDAR.due(start, n, [away])


def test_a_calendar_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="before it starts"):
        Calendar(
            version="v",
            source="s",
            first_day=MONDAY,
            last_day=date(2026, 1, 1),
            bank_holidays=frozenset({MONDAY}),
        )


def test_a_bank_holiday_outside_the_horizon_is_refused() -> None:
    with pytest.raises(ValidationError, match="outside the horizon: 2030-01-01"):
        Calendar(
            version="v",
            source="s",
            first_day=MONDAY,
            last_day=MONDAY,
            bank_holidays=frozenset({date(2030, 1, 1)}),
        )


def test_a_calendar_written_and_read_again_is_the_same_and_in_order() -> None:
    written = CALENDAR.model_dump_json()

    assert Calendar.model_validate_json(written) == CALENDAR
    assert CALENDAR.model_dump(mode="json")["bank_holidays"] == sorted(map(str, CALENDAR.bank_holidays))


def test_working_days_are_listed_with_both_ends_and_none_backwards() -> None:
    assert CALENDAR.working_days(date(2026, 12, 24), date(2026, 12, 29)) == (
        date(2026, 12, 24),
        date(2026, 12, 29),
    )
    assert CALENDAR.working_days(date(2026, 12, 29), date(2026, 12, 24)) == ()
    with pytest.raises(BeyondCalendar):
        CALENDAR.working_days(CALENDAR.last_day, CALENDAR.last_day + timedelta(days=1))


def test_the_house_has_one_london_clock() -> None:
    made = [path for path in sources() if "ZoneInfo(" in path.read_text()]

    assert made == [ROOT / "domain" / "calendar.py"]
