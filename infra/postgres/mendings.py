"""What operators did so that workflows and ledger hold the same again: kept once, changed never."""

import platform
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import psutil

from domain.mendings import Mended, Mending
from infra.postgres.connections import Connection
from infra.postgres.sql import queries


def operator() -> str:
    """Whoever runs this process: the account, and the machine."""
    return f"{psutil.Process().username()}@{platform.node()}"


async def keep_mending(
    connection: Connection,
    kind: Mended,
    stream: str | None = None,
    *,
    ledger: int | None = None,
    folded: int | None = None,
) -> None:
    """Keep what is about to be done by whoever runs this process: to a stream, or to every one."""
    await queries("mendings").keep_mending(
        connection, who=operator(), kind=kind, stream=stream, ledger=ledger, folded=folded
    )


async def mendings_of(connection: Connection, stream: str) -> tuple[Mending, ...]:
    """What was done to a stream, in order."""
    rows = queries("mendings").mendings_of(connection, stream=stream)
    return tuple([Mending.model_validate(dict(row)) async for row in rows])


async def recorded_at(connection: Connection, stream: str) -> Mapping[UUID, datetime]:
    """When (UTC) each command of a stream was recorded."""
    rows = queries("mendings").recorded_at(connection, stream=stream)
    return {row["command_id"]: row["recorded_at"] async for row in rows}
