"""A quarter of five thousand IQAs and a hundred managers behind, on an engine that soon wants to continue as new."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from domain.audit import Difference, Finding
from domain.escalations import AcknowledgeEscalation
from domain.ids import QUARTER, quarter_id
from domain.periods import Quarter
from domain.quarter import commands as c
from domain.quarter.commands import StartQuarter
from domain.quarter.kind import QUARTER as KIND
from domain.quarter.state import AreaQuarter
from infra.postgres.kept import kept
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from tests.area import today
from tests.engines import StockEngine
from tests.records import Desk
from tests.servers import Database, soon
from tests.system import System, running_system
from tests.workflows.quarters import CALENDAR, ask_quarter, quarter_of, quarter_until

PROSECUTORS = 5_000
MANAGERS = PROSECUTORS // 50
LONGEST_HISTORY = 4 * 1024 * 1024
"""Bytes; the engine ends a workflow at fifty megabytes, and asks to continue as new from four on."""


@pytest_asyncio.fixture(loop_scope="session")
async def long_quarter(stock_engine: StockEngine, database: Database) -> AsyncIterator[System]:
    """An engine that suggests to continue as new after two hundred events."""
    limits = {"limit.historyCount.suggestContinueAsNew": "200"}
    async with (
        stock_engine(limits) as address,
        running_system(address, database, with_worker=False) as system,
    ):
        await with_many_people(system)
        start = await opened(system)
        async with system.worker():
            await system.client.start_workflow(
                "quarter", start, id=quarter_of(system), task_queue=system.settings.task_queue
            )
            yield system


async def with_many_people(system: System) -> None:
    """A prosecutor in every post, fifty to a manager."""
    area, since = system.area, "2020-01-06"
    values = "'{role}', '{area}', 'MC', {above}, 'x@example.test', date '{since}'"
    managers = values.format(role="legal_manager", area=area, above=f"'{area}-S1'", since=since)
    above = f"'{area}-LM' || n / 50"
    prosecutors = values.format(role="prosecutor", area=area, above=above, since=since)
    for prefix, count, row in (("LM", MANAGERS, managers), ("LP", PROSECUTORS, prosecutors)):
        await system.execute(
            "insert into iqa.people (staff_id, role, area, unit, reports_to, email, from_date) "  # noqa: S608
            f"select '{area}-{prefix}' || n, {row} from generate_series(0, {count - 1}) as n"
        )


async def opened(system: System) -> StartQuarter:
    """The next quarter's stream as the workflow would have written it: nothing was done until near its end."""
    period = Quarter.containing(today()).next()
    system.quarter = str(period)
    opening = c.OpenQuarter(area=system.area, quarter=system.quarter, policy_version="default-1")
    start = StartQuarter(command_id=uuid4(), actor=system.id("S1"), opening=opening)
    async with system.desk() as desk:
        desk.quarter = system.quarter
        first = CALENDAR.add_working_days(period.first_day - timedelta(days=1), 1)
        desk.now = datetime.combine(first, time(10), tzinfo=UTC)
        await record(desk, start.actor, opening, start.command_id)
        quarter = await quarter_until(system, lambda _: True)
        assert len(quarter.planned) >= PROSECUTORS
        for weeks in (10, 11):
            desk.now = datetime.combine(first + timedelta(weeks=weeks), time(10), tzinfo=UTC)
            await record(desk, QUARTER, c.ReviewWeek())
        planned = [one.iqa_id for one in quarter.planned]
        for n in range(0, len(planned), 500):
            await record(desk, QUARTER, c.TellingDone(telling_ids=tuple(planned[n : n + 500])))
    return start


async def record(desk: Desk, actor: str, command: c.QuarterCommand, command_id: object = None) -> None:
    envelope = c.QuarterEnvelope.model_validate(
        {"command_id": command_id or uuid4(), "actor": actor, "command": command}
    )
    stream = quarter_id(desk.area, desk.quarter)
    request = KIND.request(stream=stream, folded=0, now=desk.now, envelope=envelope)
    outcome = await ActivityEnvironment().run(desk.recorder.activity(KIND), request)
    assert outcome.answer is not None, outcome.refused


def everybody_is_behind(quarter: AreaQuarter) -> bool:
    return len(quarter.escalations) >= MANAGERS


@pytest.mark.long
@pytest.mark.timeout(240)
async def test_nothing_is_lost_or_repeated_while_a_long_quarter_continues_as_new(
    long_quarter: System,
) -> None:
    system = long_quarter
    raised = await quarter_until(system, everybody_is_behind)

    todo = [one.escalation_id for one in raised.escalations]
    for n in range(0, len(todo), 8):
        await asyncio.gather(
            *(
                ask_quarter(system, "S1", AcknowledgeEscalation(escalation_id=one, will_do="I will."))
                for one in todo[n : n + 8]
            )
        )

    after = await quarter_until(system, lambda quarter: not quarter.unacknowledged)
    assert [one.escalation_id for one in after.escalations] == todo
    assert len(set(todo)) == len(todo)
    assert after.opened == raised.opened
    assert len(set(after.opened)) == len(after.planned)
    await soon(lambda: has_folded(system, after.version), within_s=20)

    histories = await runs(system.client, quarter_of(system))
    assert len(histories) > 1, "the engine asked to continue as new"
    sizes = [sum(event.ByteSize() for event in history.events) for history in histories]
    assert max(sizes) < LONGEST_HISTORY
    async with system.connection() as connection:
        ledger = await kept(connection, quarter_of(system))
    found = await replay(quarter_of(system), histories, Library.load(), ledger)
    assert [one for one in found if not came_before_the_workflow(one)] == []


def came_before_the_workflow(found: Finding) -> bool:
    """What the test recorded by itself stands in the ledger alone."""
    if not isinstance(found, Difference):
        return False
    opened_then = found.where.startswith("ledger command") and found.where.endswith("instant")
    return opened_then or found.repeated == "nothing"


async def has_folded(system: System, version: int) -> None:
    handle = system.client.get_workflow_handle(quarter_of(system))
    assert await handle.query("version") == version
