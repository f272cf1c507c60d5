"""Verifications as jobs: begun from a page, told how far they are, stopped from any process, a few at once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final
from uuid import UUID, uuid4

import structlog

from clients.desk.desk import SignedIn
from clients.desk.verifying import Verification, verify
from clients.errors import Unreachable
from clients.web.frame.site import Site
from infra.postgres import verifications
from infra.postgres.verifications import SEEN_EVERY_S, Verifying
from infra.progress import Progress

MOST: Final = 4
"""How many are under way at once, in all processes together."""

Verify = Callable[[Site, SignedIn, str, Progress], Awaitable[Verification]]

_log = structlog.get_logger("iqa.verifications")


class TooMany(Exception):
    """As many are under way as there may be at once."""


class _Stopped(Exception):
    """Its person wants it no more."""


class _Count:
    """How far a verification is, told from whichever thread is at it; it stops there when it is to stop."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self.stops = False

    def __call__(self, _what: str, done: int, total: int) -> None:
        """Take it down."""
        self.done, self.total = done, total
        if self.stops:
            raise _Stopped


async def _verify(site: Site, by: SignedIn, stream: str, progress: Progress) -> Verification:
    return await verify(site.desk, by, stream, progress=progress)


class Verifications:
    """The verifications that this process is at."""

    def __init__(self, site: Site, work: Verify = _verify) -> None:
        self._site = site
        self._work = work
        self._at_work: set[asyncio.Task[None]] = set()

    async def begin(self, by: SignedIn, stream: str) -> UUID:
        """Have a stream verified, and return by which id it is asked after; one that is under way is not begun twice.

        Raises ``TooMany`` or ``Unreachable``.
        """
        now = self._site.desk.now()
        async with self._site.keeping() as connection:
            going = await verifications.under_way(connection, now)
            for one in going:
                if (one.staff_id, one.stream) == (by.staff_id, stream):
                    return one.verification_id
            if len(going) >= MOST:
                raise TooMany
            begun = Verifying(
                verification_id=uuid4(),
                staff_id=by.staff_id,
                stream=stream,
                begun_at=now,
                seen_at=now,
                done=0,
                total=0,
                stopped_at=None,
                ended_at=None,
                outcome=None,
            )
            await verifications.begin(connection, begun)
        task = asyncio.create_task(self._at(begun.verification_id, by, stream))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return begun.verification_id

    async def end(self) -> None:
        """Be at none any more: whoever asks after one is told that it was cut off."""
        tasks = tuple(self._at_work)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _at(self, verification_id: UUID, by: SignedIn, stream: str) -> None:
        count = _Count()
        work = asyncio.ensure_future(self._work(self._site, by, stream, count))
        try:
            while not work.done() and await self._goes_on(verification_id, count):
                await asyncio.wait({work}, timeout=SEEN_EVERY_S)
            if work.done():
                outcome = work.result().model_dump_json().encode()
                async with self._site.keeping() as connection:
                    await verifications.end(connection, verification_id, outcome, self._site.desk.now())
        except Exception:  # noqa: BLE001  whatever it is, whoever asks is told that it was cut off
            _log.exception("cut_off", verification_id=str(verification_id), stream=stream)
        finally:
            count.stops = True
            work.cancel()

    async def _goes_on(self, verification_id: UUID, count: _Count) -> bool:
        """Say how far it is; while the database is away it goes on."""
        with suppress(Unreachable):
            async with self._site.keeping() as connection:
                now = self._site.desk.now()
                return await verifications.goes_on(connection, verification_id, count.done, count.total, now)
        return True
