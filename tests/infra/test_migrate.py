import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from infra.postgres.connections import Connection
from infra.postgres.migrate import (
    AppliedMigrationChanged,
    DatabaseIsNewer,
    MigrationMisnamed,
    load_migrations,
    migrate,
)
from tests.servers import Database, soon

TABLE = (
    "-- A table.\ncreate table iqa.things (id integer primary key);\ngrant select on iqa.things to iqa_app;\n"
)
COLUMN = "-- A column.\nalter table iqa.things add column note text;\n"
PROCESS = """
import asyncio, pathlib, sys, asyncpg
from infra.postgres.migrate import migrate
async def main(dsn, folder):
    connection = await asyncpg.connect(dsn)
    await connection.execute("select pg_advisory_lock_shared(1)")
    print(*await migrate(connection, pathlib.Path(folder)))
    await connection.close()
asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two migrations: a table, then a column on it."""
    _write(tmp_path, "0001_table", TABLE)
    _write(tmp_path, "0002_column", COLUMN)
    return tmp_path


@pytest_asyncio.fixture(loop_scope="session")
async def connection(bare_database: Database) -> AsyncIterator[Connection]:
    owner = await asyncpg.connect(bare_database.owner_dsn)
    yield owner
    await owner.close()


async def test_migrations_are_applied_in_order_and_only_once(connection: Connection, folder: Path) -> None:
    assert await migrate(connection, folder) == ("0001_table", "0002_column")
    assert await migrate(connection, folder) == ()


async def test_only_what_is_missing_is_applied(connection: Connection, folder: Path) -> None:
    await migrate(connection, folder)
    _write(folder, "0003_more", COLUMN.replace("note", "remark"))

    assert await migrate(connection, folder) == ("0003_more",)


async def test_an_applied_migration_that_has_changed_is_refused_before_anything_is_applied(
    connection: Connection, folder: Path
) -> None:
    await migrate(connection, folder)
    _write(folder, "0001_table", TABLE + "-- edited\n")
    _write(folder, "0003_more", "create table iqa.more ();")

    with pytest.raises(AppliedMigrationChanged, match="0001_table"):
        await migrate(connection, folder)
    assert await connection.fetchval("select to_regclass('iqa.more')") is None


async def test_an_applied_migration_that_was_removed_is_refused(connection: Connection, folder: Path) -> None:
    await migrate(connection, folder)
    (folder / "0001_table.sql").unlink()

    with pytest.raises(AppliedMigrationChanged, match="0001_table"):
        await migrate(connection, folder)


async def test_the_kind_of_line_ends_does_not_count_as_a_change(connection: Connection, folder: Path) -> None:
    await migrate(connection, folder)
    (folder / "0001_table.sql").write_bytes(TABLE.replace("\n", "\r\n").encode())

    assert await migrate(connection, folder) == ()


async def test_an_older_release_refuses_a_newer_database(connection: Connection, folder: Path) -> None:
    await migrate(connection, folder)
    (folder / "0002_column.sql").unlink()

    with pytest.raises(DatabaseIsNewer) as refused:
        await migrate(connection, folder)
    assert (refused.value.database, refused.value.code) == (2, 1)


async def test_a_failing_migration_leaves_no_trace_and_the_ones_before_it_stand(
    connection: Connection, folder: Path
) -> None:
    _write(folder, "0003_fails", "create table iqa.half (); select 1 / 0;")

    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(connection, folder)
    assert await connection.fetchval("select to_regclass('iqa.half')") is None

    _write(folder, "0003_fails", "create table iqa.whole ();")
    assert await migrate(connection, folder) == ("0003_fails",)


@pytest.mark.parametrize("name", ["1_short", "0002_again", "0003-Dash", "notes"])
def test_a_file_that_is_not_numbered_in_turn_is_refused(folder: Path, name: str) -> None:
    _write(folder, name, "select 1;")

    with pytest.raises(MigrationMisnamed, match="sql"):
        load_migrations(folder)


async def test_a_table_that_the_application_holds_fails_the_migration_instead_of_blocking_everyone(
    connection: Connection, bare_database: Database, folder: Path
) -> None:
    await migrate(connection, folder)
    _write(folder, "0003_more", COLUMN.replace("note", "remark"))
    holder = await asyncpg.connect(bare_database.owner_dsn)
    await holder.execute("begin; lock table iqa.things in access share mode")

    with pytest.raises(asyncpg.LockNotAvailableError):
        await migrate(connection, folder, lock_wait_ms=50)
    await holder.close()
    assert await migrate(connection, folder) == ("0003_more",)


async def test_a_process_that_dies_in_the_middle_frees_the_turn(
    connection: Connection, bare_database: Database, folder: Path
) -> None:
    _write(folder, "0003_slow", "select pg_sleep(60);")
    doomed = await asyncpg.connect(bare_database.owner_dsn)
    asked = asyncio.create_task(migrate(doomed, folder))
    await soon(lambda: _is_asleep(connection))
    doomed.terminate()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await asked

    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where query ~ '^select pg_sleep'"
    )
    _write(folder, "0003_slow", "select 1;")
    assert await migrate(connection, folder) == ("0003_slow",)


async def test_eight_processes_that_start_together_apply_each_migration_once(
    connection: Connection, bare_database: Database, folder: Path
) -> None:
    _write(folder, "0001_table", f"{TABLE}select pg_sleep(0.1);")
    await connection.execute("select pg_advisory_lock(1)")
    command = (sys.executable, "-c", PROCESS, bare_database.owner_dsn, str(folder))
    started = [
        await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(8)
    ]
    await soon(lambda: _wait_at_the_gate(connection, 8))
    await connection.execute("select pg_advisory_unlock(1)")
    said = [await process.communicate() for process in started]

    outcomes = [(process.returncode, errors) for process, (_, errors) in zip(started, said, strict=True)]
    assert outcomes == [(0, b"")] * 8
    assert Counter(name for output, _ in said for name in output.decode().split()) == {
        "0001_table": 1,
        "0002_column": 1,
    }


async def test_the_application_may_read_the_migrations_and_not_change_the_schema(database: Database) -> None:
    application = await asyncpg.connect(database.dsn)
    try:
        assert await application.fetchval("select count(*) from iqa.migrations") == len(load_migrations())
        for statement in (
            "delete from iqa.migrations",
            "create table iqa.mine ()",
            "create table public.mine ()",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await application.execute(statement)
    finally:
        await application.close()


async def test_the_connection_gets_its_own_time_outs_back(bare_database: Database, folder: Path) -> None:
    connection = await asyncpg.connect(
        bare_database.owner_dsn, server_settings={"statement_timeout": "7s", "lock_timeout": "6s"}
    )
    try:
        await migrate(connection, folder)
        assert await connection.fetchval("show statement_timeout") == "7s"
        assert await connection.fetchval("show lock_timeout") == "6s"
    finally:
        await connection.close()


async def _wait_at_the_gate(connection: Connection, count: int) -> None:
    waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    assert await connection.fetchval(waiting) == count


async def _is_asleep(connection: Connection) -> None:
    assert await connection.fetchval("select count(*) from pg_stat_activity where wait_event = 'PgSleep'")


def _write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.sql").write_text(text, encoding="utf-8")
