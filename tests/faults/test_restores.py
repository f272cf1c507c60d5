"""Backups of two moments, taken while people work, restored and reconciled: the ledger is what happened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
import pytest_asyncio
from temporalio.client import WorkflowExecutionStatus

from clients.command_ids import new_command_id
from clients.errors import CommandFailed, CommandRefused
from domain.audit import Finding, Verdict, verdict
from domain.ids import TIMER
from domain.iqa.commands import CatchUp, IqaEnvelope
from infra.backup import backup, restore_parts
from infra.embedded.stack import EmbeddedStack
from infra.postgres.kept import evidence
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from infra.temporal.reconcile import Found
from infra.wiring import prepare_database
from tests.area import new_code
from tests.faults.invariants import done_and_shown, each_is_there_once, kept
from tests.faults.reconciling import everything_is_in_step, reconciled
from tests.faults.work import Work
from tests.servers import Database, bare_folder
from tests.system import System, running_system

LIBRARY: Final = Library.load()

AT: Final = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Taken:
    """A backup, and when it was begun."""

    folder: Path
    begun: float


@dataclass(frozen=True)
class Past:
    """What people did, and the two backups that were taken meanwhile."""

    area: str
    work: Work
    early: Taken
    late: Taken


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def past(own_stack: type[EmbeddedStack]) -> AsyncIterator[Past]:
    with bare_folder() as folder:
        async with system_on(folder, new_code()) as (stack, system):
            work = Work(system)
            async with work.going_on():
                await work.goes_on(8)
                early = await taken(stack, folder.with_name("early"))
                await work.goes_on(12)
                late = await taken(stack, folder.with_name("late"))
                await work.goes_on(3)
        yield Past(system.area, work, early, late)


@pytest.mark.long
async def test_workflows_of_an_older_backup_catch_up_with_the_ledger(past: Past, data_dir: Path) -> None:
    await restore_parts(data_dir, temporal=past.early.folder, postgres=past.late.folder, at=AT)

    async with system_on(data_dir, past.area) as (_, system):
        found = await reconciled(system)

        assert {Found.CAUGHT_UP, Found.STARTED_AGAIN} <= {one.found for one in found.values()}
        assert Found.AHEAD not in {one.found for one in found.values()}
        await everything_is_in_step(system)
        await nothing_told_before_the_backup_is_lost(system, past, past.late)
        await every_iqa_can_be_finished(system, past)
        await nobody_is_accused(system, past)
        await what_is_altered_is_accused_all_the_same(system, past)


@pytest.mark.long
async def test_workflows_that_know_more_than_an_older_ledger_refuse_until_they_are_started_over(
    past: Past, data_dir: Path
) -> None:
    await restore_parts(data_dir, temporal=past.late.folder, postgres=past.early.folder, at=AT)

    async with system_on(data_dir, past.area) as (_, system):
        found = await reconciled(system)
        ahead = {iqa: one for iqa, one in found.items() if one.found is Found.AHEAD}
        assert min(one.ledger for one in ahead.values()) == 0, "one was opened between the two backups"
        assert max(one.ledger for one in ahead.values()) > 0, "one went on between the two backups"
        await nothing_is_added_to(system, list(ahead))

        over = await reconciled(system, restart_ahead=True)

        assert {iqa for iqa, one in over.items() if one.found is Found.STARTED_OVER} == set(ahead)
        await everything_is_in_step(system)
        await the_ended_runs_are_still_there(system, list(ahead))
        await nothing_told_before_the_backup_is_lost(system, past, past.early)
        await every_iqa_can_be_finished(system, past)
        await nobody_is_accused(system, past)
        await what_is_altered_is_accused_all_the_same(system, past)


@asynccontextmanager
async def system_on(data_dir: Path, area: str) -> AsyncIterator[tuple[EmbeddedStack, System]]:
    """The whole application of one Area on a folder with data, or on a new one."""
    async with AsyncExitStack() as running:
        stack = await running.enter_async_context(EmbeddedStack(data_dir, time_skipping=True, ui=False))
        await prepare_database(stack.owner_dsn)
        database = Database(stack.dsn, stack.owner_dsn, stack.addresses.web_dsn)
        system = await running.enter_async_context(
            running_system(stack.temporal_address, database, area=area, with_worker=False)
        )
        await running.enter_async_context(system.worker())
        await system.in_time.let_begin()
        yield stack, system


async def taken(stack: EmbeddedStack, folder: Path) -> Taken:
    """A backup of now."""
    begun = monotonic()
    await backup(stack.data_dir, stack.owner_dsn, folder, at=AT)
    return Taken(folder, begun)


async def nothing_told_before_the_backup_is_lost(system: System, past: Past, backup_: Taken) -> None:
    """Every answer given before it was begun stands in the ledger, once, and is given again."""
    before = [told for told in past.work.told if told.at < backup_.begun]
    assert before
    assert await kept(system, before) == before
    await each_is_there_once(system, await kept(system, past.work.told))


async def nothing_is_added_to(system: System, iqas: list[str]) -> None:
    """Whatever is recorded for a workflow that is ahead fails, and the ledger stays as it is."""
    for iqa in iqas:
        before = await system.events(iqa)
        envelope = IqaEnvelope(command_id=new_command_id(), actor=TIMER, command=CatchUp())
        with pytest.raises((CommandFailed, CommandRefused)) as failed:
            await system.gateway.send(iqa, envelope)
        assert getattr(failed.value, "kind", "") == "LedgerBehind" or await has_ended(system, iqa)
        assert await system.events(iqa) == before


async def has_ended(system: System, iqa: str) -> bool:
    described = await system.handle(iqa).describe()
    return described.status is WorkflowExecutionStatus.COMPLETED


async def the_ended_runs_are_still_there(system: System, iqas: list[str]) -> None:
    """Each workflow runs anew, and its earlier run, ended by itself or just now, is kept with its history."""
    for iqa in iqas:
        runs = [run async for run in system.client.list_workflows(f"WorkflowId = '{iqa}'")]
        earlier = [run for run in runs if run.status is not WorkflowExecutionStatus.RUNNING]
        assert len(runs) == len(earlier) + 1 == 2
        history = await system.client.get_workflow_handle(iqa, run_id=earlier[0].run_id).fetch_history()
        assert history.events


async def every_iqa_can_be_finished(system: System, past: Past) -> None:
    opened = await past.work.opened(system)
    await asyncio.gather(*(past.work.finish(iqa, system) for iqa in opened))
    await done_and_shown(system, opened)


async def nobody_is_accused(system: System, past: Past) -> None:
    """Every record is verified or explained, some are explained, and none is without the kept entries."""
    found = {iqa: await audited(system, iqa) for iqa in await past.work.opened(system)}
    came_to = {verdict(one) for one in found.values()}
    assert Verdict.EXPLAINED in came_to
    assert came_to <= {Verdict.VERIFIED, Verdict.EXPLAINED}, found
    await system.execute("create table kept_aside as select * from iqa.mendings; delete from iqa.mendings")
    without = {verdict(await audited(system, iqa)) for iqa in found}
    await system.execute("insert into iqa.mendings select * from kept_aside")
    assert Verdict.ALTERED in without


async def what_is_altered_is_accused_all_the_same(system: System, past: Past) -> None:
    """In every record that a mending explains, each edit by hand of what the ledger holds is found."""
    for iqa in await past.work.opened(system):
        if verdict(await audited(system, iqa)) is not Verdict.EXPLAINED:
            continue
        await system.rows("update iqa.ledger set actor = 'XT-M9' where stream = $1 and version = 1", iqa)
        assert verdict(await audited(system, iqa)) is Verdict.ALTERED


async def audited(system: System, iqa: str) -> tuple[Finding, ...]:
    async with system.connection() as connection:
        return await replay(iqa, await runs(system.client, iqa), LIBRARY, await evidence(connection, iqa))
