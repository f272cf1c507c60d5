"""A whole quarter with skipped time in which one manager leaves everything: who hears of it, and in which week."""

from datetime import date, timedelta

import pytest

from activities.record import decode
from domain.calendar import day_of
from domain.escalations import AcknowledgeEscalation, Escalation
from domain.iqa import commands as c
from domain.quarter import events as e
from domain.quarter.close.reporting import report_hash
from domain.quarter.commands import CloseQuarter, HandOverWork
from domain.quarter.kind import QUARTER
from domain.quarter.pace.figures import Signal
from domain.quarter.state import AreaQuarter
from infra.postgres.kept import kept
from infra.postgres.ledger import events_of
from infra.postgres.rebuild import rebuild
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from tests.servers import soon
from tests.system import System
from tests.workflows.conftest import Keep
from tests.workflows.quarters import (
    CALENDAR,
    ask_quarter,
    begin_the_next_quarter,
    quarter_of,
    quarter_until,
    until_day,
)

A_WEEK = timedelta(weeks=1)


async def reviews(system: System) -> dict[date, e.WeekReviewed]:
    async with system.connection() as connection:
        recorded = decode(QUARTER, await events_of(connection, quarter_of(system)))
    weeks = [one.event for one in recorded if isinstance(one.event, e.WeekReviewed)]
    return {week.last_day: week for week in weeks}


def signal(week: e.WeekReviewed, manager: str) -> Signal:
    return next(one.signal for one in week.managers if one.manager == manager)


def of_pace(quarter: AreaQuarter) -> list[Escalation]:
    return [one for one in quarter.escalations if one.matter == "pace"]


async def withdraw(system: System, *iqas: str) -> None:
    for iqa in iqas:
        await system.send(iqa, "S1", c.Withdraw(because="opened_in_error"))


@pytest.mark.long
async def test_a_manager_who_leaves_everything_is_warned_then_the_senior_hears_of_it_then_it_is_settled(
    system: System, keep: Keep
) -> None:
    quarter = await begin_the_next_quarter(system)
    opened = await quarter_until(system, lambda found: bool(found.opened))
    idle = system.id("M1")
    await withdraw(system, *(one.iqa_id for one in opened.planned if one.assessor != idle))
    due = CALENDAR.add_working_days(min(one.target_on for one in opened.planned if one.assessor == idle), 10)
    warned_on = due + timedelta(days=6 - due.weekday())
    raised_on = warned_on + A_WEEK

    await until_day(system, warned_on + timedelta(days=1))
    warned = await quarter_until(system, lambda found: any(w.signal is Signal.WARNED for w in found.weeks))
    weeks = await reviews(system)
    assert max(weeks) == warned_on
    assert [day for day, week in sorted(weeks.items()) if signal(week, idle) is not Signal.NONE] == [
        warned_on
    ]
    assert all(one.manager == idle for week in weeks.values() for one in week.managers)
    assert not of_pace(warned)

    await until_day(system, raised_on + timedelta(days=1))
    raised = await quarter_until(system, lambda found: bool(of_pace(found)))
    (matter,) = of_pace(raised)
    assert (matter.told, matter.deadline) == ((system.id("S1"),), f"pace:{idle}")
    assert day_of(matter.raised_at) in {raised_on, raised_on + timedelta(days=1)}
    assert max(await reviews(system)) == raised_on
    (row,) = await system.rows(
        "select told, matter from iqa.escalations where stream = $1", quarter_of(system)
    )
    assert row == {"told": [system.id("S1")], "matter": "pace"}
    async with system.connection() as connection:
        assert (await rebuild(connection)).mended == ()

    taken_on = AcknowledgeEscalation(
        escalation_id=matter.escalation_id, will_do="We plan the weeks together."
    )
    assert (await ask_quarter(system, "S1", taken_on)).events == ("escalation_acknowledged",)
    await withdraw(system, *(one.iqa_id for one in opened.planned if one.assessor == idle))
    await until_day(system, raised_on + A_WEEK + timedelta(days=1))
    caught_up = await quarter_until(
        system, lambda found: all(one.settled_at for one in found.escalations if one.matter == "pace")
    )
    assert len([one for one in caught_up.escalations if one.matter == "pace"]) == 1
    assert day_of(caught_up.opened_at) == CALENDAR.add_working_days(quarter.first_day - timedelta(days=1), 1)
    await keep(system, "a_manager_who_leaves_everything", quarter_of(system))


@pytest.mark.long
async def test_a_senior_closes_a_quarter_that_is_over_and_its_report_is_frozen_with_its_hash(
    system: System, keep: Keep
) -> None:
    """The chief has given what was escalated to one senior manager to another before."""
    quarter = await begin_the_next_quarter(system)
    await until_day(system, quarter.last_day + timedelta(days=1))
    give = HandOverWork(whose=system.id("S1"), to=system.id("S2"), because="On leave until the spring.")
    assert "escalation_handed_over" in (await ask_quarter(system, "C1", give)).events

    answer = await ask_quarter(system, "S1", CloseQuarter())

    assert answer.events[-1] == "quarter_closed"
    async with system.connection() as connection:
        recorded = decode(QUARTER, await events_of(connection, quarter_of(system)))
    (closed,) = (one.event for one in recorded if isinstance(one.event, e.QuarterClosed))
    assert closed.report
    assert closed.report_hash == report_hash(closed.report)
    assert (closed.report.not_undertaken, closed.report.categories) == (5, ())
    assert closed.report.outstanding_in_all == 5
    assert len(await reviews(system)) in {12, 13}
    assert [one.settled_at is not None for one in of_pace(await quarter_until(system, closes))] == [
        True,
        True,
        True,
    ]

    async def it_repeats() -> None:
        histories = await runs(system.client, quarter_of(system))
        async with system.connection() as connection:
            ledger = await kept(connection, quarter_of(system))
        assert await replay(quarter_of(system), histories, Library.load(), ledger) == ()

    await soon(it_repeats)
    await keep(system, "closed_by_a_senior", quarter_of(system))


def closes(quarter: AreaQuarter) -> bool:
    return quarter.closed_at is not None
