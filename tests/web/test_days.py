"""Days and times as people type them."""

from datetime import date, time

import pytest

from clients.web.frame import days
from clients.web.frame.forms import Filled
from clients.web.frame.render import Wrong


def filled(**fields: str) -> Filled:
    return Filled({name.replace("_", "-"): value for name, value in fields.items()}, {})


def test_a_day_in_three_fields_is_read() -> None:
    assert days.day(filled(on_day="11", on_month=" 12", on_year="2026"), "on", "the day") == date(
        2026, 12, 11
    )


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({}, "on-day", "Enter the day of the talk"),
        ({"on_day": "11"}, "on-month", "The day of the talk must have a month and a year"),
        ({"on_day": "31", "on_month": "2", "on_year": "2026"}, "on-day", "must be a real day"),
        ({"on_day": "one", "on_month": "2", "on_year": "2026"}, "on-day", "must be a real day"),
    ],
)
def test_a_day_that_is_none_says_what_to_do(fields: dict[str, str], field: str, says: str) -> None:
    found = days.day(filled(**fields), "on", "the day of the talk")

    assert isinstance(found, Wrong)
    assert found.field == field
    assert says in found.says


@pytest.mark.parametrize(("typed", "read"), [("14:30", time(14, 30)), ("9.05", time(9, 5)), (" ", None)])
def test_a_time_is_read_or_left_out(typed: str, read: time | None) -> None:
    assert days.clock(filled(at=typed), "at") == read


def test_a_time_that_is_none_says_how_to_write_it() -> None:
    found = days.clock(filled(at="half past two"), "at")

    assert isinstance(found, Wrong)
    assert "14:30" in found.says
