"""Workflows and ledger that have come apart, and an operator who brings them together."""

import asyncio

import pytest

from clients.errors import CommandFailed
from domain.casework import commands as cc
from domain.ids import case_id
from domain.iqa import commands as c
from domain.iqa.state import Stage
from infra.temporal.reconcile import Found, Reconciled
from tests.area import Kind
from tests.commands import select_case
from tests.faults.reconciling import everything_is_in_step, reconciled
from tests.faults.work import Work, nothing_left
from tests.servers import Database, soon
from tests.system import System, running_system
from tests.workflows.quarters import ask_case, notes_on, open_quarter, quarter_of


async def test_a_terminated_iqa_is_started_again_where_it_stood_and_operators_find_it_as_before(
    system: System,
) -> None:
    iqa = await system.open()
    await system.send(iqa, "M1", select_case(system))
    shown = await system.all_shown(iqa)
    await system.handle(iqa).terminate("by mistake")

    found = await reconciled(system)

    assert [(one.stream, one.found, one.ledger) for one in found.values()] == [(iqa, Found.STARTED_AGAIN, 2)]
    await everything_is_in_step(system)
    assert shown.items() <= (await system.all_shown(iqa)).items()
    assert (await system.send(iqa, "M1", c.ReplaceCase(because="better_case"))).version == 3


async def test_a_terminated_quarter_and_case_are_started_again_with_their_deadlines(system: System) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    await open_quarter(system)
    await ask_case(system, "M1", urn, cc.RecordAction(urn=urn, what="Chase it.", owner=system.id("P1")))
    streams = [quarter_of(system), case_id(urn)]
    for stream in streams:
        await system.client.get_workflow_handle(stream).terminate("by mistake")

    found: dict[str, Found] = {}

    async def both_have_answered() -> None:
        """As an operator does it: ask again where there was no answer in time."""
        for stream, one in (await reconciled(system)).items():
            if one.found is not Found.NO_ANSWER:
                found.setdefault(stream, one.found)
        assert set(streams) <= found.keys()

    await soon(both_have_answered, within_s=60)
    assert {found[stream] for stream in streams} == {Found.STARTED_AGAIN}
    await everything_is_in_step(system)
    notes = await notes_on(system, urn)
    assert notes is not None
    done = cc.CompleteAction(action_id=notes.actions[0].action.action_id, outcome="It came.")
    assert (await ask_case(system, "P1", urn, done)).events == ("action_completed",)


async def test_a_workflow_that_lags_is_told_to_catch_up_even_when_nothing_is_left_to_do(
    system: System,
) -> None:
    lagging, ended = await system.open("P1"), await system.open("P2")
    async with system.desk() as desk:
        await desk.ask(lagging, "M1", select_case(system, "P1"))
        await desk.ask(ended, "M1", c.Withdraw(because="no_case"))

    found = await reconciled(system)

    assert {one.found for one in found.values()} == {Found.CAUGHT_UP}
    assert (await system.handle(ended).result()).stage == Stage.WITHDRAWN
    await everything_is_in_step(system)


async def test_a_workflow_that_has_ended_knowing_more_is_ahead_too(system: System) -> None:
    iqa = await system.open()
    await system.send(iqa, "M1", c.Withdraw(because="no_case"))
    await system.handle(iqa).result()
    await system.execute("delete from iqa.ledger where version > 1")

    [found] = (await reconciled(system)).values()
    [over] = (await reconciled(system, restart_ahead=True)).values()

    assert (found.found, found.ledger, found.folded) == (Found.AHEAD, 1, 3)
    assert over.found is Found.STARTED_OVER
    await everything_is_in_step(system)


async def test_a_workflow_that_the_ledger_has_never_heard_of_is_started_over_from_its_own_input(
    system: System,
) -> None:
    iqa = await system.open()
    for table in ("ledger", "commands", "waits", "iqas"):
        await system.execute(f"delete from iqa.{table}")  # noqa: S608

    [found] = (await reconciled(system)).values()
    with pytest.raises(CommandFailed):
        await system.send(iqa, "M1", select_case(system))
    await reconciled(system, restart_ahead=True)

    assert (found.found, found.ledger) == (Found.AHEAD, 0)
    await everything_is_in_step(system)
    await system.until(iqa, lambda _: True)
    assert await system.kinds(iqa) == ["iqa_opened"]
    assert (await system.send(iqa, "M1", select_case(system))).version == 2


async def test_without_a_worker_nothing_is_known_and_nothing_is_done(engine: str, database: Database) -> None:
    async with running_system(engine, database, with_worker=False) as system:
        async with system.worker():
            iqa = await system.open()

        found = await reconciled(system, restart_ahead=True)

    assert found[iqa].found is Found.NO_ANSWER
    assert not found[iqa].settled


async def test_people_who_go_on_working_are_never_taken_for_ahead(system: System) -> None:
    work, finds = Work(system), list[Reconciled]()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(work.to_the_end())
        while not working.done():
            finds += (await reconciled(system, restart_ahead=True)).values()

    assert finds
    assert not {one.found for one in finds} & {Found.AHEAD, Found.STARTED_OVER}
    runs = [run async for run in system.client.list_workflows(f"TaskQueue = '{system.settings.task_queue}'")]
    assert len(runs) == len({run.id for run in runs})
    await asyncio.gather(*(system.until(iqa, nothing_left) for iqa in work.lives))
