"""A part is killed while a quarter reviews its week, and while it closes: each happens once, as does each notice."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.calendar import end_of_day
from domain.periods import Quarter
from domain.quarter import events as e
from domain.quarter.state import Step
from infra.postgres.kept import kept
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from tests.faults.holds import Moment, held
from tests.faults.machine import Machine, Part, running_machine
from tests.post import MailBox, mail_box, next_opening
from tests.servers import soon
from tests.system import A_MOMENT, System
from tests.workflows.quarters import begin_the_next_quarter, quarter_events, quarter_of, quarter_until

WITHIN_S = 60.0
A_DAY = timedelta(days=1)
A_WEEK = 7 * A_DAY


@pytest.mark.long
async def test_a_worker_killed_in_a_review_and_in_the_close_repeats_and_loses_nothing(
    machine: Machine,
) -> None:
    system = await machine.new_area()
    quarter = await begin_the_next_quarter(system)

    await struck_in_a_review(machine, system, Part.WORKER, Moment.AFTER, first_sunday(quarter))
    await struck_in_the_close(machine, system, Part.WORKER, Moment.AFTER)

    await each_notice_is_there_once(system)
    await it_replays(system)


@pytest.mark.chaos
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("own_stack")
@pytest.mark.parametrize("part", Part)
async def test_whatever_is_killed_in_reviews_and_in_the_close_nothing_is_repeated_or_lost(part: Part) -> None:
    async with mail_box() as box, running_machine(mail=box.address) as machine:
        system = machine.system
        sunday = first_sunday(await begin_the_next_quarter(system))
        await posted(system, datetime.now(UTC))
        for moment in Moment:
            await struck_in_a_review(machine, system, part, moment, sunday)
            await posted(system, await now(system))
            sunday += timedelta(days=7)
        await struck_in_the_close(machine, system, part, Moment.BEFORE)
        await forwarded(system, await now(system) + 4 * A_DAY)
        await posted(system, await now(system))

        await each_notice_is_there_once(system)
        await each_message_went_out(system, box, kills=len(Moment) + 1)
        await it_replays(system)


def first_sunday(quarter: Quarter) -> date:
    """The Sunday that ends the quarter's second week, when everything is open."""
    return quarter.first_day + timedelta(days=13 - quarter.first_day.weekday())


async def struck_in_a_review(
    machine: Machine, system: System, part: Part, moment: Moment, sunday: date
) -> None:
    """Kill a part at that moment of the review of the week that ends then."""
    await forwarded(system, end_of_day(sunday) - A_DAY / 2)
    await struck(machine, system, part, moment, end_of_day(sunday))
    await soon(lambda: is_there_once(system, e.WeekReviewed, sunday), within_s=WITHIN_S)


async def struck_in_the_close(machine: Machine, system: System, part: Part, moment: Moment) -> None:
    """Kill a part at that moment of the close."""
    closes = (await quarter_until(system, lambda _: True)).deadline(Step.CLOSE)
    assert closes is not None
    while (week_on := await now(system) + A_WEEK) < closes.due:
        await forwarded(system, week_on)
        await posted(system, week_on)
    await forwarded(system, closes.due - A_DAY / 4)
    await struck(machine, system, part, moment, closes.due)
    await soon(lambda: is_there_once(system, e.QuarterClosed, None), within_s=WITHIN_S)


async def struck(machine: Machine, system: System, part: Part, moment: Moment, due: datetime) -> None:
    async with held(system, moment, [quarter_of(system)]) as caught:
        forwarding = asyncio.create_task(forwarded(system, due + A_MOMENT))
        await caught(1)
        await machine.kill(part)
    forwarding.cancel()
    await asyncio.wait([forwarding])


async def forwarded(system: System, to: datetime) -> None:
    """Let the quarter's time pass; a server that is just coming back is asked again."""

    async def forward() -> None:
        if (left := to - await now(system)) > timedelta(0):
            await system.forward(quarter_of(system), by=left)

    await soon(forward, within_s=WITHIN_S)
    await quarter_until(system, lambda quarter: all(one.due > to for one in quarter.deadlines))


async def posted(system: System, after: datetime) -> None:
    """Let the post go out as the hours open next after an instant: it carries no notice that is a month old by then.

    The clock of an IQA does not skip with that of its quarter. A part that is just coming back is asked again.
    """
    await soon(lambda: system.run_post(next_opening(after)), within_s=WITHIN_S)


async def now(system: System) -> datetime:
    return await system.now(quarter_of(system))


async def is_there_once(
    system: System, kind: type[e.WeekReviewed | e.QuarterClosed], day: date | None
) -> None:
    found = [
        event
        for event in await quarter_events(system)
        if isinstance(event, kind) and getattr(event, "last_day", None) == day
    ]
    assert len(found) == 1


async def each_notice_is_there_once(system: System) -> None:
    """Each person who hears of a review or of the close has one notice of it."""
    rows = await system.rows(
        "select recipient, kind, version, count(*) as n from iqa.notices where stream = $1 "
        "group by recipient, kind, version",
        quarter_of(system),
    )
    told = {(row["recipient"], row["kind"], row["version"]) for row in rows}
    due = set[tuple[str, str, int]]()
    for version, event in enumerate(await quarter_events(system), start=1):
        if isinstance(event, e.WeekReviewed):
            due |= {(who, "pace_pattern", version) for who in event.tell}
        if isinstance(event, e.QuarterClosed):
            due |= {(who, "quarter_closed", version) for who in event.tell}
    assert due
    assert due <= told
    assert {row["n"] for row in rows} == {1}


async def each_message_went_out(system: System, box: MailBox, kills: int) -> None:
    """Every notice is in one message, every message arrived, and at most one a kill came twice, byte for byte."""

    async def everything_is_out() -> None:
        assert await system.rows("select message_id from iqa.messages where sent_at is null") == []
        waiting = (
            "select 1 from iqa.notices where notice_id not in (select notice_id from iqa.message_notices)"
        )
        assert await system.rows(waiting) == []

    await soon(everything_is_out, within_s=WITHIN_S)
    messages = await system.rows("select message_id from iqa.messages")
    arrived: Sequence[str] = [one.strip("<>").partition("@")[0] for one in box.message_ids]
    assert set(arrived) == {str(row["message_id"]) for row in messages}
    assert len(arrived) <= len(messages) + kills
    assert len({mail.as_bytes() for mail in box.mails}) == len(messages)


async def it_replays(system: System) -> None:
    stream = quarter_of(system)

    async def nothing_differs() -> None:
        async with system.connection() as connection:
            ledger = await kept(connection, stream)
        assert await replay(stream, await runs(system.client, stream), Library.load(), ledger) == ()

    await soon(nothing_differs, within_s=WITHIN_S)
