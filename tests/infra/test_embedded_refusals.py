"""Why the embedded servers can refuse to start: each reason has a name, and nothing is left behind."""

import socket
from pathlib import Path

import psutil
import pytest

from infra.embedded.errors import (
    DataNotWhole,
    DidNotStart,
    FolderNotUsable,
    PortTaken,
    ProgramMissing,
)
from infra.embedded.ports import remembered_ports
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


@pytest.mark.parametrize(
    ("damaged", "says"),
    [
        ("temporal/temporal.db", "file is not a database"),
        ("postgres/global/pg_control", "database files are incompatible"),
    ],
)
async def test_damaged_data_is_told_in_the_servers_own_words_and_nothing_is_left_running(
    own_stack: type[EmbeddedStack], data_dir: Path, damaged: str, says: str
) -> None:
    async with own_stack(data_dir, ui=False):
        pass
    _damage(data_dir, damaged)

    with pytest.raises(DidNotStart, match=says) as refused:
        await own_stack(data_dir, ui=False).start()
    assert refused.value.part == damaged.partition("/")[0]
    assert "restore a backup" in str(refused.value)
    assert running_stack(data_dir) is None
    assert _servers_of(data_dir) == []


async def test_foreign_files_in_the_database_folder_are_left_alone(
    own_stack: type[EmbeddedStack], data_dir: Path
) -> None:
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "thesis.txt").write_text("years of work")

    with pytest.raises(DataNotWhole, match="no PG_VERSION"):
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


async def test_a_missing_file_of_passwords_is_named_at_once(
    own_stack: type[EmbeddedStack], data_dir: Path
) -> None:
    async with own_stack(data_dir, ui=False):
        pass
    (data_dir / "postgres" / "logins.json").unlink()

    with pytest.raises(DataNotWhole, match=r"no logins\.json"):
        await own_stack(data_dir, ui=False).start()


async def test_the_last_lines_of_a_servers_log_say_why_it_did_not_start(tmp_path: Path) -> None:
    port = remembered_ports(tmp_path, ("temporal",))["temporal"]
    program = _ending(tmp_path, "write failed: No space left on device")

    with pytest.raises(DidNotStart, match=r"temporal\.log ends:\nwrite failed: No space left on device\n"):
        await EmbeddedTemporal(tmp_path, port, None, program, time_skipping=False).start()


async def test_a_port_that_another_program_took_meanwhile_is_named(tmp_path: Path) -> None:
    port = remembered_ports(tmp_path, ("temporal",))["temporal"]
    program = _ending(tmp_path, "some new wording")

    with socket.create_server(("127.0.0.1", port)), pytest.raises(PortTaken, match=str(port)):
        await EmbeddedTemporal(tmp_path, port, None, program, time_skipping=False).start()


async def test_stopping_twice_or_before_the_start_does_nothing(data_dir: Path) -> None:
    stack = EmbeddedStack(data_dir)

    await stack.stop()
    await stack.stop()
    with pytest.raises(RuntimeError, match="not running"):
        _ = stack.dsn


def _ending(folder: Path, said: str) -> Path:
    """A server that ends at once with these words."""
    program = folder / "program"
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    program.chmod(0o755)
    return program


def _damage(data_dir: Path, file: str) -> None:
    for part in data_dir.glob(f"{file}*"):
        part.write_bytes(b"no database" * 1000)


def _servers_of(data_dir: Path) -> list[str]:
    return [
        process.name()
        for process in psutil.process_iter(["cmdline"])
        if any(str(data_dir) in argument for argument in process.info["cmdline"] or ())
    ]
