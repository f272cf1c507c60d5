"""Imports an Area's exports: everything or, when anything is wrong, nothing."""

from asyncio import sleep
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from time import time
from typing import Final, NamedTuple

import asyncpg

from domain.roster.check import Roster, check, urns_elsewhere
from domain.roster.columns import LAYOUTS, PEOPLE
from domain.roster.faults import Fault, told
from domain.roster.rows import lost, read_sheet
from domain.roster.sheets import Sheet
from domain.roster.units import Units
from infra import mail_addresses
from infra.csv_files import rows_of
from infra.export_folder import Export, read_folder
from infra.postgres import roster_save
from infra.postgres.connections import Connection
from infra.postgres.roster import Source
from infra.postgres.roster_save import Change, Removal
from infra.progress import Progress, quiet


class ImportRefused(Exception):
    """The export has faults, and nothing was changed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        """Tell each mistake once."""
        return "\n".join(told(self.faults))


class RemovalsRefused(Exception):
    """The export would remove more of what is on record than policy lets it without a word, and nothing was changed."""

    def __init__(self, removals: tuple[Removal, ...], percent: int) -> None:
        super().__init__(removals, percent)
        self.removals = removals
        self.percent = percent


class Terms(NamedTuple):
    """What the day and local policy say of an import: ``removals_percent`` of a table may go without a word."""

    today: date = date.max
    units: Units = Units()
    removals_percent: int = 100


class ImportReport(NamedTuple):
    """What an import changed, table by table, what its maker should know, and whose absences its files name."""

    changes: tuple[Change, ...]
    warnings: tuple[Fault, ...]
    absent: frozenset[str] = frozenset()


_ANYTHING: Final = Terms()
_IN_DOUBT: Final = 10
"""How many times as long nobody may have written to an export that may be a part of one."""

_LOOKS: Final = 5


async def import_directory(
    source: Source,
    directory: Path,
    terms: Terms = _ANYTHING,
    *,
    progress: Progress | None = None,
    quiet_s: float = 0.0,
) -> ImportReport:
    """Import the CSV files of a folder in one transaction.

    People and cases that the files do not name stay as they are. The contributions and the milestones of each
    case that their file names are replaced, and so are the absences of each person. Reading a national export
    keeps the event loop busy for seconds: it is for a process that does nothing else.

    An export is imported at rest: one that was written to less than ``quiet_s`` ago is looked at so much later, one
    that may be cut off, or takes anything out, ten times as much; and one that changed until it would count is refused.

    Raises ``ImportRefused`` with every fault, and ``RemovalsRefused``.
    """
    tell = progress or quiet
    export = read_folder(directory)
    await _rest(export, quiet_s * (_IN_DOUBT if export.unended else 1), tell)
    sheets = {sheet.layout.table: sheet for sheet in _sheets(export, tell)}
    async with _transaction(source) as connection:
        await roster_save.begin(connection)
        tell("checking", 0, 1)
        known = await roster_save.known(connection, urns_elsewhere(sheets), terms.today, terms.units)
        outcome = check(sheets, known)
        tell("checking", 1, 1)
        if export.faults or not isinstance(outcome, Roster):
            raise ImportRefused((*export.faults, *(() if isinstance(outcome, Roster) else outcome)))
        saved = await roster_save.save(connection, outcome, tell)
        await _rest(export, quiet_s * _IN_DOUBT if saved.removals else 0, tell)
        if changed := export.changed():
            raise ImportRefused(changed)
        if beyond := tuple(one for one in saved.removals if one.percent > terms.removals_percent):
            raise RemovalsRefused(beyond, terms.removals_percent)
        absences = outcome.sheets.get("absences")
        absent = frozenset(absences.texts("staff_id") if absences else ())
        warnings = (*export.warnings, *export.unended, *outcome.warnings)
        return ImportReport(saved.changes, warnings, absent)


async def _rest(export: Export, quiet_s: float, tell: Progress) -> None:
    """Wait until nobody has written to it for so long, by any clock; raises ``ImportRefused`` once somebody has."""
    for look in range(_LOOKS):
        if time() - export.written_at >= quiet_s:
            return
        tell("waiting until nobody writes to it", look, _LOOKS)
        await sleep(quiet_s / _LOOKS)
        if changed := export.changed():
            raise ImportRefused(changed)


def _sheets(export: Export, progress: Progress) -> Iterator[Sheet]:
    """Read each file that is there; one that is needed and is not leaves no ground for faults elsewhere."""
    for layout in LAYOUTS:
        if layout.file in export.contents:
            sheet = read_sheet(layout, rows_of(layout.file, export.contents[layout.file], progress))
            if layout is PEOPLE:
                mail_addresses.check(sheet)
            yield sheet
        elif not layout.optional:
            yield lost(layout)


@asynccontextmanager
async def _transaction(source: Source) -> AsyncIterator[Connection]:
    if isinstance(source, asyncpg.Pool):
        async with source.acquire() as connection, connection.transaction():
            yield connection
    else:
        async with source.transaction():
            yield source
