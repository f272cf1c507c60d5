"""The outbox on PostgreSQL: one round of an Area's post at a time, each of its steps committed before the next."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID

import asyncpg

from activities.ports import MessageKind, Unavailable, Undelivered, Waiting
from domain.calendar import day_of
from domain.ids import derived_id
from domain.notices import Notice
from domain.post import AreaPost
from infra.postgres.connections import Connection, Pool, database_faults, is_lost
from infra.postgres.notices import notice_of
from infra.postgres.sql import queries

_TURN_S: Final = 5.0
_AWAY: Final = "PostgreSQL is out of reach"


class PostgresOutbox:
    """The messages that carry notices out of the system."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def posts(self, now: datetime) -> tuple[AreaPost, ...]:
        """What each Area has in it at an instant (UTC), but for Areas that have nothing. Raises ``Unavailable``."""
        try:
            async with self._pool.acquire(timeout=_TURN_S) as connection:
                rows = queries("post").areas(connection, now=now)
                return tuple([AreaPost.model_validate(dict(row)) async for row in rows])
        except database_faults as error:
            raise Unavailable(_AWAY) from error

    @asynccontextmanager
    async def round(self, area: str, now: datetime) -> AsyncIterator["PostgresRound"]:
        """Take the Area's turn and keep it; everything runs on the connection that holds it, so both are lost together.

        Raises ``Unavailable``, also while somebody else makes a round.
        """
        try:
            async with self._pool.acquire(timeout=_TURN_S) as connection:
                try:
                    await _take_turn(connection, area)
                    yield PostgresRound(connection, area, now)
                except asyncpg.InterfaceError as error:
                    if is_lost(
                        connection
                    ):  # the driver hides a loss behind the error for a caller's mistakes
                        raise Unavailable(_AWAY) from error
                    raise
                finally:
                    if not is_lost(connection):
                        await queries("post").end_turns(connection)
        except database_faults as error:
            raise Unavailable(_AWAY) from error


class PostgresRound:
    """One round of an Area's post, named by its instant (UTC)."""

    def __init__(self, connection: Connection, area: str, now: datetime) -> None:
        self._connection = connection
        self._area = area
        self._now = now
        self._sql = queries("post")

    async def gather(self, *, digest: bool, channel_of: Callable[[MessageKind], str]) -> None:
        """Put what is due into messages: a digest for each person, what goes alone by itself.

        What is newer about the same thing withdraws what is older and still waits.
        """
        async with self._connection.transaction():
            await self._sql.expire(self._connection, area=self._area, now=self._now)
            rows = self._sql.due(self._connection, area=self._area, digest=digest, now=self._now)
            due = [notice_of(row) async for row in rows]
            for kind, notices in messages_of(due):
                await self._make(kind, notices, channel_of(kind))
            await self._sql.overtake(self._connection, area=self._area, now=self._now)

    async def next_waiting(self, skip: Collection[str]) -> Waiting | None:
        """The oldest message that was not tried in this round, but for those of channels that are down."""
        row = await self._sql.next_message(
            self._connection, area=self._area, now=self._now, skip=sorted(skip)
        )
        if row is None:
            return None
        inside = self._sql.notices_in(self._connection, message_id=row["message_id"])
        notices = tuple([notice_of(one) async for one in inside])
        email = await self._sql.address_of(
            self._connection, staff_id=row["recipient"], today=day_of(self._now)
        )
        return Waiting(
            message_id=row["message_id"],
            to=row["recipient"],
            kind=MessageKind(row["kind"]),
            channel=row["channel"],
            made_at=row["made_at"],
            attempts=row["attempts"],
            email=email,
            notices=notices,
        )

    async def begin_attempt(self, message_id: UUID, channel: str) -> None:
        """Note that a channel is about to be tried."""
        await self._sql.begin_attempt(self._connection, message_id=message_id, channel=channel)

    async def sent(self, message_id: UUID) -> None:
        """Note that the message is out."""
        await self._sql.sent(self._connection, message_id=message_id, now=self._now)

    async def not_sent(self, message_id: UUID, why: Undelivered) -> None:
        """Note why it is not; it waits for the next round, or never goes."""
        note = self._sql.returned if why.never else self._sql.failed
        await note(self._connection, message_id=message_id, now=self._now, error=why.code)

    async def came_to(self) -> tuple[int, int]:
        """How many messages were sent in this round, and how many wait."""
        row = await self._sql.round_made(self._connection, area=self._area, now=self._now)
        return row["sent"], row["failed"]

    async def _make(self, kind: MessageKind, notices: Sequence[Notice], channel: str) -> None:
        notice_ids = [notice.notice_id for notice in notices]
        message_id = message_id_of(notice_ids)
        await self._sql.make_message(
            self._connection,
            message_id=message_id,
            area=self._area,
            recipient=notices[0].to,
            kind=kind,
            channel=channel,
            made_at=self._now,
        )
        await self._sql.put_in(self._connection, message_id=message_id, notice_ids=notice_ids)


def messages_of(due: Iterable[Notice]) -> tuple[tuple[MessageKind, tuple[Notice, ...]], ...]:
    """Return what goes into one message each, in order: what is urgent, invitations, then a digest for each person."""
    urgent, invitations = list[Notice](), list[Notice]()
    digests: dict[str, list[Notice]] = defaultdict(list)
    for notice in due:
        if notice.goes_alone:
            (invitations if notice.meeting else urgent).append(notice)
        else:
            digests[notice.to].append(notice)
    return (
        *((MessageKind.URGENT, (notice,)) for notice in urgent),
        *((MessageKind.INVITATION, (notice,)) for notice in invitations),
        *((MessageKind.DIGEST, tuple(notices)) for notices in digests.values()),
    )


def message_id_of(notice_ids: Iterable[UUID]) -> UUID:
    """The id of the message that carries these notices, the same whoever makes it."""
    return derived_id("message", *sorted(map(str, notice_ids)))


async def _take_turn(connection: Connection, area: str) -> None:
    """Wait a little for whoever makes a round; a turn whose holder was killed is free at once."""
    deadline = monotonic() + _TURN_S
    while not await queries("post").take_turn(connection, area=area):
        if monotonic() > deadline:
            msg = f"somebody else makes a round in {area}"
            raise Unavailable(msg)
        await asyncio.sleep(0.2)
