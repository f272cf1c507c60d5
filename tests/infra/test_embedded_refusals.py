"""Why the embedded servers can refuse to start: each reason has a name, and nothing is left behind."""

from pathlib import Path

import psutil
import pytest

from infra.embedded.errors import (
    DataDamaged,
    DidNotStart,
    DiskFull,
    EmbeddedStackError,
    FolderNotUsable,
    PortTaken,
    ProgramMissing,
)
from infra.embedded.running import running_stack
from infra.embedded.stack import EmbeddedStack
from infra.embedded.temporal import EmbeddedTemporal
from tests.servers import execute


async def test_a_first_start_that_was_cut_off_is_begun_again(
    own_stack: type[EmbeddedStack], data_dir: Path
) -> None:
    (data_dir / "postgres.new").mkdir(parents=True)
    (data_dir / "postgres.new" / "PG_VERSION").write_text("18\n")

    async with own_stack(data_dir, ui=False) as stack:
        assert await execute(stack.dsn, "select 1") == 1


@pytest.mark.parametrize("damaged", ["temporal/temporal.db", "postgres/global/pg_control"])
async def test_damaged_data_is_named_and_nothing_is_left_running(
    own_stack: type[EmbeddedStack], data_dir: Path, damaged: str
) -> None:
    async with own_stack(data_dir, ui=False):
        pass
    _damage(data_dir, damaged)

    with pytest.raises(DataDamaged, match=damaged.partition("/")[0]):
        await own_stack(data_dir, ui=False).start()
    assert running_stack(data_dir) is None
    assert _servers_of(data_dir) == []


async def test_foreign_files_in_the_database_folder_are_left_alone(
    own_stack: type[EmbeddedStack], data_dir: Path
) -> None:
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "thesis.txt").write_text("years of work")

    with pytest.raises(DataDamaged, match="no PG_VERSION"):
        await own_stack(data_dir, ui=False).start()
    assert (data_dir / "postgres" / "thesis.txt").read_text() == "years of work"


async def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(FolderNotUsable, match="IQA_DATA"):
        await EmbeddedStack(tmp_path / "file").start()
    with pytest.raises(FolderNotUsable):
        await EmbeddedStack(tmp_path / "file" / "below").start()
    assert running_stack(tmp_path / "file") is None


async def test_a_program_that_is_not_there_is_named(data_dir: Path) -> None:
    with pytest.raises(ProgramMissing, match="IQA_TEMPORAL_BIN"):
        await EmbeddedStack(data_dir, temporal_binary=data_dir / "absent").start()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("write failed: No space left on device", DiskFull),
        ("database or disk is full (13)", DiskFull),
        ("listen tcp 127.0.0.1:1: bind: address already in use", PortTaken),
        ("attempt to write a readonly database", FolderNotUsable),
        ("initdb: error: could not access directory: Permission denied", FolderNotUsable),
        ("PANIC:  could not locate a valid checkpoint record", DataDamaged),
        ("something new", DidNotStart),
    ],
)
async def test_what_a_server_says_before_it_ends_becomes_the_error(
    tmp_path: Path, said: str, error: type[EmbeddedStackError]
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    program.chmod(0o755)

    with pytest.raises(error) as refused:
        await EmbeddedTemporal(tmp_path, 1, None, program, time_skipping=False).start()
    assert type(refused.value) is error


async def test_stopping_twice_or_before_the_start_does_nothing(data_dir: Path) -> None:
    stack = EmbeddedStack(data_dir)

    await stack.stop()
    await stack.stop()
    with pytest.raises(RuntimeError, match="not running"):
        _ = stack.dsn


def _damage(data_dir: Path, file: str) -> None:
    for part in data_dir.glob(f"{file}*"):
        part.write_bytes(b"no database" * 1000)


def _servers_of(data_dir: Path) -> list[str]:
    return [
        process.name()
        for process in psutil.process_iter(["cmdline"])
        if any(str(data_dir) in argument for argument in process.info["cmdline"] or ())
    ]
