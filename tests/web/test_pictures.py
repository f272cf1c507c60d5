"""Pictures: scales in per cent, bars that say their figures, and what a quarter's weeks show."""

from datetime import UTC, date, datetime

import pytest

from clients.desk.pace import Pace
from clients.web.frame.pictures import Kind, Row, picture
from clients.web.frame.scales import Scale
from clients.web.frame.tables import Table
from clients.web.pages.weeks import of_weeks
from domain.quarter.pace.figures import Pattern
from domain.quarter.pace.weeks import WeekOfQuarter

TABLE = Table(name="t", caption="T", headings=("A",), rows=(("1",),))


@pytest.mark.parametrize(("count", "at"), [(0, 20), (5, 40), (10, 60)])
def test_a_scale_goes_from_where_it_begins_to_where_it_ends(count: int, at: float) -> None:
    assert Scale(begins=20, ends=60, most=10).at(count) == at


def test_on_a_scale_of_nothing_everything_stands_where_it_begins() -> None:
    assert Scale(begins=20, ends=60, most=0).at(0) == 20


def test_parts_of_a_bar_stand_side_by_side_and_the_longest_bar_fills_the_scale() -> None:
    found = picture(
        "Says so.",
        ("Done", "Open"),
        (Row(name="XN", says="1 of 4", done=1, open=3), Row(name="XS", says="2", done=2)),
        TABLE,
    )

    first, second = found.lines
    assert [(one.kind, one.x, one.width) for one in first.parts] == [(Kind.DONE, 22, 10), (Kind.OPEN, 32, 30)]
    assert [one.width for one in second.parts] == [20]
    assert (first.ends, second.ends) == (62, 42)
    assert second.top > first.top


def test_a_picture_of_what_is_done_alone_names_no_second_kind() -> None:
    found = picture("Says so.", ("Done", "Open"), (Row(name="XN", says="0"),), TABLE)

    assert found.open == ""
    assert found.lines[0].parts == ()


def week(first_day: date, confirmed: int, to_come: int, *, is_last: bool = False) -> WeekOfQuarter:
    last_day = date.fromordinal(first_day.toordinal() + 6)
    return WeekOfQuarter(
        first_day=first_day,
        last_day=last_day,
        working_days=5,
        confirmed=confirmed,
        to_come=to_come,
        is_last=is_last,
    )


def paced(*weeks: WeekOfQuarter) -> Pace:
    return Pace(
        area="XN",
        quarter="2026-27-Q3",
        as_of=datetime(2026, 12, 1, tzinfo=UTC),
        policy="default-1",
        label="Local policy",
        closed=False,
        bunching_weeks=3,
        pattern=Pattern(),
        weeks=weeks,
        managers=(),
    )


def test_a_quarters_picture_says_how_much_of_what_is_to_come_falls_into_the_last_weeks() -> None:
    (found,) = of_weeks(paced(week(date(2026, 12, 4), 2, 1), week(date(2026, 12, 11), 0, 3, is_last=True)))

    assert found.headline == "At the pace so far, 3 of 4 still to come fall into the last 3 weeks."
    assert [(one.name, one.says) for one in found.lines] == [
        ("Weeks from", ""),
        ("4 Dec", "2 + 1 to come"),
        ("The last 3 weeks", ""),
        ("11 Dec", "3 to come"),
    ]
    assert found.table.rows[0] == ("Fri 4 Dec 2026", "Thu 10 Dec 2026", "5", "2", "1")


def test_where_nothing_is_to_come_it_says_how_much_was_confirmed_in_the_last_weeks() -> None:
    (found,) = of_weeks(paced(week(date(2026, 12, 4), 2, 0), week(date(2026, 12, 11), 5, 0, is_last=True)))

    assert found.headline == "5 of 7 assessments were confirmed in the last 3 weeks."
    assert found.open == ""


def test_a_quarter_in_which_there_is_nothing_to_see_has_no_picture() -> None:
    assert list(of_weeks(paced(week(date(2026, 12, 4), 0, 0)))) == []
