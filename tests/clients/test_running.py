"""``iqa run`` as a process: everything comes up, is backed up, stopped, restored, and goes on."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from domain.calendar import day_of
from domain.periods import Quarter
from tests.area import write_export
from tests.clients.typed import Ran, typed_in_a_process
from tests.guards.tree import ROOT


@asynccontextmanager
async def running(env: dict[str, str]) -> AsyncIterator[Process]:
    """Everything of one data folder, from the moment it is ready until Ctrl-C."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "starter.py", "run"),
        cwd=ROOT,
        env=os.environ | env,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr
    try:
        said = b""
        while b"Running: " not in said:
            line = await process.stderr.readline()
            assert line, said.decode()
            said += line
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        _, last = await process.communicate()
    assert (process.returncode, last.decode().splitlines()[-1]) == (130, "Stopped; nothing is lost.")


async def typed(env: dict[str, str], *command: str) -> Ran:
    ran = await typed_in_a_process(*command, env=env)
    assert ran.code == 0, ran.err
    return ran


@pytest.mark.long
@pytest.mark.usefixtures("own_stack", "heard_ctrl_c")
async def test_a_folder_is_started_filled_backed_up_stopped_and_restored(
    data_dir: Path, tmp_path: Path
) -> None:
    env, quarter = {"IQA_DATA": str(data_dir)}, str(Quarter.containing(day_of(datetime.now(UTC))))
    export, copy = write_export("XR", tmp_path / "area"), tmp_path / "backup"

    async with running(env):
        await typed(env, "import", str(export))
        await typed(env, "open-quarter", "XR", quarter, "--as", "XR-S1")
        address = (await typed(env, "address")).out.strip()
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            let_in, again_in = await browser.get(address), await browser.get(address)
        shown_already = await typed_in_a_process("web", env=env)
        backed_up = await typed(env, "backup", str(copy))
        taken = await typed_in_a_process("backup", str(copy), env=env)
        second = await typed_in_a_process("run", env=env)
        too_early = await typed_in_a_process("restore", str(copy), env=env)
    restored = await typed(env, "restore", str(copy))
    async with running(env):
        again = await typed_in_a_process("open-quarter", "XR", quarter, "--as", "XR-S1", env=env)
        await typed(env, "reconcile")
        healthy = await typed(env, "status")

    assert (let_in.status_code, again_in.status_code) == (200, 403)
    assert shown_already.code == 6
    assert "is shown at http://127.0.0.1:" in shown_already.err
    assert "Continue as Priya Nair (XR-P1)" in let_in.text
    assert "2 files" in backed_up.out
    assert (taken.code, second.code, too_early.code) == (2, 7, 6)
    assert "Another process runs the servers" in second.err
    assert "then `iqa reconcile`" in restored.out
    assert again.code == 6
    assert "worker    up" in healthy.out
    assert "post      up" in healthy.out
