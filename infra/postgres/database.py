"""How a process that asks only once finds and opens the database, without loading the engine's library."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

from infra.embedded.running import running_stack
from infra.postgres.connections import Connection, connection_faults
from infra.settings import Settings

_CONNECT_S: Final = 2.0
_STATEMENT_MS: Final = "2000"

_REFUSED: tuple[type[Exception], ...] = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.ClientConfigurationError,
)
_LOST: tuple[type[Exception], ...] = (*connection_faults, asyncpg.InsufficientPrivilegeError)
_NO_TABLES: tuple[type[Exception], ...] = (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError)


class DatabaseOutOfReach(Exception):
    """The database does not answer."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class DatabaseNotPrepared(Exception):
    """The database answers, and has no tables of this system."""


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
async def connected(settings: Settings, *, patient: bool = False) -> AsyncIterator[Connection]:
    """A connection that gives up on a statement after 2 s; a patient one, for bulk work, never does.

    Raises ``DatabaseOutOfReach``, also when the database goes away meanwhile, or ``DatabaseNotPrepared``.
    """
    limits = {} if patient else {"statement_timeout": _STATEMENT_MS, "lock_timeout": _STATEMENT_MS}
    try:
        connection = await asyncpg.connect(
            dsn_of(settings),
            timeout=_CONNECT_S,
            server_settings={"application_name": "iqa-client", "timezone": "UTC"} | limits,
        )
    except (*connection_faults, *_REFUSED) as error:
        raise DatabaseOutOfReach(_said(error)) from error
    try:
        yield connection
    except _NO_TABLES as error:
        raise DatabaseNotPrepared from error
    except _LOST as error:
        raise DatabaseOutOfReach(_said(error)) from error
    finally:
        await _close(connection)


async def _close(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    try:
        await connection.close(timeout=1)
    except connection_faults:
        connection.terminate()


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
