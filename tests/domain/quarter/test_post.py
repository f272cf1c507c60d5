"""When the post goes out: on working days within the hours of policy, on London's clocks."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from domain.calendar import day_of
from domain.errors import Reason
from domain.policy import Hours
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.mail_round import post_due, within_hours
from domain.quarter.needs import needs
from domain.quarter.next_step import MakeRound, next_step
from domain.quarter.state import Step
from domain.stream import Await
from tests.domain.quarter.bdd import CALENDAR, POLICY, an_open_quarter, facts, given, state


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MONDAY_9 = utc("2026-10-05T08:00")  # 09:00 in summer time
OPEN = an_open_quarter(post_due=MONDAY_9)
DUE = c.DeadlinePassed(deadline=Step.POST, due=MONDAY_9)
TUESDAY_9 = utc("2026-10-06T08:00")


def begun(round_: int = 1, due: datetime = TUESDAY_9, *, digest: bool = True) -> e.PostBegun:
    return e.PostBegun(round=round_, post_due=due, digest=digest)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-10-05T07:59:59", "2026-10-05T08:00"),
        ("2026-10-05T08:00", "2026-10-06T08:00"),
        ("2026-10-09T12:00", "2026-10-12T08:00"),  # Friday: over the weekend
        ("2026-10-23T12:00", "2026-10-26T09:00"),  # the clocks go back on 25 October: 09:00 is 09:00 again
        (
            "2027-03-26T12:00",
            "2027-03-30T08:00",
        ),  # Good Friday: clocks go forward on Sunday, Monday is a holiday
        ("2026-12-24T18:00", "2026-12-29T09:00"),
    ],
)
def test_the_next_round_is_due_when_the_next_working_day_opens_in_london(now: str, due: str) -> None:
    assert post_due(facts(utc(now))) == utc(due)


@for_any(st.datetimes(datetime(2026, 10, 1), datetime(2027, 9, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_round_is_always_due_later_on_a_working_day_at_the_opening_hour(now: datetime) -> None:
    due = post_due(facts(now))

    assert now < due <= now + timedelta(days=6)
    assert CALENDAR.is_working_day(day_of(due))
    assert within_hours(facts(due))
    assert not within_hours(facts(due - timedelta.resolution))


@pytest.mark.parametrize(
    ("now", "within"),
    [
        ("2026-10-05T08:00", True),
        ("2026-10-05T15:59:59", True),
        ("2026-10-05T16:00", False),
        ("2026-10-26T08:59:59", False),
        ("2026-10-26T16:59:59", True),
        ("2026-10-04T12:00", False),
        ("2026-12-25T12:00", False),
    ],
)
def test_hours_are_judged_on_londons_clocks(now: str, within: bool) -> None:  # noqa: FBT001  a column of the table
    assert within_hours(facts(utc(now))) is within


def test_a_quarter_is_opened_with_its_first_round_due() -> None:
    opened = state(OPEN)

    assert isinstance(next_step(state(OPEN.model_copy(update={"planned": ()}))), Await)
    assert opened.deadline(Step.POST) is not None


def test_the_round_that_is_due_takes_the_digest_and_sets_the_next_one() -> None:
    outcome = given(OPEN).when(DUE, world=facts(MONDAY_9))

    outcome.then(begun())
    assert next_step(state(OPEN, begun())) == MakeRound(area="XN", round=1, digest=True)


def test_a_round_that_comes_too_late_in_the_day_waits_for_the_next_opening() -> None:
    given(OPEN).when(DUE, world=facts(utc("2026-10-05T16:00"))).then(e.PostPutOff(post_due=TUESDAY_9))

    put_off = state(OPEN, e.PostPutOff(post_due=TUESDAY_9))
    deadline = put_off.deadline(Step.POST)
    assert deadline is not None
    assert deadline.due == TUESDAY_9


def test_what_presses_goes_out_at_once_without_the_digest() -> None:
    now = facts(utc("2026-10-05T13:00"), pressing_notices=1)
    given(an_open_quarter(post_due=TUESDAY_9)).when(c.TakeEscalations(), world=now).then(begun(digest=False))


def test_what_presses_takes_the_digest_along_when_that_is_due_as_well() -> None:
    now = facts(MONDAY_9, pressing_notices=1)
    given(OPEN).when(c.TakeEscalations(), world=now).then(begun())


@pytest.mark.parametrize("now", ["2026-10-05T07:00", "2026-10-05T16:30", "2026-10-03T12:00"])
def test_what_presses_waits_for_the_hours(now: str) -> None:
    world = facts(utc(now), pressing_notices=1)
    given(an_open_quarter(post_due=TUESDAY_9)).when(c.TakeEscalations(), world=world).then()


def test_without_anything_pressing_no_round_is_made() -> None:
    given(OPEN).when(c.TakeEscalations(), world=facts(utc("2026-10-05T13:00"))).then()


def test_while_a_round_is_out_no_other_is_begun() -> None:
    world = facts(utc("2026-10-05T13:00"), pressing_notices=2)
    given(OPEN, begun()).when(c.TakeEscalations(), world=world).then()
    given(OPEN, begun()).when(c.BeginPost(), world=world).then()


def test_a_round_without_failures_leaves_the_next_one_where_it_is() -> None:
    done = c.PostDone(round=1, sent=3, failed=0)
    given(OPEN, begun()).when(done, world=facts(MONDAY_9)).then(e.PostEnded(round=1, sent=3, failed=0))

    ended = state(OPEN, begun(), e.PostEnded(round=1, sent=3, failed=0))
    deadline = ended.deadline(Step.POST)
    assert deadline is not None
    assert (ended.post_is_out, deadline.due) == (False, TUESDAY_9)


def test_what_failed_is_tried_again_half_an_hour_later_and_no_second_digest_is_made_that_day() -> None:
    done = c.PostDone(round=1, sent=2, failed=1)
    ended = e.PostEnded(round=1, sent=2, failed=1, post_due=utc("2026-10-05T08:31"))
    given(OPEN, begun()).when(done, world=facts(utc("2026-10-05T08:01"))).then(ended)

    thursday, friday_9 = an_open_quarter(post_due=utc("2026-10-01T08:00")), utc("2026-10-02T08:00")
    half_past = utc("2026-10-01T12:30")
    failed = e.PostEnded(round=1, sent=2, failed=1, post_due=half_past)
    again = c.DeadlinePassed(deadline=Step.POST, due=half_past)
    outcome = given(thursday, begun(due=friday_9), failed).when(again, world=facts(half_past))
    outcome.then(begun(2, friday_9, digest=False))


def test_at_the_end_of_the_hours_what_failed_waits_for_the_next_day() -> None:
    done = c.PostDone(round=1, sent=0, failed=1)
    given(OPEN, begun()).when(done, world=facts(utc("2026-10-05T15:45"))).then(
        e.PostEnded(round=1, sent=0, failed=1)
    )


def test_what_failed_does_not_wait_beyond_the_round_that_is_due_anyway() -> None:
    done = c.PostDone(round=1, sent=0, failed=1)
    soon = utc("2026-10-05T13:10")
    given(OPEN, begun(due=soon)).when(done, world=facts(utc("2026-10-05T13:00"))).then(
        e.PostEnded(round=1, sent=0, failed=1)
    )


def test_a_digest_that_nobody_could_make_is_still_to_come() -> None:
    lost = e.PostEnded(round=1, sent=0, failed=1, gave_up=True)
    made = e.PostEnded(round=1, sent=0, failed=1)

    assert state(OPEN, begun(), lost).digest_at is None
    assert state(OPEN, begun(), made).digest_at is not None
    urgent = begun(2, digest=False)
    assert state(OPEN, begun(), made, urgent, lost).digest_at is not None


def test_a_round_that_is_not_out_can_t_end() -> None:
    given(OPEN).when(c.PostDone(round=1, sent=0, failed=0)).then()
    given(OPEN, begun()).when(c.PostDone(round=2, sent=0, failed=0)).then()


def test_no_person_has_the_post_go_out() -> None:
    given(OPEN).when(c.BeginPost(), by="S1").refused(Reason.NOT_PERMITTED)


def test_taking_escalations_asks_whether_anything_presses() -> None:
    envelope = c.QuarterEnvelope(
        command_id=UUID("00000000-0000-5000-8000-000000000009"),
        actor="system:quarter",
        command=c.TakeEscalations(),
    )

    assert needs(envelope, state(OPEN)).post_of == "XN"


def test_a_quarter_that_was_opened_without_a_round_goes_on() -> None:
    """Its first round begins with the first thing that presses."""
    now = facts(utc("2026-10-05T13:00"), pressing_notices=1)
    given(an_open_quarter()).when(c.TakeEscalations(), world=now).then(begun(digest=False))


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(time(17), time(9)), (time(9), time(9)), (time(9, tzinfo=UTC), time(17))],
)
def test_hours_that_are_none_are_refused(opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match="opens must come before closes"):
        Hours(opens=opens, closes=closes, digest="daily", retry_minutes=30)


def test_the_shipped_hours_are_nine_to_five() -> None:
    assert (POLICY.notices.opens, POLICY.notices.closes) == (time(9), time(17))
    assert date(2026, 10, 5).weekday() == 0
