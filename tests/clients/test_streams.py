"""Output that can't be written, and Ctrl-C: each is said, and none of it ends as if all were well."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.area import Kind
from tests.clients.typed import CommandLine, Ran, environment, typed_in_a_process
from tests.guards.tree import ROOT


async def redirected(env: dict[str, str], where: str, *typed: str) -> Ran:
    """Run the entry point with its streams redirected as a shell does."""
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", f'exec "$@" {where}', "sh", sys.executable, "starter.py", *typed),
        cwd=ROOT,
        env=os.environ | env,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Ran(process.returncode, out.decode(), err.decode())


async def test_output_that_cannot_be_written_is_told_and_what_was_done_stays_done(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    env = environment(iqa.system) | {"IQA_ACTOR": iqa.system.id("M1")}
    select = ("select", it, iqa.system.urn("P1", Kind.ANY_WORK), "--work", "charging")

    full, closed, helped, refused, quiet, told = await asyncio.gather(
        redirected(env, "> /dev/full", *select),
        redirected(env, ">&-", "inbox", "--json"),
        redirected(env, "> /dev/full", "--help"),
        redirected(env, "> /dev/full", "history", "--file", "/nowhere", it, "--json"),
        redirected(env, "2>&-", "inbox"),
        redirected(env, "> /dev/null 2> /dev/full", "show", "nobody-knows-this"),
    )

    assert [full.code, closed.code, helped.code, refused.code, quiet.code, told.code] == [10, 10, 10, 2, 0, 4]
    assert "The output could not be written: No space left on device." in full.err
    assert "what it was to record, if anything, is recorded" in full.err
    assert "The output could not be written: Bad file descriptor." in closed.err
    assert "No space left on device" in helped.err
    assert "can't be read as a history" in refused.err
    assert "Traceback" not in full.err + closed.err + helped.err + refused.err
    assert it in quiet.out
    assert (await iqa.system.state(it)).selection is not None


_PATIENCE_S = 30.0


@asynccontextmanager
async def never_answers() -> AsyncIterator[tuple[str, asyncio.Semaphore]]:
    """A server that takes connections and never says a word: its address, and a sign for each of them."""
    asked = asyncio.Semaphore(0)

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.release()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


PROCESSES = (
    ("starter.py", "mark", "iqa-1", "--as", "XT-M1"),
    ("starter.py", "history", "iqa-1", "--replay", "--as", "XT-M1"),
    ("starter.py", "import", "clients/cli/example_area"),
    ("worker.py",),
    ("-m", "clients.web"),
)


@pytest.mark.usefixtures("heard_ctrl_c")
async def test_control_c_ends_every_process_with_130_and_a_word() -> None:
    async def interrupted(program: tuple[str, ...]) -> tuple[int, str]:
        async with never_answers() as (address, asked):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *program),
                cwd=ROOT,
                env=os.environ
                | {"IQA_DSN": f"postgresql://iqa:iqa@{address}/iqa", "TEMPORAL_ADDRESS": address}
                | {"IQA_OIDC_ISSUER": "https://id.example.org", "IQA_OIDC_CLIENT": "iqa"}
                | {
                    "IQA_OIDC_SECRET": "s",
                    "IQA_LISTEN": "127.0.0.1:0",
                    "IQA_PUBLIC_URL": "https://iqa.example.org",
                },
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            assert process.stderr
            hanging = asyncio.get_running_loop().call_later(_PATIENCE_S, process.kill)
            reached = asyncio.ensure_future(asked.acquire())
            first = asyncio.ensure_future(process.stderr.readline())
            await asyncio.wait((reached, first), return_when=asyncio.FIRST_COMPLETED)
            process.send_signal(signal.SIGINT)
            said = await first + await process.stderr.read()
            hanging.cancel()
            reached.cancel()
            return await process.wait(), said.decode().splitlines()[-1]

    ended = await asyncio.gather(*(interrupted(program) for program in PROCESSES))

    assert dict(zip(PROCESSES, ended, strict=True)) == dict.fromkeys(PROCESSES, (130, "Interrupted."))


async def test_control_c_while_a_process_still_loads_is_said_as_well() -> None:
    loading = (
        "from infra.process_exit import run_to_end\ndef load(): raise KeyboardInterrupt\nrun_to_end(load)"
    )

    ran = await typed_in_a_process(program=("-c", loading))

    assert (ran.code, ran.err) == (130, "Interrupted.\n")
