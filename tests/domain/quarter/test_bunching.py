"""The bunching index and its exact test, against brute force, and against what must hold of any distribution."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import comb, prod
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import DayRange
from domain.periods import Quarter
from domain.quarter.pace.bunching import at_least, bunching, together
from domain.quarter.pace.figures import Bunching
from domain.quarter.pace.last_weeks import last_weeks
from tests.domain.quarter.bdd import CALENDAR, POLICY

Q3 = Quarter.parse("2026-27-Q3")
LATE = last_weeks(Q3, POLICY)
DAYS = CALENDAR.working_days(Q3.first_day, Q3.last_day)
parts = st.fractions(0, 1, max_denominator=70)
small = st.integers(0, 9)


def measured(*confirmed: date) -> Bunching:
    return bunching(confirmed, DAYS, LATE, 3)


@given(small, small, parts)
@settings(max_examples=60)
def test_the_tail_is_the_sum_over_every_way_in_which_it_can_come_about(
    x: int, n: int, part: Fraction
) -> None:
    ways = (
        prod((part if hit else 1 - part for hit in way), start=Fraction(1))
        for way in product((True, False), repeat=n)
        if sum(way) >= x
    )

    assert at_least(x, n, part) == sum(ways)


@given(st.integers(0, 200), parts)
@settings(max_examples=30)
def test_the_chances_of_each_number_add_up_to_one(n: int, part: Fraction) -> None:
    chances = [at_least(x, n, part) - at_least(x + 1, n, part) for x in range(n + 1)]

    assert sum(chances) == 1
    assert chances == [comb(n, x) * part**x * (1 - part) ** (n - x) for x in range(n + 1)]


@given(st.integers(-1, 61), st.integers(0, 60), parts)
def test_more_is_never_likelier_and_a_larger_share_never_makes_it_less_likely(
    x: int, n: int, part: Fraction
) -> None:
    assert at_least(x + 1, n, part) <= at_least(x, n, part)
    assert at_least(x, n, part) <= at_least(x, n, (part + 1) / 2)


def test_five_thousand_take_milliseconds() -> None:
    start = process_time()
    tails = [at_least(x, 5000, Fraction(13, 64)) for x in (1, 1016, 2500, 5000)]

    assert process_time() - start < 2
    assert tails == sorted(tails, reverse=True)
    assert 0.4 < float(tails[1]) < 0.6


def test_one_on_each_working_day_gives_an_index_of_one() -> None:
    even = measured(*DAYS)

    assert (even.confirmed, even.confirmed_late) == (64, 13)
    assert even.index == 1
    assert even.probability is not None
    assert 0.4 < even.probability < 0.6


def test_everything_in_the_last_weeks_is_as_many_times_an_even_share_as_days_are_missing() -> None:
    rush = measured(*[date(2026, 12, 22)] * 20)

    assert rush.index == pytest.approx(64 / 13)
    assert rush.probability == pytest.approx(float(Fraction(13, 64) ** 20))


def test_nothing_in_the_last_weeks_is_certain_to_be_equalled() -> None:
    early = measured(*[date(2026, 10, 5)] * 20)

    assert (early.index, early.probability) == (0, 1)


@given(st.lists(st.sampled_from(DAYS), min_size=1, max_size=60), st.integers(2, 4))
def test_an_area_of_twice_the_size_with_the_same_course_has_the_same_index(
    confirmed: list[date], times: int
) -> None:
    assert measured(*confirmed).index == pytest.approx(measured(*confirmed * times).index)


@given(st.lists(st.sampled_from(DAYS), max_size=60), st.randoms())
def test_the_order_in_which_they_are_told_does_not_matter(confirmed: list[date], chance: Random) -> None:
    shuffled = list(confirmed)
    chance.shuffle(shuffled)

    assert measured(*shuffled) == measured(*confirmed)


def test_without_an_assessment_there_is_nothing_to_compare() -> None:
    assert measured() == Bunching(
        weeks=3, confirmed=0, confirmed_late=0, working_days=64, working_days_late=13
    )


def test_before_the_last_weeks_begin_there_is_nothing_to_compare() -> None:
    so_far = CALENDAR.working_days(Q3.first_day, date(2026, 11, 1))

    found = bunching([date(2026, 10, 5)], so_far, LATE, 3)

    assert (found.index, found.probability, found.working_days_late) == (None, None, 0)


def test_where_all_days_are_late_all_is_even() -> None:
    found = bunching([date(2026, 12, 21)], [date(2026, 12, 21)], LATE, 3)

    assert (found.index, found.probability) == (1, 1)


def test_the_last_weeks_are_whole_weeks_up_to_the_last_day() -> None:
    assert DayRange(first_day=date(2026, 12, 11), last_day=date(2026, 12, 31)) == LATE
    assert LATE.last_day
    assert LATE.last_day - LATE.first_day + timedelta(days=1) == timedelta(weeks=3)


def test_areas_taken_together_are_measured_like_one_area() -> None:
    one, other = [date(2026, 12, 22)] * 3, [date(2026, 10, 5)] * 7

    assert together((measured(*one), measured(*other))) == measured(*one, *other)


def test_areas_of_which_other_days_were_looked_at_are_not_taken_together() -> None:
    so_far = bunching([date(2026, 10, 5)], DAYS[:30], LATE, 3)

    assert together((measured(*DAYS), so_far)) is None
    assert together(()) is None
