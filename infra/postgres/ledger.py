"""The ledger on PostgreSQL: one transaction, one locked stream, events and read tables together."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from activities.ports import Claimed, Found, StoredCommand, StoredEvent, Unavailable
from domain.errors import Reason
from domain.facts import Facts, Needs
from domain.notices import Notice
from domain.refusals import RefusedAttempt
from domain.rows import Rows
from domain.values import Value
from infra.postgres.connections import Connection, Pool, database_faults, transaction
from infra.postgres.facts import load_facts
from infra.postgres.refusals import keep_refused
from infra.postgres.sql import queries
from infra.reference import Library

_CONSTRAINTS: Final = {"case_claims_once": Reason.ALREADY_ASSESSED}
"""What a violated constraint across streams means to the person whose command lost the race."""


class PostgresLedger:
    """The ledger; facts come from the same transaction."""

    def __init__(self, pool: Pool, library: Library) -> None:
        self._pool = pool
        self._library = library

    @asynccontextmanager
    async def transaction(self, stream: str) -> AsyncIterator["PostgresTransaction"]:
        """Begin on a stream; leaving commits. Raises ``Unavailable``."""
        try:
            async with transaction(self._pool) as connection:
                yield PostgresTransaction(connection, stream, self._library)
        except database_faults as error:
            # By its kind alone: what the server says of a row would stand in the history.
            msg = f"PostgreSQL does not take it: {type(error).__name__}"
            raise Unavailable(msg) from error


class PostgresTransaction:
    """One decision on one stream."""

    def __init__(self, connection: Connection, stream: str, library: Library) -> None:
        self._connection = connection
        self._stream = stream
        self._library = library

    async def find(self, command_id: UUID, after: int) -> Found:
        """Lock the stream, then read its events after a version, and the command if it comes again."""
        sql, stream = queries("ledger"), self._stream
        found = sql.begin_decision(self._connection, stream=stream, command_id=command_id, after=after)
        rows = [row async for row in found]
        events = tuple(
            StoredEvent(*(row[name] for name in StoredEvent._fields))
            for row in rows
            if row["version"] is not None
        )
        if not rows[0]["is_known"]:
            return Found(events, None)
        row = await sql.command(self._connection, stream=stream, command_id=command_id)
        return Found(events, StoredCommand(**dict(row)))

    async def facts(self, needs: Needs, now: datetime) -> Facts:
        """Everything that a decision needs to know."""
        return await load_facts(self._connection, self._library, needs, now)

    async def keep(
        self,
        command: StoredCommand,
        events: Sequence[StoredEvent],
        before: Rows,
        after: Rows,
        notices: Sequence[Notice] = (),
    ) -> None:
        """Keep a command, its events and notices and what they changed, or raise ``Claimed`` and keep nothing."""
        violated = await queries("ledger").keep_decision(
            self._connection,
            **command._asdict(),
            stream=self._stream,
            kinds=[event.kind for event in events],
            bodies=[event.body for event in events],
            rows=_changed(before, after),
            notices=_json(notices),
        )
        if violated:
            raise Claimed(_CONSTRAINTS[violated], self._stream)

    async def keep_refused(self, attempt: RefusedAttempt) -> None:
        """Keep what a person asked for and was refused."""
        await keep_refused(self._connection, attempt)


async def events_of(connection: Connection, stream: str, after: int = 0) -> tuple[StoredEvent, ...]:
    """Read a stream's events after a version, in order."""
    rows = queries("ledger").events(connection, stream=stream, after=after)
    return tuple([StoredEvent(**dict(row)) async for row in rows])


async def project(connection: Connection, stream: str, before: Rows, after: Rows) -> None:
    """Replace the rows of a stream in each read table in which they changed."""
    await queries("projection").replace_rows(connection, stream=stream, rows=_changed(before, after))


async def keep_notices(connection: Connection, notices: Sequence[Notice]) -> bool:
    """Keep notices, each once however often it is made; return whether one of them was not there yet."""
    if not notices:
        return False
    added: int = await queries("post").keep_notices(connection, notices=_json(notices))
    return added > 0


def _json(rows: Sequence[Value]) -> str:
    return "[" + ",".join(row.model_dump_json() for row in rows) + "]"


def _changed(before: Rows, after: Rows) -> str:
    """The rows of each read table in which they changed, as JSON by table."""
    return after.model_dump_json(
        include={table for table in Rows.model_fields if getattr(before, table) != getattr(after, table)}
    )
