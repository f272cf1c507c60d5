"""An open quarter's report from counts alone; that the counts are right is held to each report on the database."""

from datetime import date, timedelta

from domain.calendar import day_of, end_of_day
from domain.periods import Quarter
from domain.quarter.close.counted import Counted, Counts, Part, bounds, report
from domain.quarter.close.report import AreaReport, StepCount
from domain.quarter.pace.last_weeks import last_weeks, no_time_from
from domain.quarter.pace.standing import Escalated
from domain.quarter.state import AreaQuarter
from domain.questions import Category
from tests.domain.quarter.bdd import CALENDAR, LAST, POLICY, an_open_quarter, at, planned, state

A_MOMENT = timedelta.resolution
PERIOD = Quarter.parse("2026-27-Q3")
MIDWAY, AFTER = date(2026, 11, 11), date(2027, 1, 11)


def counted(category: Category = Category.CASEWORK, **counts: object) -> Counted:
    nothing: dict[str, object] = dict.fromkeys(set(Counted.model_fields) - {"category", "part"}, 0)
    nobody = {"category": category, "conversations_due_by": None}
    return Counted.model_validate(nothing | nobody | counts)


def told(*found: Counted, quarter: AreaQuarter | None = None, day: date = AFTER) -> AreaReport:
    quarter = quarter or state(an_open_quarter())
    return report(quarter, Counts(categories=found), POLICY, CALENDAR, at(day))


def test_a_quarter_is_looked_at_until_today_and_at_most_until_its_last_day() -> None:
    midway, after = (bounds(state(an_open_quarter()), POLICY, CALENDAR, at(day)) for day in (MIDWAY, AFTER))

    assert (midway.looked_until, after.looked_until) == (end_of_day(MIDWAY), end_of_day(LAST))


def test_the_last_weeks_and_the_days_without_time_begin_with_their_first_instant_in_london() -> None:
    found = bounds(state(an_open_quarter()), POLICY, CALENDAR, at(MIDWAY))

    for instant, day in (
        (found.weeks_from, last_weeks(PERIOD, POLICY).first_day),
        (found.no_time_from, no_time_from(PERIOD, POLICY, CALENDAR)),
    ):
        assert (day_of(instant), day_of(instant - A_MOMENT)) == (day, day - timedelta(days=1))


def test_only_a_category_of_which_something_was_undertaken_has_a_line() -> None:
    many = counted(
        undertaken=6,
        conversations_held=2,
        conversations_impossible=1,
        conversations_to_come=1,
        drawn=2,
        picked=1,
        sampled=1,
    )

    [line] = told(counted(Category.ADVOCACY, to_undertake=3), many).categories

    assert (line.category, line.undertaken, line.sampled) == (Category.CASEWORK, 6, 1)
    assert (line.conversations_not_held, line.drawn, line.picked) == (2, 2, 1)


def test_the_parts_are_told_beside_the_whole_and_one_of_which_nothing_is_has_no_figures() -> None:
    every = counted(undertaken=5, conversations_held=4, confirmed=5)
    plain = counted(part=Part.WITHOUT_OVERRIDDEN, undertaken=3, conversations_held=3, confirmed=3)

    found = told(every, plain)

    [line] = found.categories
    assert line.without_overridden
    assert (line.undertaken, line.without_overridden.undertaken) == (5, 3)
    assert (line.conversations_not_held, line.without_overridden.conversations_not_held) == (1, 0)
    assert line.themed
    assert set(dict(line.themed).values()) == {0, None}
    assert found.bunching
    assert found.bunching.confirmed == 5


def test_what_prosecutors_asked_for_is_told_by_itself_and_measured_with_the_weeks() -> None:
    asked = counted(part=Part.ASKED_FOR, undertaken=2, to_undertake=4, withdrawn=1, confirmed=2)

    others = counted(undertaken=5, confirmed=5)
    found, without = told(others, asked), told(others)

    assert (found.asked_for, without.asked_for) == (2, 0)
    assert (found.not_undertaken, found.withdrawn) == (without.not_undertaken, without.withdrawn)
    assert [one.undertaken for one in found.categories] == [5]
    assert found.bunching
    assert found.bunching.confirmed == 7


def test_planned_iqas_count_as_not_undertaken_until_they_are_among_those_listed() -> None:
    quarter = state(an_open_quarter(planned=tuple(planned(n) for n in range(1, 4))))

    found = told(counted(to_undertake=2, opened_meanwhile=1, withdrawn=4), quarter=quarter)

    assert (found.not_undertaken, found.withdrawn) == (4, 4)


def test_bunching_is_measured_on_what_was_confirmed_in_any_category() -> None:
    found = told(counted(confirmed=4, confirmed_late=3), counted(Category.ADVOCACY, confirmed=2)).bunching

    assert found
    assert (found.confirmed, found.confirmed_late, found.weeks) == (6, 3, POLICY.pace.bunching_weeks)
    assert found.index


def test_what_waits_and_what_escalated_is_told_as_it_was_counted() -> None:
    counts = Counts(escalated=Escalated(raised=3, not_taken_on=1), waits=(StepCount(step="mark", count=7),))

    found = report(state(an_open_quarter()), counts, POLICY, CALENDAR, at(MIDWAY))

    assert (found.escalations, found.escalations_open, found.outstanding_in_all) == (3, 1, 7)
    assert found.as_of == at(MIDWAY)
