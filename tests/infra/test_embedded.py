"""The embedded servers while they run: reachable by those who should reach them, and back when killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator

import asyncpg
import psutil
import pytest
import pytest_asyncio
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from infra.embedded.errors import AlreadyRunning
from infra.embedded.running import running_stack
from infra.embedded.stack import EmbeddedStack
from infra.temporal.namespace import SEARCH_ATTRIBUTES
from tests.servers import bare_folder, execute, soon

CLIENT_PROCESS = """
import pathlib, sys
from infra.embedded.running import running_stack
print(running_stack(pathlib.Path(sys.argv[1])).dsn)
"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stack(own_stack: type[EmbeddedStack]) -> AsyncIterator[EmbeddedStack]:
    with bare_folder() as folder:
        async with own_stack(folder) as running:
            yield running


async def test_the_application_can_sign_in_and_change_no_schema(stack: EmbeddedStack) -> None:
    connection = await asyncpg.connect(stack.dsn)
    try:
        assert await connection.fetchval("select current_user") == "iqa"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create table mine ()")
    finally:
        await connection.close()


async def test_nobody_signs_in_without_the_password(stack: EmbeddedStack) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(stack.owner_dsn.replace(":", ":x", 2).replace("postgresql:x", "postgresql:", 1))


async def test_commits_are_flushed_and_pages_checked(stack: EmbeddedStack) -> None:
    connection = await asyncpg.connect(stack.dsn)
    try:
        settings = [
            await connection.fetchval(f"show {name}")
            for name in ("fsync", "synchronous_commit", "data_checksums")
        ]
        assert settings == ["on"] * 3
    finally:
        await connection.close()


async def test_histories_are_kept_for_ten_years(stack: EmbeddedStack) -> None:
    client = await Client.connect(stack.temporal_address)
    description = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace="default")
    )

    assert description.config.workflow_execution_retention_ttl.ToTimedelta().days == 3650


async def test_the_search_attributes_are_there(stack: EmbeddedStack) -> None:
    client = await Client.connect(stack.temporal_address)
    for name in SEARCH_ATTRIBUTES:
        assert [run async for run in client.list_workflows(f"{name} is not null")] == []


async def test_the_engine_shows_its_own_pages(stack: EmbeddedStack) -> None:
    assert stack.ui_address is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", int(stack.ui_address.rpartition(":")[2]))
    writer.write(b"GET / HTTP/1.0\r\n\r\n")

    assert (await reader.readline()).startswith(b"HTTP/1.0 200")
    writer.close()
    await writer.wait_closed()


async def test_servers_listen_on_this_machine_alone(stack: EmbeddedStack) -> None:
    for pid in stack.process_ids.values():
        listening = [
            c.laddr.ip for c in psutil.Process(pid).net_connections() if c.status == psutil.CONN_LISTEN
        ]
        assert set(listening) == {"127.0.0.1"}


async def test_a_client_process_finds_the_running_servers(stack: EmbeddedStack) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CLIENT_PROCESS, str(stack.data_dir), stdout=asyncio.subprocess.PIPE
    )

    assert (await process.communicate())[0].decode().strip() == stack.dsn


async def test_passwords_are_not_shown_and_not_readable_by_others(stack: EmbeddedStack) -> None:
    password = stack.dsn.split(":")[2].split("@")[0]

    assert password not in repr(stack.addresses)
    assert (stack.data_dir / "stack.json").stat().st_mode & 0o077 == 0


async def test_a_second_start_is_refused_and_says_who_runs(
    own_stack: type[EmbeddedStack], stack: EmbeddedStack
) -> None:
    with pytest.raises(AlreadyRunning, match=stack.temporal_address) as refused:
        await own_stack(stack.data_dir).start()

    assert refused.value.pid == os.getpid()
    assert running_stack(stack.data_dir) == stack.addresses


async def test_a_terminals_ctrl_c_does_not_reach_the_servers(stack: EmbeddedStack) -> None:
    assert os.getsid(0) not in {os.getsid(pid) for pid in stack.process_ids.values() if pid}


async def test_a_killed_engine_is_back_within_seconds_with_its_workflows(stack: EmbeddedStack) -> None:
    client = await Client.connect(stack.temporal_address)
    await client.start_workflow("waits-for-a-worker", id="kept", task_queue="none")
    before = _kill(stack, "temporal")

    await soon(client.get_workflow_handle("kept").describe)
    assert stack.process_ids["temporal"] != before


async def test_a_killed_database_is_back_within_seconds_with_its_rows(stack: EmbeddedStack) -> None:
    await execute(stack.owner_dsn, "create table kept (n integer); insert into kept values (1)")
    before = _kill(stack, "postgres")

    await soon(lambda: execute(stack.owner_dsn, "insert into kept values (2)"))
    assert await execute(stack.owner_dsn, "select sum(n) from kept") == 3
    assert stack.process_ids["postgres"] != before


def _kill(stack: EmbeddedStack, part: str) -> int:
    pid = stack.process_ids[part]
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid
