"""Days on which one more or less changes a figure: the weeks kept clear, and the working days of a forecast."""

from datetime import date

import pytest

from domain.periods import Quarter
from domain.quarter.close.report import AreaReport, CategoryReport
from domain.quarter.pace.figures import ManagerWeek, OnesWeek, Pattern
from domain.quarter.planning.staff import Staff
from domain.values import Value
from tests.domain.quarter.bdd import POLICY, at, facts
from tests.domain.quarter.weeks import SUNDAYS, done, on, reviewed, standing, week_of

Q3 = Quarter.parse("2026-27-Q3")


def kept_clear(since: date, weeks: int) -> list[date]:
    planning = POLICY.planning.model_copy(update={"weeks_kept_clear": weeks})
    policy = POLICY.model_copy(update={"planning": planning})
    return sorted(Staff("XN", Q3, facts(at(since), policy=policy), since).kept_clear())


@pytest.mark.parametrize(
    ("since", "weeks", "first"),
    [
        (date(2026, 10, 1), 3, date(2026, 12, 14)),
        (date(2026, 12, 11), 3, date(2026, 12, 14)),
        (date(2026, 12, 14), 2, date(2026, 12, 21)),
        (date(2026, 12, 14), 3, None),
        (date(2026, 12, 29), 1, None),
        (date(2026, 10, 1), 0, None),
    ],
    ids=[
        "most of a quarter",
        "a day before",
        "one week more",
        "as many weeks",
        "the last week",
        "none asked for",
    ],
)
def test_the_last_weeks_are_kept_clear_while_there_is_a_week_before_them(
    since: date, weeks: int, first: date | None
) -> None:
    clear = kept_clear(since, weeks)

    assert (clear[0] if clear else None) == first
    assert not clear or clear[-1] == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("day", "confirmed", "forecast"),
    [
        (SUNDAYS[0], 1, 40 - 49 // 2),
        (SUNDAYS[1], 3, 40 - 3 * 44 // 7),
        (SUNDAYS[8], 35, 40 - 35 * 9 // 42),
        (SUNDAYS[9], 39, 40 - 39 * 4 // 47),
        (SUNDAYS[10], 30, 40),
    ],
    ids=["the first days", "the second week", "two weeks before", "the week before", "in the last weeks"],
)
def test_the_days_gone_and_those_left_are_counted_to_the_day(
    day: date, confirmed: int, forecast: int
) -> None:
    """Of October to December 2026, opened on the first day: no bank holiday lies before the last weeks."""
    iqas = (
        *(standing(n) for n in range(40)),
        *(done(40 + n, date(2026, 10, 2)) for n in range(confirmed)),
    )

    [one] = week_of(reviewed(on(day, *iqas))).managers

    assert one.forecast == forecast


@pytest.mark.parametrize("model", [ManagerWeek, OnesWeek, Pattern, CategoryReport, AreaReport])
def test_a_figure_that_a_record_leaves_out_is_nought(model: type[Value]) -> None:
    left_out = {
        name
        for name, field in model.model_fields.items()
        if field.annotation is int and not field.is_required()
    }

    assert left_out
    assert {model.model_fields[name].default for name in left_out} == {0}
