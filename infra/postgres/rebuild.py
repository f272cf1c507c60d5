"""Rebuilds the read tables and the notices from the ledger, stream by stream, each under its own lock.

Nobody has to stop working.
"""

import json

from activities.record import decode
from domain.kinds import kind_of
from domain.rows import Rows
from domain.values import Code, Value
from infra.postgres.connections import Connection
from infra.postgres.ledger import events_of, keep_notices, project
from infra.postgres.sql import queries


class Rebuilt(Value):
    """How many streams there are, and which of them the read tables had shown otherwise than the ledger."""

    streams: int
    mended: tuple[Code, ...]


async def rebuild(connection: Connection) -> Rebuilt:
    """Make every row again and mend those that differ, and notices that are gone; a sound database stays as it is."""
    async with connection.transaction():
        streams = [row["stream"] async for row in queries("rebuild").streams(connection)]
    mended = tuple([stream for stream in streams if await _mend(connection, stream)])
    return Rebuilt(streams=len(streams), mended=mended)


async def _mend(connection: Connection, stream: str) -> bool:
    async with connection.transaction():
        await queries("ledger").lock_stream(connection, stream=stream)
        kind = kind_of(stream)
        events = decode(kind, await events_of(connection, stream))
        state, notices = kind.fold_with_notices(None, events, stream)
        due = kind.rows(state)
        shown = await shown_of(connection, stream)
        differs = any(due.unlike(shown))
        if differs:
            await project(connection, stream, shown, due)
        told = await keep_notices(connection, notices)
        return differs or told


async def shown_of(connection: Connection, stream: str) -> Rows:
    """What the read tables show of a stream."""
    found = dict(await queries("rebuild").rows_of(connection, stream=stream))
    return Rows.model_validate({table: json.loads(rows) for table, rows in found.items() if rows})
