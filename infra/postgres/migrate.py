"""Brings a database to the schema that the code expects: forward only, once, whoever starts first."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from infra.postgres.connections import Connection, is_lost
from infra.postgres.sql import MIGRATIONS, queries

_FILE_NAME = re.compile(r"(?P<version>\d{4})_[a-z0-9_]+")


class MigrationMisnamed(Exception):
    """A migration's file isn't named NNNN_name.sql, or two carry the same number."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: name it NNNN_name.sql with the next free number")
        self.name = name


class AppliedMigrationChanged(Exception):
    """An applied migration differs from the file of that number, or has no file any more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} was applied and has changed since: restore the file and write a new migration"
        )
        self.name = name


class DatabaseIsNewer(Exception):
    """The database was migrated by a newer release than this code."""

    def __init__(self, database: int, code: int) -> None:
        super().__init__(
            f"the database is at {database:04}, this release knows {code:04}: run the newer release"
        )
        self.database = database
        self.code = code


@dataclass(frozen=True)
class Migration:
    """One step of the schema's history."""

    version: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        """The fingerprint of its text, the same for both kinds of line ends."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def load_migrations(folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    """Read a folder's migrations, lowest number first; raises ``MigrationMisnamed``."""
    found: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.stem)
        if match is None or int(match["version"]) in found:
            raise MigrationMisnamed(path.name)
        version = int(match["version"])
        found[version] = Migration(version, path.stem, path.read_text(encoding="utf-8"))
    return tuple(found.values())


async def migrate(
    connection: Connection, folder: Path = MIGRATIONS, *, lock_wait_ms: int = 5_000
) -> tuple[str, ...]:
    """Apply what is missing, each migration in its own transaction, and name what was applied.

    The connection's role owns the database (the group role ``iqa_app`` is made if need be). Processes that
    start together take turns. A table that the application holds for longer than ``lock_wait_ms`` fails the
    migration. Raises ``AppliedMigrationChanged``, ``DatabaseIsNewer`` or ``MigrationMisnamed`` before
    anything is changed; what PostgreSQL refuses is raised as it is and leaves the migrations before it
    applied.
    """
    known = load_migrations(folder)
    sql = queries("migrate")
    await sql.wait_for_turn(connection)
    try:
        await sql.limit_lock_waits(connection, milliseconds=str(lock_wait_ms))
        await sql.prepare(connection)
        missing = _missing(known, {row["version"]: row async for row in sql.applied(connection)})
        return tuple([await _apply(connection, migration) for migration in missing])
    finally:
        if not is_lost(connection):
            await sql.end_turn(connection)


def as_sql(migration: Migration) -> str:
    """A migration for whoever applies it by hand, and the line that remembers it."""
    values = f"{migration.version}, '{migration.name}', '{migration.sha256}', now()"
    remembered = f"insert into iqa.migrations (version, name, sha256, applied_at) values ({values});"  # noqa: S608  ours
    return f"-- {migration.name}\n{migration.text}\n{remembered}"


async def lacking(connection: Connection) -> tuple[str, ...]:
    """The migrations that this release needs and the database has not; one of a later release is no hindrance.

    Raises ``AppliedMigrationChanged``.
    """
    sql = queries("migrate")
    known = load_migrations()
    if not await sql.has_tables(connection):
        return tuple(migration.name for migration in known)
    applied = {row["version"]: row async for row in sql.applied(connection)}
    ours = {version: row for version, row in applied.items() if version <= known[-1].version}
    return tuple(migration.name for migration in _missing(known, ours))


def _missing(known: Sequence[Migration], applied: dict[int, asyncpg.Record]) -> list[Migration]:
    newest = max((migration.version for migration in known), default=0)
    if applied and max(applied) > newest:
        raise DatabaseIsNewer(max(applied), newest)
    fingerprints = {migration.version: migration.sha256 for migration in known}
    for version, row in applied.items():
        if fingerprints.get(version) != row["sha256"]:
            raise AppliedMigrationChanged(row["name"])
    return [migration for migration in known if migration.version not in applied]


async def _apply(connection: Connection, migration: Migration) -> str:
    async with connection.transaction():
        await connection.execute(migration.text)
        await queries("migrate").note_applied(
            connection,
            version=migration.version,
            name=migration.name,
            sha256=migration.sha256,
            applied_at=datetime.now(UTC),
        )
    return migration.name
