"""The command line itself, as a process, while a part of the system is away."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

import pytest
import pytest_asyncio

from clients.cli.frame.exit_codes import ExitCode
from tests.area import Kind
from tests.servers import Database
from tests.system import GIVEN_UP_S, System, running_system

STARTER: Final = Path(__file__).parents[2] / "starter.py"
NOWHERE: Final = "127.0.0.1:1"
COMMAND_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Said(NamedTuple):
    """How ``iqa`` ended, what it said, and how long it took."""

    code: int
    text: str
    took_s: float


@pytest_asyncio.fixture(loop_scope="session")
async def idle(engine: str, database: Database) -> AsyncIterator[System]:
    """An application without a worker."""
    async with running_system(engine, database, with_worker=False) as system:
        yield system


async def select(system: System, iqa: str, *options: str, **away: str) -> Said:
    """Select the IQA's case with ``iqa select``."""
    environment = os.environ | {
        "IQA_DSN": system.settings.dsn or "",
        "IQA_TASK_QUEUE": system.settings.task_queue,
        "IQA_ACTOR": system.id("M1"),
        **dict(system.settings.temporal),
        **away,
    }
    began = monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(STARTER), "select", iqa, system.urn("P1", Kind.ANY_WORK), "--work", "charging"),
        *options,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return Said(process.returncode or 0, said.decode(), monotonic() - began)


async def insisted(system: System, iqa: str, *options: str) -> Said:
    """Repeat it as one is told to: the engine may still wait for the worker that was here before."""
    said = await select(system, iqa, *options)
    for _ in range(3):
        if said.code == ExitCode.UNREACHABLE:
            said = await select(system, iqa, *options)
    return said


@pytest.mark.parametrize(
    "away",
    [{}, {"TEMPORAL_ADDRESS": NOWHERE}, {"IQA_DSN": f"postgresql://iqa:x@{NOWHERE}/iqa"}],
    ids=["no worker", "no server", "no database"],
)
async def test_iqa_says_in_time_what_is_away_and_how_to_repeat_the_step_which_then_takes_effect_once(
    idle: System, away: dict[str, str]
) -> None:
    async with idle.worker():
        iqa = await idle.open("P1")

    given_up = await select(idle, iqa, **away)
    async with idle.worker():
        command_id = COMMAND_ID.findall(given_up.text)[0]
        repeated = await insisted(idle, iqa, "--command-id", command_id)
        again = await select(idle, iqa, "--command-id", command_id)

    assert given_up.code == ExitCode.UNREACHABLE, given_up.text
    assert given_up.took_s < GIVEN_UP_S
    assert "may still take effect" in given_up.text or away
    assert (repeated.code, again.code) == (ExitCode.DONE, ExitCode.DONE), repeated.text
    assert await idle.kinds(iqa) == ["iqa_opened", "case_selected"]
    assert [str(e.command_id) for e in await idle.events(iqa)][1] == command_id
