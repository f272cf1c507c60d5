"""Real servers for every test: one PostgreSQL and one Temporal a session, one migrated database a test."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio

from infra.embedded.running import Addresses
from infra.embedded.stack import EmbeddedStack
from infra.postgres.migrate import migrate

_TEMPLATE = "iqa_template"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of random name is made in it, for nobody else
_ROOM = 2_000_000_000
_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """A migrated database of its own: ``dsn`` signs in as the application, ``owner_dsn`` as its owner."""

    dsn: str
    owner_dsn: str

    @property
    def name(self) -> str:
        return urlsplit(self.dsn).path.removeprefix("/")


@contextmanager
def bare_folder() -> Iterator[Path]:
    """A data folder, not made yet, outside tmp_path.

    Every pytest session closes the folders above tmp_path to other accounts; root's PostgreSQL runs as one.
    It lies in memory where there is room: on a disk, half of a test's time is the copying of its database.
    """
    folder = Path(tempfile.mkdtemp(prefix="iqa-test-", dir=_memory())).resolve()
    try:
        yield folder / "data"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def start_servers() -> AsyncIterator[Addresses]:
    """Both servers with a migrated template database; time skipping allowed, nothing flushed to disk."""
    with bare_folder() as data_dir:
        async with EmbeddedStack(data_dir, time_skipping=True, ui=False, durable=False) as stack:
            await _make_template(stack.owner_dsn)
            yield stack.addresses


async def fresh_database(servers: Addresses) -> Database:
    """A new database with every migration applied and no rows."""
    return await make_database(servers, template=_TEMPLATE)


async def make_database(servers: Addresses, *, template: str = "template1") -> Database:
    """A new database, copied from a template; without one it has no schema at all."""
    name = f"test_{next(_numbers)}"
    await execute(servers.owner_dsn, f"create database {name} template {template} strategy file_copy")
    return Database(_renamed(servers.dsn, name), _renamed(servers.owner_dsn, name))


async def drop_database(servers: Addresses, database: Database) -> None:
    """Drop a database, whoever is still connected to it."""
    await execute(servers.owner_dsn, f"drop database {database.name} with (force)")


async def execute(dsn: str, statement: str) -> object:
    """Run one or more statements on a connection of its own; gives the value of the last one's first row."""
    connection = await asyncpg.connect(dsn)
    try:
        *before, last = statement.split(";")
        if before:
            await connection.execute(";".join(before))
        return await connection.fetchval(last)
    finally:
        await connection.close()


async def soon(works: Callable[[], Awaitable[object]], within_s: float = 10.0) -> None:
    """Try until something works; the last error is raised when it does not in time."""
    deadline = monotonic() + within_s
    while True:
        try:
            await works()
        except Exception:
            if monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)
        else:
            return


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def servers() -> AsyncIterator[Addresses]:
    """The session's servers."""
    async with start_servers() as addresses:
        yield addresses


@pytest_asyncio.fixture(loop_scope="session")
async def database(servers: Addresses) -> AsyncIterator[Database]:
    """A migrated database for one test."""
    made = await fresh_database(servers)
    yield made
    await drop_database(servers, made)


@pytest_asyncio.fixture(loop_scope="session")
async def bare_database(servers: Addresses) -> AsyncIterator[Database]:
    """A database without a schema for one test."""
    made = await make_database(servers)
    yield made
    await drop_database(servers, made)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder, not made yet, for servers of a test's own; not under tmp_path, see ``bare_folder``."""
    with bare_folder() as folder:
        yield folder


def _memory() -> Path | None:
    """Linux's file system in memory; None where there is none, or a container has given it no room."""
    roomy = _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM
    return _IN_MEMORY if roomy else None


async def _make_template(owner_dsn: str) -> None:
    await execute(owner_dsn, f"create database {_TEMPLATE}")
    connection = await asyncpg.connect(_renamed(owner_dsn, _TEMPLATE))
    try:
        await migrate(connection)
    finally:
        await connection.close()


def _renamed(dsn: str, database: str) -> str:
    return urlsplit(dsn)._replace(path=f"/{database}").geturl()
