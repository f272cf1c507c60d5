"""The ledger on PostgreSQL: one transaction, one locked stream, events and read tables together."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from activities.ports import Claimed, StoredCommand, StoredEvent, Unavailable
from domain.errors import Reason
from domain.facts import Facts, Needs
from domain.notices import Notice
from domain.rows import Rows
from domain.values import Value
from infra.facts import load_facts
from infra.postgres import Connection, Pool, connection_faults, transaction
from infra.reference import Library
from infra.sql import queries

_CONSTRAINTS: Final = {"case_claims_once": Reason.ALREADY_ASSESSED}
"""What a violated constraint across streams means to the person whose command lost the race."""

_OUT_OF_REACH: Final = "PostgreSQL is out of reach"


class PostgresLedger:
    """The ledger; facts come from the same transaction."""

    def __init__(self, pool: Pool, library: Library) -> None:
        self._pool = pool
        self._library = library

    @asynccontextmanager
    async def transaction(self, stream: str) -> AsyncIterator["PostgresTransaction"]:
        """Lock a stream and begin; leaving commits. Raises ``Unavailable``."""
        try:
            async with transaction(self._pool) as connection:
                await queries("ledger").lock_stream(connection, stream=stream)
                yield PostgresTransaction(connection, stream, self._library)
        except connection_faults as error:
            raise Unavailable(_OUT_OF_REACH) from error

    async def opening(self, stream: str) -> StoredCommand | None:
        """The command that opened a stream. Raises ``Unavailable``."""
        try:
            row = await queries("ledger").opening(self._pool, stream=stream)
        except connection_faults as error:
            raise Unavailable(_OUT_OF_REACH) from error
        return StoredCommand(**dict(row)) if row else None


class PostgresTransaction:
    """One stream under its lock."""

    def __init__(self, connection: Connection, stream: str, library: Library) -> None:
        self._connection = connection
        self._stream = stream
        self._library = library

    async def command(self, command_id: UUID) -> StoredCommand | None:
        """What was answered to a command that comes again."""
        row = await queries("ledger").command(self._connection, stream=self._stream, command_id=command_id)
        return StoredCommand(**dict(row)) if row else None

    async def events(self, after: int) -> tuple[StoredEvent, ...]:
        """The stream's events after a version."""
        return await events_of(self._connection, self._stream, after)

    async def facts(self, needs: Needs, now: datetime) -> Facts:
        """Everything that a decision needs to know."""
        return await load_facts(self._connection, self._library, needs, now)

    async def append(
        self, events: Sequence[StoredEvent], before: Rows, after: Rows, notices: Sequence[Notice] = ()
    ) -> None:
        """Append events with their notices and bring the read tables along, or raise ``Claimed`` and change nothing."""
        if not events:
            return
        if before.case_claims == after.case_claims:  # no race to lose, so nothing to come back to
            await self._write(events, before, after, notices)
            return
        try:
            async with self._connection.transaction():
                await self._write(events, before, after, notices)
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name not in _CONSTRAINTS:
                raise
            raise Claimed(_CONSTRAINTS[error.constraint_name], self._stream) from error

    async def keep(self, command: StoredCommand, versions: tuple[int, int] | None) -> None:
        """Keep a command with its answer."""
        first, last = versions or (None, None)
        await queries("ledger").keep_command(
            self._connection,
            **command._asdict(),
            stream=self._stream,
            first_version=first,
            last_version=last,
        )

    async def _write(
        self, events: Sequence[StoredEvent], before: Rows, after: Rows, notices: Sequence[Notice]
    ) -> None:
        first = events[0]
        await queries("ledger").append(
            self._connection,
            stream=self._stream,
            versions=[event.version for event in events],
            kinds=[event.kind for event in events],
            bodies=[event.body for event in events],
            actor=first.actor,
            command_id=first.command_id,
            at=first.at,
        )
        await project(self._connection, self._stream, before, after)
        await keep_notices(self._connection, notices)


async def events_of(connection: Connection, stream: str, after: int = 0) -> tuple[StoredEvent, ...]:
    """Read a stream's events after a version, in order."""
    rows = queries("ledger").events(connection, stream=stream, after=after)
    return tuple([StoredEvent(**dict(row)) async for row in rows])


async def project(connection: Connection, stream: str, before: Rows, after: Rows) -> None:
    """Replace the rows of a stream in each read table in which they changed."""
    sql = queries("projection")
    for table in Rows.model_fields:
        old, new = getattr(before, table), getattr(after, table)
        if old != new:
            await getattr(sql, f"replace_{table}")(connection, stream=stream, rows=_json(new))


async def keep_notices(connection: Connection, notices: Sequence[Notice]) -> bool:
    """Keep notices, each once however often it is made; return whether one of them was not there yet."""
    if not notices:
        return False
    status: str = await queries("post").keep_notices(connection, notices=_json(notices))
    return not status.endswith(" 0")


def _json(rows: Sequence[Value]) -> str:
    return "[" + ",".join(row.model_dump_json() for row in rows) + "]"
