"""How this system connects to PostgreSQL."""

from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"

connection_faults: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InternalClientError,
)
"""What asyncpg raises while the database is unreachable, starting, stopping or full: a retry may succeed.

A time-out of a statement or a lock is among them, since it ended the transaction without a trace.
"""

_STATEMENT_MS = 3_000
_LOCK_MS = 2_000
_IDLE_IN_TRANSACTION_MS = 10_000


async def open_pool(dsn: str, *, max_size: int = 10, application_name: str = "iqa") -> Pool:
    """Open a pool whose connections give up on a statement after 3 s and on a lock after 2 s.

    Both lie below the start-to-close time of ``record``, so that an attempt is over before the engine starts
    the next. Bodies are bytes and codes are text: no codec is set.
    """
    return await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=max_size,
        timeout=5,
        server_settings={
            "application_name": application_name,
            "statement_timeout": str(_STATEMENT_MS),
            "lock_timeout": str(_LOCK_MS),
            "idle_in_transaction_session_timeout": str(_IDLE_IN_TRANSACTION_MS),
            "timezone": "UTC",
        },
    )
