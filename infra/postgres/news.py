"""News: what is recorded in a stream is told with the commit, heard by one connection a process, and passed on.

Who listens to a channel may still hear nothing, behind a pooler that lends connections by the transaction. So it says
something itself now and then; where that does not come back, the ledger is asked once a second instead.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from infra.errors import OutOfReach
from infra.postgres.connections import Pool
from infra.postgres.places import LOST, Places
from infra.postgres.sql import queries

_CHANNEL: Final = "iqa_news"
_ONESELF: Final = "oneself"
_ASKED_EVERY_S: Final = 1.0
_HEARD_WITHIN_S: Final = 2.0
_HEARD_EVERY_S: Final = 10.0
_DEAF_FOR_S: Final = 30.0
"""How long nobody listens again where nothing was heard at all."""
_LOST: Final = (*LOST, OutOfReach)

_log = structlog.get_logger("iqa.news")


class Watch:
    """Somebody who watches a stream, from the version on that they know."""

    def __init__(self, stream: str, known: int) -> None:
        self.stream = stream
        self.known = known
        self._told = self._reached = known
        self._woken = asyncio.Event()
        self._is_over = False

    async def news(self) -> AsyncIterator[int]:
        """How far the stream is, each time that it has gone on, until the watch is over."""
        while True:
            await self._woken.wait()
            if self._is_over:
                return
            self._woken.clear()
            if self._reached > self._told:
                self._told = self._reached
                yield self._told

    def reached(self, version: int) -> None:
        """Say how far the stream is; what was known already wakes nobody."""
        self._reached = max(self._reached, version)
        self._woken.set()

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._is_over = True
        self._woken.set()


class News:
    """What the watches of one process hear. Nothing is connected before somebody watches, nor after ``end``."""

    def __init__(self, dsn: Callable[[], str], pool: Callable[[], Awaitable[Pool]]) -> None:
        self._dsn = dsn
        self._pool = pool
        self._places = Places()
        self._watches: dict[Watch, tuple[UUID, int]] = {}
        self._at_work: tuple[asyncio.Task[None], ...] = ()
        self._hears = False
        self._ready = asyncio.Event()
        self._own_word = ""
        self._own_heard = asyncio.Event()

    @asynccontextmanager
    async def watching(self, sign_in_id: UUID, stream: str, known: int) -> AsyncIterator[Watch]:
        """Watch a stream on behalf of a sign-in; raises ``NoPlace``."""
        if not self._at_work:
            self._at_work = tuple(asyncio.create_task(one) for one in (self._listen(), self._ask()))
        await self._ready.wait()
        place, watch = await self._places.take(sign_in_id), Watch(stream, known)
        self._watches[watch] = (sign_in_id, place)
        try:
            await self._look_up((watch,))
            yield watch
        finally:
            del self._watches[watch]
            await self._places.leave(sign_in_id, place)

    async def end(self) -> None:
        """End every watch, and listen no more."""
        for watch in self._watches:
            watch.end()
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)
        self._at_work = ()

    async def _ask(self) -> None:
        """Ask the ledger once a second while nothing is heard."""
        while True:
            await asyncio.sleep(_ASKED_EVERY_S)
            if not self._hears:
                await self._look_up(tuple(self._watches))
                self._ready.set()

    async def _listen(self) -> None:
        """Listen, again and again: soon where something was heard before, later where nothing was."""
        while True:
            try:
                with suppress(*_LOST):
                    await self._listened()
            finally:
                heard, self._hears = self._hears, False
            await self._places.count_by(None)
            _log.info("hears_nothing", heard_before=heard)
            await asyncio.sleep(_ASKED_EVERY_S if heard else _DEAF_FOR_S)

    async def _listened(self) -> None:
        """Listen on a connection of its own until it is lost, or what is said oneself does not come back."""
        ear = await asyncpg.connect(
            self._dsn(), timeout=5, command_timeout=5, server_settings={"application_name": "iqa-news"}
        )
        lost = asyncio.Event()
        ear.add_termination_listener(lambda _: lost.set())
        try:
            await ear.add_listener(_CHANNEL, self._heard)
            while await self._hears_itself():
                if not self._hears:
                    await self._begin(ear)
                with suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), _HEARD_EVERY_S)
                    return
        finally:
            ear.terminate()

    async def _begin(self, ear: "asyncpg.Connection[asyncpg.Record]") -> None:
        """Rely on what is heard from now on; what happened before it is looked up once."""
        elsewhere = await self._places.count_by(ear)
        for watch, place in self._watches.items():
            if place in elsewhere:
                watch.end()
        self._hears = True
        await self._look_up(tuple(self._watches))
        self._ready.set()

    async def _hears_itself(self) -> bool:
        """Say something by another connection: by its own it would come back through any pooler."""
        self._own_heard.clear()
        self._own_word = secrets.token_hex(8)
        async with asyncio.timeout(_HEARD_WITHIN_S):
            words = f"{_ONESELF} {self._own_word}"
            await queries("news").tell_oneself(await self._pool(), words=words)
            return await self._own_heard.wait()

    def _heard(self, _connection: object, _pid: int, _channel: str, words: object) -> None:
        stream, _, said = str(words).rpartition(" ")
        if stream == _ONESELF and said == self._own_word:
            self._own_heard.set()
        elif said.isascii() and said.isdigit():
            self._reached(stream, int(said))

    def _reached(self, stream: str, version: int) -> None:
        for watch in self._watches:
            if watch.stream == stream:
                watch.reached(version)

    async def _look_up(self, watches: Collection[Watch]) -> None:
        """Ask the ledger how far these streams are; one that can't be asked at the moment is asked again."""
        if not watches:
            return
        streams = list({watch.stream for watch in watches})
        with suppress(*_LOST):
            async for row in queries("news").reached(await self._pool(), streams=streams):
                self._reached(row["stream"], row["version"])
