"""Imports an Area's exports: everything or, when anything is wrong, nothing."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import asyncpg

from domain.roster.check import Roster, check, urns_elsewhere
from domain.roster.columns import LAYOUTS
from domain.roster.faults import Fault
from domain.roster.rows import read_sheet
from domain.roster.sheets import Sheet
from infra.csv_files import read_rows
from infra.postgres import roster_save
from infra.postgres.connections import Connection
from infra.postgres.roster import Source
from infra.postgres.roster_save import Change
from infra.progress import Progress, quiet


class ImportRefused(Exception):
    """The export has faults, and nothing was changed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        """Give a line for each fault."""
        return "\n".join(map(str, self.faults))


class ImportReport(NamedTuple):
    """What an import changed, table by table, what its maker should know, and whose absences its files name."""

    changes: tuple[Change, ...]
    warnings: tuple[str, ...]
    absent: frozenset[str] = frozenset()


async def import_directory(
    source: Source, directory: Path, *, progress: Progress | None = None
) -> ImportReport:
    """Import the CSV files of a folder in one transaction.

    People and cases that the files do not name stay as they are. The contributions and the milestones of each
    case that their file names are replaced, and so are the absences of each person. Reading a national export
    keeps the event loop busy for seconds: it is for a process that does nothing else.

    Raises ``ImportRefused`` with every fault.
    """
    tell = progress or quiet
    sheets = _read(directory, tell)
    async with _transaction(source) as connection:
        await roster_save.begin(connection)
        tell("checking", 0, 1)
        outcome = check(sheets, await roster_save.known(connection, urns_elsewhere(sheets)))
        tell("checking", 1, 1)
        if not isinstance(outcome, Roster):
            raise ImportRefused(outcome)
        absences = outcome.sheets.get("absences")
        absent = frozenset(absences.texts("staff_id") if absences else ())
        return ImportReport(await roster_save.save(connection, outcome, tell), outcome.warnings, absent)


def _read(directory: Path, progress: Progress) -> dict[str, Sheet]:
    if not _is_folder(directory):
        raise ImportRefused((Fault(str(directory), 1, "", None, "there is no such folder"),))
    return {sheet.layout.table: sheet for sheet in _sheets(directory, progress)}


def _sheets(directory: Path, progress: Progress) -> Iterator[Sheet]:
    for layout in LAYOUTS:
        path = directory / layout.file
        if os.path.lexists(path) or not layout.optional:
            yield read_sheet(layout, read_rows(path, progress))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


@asynccontextmanager
async def _transaction(source: Source) -> AsyncIterator[Connection]:
    if isinstance(source, asyncpg.Pool):
        async with source.acquire() as connection, connection.transaction():
            yield connection
    else:
        async with source.transaction():
            yield source
