import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from infra.postgres.connections import Connection, Pool, connection_faults, open_pool, transaction
from tests.servers import Database, execute

NOWHERE = "postgresql://iqa@127.0.0.1:1/iqa"


@pytest_asyncio.fixture(loop_scope="session")
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with await open_pool(database.dsn, max_size=2, application_name="tested") as opened:
        yield opened


async def test_every_connection_gives_up_in_time_and_says_who_it_is(pool: Pool) -> None:
    names = ("statement_timeout", "lock_timeout", "application_name", "TimeZone")
    shown = [await pool.fetchval("select current_setting($1)", name) for name in names]

    assert shown == ["3s", "2s", "tested", "UTC"]


async def test_a_transaction_commits_on_leaving_and_rolls_back_on_an_error(
    pool: Pool, database: Database
) -> None:
    await execute(
        database.owner_dsn, "create table iqa.kept (n integer); grant select, insert on iqa.kept to iqa_app"
    )
    async with transaction(pool) as connection:
        await connection.execute("insert into iqa.kept values (1)")
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with transaction(pool) as connection:
            await connection.execute("insert into iqa.kept values (2); select 1 / 0")

    assert await pool.fetchval("select array_agg(n) from iqa.kept") == [1]


async def _in_a_statement(connection: Connection, _: asyncio.Event) -> None:
    await connection.execute("select pg_sleep(2)")


async def _between_two(connection: Connection, lost: asyncio.Event) -> None:
    await lost.wait()
    await connection.execute("select 1")


async def _at_the_end(_: Connection, lost: asyncio.Event) -> None:
    await lost.wait()


@pytest.mark.parametrize("moment", [_in_a_statement, _between_two, _at_the_end])
async def test_a_connection_lost_at_any_moment_is_a_connection_fault(
    pool: Pool, database: Database, moment: Callable[[Connection, asyncio.Event], Awaitable[None]]
) -> None:
    async def work() -> None:
        async with transaction(pool) as connection:
            started.set_result(await connection.fetchval("select pg_backend_pid()"))
            await moment(connection, lost)

    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    lost = asyncio.Event()
    working = asyncio.create_task(work())
    await execute(database.owner_dsn, f"select pg_terminate_backend({await started}, 10000)")
    lost.set()

    with pytest.raises(connection_faults):
        await working
    assert await pool.fetchval("select 1") == 1


@pytest.mark.parametrize(
    ("statement", "arguments"),
    [("select $1::integer", ("text",)), ("select 1 / $1::integer", (0,)), ("select no_such_column", ())],
)
async def test_a_mistake_of_ours_is_not_a_connection_fault(
    pool: Pool, statement: str, arguments: tuple[Any, ...]
) -> None:
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)) as raised:
        async with transaction(pool) as connection:
            await connection.fetchval(statement, *arguments)

    assert not isinstance(raised.value, connection_faults)


async def test_a_statement_that_takes_too_long_may_be_tried_again(pool: Pool) -> None:
    with pytest.raises(connection_faults):
        async with transaction(pool) as connection:
            await connection.execute("set local statement_timeout = 10; select pg_sleep(1)")


async def test_a_lock_that_somebody_holds_may_be_tried_again(pool: Pool) -> None:
    async with transaction(pool) as holder:
        await holder.execute("select pg_advisory_xact_lock(1)")
        with pytest.raises(connection_faults):
            async with transaction(pool) as connection:
                await connection.execute("set local lock_timeout = 10; select pg_advisory_xact_lock(1)")


async def test_a_database_that_is_not_there_is_a_connection_fault() -> None:
    async with await open_pool(NOWHERE) as nowhere:
        with pytest.raises(connection_faults):
            await nowhere.fetchval("select 1")
