"""What nobody takes on goes up, rung by rung, to somebody who was not told yet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as st

from domain.calendar import end_of_day
from domain.errors import Reason
from domain.facts import Facts, OpenEscalation
from domain.people import Absence, AbsenceKind, Person, Role
from domain.policy import Channel, EscalatedMatter, Ladder, Rung
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.rows import rows
from tests.domain.quarter.bdd import (
    ABOVE,
    FIRST,
    ID,
    POLICY,
    PROSECUTORS,
    an_open_quarter,
    at,
    facts,
    given,
    state,
)

FRIDAY = date(2026, 10, 2)
RAISED = end_of_day(FRIDAY) + timedelta(seconds=1)
"""A moment after the end of Friday, which is Saturday already."""

UP = end_of_day(date(2026, 10, 9))
"""The end of the fifth working day after that Friday."""

PEOPLE = (*ABOVE, *PROSECUTORS)
OPEN = an_open_quarter(pass_due=UP)
MATTER = EscalatedMatter.CONVERSATION


def raised(n: int, to: str, matter: EscalatedMatter = MATTER, **changes: object) -> OpenEscalation:
    known = {
        "escalation_id": f"iqa-1.e{n}",
        "stream": "iqa-1",
        "deadline": "converse",
        "to": to,
        "raised_at": RAISED,
        "matter": matter,
    }
    return OpenEscalation.model_validate(known | changes)


def taken(
    n: int,
    to: str,
    matter: EscalatedMatter = MATTER,
    climb_due: datetime | None = UP,
    **changes: object,
) -> e.EscalationTaken:
    return e.EscalationTaken(**raised(n, to, matter, **changes).model_dump(), climb_due=climb_due)


def climbed(n: int, *to: str, rung: int = 1, climb_due: datetime | None = None) -> e.EscalationClimbed:
    return e.EscalationClimbed(escalation_id=f"iqa-1.e{n}", to=to, rung=rung, climb_due=climb_due)


def acknowledged(n: int, by: str) -> e.EscalationAcknowledged:
    return e.EscalationAcknowledged(escalation_id=f"iqa-1.e{n}", by=by, will_do="On Monday.")


def acknowledge(n: int) -> c.AcknowledgeEscalation:
    return c.AcknowledgeEscalation(escalation_id=f"iqa-1.e{n}", will_do="On Monday.")


def climbs(*past: e.QuarterEvent, now: datetime = UP, **known: object) -> list[e.EscalationClimbed]:
    events = given(OPEN, *past).when(c.TakePass(), world=facts(now, **known)).events
    return [event for event in events if isinstance(event, e.EscalationClimbed)]


BOTH = (taken(1, "M1"), taken(2, "S1"))


def test_what_fell_due_at_the_end_of_friday_goes_up_at_the_end_of_the_fifth_working_day_after() -> None:
    world = facts(RAISED, open_escalations=(raised(1, "M1"), raised(2, "S1")))

    given(OPEN).when(c.TakeEscalations(), world=world).then(*BOTH)


def test_what_was_raised_late_counts_from_the_day_on_which_it_was_raised() -> None:
    late = raised(1, "M1", raised_at=at(date(2026, 10, 6)))

    [event] = given(OPEN).when(c.TakeEscalations(), world=facts(open_escalations=(late,))).events

    assert isinstance(event, e.EscalationTaken)
    assert event.climb_due == end_of_day(date(2026, 10, 13))


def test_what_has_one_rung_never_goes_up() -> None:
    ladders = tuple(
        Ladder(matter=one.matter, rungs=one.rungs[:1]) if one.matter is MATTER else one
        for one in POLICY.escalation
    )
    world = facts(
        open_escalations=(raised(1, "M1"),), policy=POLICY.model_copy(update={"escalation": ladders})
    )

    given(OPEN).when(c.TakeEscalations(), world=world).then(taken(1, "M1", climb_due=None))


def test_nothing_goes_up_before_its_time() -> None:
    assert climbs(*BOTH, now=UP - timedelta(microseconds=1)) == []


def test_a_missed_conversation_that_nobody_takes_goes_to_the_chief_once_although_two_were_told() -> None:
    assert climbs(*BOTH) == [climbed(2, "C1")]


def test_at_the_top_it_stays() -> None:
    assert climbs(*BOTH, climbed(2, "C1"), now=UP + timedelta(days=30)) == []


def test_what_was_settled_or_is_settled_now_does_not_go_up() -> None:
    gone = e.EscalationsSettled(escalation_ids=("iqa-1.e1", "iqa-1.e2"))

    assert climbs(*BOTH, gone) == []
    assert climbs(*BOTH, settled_escalations=("iqa-1.e1", "iqa-1.e2")) == []


@pytest.mark.parametrize("by", ["S1", "S2", "C1"])
def test_a_senior_who_takes_it_on_takes_on_whatever_was_raised_of_that_step(by: str) -> None:
    outcome = given(OPEN, *BOTH).when(acknowledge(2), by=by)

    outcome.then(acknowledged(2, by), acknowledged(1, by))
    assert climbs(*BOTH, *outcome.events) == []


def test_a_manager_to_whom_it_was_put_takes_on_their_part_and_the_seniors_part_still_goes_up() -> None:
    outcome = given(OPEN, *BOTH).when(acknowledge(1), by="M1")

    outcome.then(acknowledged(1, "M1"))
    assert climbs(*BOTH, *outcome.events) == [climbed(2, "C1")]


def test_a_manager_who_takes_their_part_on_late_takes_nothing_from_the_chief() -> None:
    late = (*BOTH, climbed(2, "C1"))
    outcome = given(OPEN, *late).when(acknowledge(1), by="M1")

    outcome.then(acknowledged(1, "M1"))
    [left] = state(OPEN, *late, *outcome.events).unacknowledged
    assert left.told == ("S1", "C1")


@pytest.mark.parametrize(("by", "n"), [("M1", 2), ("M2", 1), ("P1", 1), ("A1", 1)])
def test_nobody_to_whom_it_was_not_put_takes_it_on(by: str, n: int) -> None:
    given(OPEN, *BOTH).when(acknowledge(n), by=by).refused(Reason.NOT_PERMITTED)


def test_whoever_it_climbed_to_may_take_it_on() -> None:
    marks = taken(1, "M1", EscalatedMatter.MARKS, deadline="mark")
    gone_up = climbed(1, "S1")

    given(OPEN, marks, gone_up).when(acknowledge(1), by="S1").then(acknowledged(1, "S1"))


def test_another_step_of_the_same_iqa_is_another_matter() -> None:
    other = taken(3, "S1", deadline="action:a1")

    given(OPEN, *BOTH, other).when(acknowledge(2), by="S1").then(acknowledged(2, "S1"), acknowledged(1, "S1"))


def test_what_no_longer_waits_needs_nobody_to_take_it_on() -> None:
    gone = e.EscalationsSettled(escalation_ids=("iqa-1.e1",))

    given(OPEN, *BOTH, gone).when(acknowledge(1), by="S1").refused(Reason.ALREADY_DONE, "settled")


def test_marks_go_from_the_manager_to_their_senior_manager() -> None:
    assert climbs(taken(1, "M2", EscalatedMatter.MARKS)) == [climbed(1, "S2")]


def test_an_action_goes_to_the_senior_manager_above_its_owner() -> None:
    put = (taken(1, "P2", EscalatedMatter.ACTION), taken(2, "M2", EscalatedMatter.ACTION))

    assert climbs(*put) == [climbed(2, "S2")]


def test_an_overdue_sample_goes_to_the_chief() -> None:
    assert climbs(taken(1, "S2", EscalatedMatter.DIP_SAMPLE, deadline="dip_sample")) == [climbed(1, "C1")]


def without(*staff_ids: str, **changes: object) -> tuple[Person, ...]:
    return tuple(
        one.model_copy(update=changes) if one.staff_id in staff_ids and changes else one
        for one in PEOPLE
        if changes or one.staff_id not in staff_ids
    )


def test_where_the_line_ends_below_the_chief_the_areas_chief_is_told() -> None:
    assert climbs(*BOTH, people=without("S1", reports_to=None)) == [climbed(2, "C1")]


def test_where_nobody_has_the_role_the_next_above_is_told() -> None:
    people = without("S1", role=Role.ADMINISTRATOR)

    assert climbs(taken(1, "M1", EscalatedMatter.MARKS), people=people) == [climbed(1, "S1")]


def test_somebody_who_has_left_is_passed_by() -> None:
    people = without("S1", to_date=FIRST)

    assert climbs(taken(1, "M1", EscalatedMatter.MARKS), people=people) == [climbed(1)]


def test_where_nobody_is_left_to_tell_it_stays_and_is_not_asked_about_again() -> None:
    alone = taken(1, "C1")

    assert climbs(alone) == [climbed(1)]
    assert climbs(alone, climbed(1)) == []


def test_a_rung_of_which_everybody_was_told_is_stepped_over() -> None:
    three = (
        Rung(after=0, to=(Role.SENIOR_MANAGER,)),
        Rung(after=1, to=(Role.SENIOR_MANAGER,)),
        Rung(after=5, to=(Role.CHIEF_CROWN_PROSECUTOR,)),
        Rung(after=9, to=(Role.CHIEF_CROWN_PROSECUTOR,)),
    )
    ladders = tuple(
        Ladder(matter=one.matter, rungs=three) if one.matter is MATTER else one for one in POLICY.escalation
    )
    policy = POLICY.model_copy(update={"escalation": ladders})
    next_up = end_of_day(date(2026, 10, 15))

    assert climbs(taken(2, "S1"), policy=policy) == [climbed(2, "C1", rung=2, climb_due=next_up)]


def test_the_cover_of_somebody_away_is_told_with_them() -> None:
    leave = Absence(
        staff_id="S1", from_date=FIRST, to_date=date(2026, 10, 30), kind=AbsenceKind.LEAVE, cover="S2"
    )

    assert climbs(taken(1, "M1", EscalatedMatter.MARKS), absences=(leave,)) == [climbed(1, "S1", "S2")]


def test_a_line_that_goes_in_a_circle_ends() -> None:
    people = without("S1", reports_to="M1")

    assert climbs(*BOTH, people=people) == [climbed(2, "C1")]


def test_a_matter_without_a_ladder_stays_where_it_is() -> None:
    old = e.EscalationTaken(**raised(1, "M1", matter=None).model_dump(), climb_due=UP)  # type: ignore[arg-type]

    assert climbs(old) == [climbed(1, rung=0)]


def test_a_rung_tells_by_mail_unless_policy_says_that_the_inbox_is_enough() -> None:
    assert {rung.by for ladder in POLICY.escalation for rung in ladder.rungs} == {Channel.MAIL}
    assert Rung(after=0, to=(Role.LEGAL_MANAGER,), by=Channel.INBOX).by is Channel.INBOX


@supposing(
    st.lists(st.sampled_from(["P1", "M1", "S1", "C1"]), min_size=1, unique=True),
    st.sampled_from(EscalatedMatter),
)
def test_nobody_is_told_twice_and_every_matter_comes_to_an_end(
    to: list[str], matter: EscalatedMatter
) -> None:
    past: list[e.QuarterEvent] = [taken(n, who, matter) for n, who in enumerate(to, start=1)]
    told = list(to)
    now = UP
    for _ in range(6):
        found = climbs(*past, now=now)
        told += [who for one in found for who in one.to]
        past += found
        now += timedelta(days=7)

    assert len(told) == len(set(told))
    assert climbs(*past, now=now) == []


def test_the_read_table_shows_who_was_told_which_rung_and_until_when_and_no_words() -> None:
    quarter = state(OPEN, *BOTH, climbed(2, "C1"), acknowledged(1, "M1"))

    first, second = rows(quarter).matters
    assert (first.told, first.rung, first.climb_due, first.acknowledged_by) == (("M1",), 0, UP, "M1")
    assert (second.stream, second.about, second.told) == (ID, "iqa-1", ("S1", "C1"))
    assert (second.rung, second.climb_due, second.acknowledged_at) == (1, None, None)
    assert "On Monday." not in rows(quarter).model_dump_json()
    assert rows(None).matters == ()


def test_an_instant_is_judged_by_london() -> None:
    summer = raised(1, "M1", raised_at=datetime(2026, 10, 1, 23, 0, 1, tzinfo=UTC))

    world: Facts = facts(open_escalations=(summer,))
    [event] = given(OPEN).when(c.TakeEscalations(), world=world).events

    assert isinstance(event, e.EscalationTaken)
    assert event.climb_due == end_of_day(date(2026, 10, 8))
