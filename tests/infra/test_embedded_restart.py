"""The embedded servers from one run to the next, however the last one ended."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from infra.embedded.process import Account, Command
from infra.embedded.running import running_stack
from infra.embedded.stack import EmbeddedStack
from tests.servers import execute, soon

OWNER_PROCESS = """
import asyncio, pathlib, sys
from infra.embedded.stack import EmbeddedStack
async def main(folder):
    async with EmbeddedStack(pathlib.Path(folder), ui=False) as stack:
        print("servers", *stack.process_ids.values(), flush=True)
        await asyncio.Event().wait()
try:
    asyncio.run(main(sys.argv[1]))
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


async def test_what_was_recorded_survives_a_restart_on_the_same_ports(
    own_stack: type[EmbeddedStack], data_dir: Path
) -> None:
    async with own_stack(data_dir) as stack:
        await execute(stack.owner_dsn, "create table kept (n integer); insert into kept values (1)")
        first = stack.addresses
    assert running_stack(data_dir) is None

    async with own_stack(data_dir) as stack:
        assert stack.addresses == first
        assert await execute(stack.owner_dsn, "select n from kept") == 1


@pytest.mark.parametrize("named", ["Area #1", "what?", "now?mode=ro", "per%20cent"])
async def test_a_folder_may_have_any_name_and_holds_all_that_is_kept(
    own_stack: type[EmbeddedStack], data_dir: Path, named: str
) -> None:
    folder = data_dir / named / "data"
    folder.mkdir(parents=True, mode=0o701)

    async with own_stack(folder, ui=False) as stack:
        await execute(stack.owner_dsn, "create table kept (n integer); insert into kept values (1)")
    async with own_stack(folder, ui=False) as stack:
        assert await execute(stack.owner_dsn, "select n from kept") == 1

    assert _files_of(data_dir) >= {f"{named}/data/temporal/temporal.db", f"{named}/data/ports.json"}
    assert all(file.startswith(f"{named}/data/") for file in _files_of(data_dir))


async def test_a_taken_port_is_replaced_by_another(own_stack: type[EmbeddedStack], data_dir: Path) -> None:
    with _listening() as taken:
        _remember_ports(data_dir, {"temporal": taken, "postgres": taken, "ui": "nonsense"})
        async with own_stack(data_dir, ui=False) as stack:
            assert str(taken) not in stack.temporal_address
            assert str(taken) not in stack.dsn


async def test_a_killed_owner_takes_its_servers_along_and_the_next_start_has_every_row(
    own_stack: type[EmbeddedStack], data_dir: Path
) -> None:
    with _owner(data_dir) as (owner, pids):
        assert running_stack(data_dir) is not None
        found = running_stack(data_dir)
        assert found is not None
        assert found.pid == owner.pid
        await execute(found.owner_dsn, "create table kept (n integer); insert into kept values (1)")
        owner.kill()
        owner.wait()
    assert running_stack(data_dir) is None

    async with own_stack(data_dir, ui=False) as stack:
        assert await execute(stack.owner_dsn, "select n from kept") == 1
        assert not any(_lives(pid) for pid in pids)


@pytest.mark.usefixtures("own_stack", "heard_ctrl_c")
async def test_ctrl_c_stops_both_servers_in_good_order(data_dir: Path) -> None:
    with _owner(data_dir) as (owner, pids):
        os.killpg(owner.pid, signal.SIGINT)
        assert owner.communicate(timeout=20)[0].endswith("stopped\n")

    assert not any(_lives(pid) for pid in pids)
    assert "database system is shut down" in (data_dir / "logs" / "postgres.log").read_text()


async def test_servers_left_behind_are_ended_and_strangers_are_not(
    own_stack: type[EmbeddedStack], data_dir: Path
) -> None:
    async with own_stack(data_dir, ui=False) as stack:
        last = [psutil.Process(pid) for pid in stack.process_ids.values()]
        again = [_same(process, data_dir) for process in last]
    left = [command.start() for command in again]
    with _stranger(data_dir) as stranger:
        await soon(lambda: _both_listen(data_dir))
        async with own_stack(data_dir, ui=False) as stack:
            assert await execute(stack.dsn, "select 1") == 1
            assert [child.alive for child in left] == [False, False]
            assert stranger.poll() is None


async def test_files_of_a_dead_owner_whose_number_now_belongs_to_a_stranger_are_not_believed(
    own_stack: type[EmbeddedStack], data_dir: Path
) -> None:
    async with own_stack(data_dir, ui=False) as stack:
        addresses = stack.addresses
    with _stranger(data_dir) as stranger:
        stale = addresses.model_copy(update={"pid": stranger.pid})
        (data_dir / "stack.json").write_text(stale.model_dump_json())
        pid_file = data_dir / "postgres" / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{data_dir / 'postgres'}\n1700000000\n5432\n\n127.0.0.1\n")
        assert running_stack(data_dir) is None

        async with own_stack(data_dir, ui=False) as stack:
            assert stack.addresses.pid == os.getpid()
            assert stranger.poll() is None


def _files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def _owner(data_dir: Path) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """A process that runs a stack, with the ids of its two servers."""
    command = [sys.executable, "-c", OWNER_PROCESS, str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as owner:
        assert owner.stdout is not None
        line = next(line for line in owner.stdout if line.startswith("servers "))
        try:
            yield owner, [int(pid) for pid in line.split()[1:]]
        finally:
            owner.kill()


def _lives(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def _same(process: psutil.Process, data_dir: Path) -> Command:
    """How to start a server as it was started before."""
    account = Account(process.uids().real, process.gids().real)
    log = data_dir / "logs" / "left.log"
    return Command(process.cmdline(), log=log, account=account, folder=Path(process.cwd()))


@contextmanager
def _stranger(data_dir: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that has the data open and is none of ours."""
    files = [str(data_dir / "temporal" / "temporal.db"), str(data_dir / "postgres" / "PG_VERSION")]
    with subprocess.Popen(
        ["tail", "-f", *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as stranger:
        try:
            yield stranger
        finally:
            stranger.kill()


@contextmanager
def _listening() -> Iterator[int]:
    with socket.socket() as other:
        port = next(port for port in range(20_000, 32_000) if _bound(other, port))
        other.listen()
        yield port


def _bound(other: socket.socket, port: int) -> bool:
    try:
        other.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def _remember_ports(data_dir: Path, ports: dict[str, object]) -> None:
    data_dir.mkdir()
    (data_dir / "ports.json").write_text(json.dumps(ports))


async def _both_listen(data_dir: Path) -> None:
    ports = json.loads((data_dir / "ports.json").read_text())
    for part in ("temporal", "postgres"):
        socket.create_connection(("127.0.0.1", ports[part]), timeout=1).close()
