"""An audit of everything: each stream verified in turn, those of the ledger and those that the engine alone has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from clients.desk.desk import Desk, SignedIn, out_of_reach
from clients.desk.verifying import Verification, verified
from clients.errors import CommandRefused
from domain.looks import Showing
from domain.refusals import judge_sight
from infra.errors import EngineOutOfReach
from infra.postgres.kept import evidence
from infra.postgres.streams import count_streams, streams_after, unknown_streams
from infra.rules import rules_hash

if TYPE_CHECKING:
    from clients.gateway import Engine

_PAGE: Final = 200


class Audited(NamedTuple):
    """What came of one stream; one that is not ``in_database`` the engine alone knows of."""

    found: Verification
    in_database: bool


def identity(desk: Desk) -> str:
    """Which system it is that is audited, and by which rules: an audit goes on only where both are the same."""
    ours = desk.settings
    place = urlsplit(ours.dsn or "")
    database = f"{place.hostname}:{place.port}{place.path}" if ours.dsn else f"{ours.data_dir}"
    return sha256(f"{database} {ours.task_queue} {rules_hash()}".encode()).hexdigest()


class Audit:
    """An audit that somebody may make; ``total`` is how many streams the ledger knows of.

    What differs is written out where ``whole`` says so, and counted otherwise.
    """

    def __init__(self, desk: Desk, total: int, *, whole: bool) -> None:
        self.total = total
        self._desk = desk
        self._whole = whole

    async def after(self, last: str = "") -> AsyncIterator[Audited]:
        """Verify each stream after one in the order of their ids, then those that the engine alone knows of.

        One stream is held at a time. Raises ``Unreachable``.
        """
        page = [last]
        while page:
            async with self._desk.reading() as connection:
                page = list(await streams_after(connection, page[-1], _PAGE))
            for stream in page:
                yield await self._audited(stream, in_database=True)
        async for stream in _of_engine_alone(self._desk):
            yield await self._audited(stream, in_database=False)

    async def _audited(self, stream: str, *, in_database: bool) -> Audited:
        async with self._desk.reading() as connection:
            ledger = await evidence(connection, stream)
        found = await verified(self._desk, stream, ledger, whole=self._whole)
        return Audited(found, in_database=in_database)


async def begin(desk: Desk, by: SignedIn | None) -> Audit:
    """Begin an audit; nobody signs in for an operator's, who is told of no words.

    Raises ``CommandRefused`` for whoever is no auditor, or ``Unreachable``.
    """
    if by is None:
        async with desk.reading() as connection:
            return Audit(desk, await count_streams(connection), whole=False)
    async with desk.looking(by, Showing.AUDIT) as (connection, person, _):
        if refused := judge_sight(person):
            raise CommandRefused(refused)
        return Audit(desk, await count_streams(connection), whole=True)


async def _of_engine_alone(desk: Desk) -> AsyncIterator[str]:
    """Streams of which the engine has a history, and the database nothing at all."""
    from infra.temporal.histories import known_streams  # noqa: PLC0415  the engine's library takes long to load

    async with _reached(desk) as engine:
        page: list[str] = []
        async for stream in known_streams(engine, desk.settings.task_queue):
            page.append(stream)
            if len(page) == _PAGE:
                for one in await _unknown(desk, page):
                    yield one
                page = []
        for one in await _unknown(desk, page):
            yield one


async def _unknown(desk: Desk, streams: list[str]) -> tuple[str, ...]:
    async with desk.reading() as connection:
        return await unknown_streams(connection, streams)


@asynccontextmanager
async def _reached(desk: Desk) -> AsyncIterator["Engine"]:
    from clients.gateway import reached  # noqa: PLC0415  as above

    engine = await desk.engine()
    try:
        with reached():
            yield engine
    except EngineOutOfReach as error:
        raise out_of_reach(error) from error
