"""Pictures: scales in per cent, bars that say their figures, and what a quarter's weeks show."""

from datetime import UTC, date, datetime

import pytest

from clients.desk.pace import Pace
from clients.web.frame.pictures import Kind, Row, picture
from clients.web.frame.scales import Scale
from clients.web.frame.tables import Table
from clients.web.frame.timelines import How, Step, timeline
from clients.web.pages.rates import of_rates
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


def rates(**figures: int) -> dict[str, int]:
    """Figures that are nothing where nothing is said."""
    names = ("undertaken", "drawn", "sampled", *(f"conversations_{one}" for one in _TALKS))
    return dict.fromkeys(names, 0) | figures


_TALKS = ("held", "not_held", "to_come", "impossible")


def test_a_countrys_pictures_say_how_much_is_checked_and_which_conversations_are_held() -> None:
    north = rates(undertaken=9, drawn=3, sampled=2, conversations_held=5, conversations_not_held=1)
    south = rates(undertaken=4, drawn=1, conversations_held=2, conversations_to_come=2)
    coverage, talks = of_rates("Area", [("XN", north), ("XS", south)])

    assert coverage.headline == "2 of 4 assessments drawn for a second check are checked."
    assert [one.says for one in coverage.lines] == ["2 of 3", "0 of 1"]
    assert coverage.table.rows == (("XN", "9", "3", "2", "1"), ("XS", "4", "1", "0", "1"))
    assert talks.headline == "7 of 8 conversations that are due are held; 1 passed their day."
    assert [one.says for one in talks.lines] == ["5 held, 1 late", "2 held, 2 to come"]


def test_what_there_is_nothing_of_has_no_picture() -> None:
    assert list(of_rates("Area", [("XN", rates(undertaken=3))])) == []


def test_a_clock_says_what_was_kept_what_came_late_and_what_is_due_next() -> None:
    days = {"due": date(2026, 12, 4), "first": date(2026, 12, 1), "today": date(2026, 12, 9)}
    steps = (
        Step(name="Mark", says="late", how=How.LATE, due=days["first"], done=days["due"]),
        Step(name="Talk", says="due", how=How.OVERDUE, due=days["due"]),
        Step(name="Act", says="due", how=How.TO_COME, due=date(2026, 12, 17)),
    )
    found = timeline("Says so.", steps, days["today"], TABLE, "/iqas/x")

    assert (found.first, found.last, found.today) == ("1 Dec 2026", "17 Dec 2026", 50)
    assert [(one.due, one.done, one.x, one.width) for one in found.tracks] == [
        (2, 20, 2, 18),
        (20, None, 20, 30),
        (98, None, 98, 0),
    ]
