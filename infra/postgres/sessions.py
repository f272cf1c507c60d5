"""A connection as it begins: how long it waits, and whether its session is its own.

The driver prepares statements by name, and turns are locks of a session. A pooler that lends sessions by the
transaction hands both to somebody else: a statement could run that nobody meant. Such a one is refused at once.
"""

import asyncio
from collections.abc import Callable, Coroutine
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import asyncpg

from infra.errors import DatabaseShared
from infra.postgres.sql import queries

if TYPE_CHECKING:
    from infra.postgres.connections import Connection

_PROBE_S: Final = 2.0
_SHARED: Final = "a pooler lends its sessions by the transaction or the statement"


class Limits(NamedTuple):
    """How many milliseconds a statement, a lock and an idle transaction may take; 0 is without end."""

    statement_ms: int = 0
    lock_ms: int = 0
    idle_ms: int = 0


NO_LIMITS: Final = Limits()


def settling(dsn: str, limits: Limits = NO_LIMITS) -> Callable[["Connection"], Coroutine[Any, Any, None]]:
    """What a pool does with each of its connections as it begins; raises ``DatabaseShared``."""

    async def settle(connection: "Connection") -> None:
        await settled(connection, dsn, limits)

    return settle


async def settled(connection: "Connection", dsn: str, limits: Limits = NO_LIMITS) -> None:
    """Give a new connection its limits, and look whether its session is its own; raises ``DatabaseShared``."""
    mark = token_hex(8)
    given = {name: str(value) for name, value in limits._asdict().items()}
    try:
        process = await queries("sessions").settle(connection, **given, mark=mark)
        if process == connection.get_server_pid():
            return
        # Another process than the one that let us in: a pooler stands between.
        if await _is_shared(connection, dsn, mark):
            raise DatabaseShared(_SHARED)
    except (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError) as error:
        raise DatabaseShared(_SHARED) from error


async def _is_shared(connection: "Connection", dsn: str, mark: str) -> bool:
    """Whether somebody else, in a transaction, is lent this session: they see its mark, or it is gone meanwhile."""
    try:
        async with asyncio.timeout(_PROBE_S):
            other = await asyncpg.connect(dsn)
            try:
                async with other.transaction():
                    seen: str = await queries("sessions").mark(other)
                    kept: str = await queries("sessions").mark(connection)
                    return seen == mark or kept != mark
            finally:
                other.terminate()
    except TimeoutError:
        return False  # no session is left for anybody else: this one is not lent
    except asyncpg.PostgresConnectionError:
        return True  # it lends none for a whole transaction, and ends the connection of who asks for one
