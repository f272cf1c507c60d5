"""The places at which a sign-in watches: a few each, counted among all processes where a connection is held for it."""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

import asyncpg

from infra.postgres.connections import Connection, connection_faults
from infra.postgres.sql import queries

MOST: Final = 2
"""How often one sign-in may watch at once: a browser opens six connections to a site, and needs some for its pages."""

LOST: Final[tuple[type[Exception], ...]] = (*connection_faults, asyncpg.InterfaceError)
"""What a connection says that is lost, at once or when it is asked again."""


class NoPlace(Exception):
    """A sign-in watches as often as it may already."""


class Places:
    """Counts by locks of one connection, which another process's connection does not get; without one by process."""

    def __init__(self) -> None:
        self._taken: set[tuple[UUID, int]] = set()
        self._by: Connection | None = None
        self._one_by_one = asyncio.Lock()

    async def take(self, sign_in_id: UUID) -> int:
        """Take a place of a sign-in, and return which; raises ``NoPlace``."""
        async with self._one_by_one:
            for place in range(MOST):
                if (sign_in_id, place) not in self._taken and await self._is_free(sign_in_id, place):
                    self._taken.add((sign_in_id, place))
                    return place
        raise NoPlace

    async def leave(self, sign_in_id: UUID, place: int) -> None:
        """Give a place back."""
        async with self._one_by_one:
            self._taken.discard((sign_in_id, place))
            if self._by is not None:
                with suppress(*LOST):
                    await queries("news").leave_place(self._by, sign_in_id=sign_in_id, place=place)

    async def count_by(self, connection: "Connection | None") -> set[tuple[UUID, int]]:
        """Count by this connection from now on; return the places that somebody elsewhere has taken meanwhile."""
        async with self._one_by_one:
            self._by = connection
            return {one for one in self._taken if not await self._is_free(*one)}

    async def _is_free(self, sign_in_id: UUID, place: int) -> bool:
        if self._by is None:
            return True
        try:
            free: bool = await queries("news").take_place(self._by, sign_in_id=sign_in_id, place=place)
        except LOST:
            return True
        return free
