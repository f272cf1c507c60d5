"""Real servers for every test: one PostgreSQL and one Temporal a session, one migrated database a test."""

import asyncio
import os
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

from infra.embedded.ports import remembered_ports
from infra.embedded.postgres import EmbeddedPostgres
from infra.embedded.temporal import EmbeddedTemporal, temporal_program
from infra.postgres.migrate import migrate

_TEMPLATE = "iqa_template"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of random name is made in it, for nobody else
_ROOM = 2_000_000_000
_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """A migrated database of its own: ``dsn`` signs in as the application, ``owner_dsn`` as its owner.

    ``web_dsn`` signs in as the web client.
    """

    dsn: str
    owner_dsn: str
    web_dsn: str

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
async def bare_postgres() -> AsyncIterator[EmbeddedPostgres]:
    """A PostgreSQL server with nothing in it, and nothing flushed to disk."""
    with bare_folder() as folder:
        folder.mkdir(mode=0o701)
        port = remembered_ports(folder, ("postgres",))["postgres"]
        server = EmbeddedPostgres(folder, port, durable=False)
        with _true_clock():
            await server.start()
        try:
            yield server
        finally:
            await server.stop()


async def fresh_database(server: EmbeddedPostgres) -> Database:
    """A new database with every migration applied and no rows."""
    return await make_database(server, template=_TEMPLATE)


async def make_database(server: EmbeddedPostgres, *, template: str = "template1") -> Database:
    """A new database, copied from a template; without one it has no schema at all."""
    name = f"test_{next(_numbers)}"
    await execute(server.owner_dsn, f"create database {name} template {template} strategy file_copy")
    return Database(*(_renamed(one, name) for one in (server.dsn, server.owner_dsn, server.web_dsn)))


async def drop_database(server: EmbeddedPostgres, database: Database) -> None:
    """Drop a database, whoever is still connected to it."""
    await execute(server.owner_dsn, f"drop database {database.name} with (force)")


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
async def postgres(may_start_postgres: None) -> AsyncIterator[EmbeddedPostgres]:
    """The session's PostgreSQL server, with a migrated template database."""
    async with bare_postgres() as server:
        await _make_template(server.owner_dsn)
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine(may_start_engine: None) -> AsyncIterator[str]:
    """The address of the session's Temporal server, which lets time be skipped."""
    with bare_folder() as folder:
        folder.mkdir()
        port = remembered_ports(folder, ("temporal",))["temporal"]
        server = EmbeddedTemporal(folder, port, None, temporal_program(), time_skipping=True)
        await server.start()
        try:
            yield server.address
        finally:
            await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def database(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A migrated database for one test."""
    made = await fresh_database(postgres)
    yield made
    await drop_database(postgres, made)


@pytest_asyncio.fixture(loop_scope="session")
async def bare_database(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A database without a schema for one test."""
    made = await make_database(postgres)
    yield made
    await drop_database(postgres, made)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder, not made yet, for servers of a test's own; not under tmp_path, see ``bare_folder``."""
    with bare_folder() as folder:
        yield folder


def _memory() -> Path | None:
    """Linux's file system in memory; None where there is none, or a container has given it no room."""
    roomy = _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM
    return _IN_MEMORY if roomy else None


@contextmanager
def _true_clock() -> Iterator[None]:
    """Let a server that is started meanwhile keep the true clock, also where a library moves ours."""
    library = os.environ.pop("LD_PRELOAD", None)
    try:
        yield
    finally:
        if library is not None:
            os.environ["LD_PRELOAD"] = library


async def _make_template(owner_dsn: str) -> None:
    await execute(owner_dsn, f"create database {_TEMPLATE}")
    connection = await asyncpg.connect(_renamed(owner_dsn, _TEMPLATE))
    try:
        await migrate(connection)
    finally:
        await connection.close()


def _renamed(dsn: str, database: str) -> str:
    return urlsplit(dsn)._replace(path=f"/{database}").geturl()
