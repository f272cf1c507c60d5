"""Stops the real worker at an exact point of ``record`` from outside, through the database that it writes to.

No seam in the product and no sleeping: PostgreSQL itself says when a step has come to the point.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from typing import Final

import asyncpg

from infra.postgres.connections import connection_faults
from tests.records import Records
from tests.servers import soon

_WAITING_FOR_THE_STREAM: Final = """
select count(distinct (classid, objid)) from pg_locks where locktype = 'advisory' and not granted
"""
_WAITING_AT_THE_COMMIT: Final = """
select count(*) from pg_stat_activity where wait_event = 'SyncRep' and application_name = 'iqa'
"""
_PROBE_WAITS: Final = """
select count(*) from pg_stat_activity where wait_event = 'SyncRep' and application_name = 'probe'
"""

Caught = Callable[[int], Awaitable[None]]
"""Waits until so many steps have come to the point."""


class Moment(StrEnum):
    """Where a step is when the fault strikes."""

    BEFORE = "before the effect"
    AFTER = "after the commit"


@asynccontextmanager
async def held(records: Records, moment: Moment, streams: Sequence[str]) -> AsyncIterator[Caught]:
    """Let no step of these streams past the moment until left; gives a way to wait for them."""
    hold = _before_the_effect if moment is Moment.BEFORE else _after_the_commit
    connection = await asyncpg.connect(records.owner_dsn)
    try:
        async with hold(connection, records, streams) as caught:
            yield caught
    finally:
        connection.terminate()


@asynccontextmanager
async def _before_the_effect(
    connection: "asyncpg.Connection[asyncpg.Record]", _: Records, streams: Sequence[str]
) -> AsyncIterator[Caught]:
    """Hold each stream's lock, which ``record`` takes before it reads or writes anything."""
    for stream in streams:
        await connection.execute("select pg_advisory_lock(hashtextextended($1, 0))", stream)

    async def caught(steps: int) -> None:
        await _until(connection, _WAITING_FOR_THE_STREAM, steps)

    yield caught
    with suppress(*connection_faults, asyncpg.InterfaceError):
        await connection.execute("select pg_advisory_unlock_all()")


@asynccontextmanager
async def _after_the_commit(
    connection: "asyncpg.Connection[asyncpg.Record]", records: Records, _: Sequence[str]
) -> AsyncIterator[Caught]:
    """Withhold the news of every commit: it is on the disk, and PostgreSQL waits for a standby.

    A commit that tells others something holds a lock of the whole server until its end: of several such steps only one
    comes to the point, and the others wait behind it.
    """
    await connection.execute("alter system set synchronous_standby_names = 'nobody'")
    try:
        await connection.execute("select pg_reload_conf()")
        probe = asyncio.create_task(_commit_all_the_time(records.owner_dsn))
        await _until(connection, _PROBE_WAITS, 1)

        async def caught(steps: int) -> None:
            await _until(connection, _WAITING_AT_THE_COMMIT, steps)
            # Written before the fault, read by the next start or the next reload: the server will not wait again.
            await connection.execute("alter system reset synchronous_standby_names")

        yield caught
    finally:
        await _wait_at_no_commit(records.owner_dsn)
        probe.cancel()
        await asyncio.wait([probe])


async def _wait_at_no_commit(owner_dsn: str) -> None:
    """Let the server wait for nobody, whatever came between; one that is just coming back is asked again."""

    async def it_waits_no_more() -> None:
        settings = {"application_name": "cleanup", "synchronous_commit": "off"}
        connection = await asyncpg.connect(owner_dsn, server_settings=settings)
        try:
            await connection.execute("alter system reset synchronous_standby_names")
            await connection.execute("select pg_reload_conf()")
        finally:
            connection.terminate()

    await soon(it_waits_no_more, within_s=30)


async def _commit_all_the_time(owner_dsn: str) -> None:
    """Commit until one commit waits: a reload reaches the server a little later than it is asked for."""
    connection = await asyncpg.connect(owner_dsn, server_settings={"application_name": "probe"})
    try:
        while True:
            await connection.execute("select pg_logical_emit_message(true, 'probe', '')")
    finally:
        connection.terminate()


async def _until(connection: "asyncpg.Connection[asyncpg.Record]", count: str, steps: int) -> None:
    async def they_have_come() -> None:
        assert await connection.fetchval(count) >= steps

    await soon(they_have_come)
