"""The weekly review: when it is, what it names, whom it warns, and what it puts before the one above."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.calendar import end_of_day
from domain.escalations import EscalationAcknowledged, EscalationRaised
from domain.people import Role
from domain.policy import EscalatedMatter, Order
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.pace.figures import ManagerWeek, Signal
from domain.quarter.pace.load import Clock, as_it_stands, forecast
from domain.quarter.pace.review import week_due, week_ended
from domain.quarter.pace.standing import Escalated
from domain.quarter.rows import rows
from tests.domain.quarter.bdd import (
    ABOVE,
    CLOSE_DUE,
    ID,
    POLICY,
    PROSECUTORS,
    SEED,
    at,
    away,
    facts,
    given,
    person,
    planned,
    state,
)
from tests.domain.quarter.weeks import (
    OPEN,
    SUNDAYS,
    done,
    manager,
    on,
    raised,
    reviewed,
    settled,
    standing,
    the_weeks,
    waiting,
    week_of,
)

SIX = tuple(standing(n) for n in range(1, 7))
THIRD, FOURTH, FIFTH = SUNDAYS[2:5]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 10, 19, 8, tzinfo=UTC), datetime(2026, 10, 25, 23, 59, 59, 999999, tzinfo=UTC)),
        (datetime(2026, 10, 12, 8, tzinfo=UTC), datetime(2026, 10, 18, 22, 59, 59, 999999, tzinfo=UTC)),
        (datetime(2027, 3, 22, 8, tzinfo=UTC), datetime(2027, 3, 28, 22, 59, 59, 999999, tzinfo=UTC)),
        (datetime(2027, 3, 15, 8, tzinfo=UTC), datetime(2027, 3, 21, 23, 59, 59, 999999, tzinfo=UTC)),
    ],
    ids=["clocks go back on it", "the week before", "clocks go forward on it", "the week before that"],
)
def test_a_week_ends_with_its_sunday_in_london_whatever_the_clocks_do(now: datetime, due: datetime) -> None:
    assert week_due(facts(now)) == due
    assert week_ended(facts(due)) == due.date()


def test_a_week_that_is_reviewed_a_moment_late_is_still_that_week() -> None:
    sunday = end_of_day(THIRD)

    for late in (timedelta.resolution, timedelta(hours=9), timedelta(days=6)):
        assert week_ended(facts(sunday + late)) == THIRD
        assert week_due(facts(sunday + late)) == end_of_day(FOURTH)
    assert week_due(facts(sunday)) == end_of_day(FOURTH)


def test_a_passed_week_is_reviewed_and_the_next_one_set() -> None:
    passed = c.DeadlinePassed(deadline="week", due=end_of_day(SUNDAYS[0]))

    events = given(OPEN).when(passed, world=on(SUNDAYS[0])).events

    assert (week_of(events).last_day, week_of(events).week_due) == (SUNDAYS[0], end_of_day(SUNDAYS[1]))
    assert [d.due for d in state(OPEN, *events).deadlines if d.name == "week"] == [end_of_day(SUNDAYS[1])]


def test_weeks_of_a_closed_quarter_are_not_reviewed() -> None:
    closed = e.QuarterClosed(seed=SEED.hex(), drawn=0, released=(), counts=())

    assert reviewed(on(THIRD, *SIX), closed) == ()


def test_a_quarter_without_iqas_has_weeks_in_which_nobody_is_named() -> None:
    events = reviewed(on(THIRD))

    assert week_of(events).managers == ()
    assert week_of(events).pattern.bunching is not None
    assert week_of(events).pattern.days_to_assure == 37
    assert len(events) == 1


def test_what_waits_is_named_for_the_manager_in_whose_iqas_it_waits() -> None:
    waits = (
        waiting(SIX[0], "action", "P1", item="a1", urgent=True),
        waiting(SIX[1], "converse", missed=True),
        waiting(SIX[2], "mark", due=end_of_day(THIRD) - timedelta(days=1)),
        waiting(SIX[3], "mark", due=end_of_day(THIRD) + timedelta(days=1)),
        waiting(SIX[4], "dip_sample", "S1", missed=True),
        waiting(SIX[5], "action", "P6", item="a1", missed=True),
        waiting(standing(99, "M9"), "mark", missed=True),
    )

    week = week_of(reviewed(on(THIRD, *SIX, waits=waits)))

    (one,) = week.managers
    assert (one.manager, one.senior_manager) == ("M1", "S1")
    assert (one.urgent_actions, one.conversations_overdue, one.others_overdue, one.to_assess) == (1, 1, 1, 6)
    assert (week.pattern.urgent_actions, week.pattern.conversations_overdue) == (1, 1)
    assert week.pattern.others_overdue == 4


def test_a_manager_with_nothing_planned_is_not_mentioned() -> None:
    carried = done(1, date(2026, 10, 5), "M2", quarter="2026-27-Q2")
    withdrawn = standing(2, "M2", withdrawn_at=at(date(2026, 10, 6)))

    week = week_of(reviewed(on(THIRD, *SIX, carried, withdrawn)))

    assert [one.manager for one in week.managers] == ["M1"]


def test_what_is_planned_and_not_open_yet_counts_as_to_come() -> None:
    opened = OPEN.model_copy(update={"planned": (planned(1), planned(2))})
    first = standing(1, iqa_id="iqa-1")

    events = given(opened).when(c.ReviewWeek(), world=on(SUNDAYS[0], first)).events

    (one,) = week_of(events).managers
    assert (one.manager, one.to_assess, one.senior_manager) == ("M1", 2, "S1")


def test_managers_are_in_the_order_of_their_ids_and_not_of_their_figures() -> None:
    world = on(THIRD, done(1, date(2026, 10, 5), "M2"), *SIX)

    assert [one.manager for one in week_of(reviewed(world)).managers] == ["M1", "M2"]


@pytest.mark.parametrize(
    ("to_come", "confirmed", "clock", "expected"),
    [
        (6, 0, Clock(12, 39), 6),
        (5, 1, Clock(10, 40), 1),
        (5, 1, Clock(10, 39), 2),
        (2, 4, Clock(20, 20), 0),
        (4, 2, Clock(51, 0), 4),
        (3, 0, Clock(0, 40), 3),
        (0, 6, Clock(30, 20), 0),
    ],
    ids=[
        "nothing yet",
        "just even",
        "rounded up",
        "quick",
        "in the last weeks",
        "on the first day",
        "all done",
    ],
)
def test_the_forecast_is_what_the_pace_so_far_leaves_for_the_last_weeks(
    to_come: int, confirmed: int, clock: Clock, expected: int
) -> None:
    assert forecast(to_come, confirmed, clock) == expected


def test_a_manager_is_warned_in_the_week_in_which_the_first_assessment_should_have_been_confirmed() -> None:
    weeks = the_weeks(on(SUNDAYS[1], *SIX), on(THIRD, *SIX))

    assert [manager(week, "M1").signal for week in weeks] == [Signal.NONE, Signal.WARNED]
    assert [manager(week, "M1").forecast for week in weeks] == [6, 6]
    assert [manager(week, "M1").behind for week in weeks] == [0, 6]
    assert week_of(weeks[1]).pattern.warned == 1
    assert raised(weeks[1]) == []


def test_what_persists_the_next_week_goes_to_the_one_above_in_the_quarter_itself() -> None:
    weeks = the_weeks(on(THIRD, *SIX), on(FOURTH, *SIX))

    assert raised(weeks[1]) == [
        EscalationRaised(
            escalation_id="pace-2026-27-Q3-1025-M1",
            deadline="pace:M1",
            to=("S1",),
            matter=EscalatedMatter.PACE,
        )
    ]
    one = manager(weeks[1], "M1")
    assert (one.signal, one.weeks_behind) == (Signal.RAISED, 2)
    assert (week_of(weeks[1]).pattern.warned, week_of(weeks[1]).pattern.raised) == (0, 1)


def test_policy_says_how_many_weeks_a_warning_has_to_work() -> None:
    patient = POLICY.model_copy(update={"pace": POLICY.pace.model_copy(update={"raised_after_weeks": 2})})

    weeks = the_weeks(*(on(day, *SIX, policy=patient) for day in (THIRD, FOURTH, FIFTH)))

    assert [len(raised(week)) for week in weeks] == [0, 0, 1]


def test_it_is_not_raised_again_while_it_is_not_settled_whether_somebody_took_it_on_or_not() -> None:
    weeks = the_weeks(*(on(day, *SIX) for day in (THIRD, FOURTH)))
    taken_on = EscalationAcknowledged(
        escalation_id="pace-2026-27-Q3-1025-M1", by="S1", will_do="I'll see M1."
    )
    past = [event for week in weeks for event in week]

    assert raised(reviewed(on(FIFTH, *SIX), *past)) == []
    assert raised(reviewed(on(FIFTH, *SIX), *past, taken_on)) == []
    assert manager(reviewed(on(FIFTH, *SIX), *past), "M1").weeks_behind == 3


def test_it_is_settled_when_the_manager_has_caught_up_and_may_be_raised_anew_after_that() -> None:
    caught_up = tuple(done(n, date(2026, 10, 27)) for n in range(1, 6))
    behind = (*caught_up, *(standing(n) for n in range(6, 12)))
    weeks = the_weeks(
        on(THIRD, *SIX),
        on(FOURTH, *SIX),
        on(FIFTH, *caught_up),
        on(SUNDAYS[9], *behind),
        on(SUNDAYS[10], *behind),
    )

    assert [settled(week) for week in weeks] == [[], [], ["pace-2026-27-Q3-1025-M1"], [], []]
    assert [len(raised(week)) for week in weeks] == [0, 1, 0, 0, 1]
    assert [manager(week, "M1").weeks_behind for week in weeks] == [1, 2, 0, 1, 2]
    assert raised(weeks[4])[0].escalation_id == "pace-2026-27-Q3-1213-M1"


def test_a_manager_all_of_whose_iqas_were_withdrawn_has_nothing_to_be_behind_with() -> None:
    gone = tuple(one.model_copy(update={"withdrawn_at": at(FOURTH)}) for one in SIX)

    weeks = the_weeks(on(THIRD, *SIX), on(FOURTH, *SIX), on(FIFTH, *gone))

    assert settled(weeks[2]) == ["pace-2026-27-Q3-1025-M1"]


def test_a_manager_whose_only_target_is_still_to_come_is_not_warned() -> None:
    later = standing(1, target_on=date(2026, 12, 1))

    one = manager(reviewed(on(SUNDAYS[8], later)), "M1")

    assert (one.forecast, one.behind, one.signal) == (1, 0, Signal.NONE)


def test_a_manager_who_is_late_with_one_and_quick_with_the_others_is_not_warned() -> None:
    mostly = (standing(1), *(done(n, date(2026, 10, 8)) for n in range(2, 7)))

    one = manager(reviewed(on(THIRD, *mostly)), "M1")

    assert (one.behind, one.forecast, one.signal) == (1, 0, Signal.NONE)


def test_where_the_conversation_comes_first_it_has_its_own_time_before_an_assessment_is_late() -> None:
    talk_first = POLICY.model_copy(update={"order": Order.CONVERSATION_FIRST})

    weeks = the_weeks(*(on(day, *SIX, policy=talk_first) for day in (THIRD, FOURTH)))

    assert [manager(week, "M1").behind for week in weeks] == [0, 6]


def test_assessments_that_left_no_time_are_counted() -> None:
    week = week_of(reviewed(on(SUNDAYS[11], done(1, date(2026, 12, 8)), done(2, date(2026, 12, 9)))))

    assert (week.managers[0].left_no_time, week.pattern.left_no_time, week.pattern.days_to_assure) == (
        1,
        1,
        0,
    )


def test_the_pattern_measures_the_bunching_of_the_days_so_far() -> None:
    found = week_of(
        reviewed(on(SUNDAYS[11], *(done(n, date(2026, 12, 17)) for n in range(1, 5))))
    ).pattern.bunching

    assert found
    assert (found.confirmed, found.confirmed_late, found.working_days, found.working_days_late) == (
        4,
        4,
        57,
        6,
    )
    assert found.index == 57 / 6


def test_the_pattern_names_nobody() -> None:
    events = the_weeks(on(THIRD, *SIX), on(FOURTH, *SIX))[1]

    text = week_of(events).pattern.model_dump_json()

    assert not [one.staff_id for one in (*ABOVE, *PROSECUTORS) if one.staff_id in text]


def test_it_goes_to_whoever_the_manager_reports_to_now() -> None:
    moved = (*(one for one in ABOVE if one.staff_id != "M1"), person("M1", Role.LEGAL_MANAGER, "S2"))

    weeks = the_weeks(*(on(day, *SIX, people=moved) for day in (THIRD, FOURTH)))

    assert (raised(weeks[1])[0].to, manager(weeks[1], "M1").senior_manager) == (("S2",), "S2")


@pytest.mark.parametrize("above", [None, "P1", "X1"], ids=["nobody", "no senior", "a stranger"])
def test_without_a_senior_above_now_it_goes_to_the_one_whom_the_iqa_names(above: str | None) -> None:
    people = (
        *(one for one in ABOVE if one.staff_id != "M1"),
        *PROSECUTORS,
        person("M1", Role.LEGAL_MANAGER, above),
    )

    weeks = the_weeks(*(on(day, *SIX, people=people) for day in (THIRD, FOURTH)))

    assert raised(weeks[1])[0].to == ("S1",)


def test_a_manager_who_is_no_longer_known_is_above_nobody_and_the_iqa_names_the_one_above() -> None:
    nobody = tuple(one for one in ABOVE if one.staff_id != "M1")

    assert manager(reviewed(on(THIRD, *SIX, people=nobody)), "M1").senior_manager == "S1"


@pytest.mark.parametrize(
    ("cover", "to"),
    [("S2", "S2"), ("M2", "S1"), ("M1", "S1"), ("X1", "S1")],
    ids=["senior", "peer", "self", "stranger"],
)
def test_whoever_covers_an_absent_senior_hears_of_it_if_that_is_a_senior_too(cover: str, to: str) -> None:
    absent = away("S1", FOURTH).model_copy(update={"cover": cover})

    weeks = the_weeks(on(THIRD, *SIX), on(FOURTH, *SIX, absences=(absent,)))

    assert raised(weeks[1])[0].to == (to,)


def test_a_senior_manager_who_assesses_and_falls_behind_is_a_matter_for_the_chief() -> None:
    own = tuple(standing(n, "S1", senior_manager="C1") for n in range(1, 4))

    weeks = the_weeks(on(THIRD, *own), on(FOURTH, *own))

    assert raised(weeks[1])[0].to == ("C1",)


def test_the_close_settles_what_was_raised_about_pace_and_freezes_what_others_left_open() -> None:
    weeks = the_weeks(on(THIRD, *SIX), on(FOURTH, *SIX))
    past = (OPEN, *(event for week in weeks for event in week))
    world = on(
        date(2027, 1, 4),
        *SIX,
        seed_revealed=SEED.hex(),
        escalated=Escalated(raised=4, not_taken_on=1),
    )

    events = given(*past).when(c.DeadlinePassed(deadline="close", due=CLOSE_DUE), world=world).events

    assert settled(events) == ["pace-2026-27-Q3-1025-M1"]
    assert state(*past, *events).unacknowledged == ()
    [report] = [one.report for one in events if isinstance(one, e.QuarterClosed)]
    assert report
    assert (report.escalations, report.escalations_open) == (5, 1)


def test_what_the_quarter_raised_stands_in_the_read_tables() -> None:
    weeks = the_weeks(on(THIRD, *SIX), on(FOURTH, *SIX))
    quarter = state(OPEN, *(event for week in weeks for event in week))

    (row,) = rows(quarter).escalations

    assert (row.escalation_id, row.stream, row.told, row.matter) == (
        "pace-2026-27-Q3-1025-M1",
        ID,
        ("S1",),
        "pace",
    )
    assert (row.version, row.climb_due) == (3, None)
    assert rows(None).escalations == ()


def test_a_manager_with_an_urgent_action_and_nothing_late_is_named_with_it() -> None:
    urgent = waiting(SIX[0], "action", "P1", item="a1", urgent=True)

    (one,) = week_of(reviewed(on(SUNDAYS[0], SIX[0], waits=(urgent,)))).managers

    assert one == ManagerWeek(manager="M1", senior_manager="S1", urgent_actions=1, to_assess=1, forecast=1)


def test_looking_at_a_quarter_shows_todays_figures_and_the_last_reviews_signals() -> None:
    weeks = the_weeks(on(THIRD, *SIX))
    one_less = (*SIX[:5], done(6, date(2026, 10, 20)), done(1, date(2026, 10, 20), "M2"))

    managers, pattern = as_it_stands(state(OPEN, *weeks[0]), on(date(2026, 10, 21), *one_less))

    assert [(one.manager, one.to_assess, one.signal) for one in managers] == [
        ("M1", 5, Signal.WARNED),
        ("M2", 0, Signal.NONE),
    ]
    assert (pattern.warned, pattern.raised, pattern.to_assess) == (1, 0, 5)


def test_a_review_names_the_iqas_in_which_a_rule_was_set_aside_since_the_one_before() -> None:
    before, within, after = (
        standing(n, overridden=("case_not_live",), set_aside_at=end_of_day(day) + later)
        for n, (day, later) in enumerate(
            (
                (SUNDAYS[0] - timedelta(days=7), timedelta(0)),
                (SUNDAYS[0], timedelta(0)),
                (SUNDAYS[0], timedelta.resolution),
            ),
            start=1,
        )
    )
    withdrawn = standing(4, set_aside_at=within.set_aside_at, withdrawn_at=at(SUNDAYS[0]))

    one = manager(reviewed(on(SUNDAYS[0], before, within, after, withdrawn)), "M1")

    assert one.set_aside == (within.iqa_id,)


def test_a_review_that_is_late_by_weeks_names_what_was_set_aside_in_all_of_them() -> None:
    first, last = (
        standing(n, overridden=("guilty_plea",), set_aside_at=end_of_day(day))
        for n, day in ((1, SUNDAYS[0]), (2, SUNDAYS[2]))
    )

    one = manager(reviewed(on(SUNDAYS[2], first, last)), "M1")

    assert one.set_aside == (first.iqa_id, last.iqa_id)
