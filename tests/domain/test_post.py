"""When the post goes out: on working days within the hours of policy, on London's clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from domain.calendar import BeyondCalendar, day_of
from domain.policy import Hours
from domain.post import AreaPost, Round, due, first_due, opening, read_on, within_hours
from tests.domain.quarter.bdd import CALENDAR, POLICY

HOURS = POLICY.notices
NOTHING: dict[str, object] = {
    **dict.fromkeys(AreaPost.model_fields),
    "area": "XN",
    "alone": 0,
    "waiting": 0,
}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NINE = utc("2026-10-05T08:00")  # a Monday, 09:00 in summer time
FRIDAY = utc("2026-10-02T13:00")


def due_at(now: datetime, **post: object) -> Round | None:
    """Which round is due in an Area that has this in its outbox."""
    return due(now, HOURS, CALENDAR, AreaPost.model_validate(NOTHING | post))


@pytest.mark.parametrize(
    ("now", "within"),
    [
        ("2026-10-05T07:59:59", False),
        ("2026-10-05T08:00", True),
        ("2026-10-05T15:59:59", True),
        ("2026-10-05T16:00", False),
        ("2026-10-26T08:59:59", False),  # the clocks went back on the day before
        ("2026-10-26T16:59:59", True),
        ("2027-03-30T08:00", True),  # they went forward over Easter
        ("2026-10-04T12:00", False),
        ("2026-12-25T12:00", False),
        ("2027-03-29T12:00", False),
    ],
)
def test_hours_are_those_of_working_days_on_londons_clocks(now: str, within: bool) -> None:  # noqa: FBT001  a column of the table
    assert within_hours(utc(now), HOURS, CALENDAR) is within


@pytest.mark.parametrize(
    ("last", "now", "goes"),
    [
        ("2026-10-05T12:00", "2026-10-05T15:00", False),
        ("2026-10-05T12:00", "2026-10-06T07:59:59", False),
        ("2026-10-05T12:00", "2026-10-06T08:00", True),
        ("2026-10-09T16:30", "2026-10-10T12:00", False),  # a Saturday
        ("2026-10-09T16:30", "2026-10-12T08:00", True),
        (
            "2026-10-23T12:00",
            "2026-10-26T09:00",
            True,
        ),  # the clocks go back on 25 October: 09:00 is 09:00 again
        ("2027-03-25T17:30", "2027-03-26T12:00", False),  # Good Friday
        ("2027-03-25T17:30", "2027-03-29T12:00", False),
        ("2027-03-25T17:30", "2027-03-30T08:00", True),
        ("2026-12-24T18:00", "2026-12-25T12:00", False),
        ("2026-12-24T18:00", "2026-12-27T12:00", False),  # a Sunday
        ("2026-12-24T18:00", "2026-12-28T12:00", False),  # Boxing Day is made up for
        ("2026-12-24T18:00", "2026-12-29T09:00", True),
    ],
)
def test_the_digest_goes_out_as_the_next_working_day_opens(
    last: str,
    now: str,
    goes: bool,  # noqa: FBT001  a column of the table
) -> None:
    assert due_at(utc(now), oldest=utc(last)) == ("digest" if goes else None)


@for_any(st.datetimes(datetime(2026, 10, 1), datetime(2028, 9, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_whenever_something_happens_its_digest_goes_out_within_six_days_at_an_opening_hour(
    at: datetime,
) -> None:
    days = [day_of(at + timedelta(days=n)) for n in range(7)]
    goes = [opening(day, HOURS) for day in days if due_at(opening(day, HOURS), oldest=at) == "digest"]

    assert goes
    assert at < goes[0] <= at + timedelta(days=6)
    assert due_at(goes[0] - timedelta.resolution, oldest=at) is None


def test_a_digest_that_could_not_go_out_in_time_goes_out_later_in_the_day() -> None:
    assert due_at(utc("2026-10-05T13:07"), oldest=FRIDAY) == "digest"


def test_there_is_one_digest_a_day() -> None:
    later = NINE + timedelta(hours=3)

    assert due_at(later, oldest=FRIDAY, digest_at=NINE) is None
    assert due_at(NINE + timedelta(days=1), oldest=FRIDAY, digest_at=NINE) == "digest"
    assert due_at(later, oldest=FRIDAY, digest_at=NINE, alone=1) == "urgent"


def test_what_goes_alone_goes_at_once_and_takes_the_digest_along_where_that_is_due_too() -> None:
    assert due_at(NINE, alone=1) == "urgent"
    assert due_at(NINE, alone=1, oldest=NINE) == "urgent"
    assert due_at(NINE, alone=1, oldest=FRIDAY) == "digest"


@pytest.mark.parametrize(
    "now", ["2026-10-05T07:00", "2026-10-05T16:30", "2026-10-03T12:00", "2026-12-25T12:00"]
)
def test_nothing_goes_out_outside_the_hours(now: str) -> None:
    assert due_at(utc(now), alone=1, waiting=1, oldest=utc("2026-09-01T12:00")) is None


def test_nothing_is_due_where_nothing_is() -> None:
    assert due_at(NINE) is None


def test_what_was_refused_is_tried_again_half_an_hour_later_within_the_hours() -> None:
    tried = utc("2026-10-05T08:01")

    assert due_at(utc("2026-10-05T08:30:59"), waiting=1, tried_at=tried) is None
    assert due_at(utc("2026-10-05T08:31"), waiting=1, tried_at=tried) == "urgent"
    late = utc("2026-10-05T15:45")
    assert due_at(late + timedelta(minutes=30), waiting=1, tried_at=late) is None
    assert due_at(NINE + timedelta(days=1), waiting=1, tried_at=late) == "urgent"


def test_a_round_that_was_cut_short_goes_on_at_once() -> None:
    assert due_at(NINE, waiting=3) == "urgent"


@pytest.mark.parametrize(
    ("told_at", "read", "due_first"),
    [
        ("2026-10-05T07:00", "2026-10-05", "2026-10-06"),
        ("2026-10-05T15:59:59", "2026-10-05", "2026-10-06"),
        ("2026-10-05T16:00", "2026-10-06", "2026-10-07"),
        ("2026-10-02T21:35", "2026-10-05", "2026-10-06"),
        ("2026-10-03T23:00", "2026-10-05", "2026-10-06"),
        ("2026-12-24T17:00", "2026-12-29", "2026-12-30"),
    ],
    ids=[
        "before the hours",
        "as they end",
        "after them",
        "on a Friday night",
        "at midnight",
        "over Christmas",
    ],
)
def test_nothing_is_due_before_the_day_after_it_could_be_read(
    told_at: str, read: str, due_first: str
) -> None:
    assert read_on(utc(told_at), HOURS, CALENDAR) == date.fromisoformat(read)
    assert first_due(utc(told_at), HOURS, CALENDAR) == date.fromisoformat(due_first)


def test_beyond_the_calendar_nobody_can_say_whether_anything_is_due() -> None:
    with pytest.raises(BeyondCalendar):
        due_at(utc("2029-01-02T12:00"), alone=1)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(time(17), time(9)), (time(9), time(9)), (time(9, tzinfo=UTC), time(17))],
)
def test_hours_that_are_none_are_refused(opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match="opens must come before closes"):
        Hours(opens=opens, closes=closes, retry_minutes=30)


def test_the_shipped_hours_are_nine_to_five() -> None:
    assert (HOURS.opens, HOURS.closes) == (time(9), time(17))
