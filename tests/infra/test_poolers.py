"""Behind a pooler that lends whole sessions everything works; one that lends less is refused by name."""

import os
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from infra import prepared
from infra.postgres.connections import open_pool
from infra.settings import Settings
from tests.clients.test_preparing import real, worker_that_ends
from tests.clients.typed import at, typed_in_process
from tests.commands import select_case
from tests.debian import DebianPostgres, pgbouncer
from tests.servers import Database, execute
from tests.system import running_system


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database(debian_postgres: DebianPostgres, engine: str) -> AsyncIterator[str]:
    """The DSN of a prepared database on Debian's PostgreSQL."""
    name = f"pooled_{os.getpid()}"
    await execute(debian_postgres.dsn(), f"create database {name}")
    dsn = urlsplit(debian_postgres.dsn())._replace(path=f"/{name}").geturl()
    with pytest.MonkeyPatch.context() as patch:
        at(patch, real(engine, dsn))
        await prepared.prepare(Settings.from_environment())
    yield dsn
    await execute(debian_postgres.dsn(), f"drop database {name} with (force)")


def by_way_of(place: str, dsn: str) -> str:
    login = urlsplit(dsn).netloc.rpartition("@")[0]
    return urlsplit(dsn)._replace(netloc=f"{login}@{place}").geturl()


async def test_behind_whole_sessions_people_work_and_nobody_waits_for_longer_than_elsewhere(
    debian_postgres: DebianPostgres, database: str, engine: str
) -> None:
    async with pgbouncer(debian_postgres, "session") as place:
        dsn = by_way_of(place, database)
        pool = await open_pool(dsn)
        assert await pool.fetchval("show statement_timeout") == "3s"
        await pool.close()
        async with running_system(engine, Database(dsn, dsn, dsn)) as system:
            iqa = await system.open()
            await system.send(iqa, "M1", select_case(system))
            assert "case_selected" in await system.kinds(iqa)


@pytest.mark.parametrize("mode", ["transaction", "statement"])
async def test_a_pooler_that_lends_less_than_a_session_is_refused_by_every_process(
    debian_postgres: DebianPostgres,
    database: str,
    engine: str,
    mode: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with pgbouncer(debian_postgres, mode) as place:
        variables = real(engine, by_way_of(place, database))
        at(monkeypatch, variables)
        said = [
            await typed_in_process(capsys, *typed)
            for typed in (
                ["inbox", "--as", "XT-M1"],
                ["prepare"],
                ["status"],
                ["rebuild"],
                ["inbox", "--as", "XT-M1"],
            )
        ]
        said.append(await worker_that_ends(variables))

    for ran in said:
        assert (ran.code, "a pooler lends its sessions by" in ran.err) == (7, True), ran.err
    assert "pool_mode = session" in said[0].err
