"""Saves a checked roster: copied into temporary tables and merged from there, in the caller's transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from domain.roster.cells import Cell
from domain.roster.check import Known, Roster
from domain.roster.sheets import Sheet
from domain.roster.units import Units
from infra.postgres.connections import Connection
from infra.postgres.sql import queries
from infra.progress import Progress

Record = tuple[Cell | int, ...]

_STRIDE = 5_000
_TOLD_APART_BY = {
    "absences": ("staff_id", "from_date", "kind"),
    "contributions": ("urn", "staff_id", "kind", "on_date"),
    "milestones": ("urn", "kind", "on_date"),
}
"""Tables whose rows have no id: what makes two of them alike, so that an occurrence must tell them apart."""

_STEPS = {
    "people": ("add", "update"),
    "absences": ("remove", "add", "update"),
    "cases": ("add", "update"),
    "contributions": ("remove", "add"),
    "milestones": ("remove", "add"),
}
"""How each table is merged: people are added before anybody is changed to report to them."""


class Change(NamedTuple):
    """What an import did to one table, in rows."""

    table: str
    added: int
    updated: int
    unchanged: int
    removed: int

    def __str__(self) -> str:
        """Give one line for a report."""
        return (
            f"{self.table}: {self.added:,} added, {self.updated:,} updated, "
            f"{self.unchanged:,} unchanged, {self.removed:,} removed"
        )


class Removal(NamedTuple):
    """The rows that a file no longer has, and how many were on record of the cases or people that it names."""

    table: str
    rows: tuple[tuple[object, ...], ...]
    on_record: int

    @property
    def percent(self) -> float:
        """Which share of those it is."""
        return 100 * len(self.rows) / self.on_record


class Saved(NamedTuple):
    """What a roster changed in each table, and what it removed."""

    changes: tuple[Change, ...]
    removals: tuple[Removal, ...]


async def begin(connection: Connection) -> None:
    """Wait for other imports and make room; the connection is in a transaction that ends with this import."""
    await queries("roster_import").begin(connection)


async def known(connection: Connection, urns: Iterable[str], today: date, units: Units) -> Known:
    """Say who is on record, and which of these cases are; and what the day and policy say."""
    sql = queries("roster_import")
    managers = {record["staff_id"]: record["reports_to"] async for record in sql.managers(connection)}
    cases = [record["urn"] async for record in sql.urns_on_record(connection, urns=list(urns))]
    return Known(managers, frozenset(cases), today, units)


async def save(connection: Connection, roster: Roster, progress: Progress) -> Saved:
    """Merge the roster into what is on record, after ``begin``, and say what changed in each table."""
    for table, sheet in roster.sheets.items():
        await _copy(connection, table, sheet, progress)
    await queries("roster_import").analyse(connection)
    changes, removals = [], []
    for done, (table, sheet) in enumerate(roster.sheets.items()):
        progress("saving", done, len(roster.sheets))
        change, removed = await _merge(connection, table, sheet)
        changes.append(change)
        if removed:
            removals.append(Removal(table, removed, change.updated + change.unchanged + change.removed))
    progress("saving", len(roster.sheets), len(roster.sheets))
    return Saved(tuple(changes), tuple(removals))


async def _copy(connection: Connection, table: str, sheet: Sheet, progress: Progress) -> None:
    columns = [*sheet.columns]
    records: Iterable[Record] = sheet.records()
    if table in _TOLD_APART_BY:
        records = _numbered(sheet, records, _TOLD_APART_BY[table])
        columns.append("occurrence")
    watched = _watched(records, lambda done: progress(f"copying {table}", done, len(sheet)))
    await connection.copy_records_to_table(f"arrived_{table}", records=watched, columns=columns)


def _numbered(sheet: Sheet, records: Iterable[Record], alike: tuple[str, ...]) -> Iterator[Record]:
    seen: Counter[Record] = Counter()
    for record, (_line, likeness) in zip(records, sheet.cells(*alike), strict=True):
        seen[likeness] += 1
        yield (*record, seen[likeness])


def _watched(records: Iterable[Record], tell: Callable[[int], None]) -> Iterator[Record]:
    done = 0
    for done, record in enumerate(records, 1):
        yield record
        if done % _STRIDE == 0:
            tell(done)
    tell(done)


async def _merge(
    connection: Connection, table: str, sheet: Sheet
) -> tuple[Change, tuple[tuple[object, ...], ...]]:
    """Merge one table; give what changed, and the rows that were removed."""
    count: Counter[str] = Counter()
    removed: tuple[tuple[object, ...], ...] = ()
    for step in _STEPS[table]:
        merge = getattr(queries("roster_import"), f"{step}_{table}")
        if step == "remove":
            removed = tuple(sorted([tuple(record) async for record in merge(connection)]))
        else:
            count[step] = await merge(connection, **_told(step, table, sheet))
    unchanged = len(sheet) - count["add"] - count["update"]
    return Change(table, count["add"], count["update"], unchanged, len(removed)), removed


def _told(step: str, table: str, sheet: Sheet) -> dict[str, bool]:
    """What a statement has to know of the file: whether it tells names, which an export may do without."""
    return {"names_told": "name" not in sheet.missing} if (step, table) == ("update", "people") else {}
