"""How a process that asks only once finds and opens the database, without loading the engine's library."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import asyncpg

from infra.embedded.running import running_stack
from infra.errors import DatabaseOutOfReach
from infra.postgres.causes import FAULTS, told
from infra.postgres.connections import Connection, Pool, connection_faults, nothing_to_reset
from infra.postgres.sessions import NO_LIMITS, Limits, settled, settling
from infra.settings import Settings

_CONNECT_S: Final = 2.0
_HOW: Final = {"application_name": "iqa-client", "timezone": "UTC"}
_LIMITS: Final = Limits(statement_ms=2_000, lock_ms=2_000)


def dsn_of(settings: Settings) -> str:
    """The DSN that the settings name, or the running embedded server's; raises ``DatabaseOutOfReach``."""
    if settings.dsn is not None:
        return settings.dsn
    stack = running_stack(settings.data_dir)
    if stack is None:
        msg = f"nothing runs on {settings.data_dir}: start it with `iqa run`, or name a database in IQA_DSN"
        raise DatabaseOutOfReach(msg)
    return stack.dsn


@asynccontextmanager
async def connected(
    settings: Settings, *, patient: bool = False, longest_s: float | None = None
) -> AsyncIterator[Connection]:
    """A connection that gives up on a statement after 2 s; a patient one, for bulk work, never does.

    ``longest_s`` limits all that is done on it. Raises ``DatabaseOutOfReach``, also when the database goes away
    meanwhile or the time is over, or ``DatabaseNotPrepared``.
    """
    dsn = dsn_of(settings)
    with _named_faults(dsn):
        async with asyncio.timeout(longest_s), _connection(dsn, patient=patient) as connection:
            yield connection


async def client_pool(settings: Settings) -> Pool:
    """The pool of a client, whose connections give up on a statement after 2 s; none is made yet."""
    dsn = dsn_of(settings)
    return await asyncpg.create_pool(
        dsn,
        min_size=0,
        timeout=_CONNECT_S,
        init=settling(dsn, _LIMITS),
        reset=nothing_to_reset,
        server_settings=_HOW,
    )


@asynccontextmanager
async def borrowed(pool: Pool, dsn: str, longest_s: float) -> AsyncIterator[Connection]:
    """A connection of a client's pool, for all that is done on it in so many seconds; raises as ``connected`` does."""
    with _named_faults(dsn):
        async with asyncio.timeout(longest_s), pool.acquire() as connection:
            yield connection


@contextmanager
def _named_faults(dsn: str) -> Iterator[None]:
    """Tell what goes wrong in the words of this system."""
    try:
        yield
    except FAULTS as error:
        raise told(error, dsn) from error


@asynccontextmanager
async def _connection(dsn: str, *, patient: bool) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(dsn, timeout=_CONNECT_S, server_settings=_HOW)
    try:
        await settled(connection, dsn, NO_LIMITS if patient else _LIMITS)
        yield connection
    finally:
        await _close(connection)


async def _close(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    try:
        await connection.close(timeout=1)
    except connection_faults:
        connection.terminate()
