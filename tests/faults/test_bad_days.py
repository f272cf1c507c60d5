"""People go on working while parts of the system end, one after the other or all at once."""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest

from infra.embedded.running import running_stack
from infra.temporal.connection import connect
from tests.area import new_code
from tests.faults.invariants import done_and_shown, each_is_there_once
from tests.faults.machine import Machine, Part
from tests.faults.work import Work
from tests.servers import Database
from tests.system import System, running_system

STARTER: Final = Path(__file__).parents[2] / "starter.py"
KILLS: Final = 15
SEED: Final = 20_261_123


@pytest.mark.long
@pytest.mark.parametrize(
    "ended_by", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.chaos)], ids=["kill", "ctrl-c"]
)
@pytest.mark.usefixtures("own_stack", "heard_ctrl_c")
async def test_everything_is_ended_at_once_while_people_work_and_started_again(
    data_dir: Path, ended_by: signal.Signals
) -> None:
    """``iqa run`` itself is killed, or stopped with Ctrl-C: its servers and its worker end with it."""
    area = new_code()
    async with (
        iqa_run(data_dir, area) as first,
        people_on(data_dir, area) as system,
        asyncio.TaskGroup() as people,
    ):
        work = Work(system)
        working = people.create_task(work.to_the_end())
        await work.goes_on(10)
        first.send_signal(ended_by)
        await first.wait()
        async with iqa_run(data_dir, area) as second:
            await working
            await each_is_there_once(system, work.told)
            await done_and_shown(system, work.lives)
            second.send_signal(signal.SIGINT)

            assert await second.wait() == 130
    assert running_stack(data_dir) is None


@pytest.mark.chaos
@pytest.mark.timeout(900)
async def test_part_after_part_is_killed_at_any_moment_while_people_work(machine: Machine) -> None:
    luck = random.Random(SEED)
    works = [Work(await machine.new_area()) for _ in range(3)]
    working = asyncio.gather(*(work.to_the_end() for work in works))
    for _ in range(KILLS):
        await asyncio.sleep(luck.uniform(0.5, 4.0))
        await machine.kill(luck.choice(list(Part)))
    await working
    await machine.heal()  # the last kill may come when everybody has gone home

    for work in works:
        await each_is_there_once(machine.system, work.told)
        await done_and_shown(machine.system, work.lives)


@asynccontextmanager
async def iqa_run(data_dir: Path, area: str) -> AsyncIterator[Process]:
    """``iqa run`` as a process, ready once its servers and its worker are; killed on leaving if it still runs."""
    environment = os.environ | {"IQA_DATA": str(data_dir), "IQA_TASK_QUEUE": f"iqa-{area}"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(STARTER), "run", env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        assert process.stderr is not None
        async for line in process.stderr:
            if line.startswith(b"Running"):
                break
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def people_on(data_dir: Path, area: str) -> AsyncIterator[System]:
    """The Area's people, on the servers that run on the folder; their time is everybody's."""
    found = running_stack(data_dir)
    assert found is not None
    database = Database(found.dsn, found.owner_dsn, found.web_dsn)
    async with running_system(found.temporal_address, database, area=area, with_worker=False) as system:
        system.client = await connect(system.settings, identity="iqa-test")
        yield system
