"""How this system connects to PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from asyncpg.transaction import Transaction

from infra.postgres.sessions import Limits, settling

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"

connection_faults: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InternalClientError,
    asyncpg.LockNotAvailableError,
    asyncpg.TransactionRollbackError,
)
"""What asyncpg raises while the database is unreachable, starting, stopping or full: a retry may succeed.

A time-out of a statement or a lock and a deadlock are among them: they end the transaction without a trace.
"""

database_faults: tuple[type[Exception], ...] = (
    *connection_faults,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresSystemError,
)
"""These, and what an operator has to mend before a retry succeeds: a login, a right, a standby, a disk."""

_STATEMENT_MS = 3_000
_LOCK_MS = 2_000
_IDLE_IN_TRANSACTION_MS = 10_000


async def nothing_to_reset(_connection: Connection) -> None:
    """A transaction here leaves nothing behind on its connection; asyncpg's own reset is one more round trip."""


async def open_pool(dsn: str, *, max_size: int = 10, application_name: str = "iqa") -> Pool:
    """Open a pool whose connections give up on a statement after 3 s and on a lock after 2 s.

    Both lie below the start-to-close time of ``record``, so that an attempt is over before the engine starts
    the next. Bodies are bytes and codes are text: no codec is set.
    """
    return await asyncpg.create_pool(
        dsn,
        min_size=0,
        max_size=max_size,
        timeout=5,
        init=settling(dsn, Limits(_STATEMENT_MS, _LOCK_MS, _IDLE_IN_TRANSACTION_MS)),
        reset=nothing_to_reset,
        server_settings={"application_name": application_name, "timezone": "UTC"},
    )


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """A connection of the pool in a transaction of its own, as ``within_one`` has it."""
    async with pool.acquire() as connection, within_one(connection):
        yield connection


@asynccontextmanager
async def within_one(connection: Connection) -> AsyncIterator[None]:
    """One transaction, which commits on leaving, and rolls back on an error.

    A connection that is lost meanwhile always raises one of ``connection_faults``: the driver's own
    transaction hides the loss behind the ``InterfaceError`` that it also raises for a caller's mistakes.
    Whoever stops waiting does not wait for the end of it either: the connection is given up, and the server rolls back.
    """
    began = connection.transaction()
    try:
        await began.start()
        async with _rolled_back(connection, began):
            yield
        if is_lost(connection):
            raise asyncpg.ConnectionDoesNotExistError
        await began.commit()
    except asyncio.CancelledError:
        if not is_lost(connection):
            connection.terminate()
        raise


@asynccontextmanager
async def _rolled_back(connection: Connection, began: Transaction) -> AsyncIterator[None]:
    try:
        yield
    except asyncio.CancelledError:
        raise
    except asyncpg.InterfaceError as error:
        if is_lost(connection):
            raise asyncpg.ConnectionDoesNotExistError from error
        await began.rollback()
        raise
    except BaseException:
        if not is_lost(connection):
            await began.rollback()
        raise


def is_lost(connection: Connection) -> bool:
    """Whether the connection is closed; a pool takes a lost one back at once, which then refuses to say."""
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        return True
