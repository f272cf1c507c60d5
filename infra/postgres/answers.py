"""What the ledger holds by now, for whoever waits for an answer: how far a stream is, what came of a command."""

from uuid import UUID

import asyncpg

from domain.errors import Refused
from domain.stream import Answer, answered
from infra.postgres.connections import database_faults
from infra.postgres.roster import Source
from infra.postgres.sql import queries

_OUT_OF_REACH: tuple[type[Exception], ...] = (*database_faults, asyncpg.InterfaceError)
"""A connection that was lost says so with the last of them, once it is asked again."""


class Answers:
    """Looks answers up; a ledger that can't be asked at the moment holds nothing yet."""

    def __init__(self, source: Source) -> None:
        self._source = source

    async def version(self, stream: str) -> int:
        """How far a stream is; 0 when there is none."""
        try:
            found: int = await queries("operations").version(self._source, stream=stream)
        except _OUT_OF_REACH:
            return 0
        return found

    async def answer(self, stream: str, command_id: UUID, command_hash: str) -> Answer | Refused | None:
        """What came of this very command; None while nothing did, and for another command under its id."""
        try:
            found = await queries("ledger").answer(
                self._source, stream=stream, command_id=command_id, command_hash=command_hash
            )
        except _OUT_OF_REACH:
            return None
        return answered(found) if found is not None else None
