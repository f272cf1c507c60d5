"""A quarter week by week: what was confirmed, and what falls where at the pace so far."""

from datetime import date

from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.load import as_it_stands
from domain.quarter.pace.weeks import WeekOfQuarter, weeks
from domain.quarter.state import AreaQuarter
from tests.domain.quarter.bdd import at, state
from tests.domain.quarter.weeks import OPEN, SUNDAYS, done, on, standing


def told(world: QuarterFacts, quarter: AreaQuarter | None = None) -> tuple[WeekOfQuarter, ...]:
    quarter = quarter or state(OPEN)
    return weeks(quarter, world, as_it_stands(quarter, world)[1])


def test_the_last_weeks_are_whole_and_what_is_left_over_is_the_first() -> None:
    found = told(on(SUNDAYS[1]))

    assert len(found) == 14
    assert (found[0].first_day, found[0].last_day) == (date(2026, 10, 1), date(2026, 10, 1))
    assert found[-1].last_day == date(2026, 12, 31)
    assert [one.first_day for one in found if one.is_last] == [
        date(2026, 12, 11),
        date(2026, 12, 18),
        date(2026, 12, 25),
    ]
    assert [one.working_days for one in found[-3:]] == [5, 5, 3], "Christmas Day and Boxing Day's Monday"


def test_what_was_confirmed_counts_in_its_week_by_londons_days() -> None:
    found = told(
        on(SUNDAYS[3], done(1, date(2026, 10, 1)), done(2, date(2026, 10, 9)), done(3, date(2026, 9, 30)))
    )

    assert [one.confirmed for one in found[:4]] == [1, 0, 1, 0]
    assert sum(one.confirmed for one in found) == 2


def test_all_that_is_to_come_falls_somewhere_and_the_forecast_into_the_last_weeks() -> None:
    world = on(
        SUNDAYS[6],
        done(1, date(2026, 10, 20)),
        done(2, date(2026, 10, 21)),
        *(standing(n) for n in range(3, 12)),
    )
    pattern = as_it_stands(state(OPEN), world)[1]

    found = told(world)

    assert pattern.to_assess == 9
    assert 0 < pattern.forecast < 9
    assert sum(one.to_come for one in found if one.is_last) == pattern.forecast
    assert sum(one.to_come for one in found) == 9
    assert sum(one.to_come for one in found if one.last_day <= SUNDAYS[6]) == 0


def test_within_the_last_weeks_all_falls_into_what_is_left_of_them() -> None:
    found = told(on(SUNDAYS[11], *(standing(n) for n in range(1, 5))))

    assert sum(one.to_come for one in found if one.first_day >= date(2026, 12, 18)) == 4
    assert sum(one.to_come for one in found) == 4


def test_after_the_quarter_and_after_its_close_nothing_is_to_come_in_it() -> None:
    quarter = state(OPEN)
    after = on(date(2027, 1, 4), standing(1))
    closed = quarter.model_copy(update={"closed_at": at(date(2026, 12, 1))})

    assert sum(one.to_come for one in told(after)) == 0
    assert sum(one.to_come for one in told(on(SUNDAYS[4], standing(1)), closed)) == 0
