"""The SQL of the system, by name: each file here holds the statements of one room, each with its purpose.

``migrations/`` holds the schema: one file until the first release, after it one more for each change; no queries.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import aiosql

FOLDER = Path(__file__).parent
MIGRATIONS = FOLDER / "migrations"


class Queries(Protocol):
    """The statements of one file, each called as a method with a connection (or pool) and named values.

    A statement's suffix in the file says what it gives: ``^`` one record or None, ``$`` one value, ``!`` the
    status, ``*!`` many executions, ``#`` a script, none an async iterator of records.
    """

    def __getattr__(self, name: str) -> Callable[..., Any]: ...


@cache
def queries(name: str) -> Queries:
    """Load the statements of ``<name>.sql``."""
    loaded: Queries = aiosql.from_path(FOLDER / f"{name}.sql", "asyncpg", encoding="utf-8")
    return loaded


def query_files() -> tuple[Path, ...]:
    """Every file of named statements."""
    return tuple(sorted(FOLDER.glob("*.sql")))
