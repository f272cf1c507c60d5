"""Why a database does not do what it is asked, in the words of this system: what, where, and what to do by its kind."""

import socket
from typing import Final
from urllib.parse import urlsplit

import asyncpg

from infra.errors import (
    NO_ANSWER,
    DatabaseFull,
    DatabaseLoginRefused,
    DatabaseNotPrepared,
    DatabaseOutOfReach,
    DatabaseRightMissing,
)
from infra.postgres.connections import database_faults

FAULTS: Final[tuple[type[Exception], ...]] = (
    *database_faults,
    asyncpg.ClientConfigurationError,
    asyncpg.UndefinedTableError,
    asyncpg.InvalidSchemaNameError,
)
"""What ``told`` has words for."""

_NO_TABLES: Final = (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError)
_KINDS: Final[tuple[tuple[type[Exception], type[DatabaseOutOfReach]], ...]] = (
    (asyncpg.InsufficientPrivilegeError, DatabaseRightMissing),
    (asyncpg.InvalidAuthorizationSpecificationError, DatabaseLoginRefused),
    (asyncpg.DiskFullError, DatabaseFull),
)


def told(error: Exception, dsn: str) -> DatabaseOutOfReach | DatabaseNotPrepared:
    """What to raise in place of a fault; the DSN says where, and nothing of its password is told."""
    if isinstance(error, _NO_TABLES):
        return DatabaseNotPrepared()
    kind = next((ours for theirs, ours in _KINDS if isinstance(error, theirs)), DatabaseOutOfReach)
    return kind(_cause(error, dsn))


def _cause(error: Exception, dsn: str) -> str:
    where = place(dsn)
    match error:
        case TimeoutError():
            return f"{NO_ANSWER} ({where})"
        case ConnectionRefusedError():
            return f"nothing listens at {where}"
        case socket.gaierror():
            return f"nobody knows the host of {where}"
        case asyncpg.PostgresError() if error.args:
            # Without the detail, which may hold a row, and the hint.
            return f"{str(error.args[0]).splitlines()[0]} ({where})"
        case _:
            return f"{str(error).strip() or type(error).__name__} ({where})"


def place(dsn: str) -> str:
    """Host, port and database of a DSN, without its login."""
    parts = urlsplit(dsn)
    return f"{parts.netloc.rpartition('@')[2] or 'a local socket'}{parts.path}"
