"""The desk of one process: database, engine, reference data and clock, and the people who sign in at it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from clients.errors import CommandRefused, Unreachable
from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.looks import SHOWN, Look, Showing, named
from domain.people import Person
from domain.stream import SignIn
from domain.values import Code, Line, Value
from infra.errors import EngineOutOfReach, OutOfReach
from infra.postgres import roster
from infra.postgres.connections import Connection, Pool, connection_faults, within_one
from infra.postgres.database import borrowed, client_pool, dsn_of
from infra.postgres.looks import keep_look
from infra.postgres.reference_data import kept_documents
from infra.reference_files import names_of_files
from infra.settings import Settings

if TYPE_CHECKING:
    from clients.gateway import Engine
    from domain.reference.kept import Document
    from infra.reference import Library

PATIENCE_S: Final = 3.5
"""How long a person waits in all, in seconds: with the start of a process, on a busy machine too, below five."""
_CLOSING_S: Final = 1.0


class SignedIn(Value):
    """Who is at the desk, how they signed in and when (UTC); their post is read anew each time.

    ``place`` is where from: the name of a machine, or the address of a browser.
    """

    staff_id: str
    how: Code = "command_line"
    at: datetime
    place: Line | None = None

    @property
    def sign_in(self) -> SignIn:
        """How and when, as each of their commands says it."""
        return SignIn(how=self.how, at=self.at)


def utc_now() -> datetime:
    """The present instant (UTC) by this machine's clock."""
    return datetime.now(UTC)


class Looking:
    """A look while it lasts: what it turns out to be of, and whether it is refused."""

    def __init__(self, showing: Showing, by: SignedIn, at: datetime, typed: str) -> None:
        self.refused: CommandRefused | None = None
        self._by = by
        self._at = at
        self._showing = showing
        self._stream = named(typed)
        self._parts: tuple[str, ...] = ()

    def of(self, stream: str, parts: Iterable[str] = ()) -> None:
        """Say which IQA, case or quarter is looked at, and which parts of an IQA are shown."""
        self._stream, self._parts = stream, tuple(sorted(parts))

    def kept(self) -> Look:
        """The look as the access log keeps it."""
        by = self._by
        return Look(
            at=self._at,
            who=by.staff_id,
            how=by.how,
            signed_in_at=by.at,
            place=by.place,
            showing=self._showing,
            stream=self._stream,
            parts=() if self.refused else self._parts,
            outcome=self.refused.refused.reason if self.refused else SHOWN,
        )


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
        self._kept: tuple[Document, ...] | None = None
        self._opening = asyncio.Lock()

    @property
    def today(self) -> date:
        """The day in Europe/London."""
        return day_of(self.now())

    @cached_property
    def library(self) -> "Library":
        """The reference data that the settings name, and what is kept of it in the database that was asked before.

        Raises ``ReferenceRefused``, ``VersionTwice`` or ``ReferenceDiffers``.
        """
        from infra.reference import Library  # noqa: PLC0415  an inbox needs no policy

        policy = self.settings.policy_file
        return Library.load(policy).beside(self._kept or (), choose=policy is None)

    @asynccontextmanager
    async def reading(self, longest_s: float | None = None) -> AsyncIterator[Connection]:
        """Lend a connection for all that is done on it in so many seconds; raises ``Unreachable``."""
        pool = await self.pool()
        try:
            async with borrowed(pool, dsn_of(self.settings), longest_s or self.patience_s) as connection:
                if self._kept is None:
                    self._kept = await kept_documents(connection, names_of_files(self.settings.policy_file))
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
    async def acting(self, by: SignedIn) -> AsyncIterator[tuple[Connection, Person]]:
        """Lend a connection to a known person who does something; raises ``Unreachable`` or ``CommandRefused``.

        What they are told with it is part of that, and nothing is kept in the access log: the ledger has who did it.
        """
        async with self.reading() as connection:
            yield connection, await self.person(connection, by)

    @asynccontextmanager
    async def looking(
        self, by: SignedIn, showing: Showing, typed: str = "", longest_s: float | None = None
    ) -> AsyncIterator[tuple[Connection, Person, Looking]]:
        """Lend a connection to a known person who looks at something; ``typed`` is its id as far as that is known.

        The look is kept in the access log in the transaction of the read, refused or not: where it can't be kept,
        nothing is shown. Raises ``Unreachable`` or ``CommandRefused``.
        """
        look = Looking(showing, by, self.now(), typed)
        async with self.reading(longest_s) as connection:
            async with within_one(connection):
                try:
                    yield connection, await self.person(connection, by), look
                except CommandRefused as error:
                    look.refused = error
                await keep_look(connection, look.kept())
            if look.refused:
                raise look.refused

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
    return Unreachable(None, error.says, remedy=error.remedy)


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
