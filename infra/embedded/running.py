"""A data folder's running servers: the lock is the truth, the file beside it says where they are."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from pydantic import Field, ValidationError

from domain.values import Value
from infra.embedded.errors import AlreadyRunning

_PATIENCE_S = 0.5


class Addresses(Value):
    """Where the servers of one data folder listen.

    ``pid`` runs them, ``web_address`` is where the web client shows its pages. ``dsn`` signs in as the application,
    ``owner_dsn`` as the owner of the database (migrations and backups only), ``web_dsn`` as the web client; each holds
    a password, so none is shown.
    """

    pid: int
    temporal_address: str
    ui_address: str | None
    web_address: str
    dsn: str = Field(repr=False)
    owner_dsn: str = Field(repr=False)
    web_dsn: str = Field(repr=False)


def running_stack(data_dir: Path) -> Addresses | None:
    """The addresses of the servers that another process runs on this folder, or None while there are none.

    A file that a dead process left, or whose process id now belongs to another program, is never believed.
    """
    if not _is_locked(data_dir):
        return None
    return _read(data_dir)


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold the folder's lock, which the operating system frees when this process ends, however it ends.

    Raises ``AlreadyRunning`` while another process holds it.
    """
    descriptor = os.open(_lock_file(data_dir), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked_in_time(descriptor):
            found = _read(data_dir)
            raise AlreadyRunning(found.pid if found else None, found.temporal_address if found else None)
        forget(data_dir)
        yield
        forget(data_dir)
    finally:
        os.close(descriptor)


def announce(data_dir: Path, addresses: Addresses) -> None:
    """Tell clients where the servers are; the caller holds the lock."""
    write_private(_addresses_file(data_dir), addresses.model_dump_json())


def forget(data_dir: Path) -> None:
    """Say that no servers are ready; the caller holds the lock."""
    _addresses_file(data_dir).unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Replace a file at once, readable by its owner alone."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    draft.replace(path)


def _locked_in_time(descriptor: int) -> bool:
    # A client that looks holds the lock for an instant (_is_locked), so one failure proves nothing.
    deadline = monotonic() + _PATIENCE_S
    while not _take(descriptor, fcntl.LOCK_EX):
        if monotonic() > deadline:
            return False
        sleep(0.02)
    return True


def _is_locked(data_dir: Path) -> bool:
    try:
        descriptor = os.open(_lock_file(data_dir), os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        return not _take(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _take(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(data_dir: Path) -> Addresses | None:
    with suppress(OSError, ValidationError):
        return Addresses.model_validate_json(_addresses_file(data_dir).read_bytes())
    return None


def _lock_file(data_dir: Path) -> Path:
    return data_dir / "stack.lock"


def _addresses_file(data_dir: Path) -> Path:
    return data_dir / "stack.json"
