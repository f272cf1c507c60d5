"""What ``iqa status`` says of a system that is whole, and of one that is not; always within ten seconds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
from temporalio import workflow
from temporalio.client import Client, ScheduleActionExecutionStartWorkflow, ScheduleHandle
from temporalio.common import RetryPolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker

from activities import telling
from domain.iqa.commands import StartIqa
from domain.mendings import Mended
from infra.embedded.postgres import EmbeddedPostgres
from infra.postgres.mendings import keep_mending
from infra.settings import Settings
from infra.status import Status, status
from tests.commands import select_case
from tests.faults.machine import Machine, Part
from tests.faults.reconciling import everything_is_in_step, reconciled
from tests.servers import Database, make_database, soon
from tests.system import System, running_system
from tests.workflows.quarters import open_quarter, quarter_of
from workflows import options

IN_TIME_S: Final = 10.0
NOWHERE: Final = "127.0.0.1:1"


async def told(settings: Settings) -> Status:
    """What the status says, in time."""
    began = monotonic()
    found = await status(settings)
    assert monotonic() - began < IN_TIME_S
    return found


def down(found: Status) -> set[str]:
    return {part.name for part in found.parts if not part.up}


async def test_a_whole_system_is_healthy_and_says_what_is_open(system: System) -> None:
    await system.open("P1")
    await system.open("P2")

    async with system.scheduled_post():
        found = await told(system.settings)

    assert found.healthy
    assert [part.name for part in found.parts] == ["temporal", "worker", "database", "post"]
    assert (found.open_iqas, found.overdue, found.stuck) == (2, {}, ())
    assert found.queue_lag_s is not None


async def test_what_is_overdue_is_counted_by_step_and_leaves_the_system_healthy(system: System) -> None:
    for prosecutor in ("P1", "P2"):
        await system.forward_past(await system.open(prosecutor), "select")

    async with system.scheduled_post():
        found = await told(system.settings)

    assert found.overdue == {"select": 2}
    assert found.healthy


async def test_an_open_stream_without_a_workflow_is_named_and_reconcile_ends_it(system: System) -> None:
    lost, whole = await system.open("P1"), await system.open("P2")
    await system.handle(lost).terminate("lost")

    async with system.scheduled_post():
        found = await told(system.settings)

    assert found.lost == (lost,), whole
    assert not found.healthy


async def test_a_workflow_that_knows_less_than_the_ledger_is_named(system: System) -> None:
    lagging, whole = await system.open("P1"), await system.open("P2")
    async with system.desk() as desk:
        await desk.ask(lagging, "M1", select_case(system, "P1"))

    async with system.scheduled_post():
        found = await told(system.settings)
        await reconciled(system)
        mended = await told(system.settings)

    assert (found.behind, mended.behind) == ((lagging,), ()), whole
    assert mended.healthy


async def test_a_workflow_that_knows_more_than_a_ledger_that_was_put_back_is_named_until_it_is_reconciled(
    system: System,
) -> None:
    iqa, whole = await system.open("P1"), await system.open("P2")
    await system.send(iqa, "M1", select_case(system, "P1"))
    await system.rows("delete from iqa.ledger where stream = $1 and version = 2", iqa)
    await system.rows("delete from iqa.commands where stream = $1 and judged_version = 1", iqa)
    async with system.connection() as connection:
        await keep_mending(connection, Mended.RESTORED)

    async with system.scheduled_post():
        found = await told(system.settings)
        await reconciled(system, restart_ahead=True)
        await everything_is_in_step(system)
        mended = await told(system.settings)

    assert (found.ahead, mended.ahead) == ((iqa,), ()), whole
    assert found.restored_at is not None
    assert not found.healthy
    assert mended.restored_at is None
    assert mended.healthy


async def test_an_activity_that_keeps_failing_is_named_with_its_cause_until_that_is_mended(
    system: System,
) -> None:
    await system.execute("revoke select on iqa.people from iqa_app")
    iqa = system.new_iqa()
    await system.start(iqa, await system.opening())

    async def it_is_named() -> None:
        found = await told(system.settings)
        assert found.failures
        assert [(one.stream, one.activity) for one in found.failures.failing] == [(iqa, "record_iqa")]
        assert found.failures.failing[0].cause == (
            "Unavailable: PostgreSQL does not take it: InsufficientPrivilegeError"
        )
        assert not found.healthy

    await soon(it_is_named)
    await system.execute("grant select on iqa.people to iqa_app")
    await system.until(iqa, lambda _: True)

    failures = (await told(system.settings)).failures
    assert failures
    assert (failures.failing, failures.looked_at, failures.running) == ((), 1, 1)


async def test_an_opening_that_a_quarter_put_off_is_named_with_its_cause(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> None:
        msg = "the engine takes no more"
        raise RuntimeError(msg)

    monkeypatch.setitem(options.TELL, "retry_policy", RetryPolicy(maximum_attempts=1))
    monkeypatch.setattr(telling, "_open", refused)
    await open_quarter(system)

    async def all_are_named() -> None:
        found = await told(system.settings)
        assert found.put_off
        assert {one.quarter for one in found.put_off} == {quarter_of(system)}
        assert {one.cause for one in found.put_off} == {"RuntimeError: the engine takes no more"}

    await soon(all_are_named)


async def test_without_a_worker_nobody_polls_and_waiting_tasks_grow_old(
    engine: str, database: Database
) -> None:
    async with running_system(engine, database, with_worker=False) as system:
        assert down(await told(system.settings)) == {"worker", "post"}
        await system.start(system.new_iqa(), await system.opening())

        async def a_task_waits() -> None:
            lag = (await told(system.settings)).queue_lag_s
            assert lag is not None
            assert lag > 1

        await soon(a_task_waits)


async def test_a_worker_that_has_gone_is_missed_although_it_polled_a_moment_ago(
    engine: str, database: Database
) -> None:
    async with running_system(engine, database, with_worker=False) as system:
        async with system.worker():
            await system.open()

        async with system.scheduled_post():
            found = await told(system.settings)

    assert down(found) == {"worker"}
    assert not found.healthy


async def test_a_server_that_is_not_there_leaves_the_rest_told(system: System) -> None:
    elsewhere = system.settings.model_copy(update={"temporal": (("TEMPORAL_ADDRESS", NOWHERE),)})

    found = await told(elsewhere)

    assert down(found) == {"temporal", "worker", "post"}
    assert found.open_iqas == 0


async def test_a_database_that_is_not_there_leaves_the_rest_told(system: System) -> None:
    await system.open()

    async with system.scheduled_post():
        found = await told(system.settings.model_copy(update={"dsn": f"postgresql://iqa:x@{NOWHERE}/iqa"}))

    assert down(found) == {"database"}
    assert (found.open_iqas, found.overdue) == (None, None)


async def test_a_database_without_tables_is_told_as_such(system: System, postgres: EmbeddedPostgres) -> None:
    bare = await make_database(postgres)
    await system.open()  # once a worker has answered it is known to poll

    async with system.scheduled_post():
        found = await told(system.settings.model_copy(update={"dsn": bare.dsn}))

    assert [part.says for part in found.parts if not part.up] == ["has no tables: `iqa prepare` makes them"]


async def test_nothing_running_on_the_data_folder_is_told_with_how_to_start_it(data_dir: Path) -> None:
    found = await told(Settings(data_dir=data_dir))

    assert down(found) == {"temporal", "worker", "database", "post"}
    assert all("iqa run" in part.says for part in found.parts if part.name in {"temporal", "database"})


@pytest.mark.chaos
async def test_parts_that_hang_are_told_as_down(machine: Machine) -> None:
    await (await machine.new_area()).open()
    found = {}
    for part in Part:
        async with machine.paused(part):
            found[part] = down(await told(machine.system.settings))

    assert found == {
        Part.WORKER: {"worker"},
        Part.SERVER: {"temporal", "worker", "post"},
        Part.DATABASE: {"database"},
    }


@workflow.defn(name="iqa", sandboxed=False)
class Broken:
    """A release of the workflow that can't go on from any history."""

    @workflow.run
    async def run(self, _: StartIqa) -> None:
        msg = "broken"
        raise RuntimeError(msg)


