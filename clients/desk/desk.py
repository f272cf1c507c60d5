"""The desk of one process: database, engine, reference data and clock, and the people who sign in at it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from clients.errors import CommandRefused, Unreachable
from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.people import Person
from domain.values import Code, Value
from infra.errors import EngineOutOfReach, OutOfReach
from infra.postgres import roster
from infra.postgres.connections import Connection, Pool, connection_faults
from infra.postgres.database import borrowed, client_pool
from infra.settings import Settings

if TYPE_CHECKING:
    from clients.gateway import Engine
    from infra.reference import Library

PATIENCE_S: Final = 3.5
"""How long a person waits in all, in seconds: with the start of a process, on a busy machine too, below five."""
_CLOSING_S: Final = 1.0


class SignedIn(Value):
    """Who is at the desk, how they signed in and when (UTC); their post is read anew each time."""

    staff_id: str
    how: Code = "command_line"
    at: datetime


def utc_now() -> datetime:
    """The present instant (UTC) by this machine's clock."""
    return datetime.now(UTC)


class Desk:
    """What every function of the desk works with. Nothing is connected before it is needed."""

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = utc_now,
        connect: "Callable[[Settings, float], Awaitable[Engine]] | None" = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.settings = settings
        self.now = now
        self.patience_s = patience_s
        self._connect = connect or _connected
        self._pool: Pool | None = None
        self._engine: Engine | None = None
        self._opening = asyncio.Lock()

    @property
    def today(self) -> date:
        """The day in Europe/London."""
        return day_of(self.now())

    @cached_property
    def library(self) -> "Library":
        """The reference data that the settings name; raises ``ReferenceRefused`` or ``VersionTwice``."""
        from infra.reference import Library  # noqa: PLC0415  an inbox needs no policy

        return Library.load(self.settings.policy_file)

    @asynccontextmanager
    async def reading(self, longest_s: float | None = None) -> AsyncIterator[Connection]:
        """Lend a connection for all that is done on it in so many seconds; raises ``Unreachable``."""
        pool = await self.pool()
        try:
            async with borrowed(pool, longest_s or self.patience_s) as connection:
                yield connection
        except OutOfReach as error:
            raise out_of_reach(error) from error

    async def pool(self) -> Pool:
        """The connections of this process; none is made before one is lent. Raises ``Unreachable``."""
        try:
            async with self._opening:
                self._pool = self._pool or await client_pool(self.settings)
        except OutOfReach as error:
            raise out_of_reach(error) from error
        return self._pool

    async def engine(self, longest_s: float | None = None) -> "Engine":
        """Connect to the engine, once; raises ``Unreachable``."""
        try:
            async with self._opening:
                self._engine = self._engine or await self._connect(
                    self.settings, longest_s or self.patience_s
                )
        except EngineOutOfReach as error:
            raise out_of_reach(error) from error
        return self._engine

    async def person(self, connection: Connection, by: SignedIn) -> Person:
        """Return whoever is signed in, in post today, their id in capitals or not; raises ``CommandRefused``."""
        person = await roster.person(connection, by.staff_id) or await roster.person_alike(
            connection, by.staff_id
        )
        if person is None:
            raise CommandRefused(Refused(reason=Reason.UNKNOWN_PERSON, detail=by.staff_id))
        if not person.in_post(self.today):
            raise CommandRefused(Refused(reason=Reason.NOT_IN_POST, detail=by.staff_id))
        return person

    @asynccontextmanager
    async def looking(
        self, by: SignedIn, longest_s: float | None = None
    ) -> AsyncIterator[tuple[Connection, Person]]:
        """Lend a connection to a known person who looks; raises ``Unreachable`` or ``CommandRefused``."""
        async with self.reading(longest_s) as connection:
            yield connection, await self.person(connection, by)

    async def close(self) -> None:
        """Give the connections back to the database."""
        if self._pool is None:
            return
        try:
            async with asyncio.timeout(_CLOSING_S):
                await self._pool.close()
        except connection_faults:
            self._pool.terminate()


def out_of_reach(error: OutOfReach) -> Unreachable:
    """What a client is told of a server that does not answer."""
    return Unreachable(None, f"{error.what} is out of reach ({error.why})")


async def _connected(settings: Settings, patience_s: float) -> "Engine":
    from clients.gateway import connect  # noqa: PLC0415  the engine's library takes longer to load than most looks

    return await connect(settings, patience_s=patience_s)


@asynccontextmanager
async def opened(
    settings: Settings | None = None,
    *,
    now: Callable[[], datetime] = utc_now,
    connect: "Callable[[Settings, float], Awaitable[Engine]] | None" = None,
    patience_s: float = PATIENCE_S,
) -> AsyncIterator[Desk]:
    """Open the desk of a process, and close it; the settings are those of the environment where none are given.

    Raises ``SettingRefused`` for one of them that can't be used.
    """
    desk = Desk(settings or Settings.from_environment(), now=now, connect=connect, patience_s=patience_s)
    try:
        yield desk
    finally:
        await desk.close()
