"""Why a server did not start, read from what it said."""

from pathlib import Path

from infra.embedded.errors import (
    DataDamaged,
    DidNotStart,
    DiskFull,
    EmbeddedStackError,
    FolderNotUsable,
    PortTaken,
)
from infra.embedded.process import Child

_DISK_FULL = ("no space left on device", "database or disk is full", "disk quota exceeded")
_PORT_TAKEN = ("address already in use", "could not create any tcp/ip sockets")
_NOT_WRITABLE = (
    "permission denied",
    "read-only file system",
    "readonly database",
    "unable to open database file",
    "operation not permitted",
)
_DAMAGED = (
    "file is not a database",
    "malformed",
    "no such table",
    "panic:",
    "could not locate a valid checkpoint record",
    "is not a valid data directory",
    "database files are incompatible",
    "incorrect checksum in control file",
    "has wrong ownership",
    "could not open file",
    "could not read file",
    "could not access file",
    "could not open directory",
)


def why_not_started(part: str, folder: Path, child: Child) -> EmbeddedStackError:
    """The most telling error for a server that ended, or did not answer, while starting on ``folder``."""
    said = child.said()

    def speaks_of(phrases: tuple[str, ...]) -> bool:
        return any(phrase in said.lower() for phrase in phrases)

    last = "\n".join(said.splitlines()[-8:])
    if speaks_of(_DISK_FULL):
        return DiskFull(folder)
    if speaks_of(_PORT_TAKEN):
        return PortTaken(part, child.log, last)
    if speaks_of(_NOT_WRITABLE):
        return FolderNotUsable(folder, f"{part} can't write there; see {child.log}")
    if speaks_of(_DAMAGED):
        return DataDamaged(part, child.log, last)
    return DidNotStart(part, child.log, last)