@asynccontextmanager
async def broken_release(system: System) -> AsyncIterator[None]:
    address = system.client.service_client.config.target_host
    client = await Client.connect(address, data_converter=pydantic_data_converter)
    async with Worker(client, task_queue=system.settings.task_queue, workflows=[Broken]):
        yield


@pytest.mark.long
async def test_a_workflow_whose_task_keeps_failing_is_named_and_goes_on_under_a_mended_release(
    engine: str, database: Database
) -> None:
    async with running_system(engine, database, with_worker=False) as system:
        async with system.worker():
            iqa = await system.open()
        async with broken_release(system):
            await system.catch_up(iqa)

            async def it_is_named() -> None:
                assert (await told(system.settings)).stuck == (iqa,)

            await soon(it_is_named, within_s=40)
        async with system.worker():
            await system.until(iqa, lambda _: True)

            async def it_goes_on() -> None:
                found = await told(system.settings)
                assert found.stuck == ()
                assert down(found) == {"post"}

            await soon(it_goes_on, within_s=40)


async def test_a_post_that_is_paused_failing_or_without_a_schedule_is_told_as_down(system: System) -> None:
    async def says() -> str:
        [post] = [part for part in (await told(system.settings)).parts if part.name == "post"]
        return "" if post.up else post.says

    assert await says() == "has no Schedule: a worker makes one as it starts"
    async with system.scheduled_post() as schedule:
        assert await says() == ""
        await schedule.pause(note="moving house")
        assert await says() == "is paused: moving house"


async def test_a_run_of_the_post_that_did_not_end_well_is_told_until_another_one_does(
    engine: str, database: Database
) -> None:
    async with running_system(engine, database, with_worker=False) as system:

        async def the_post_says(what: str) -> None:
            assert what in next(p.says for p in (await told(system.settings)).parts if p.name == "post")

        async with system.scheduled_post() as schedule:
            await schedule.trigger()
            await soon(lambda: a_run_begins(schedule))
            run = await a_run_begins(schedule)
            await system.client.get_workflow_handle(run.workflow_id).terminate()
            await the_post_says(f"its run {run.workflow_id} ended as terminated")
            async with system.worker():
                await schedule.trigger()
                await soon(lambda: the_post_says("every 60 s"), within_s=20)


async def a_run_begins(schedule: ScheduleHandle) -> ScheduleActionExecutionStartWorkflow:
    """The last run that the Schedule began."""
    run = (await schedule.describe()).info.recent_actions[-1].action
    assert isinstance(run, ScheduleActionExecutionStartWorkflow)
    return run
