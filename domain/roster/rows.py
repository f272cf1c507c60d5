"""From the rows of one file to a sheet; as national exports are long, each text is read once a column."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from domain.roster.cells import Cell, Refusal, plain
from domain.roster.columns import Column, Layout
from domain.roster.faults import Fault
from domain.roster.sheets import Sheet


class Row(NamedTuple):
    """The cells of one row, and the line on which it begins."""

    line: int
    cells: list[str]


class Gap(NamedTuple):
    """Rows that are lost, and why."""

    fault: Fault


def read_sheet(layout: Layout, rows: Iterable[Row | Fault | Gap]) -> Sheet:
    """Read one file; its first row that is not blank names the columns.

    Among the rows may stand what the reader of the file found wrong with it.
    """
    sheet = Sheet(layout)
    written = (row for row in _rows(sheet, rows) if "".join(row.cells).strip())
    header = next(written, None)
    if header is not None:
        _read_body(sheet, _positions(sheet, header), len(header.cells), written)
    elif sheet.whole:
        sheet.whole = False
        sheet.fault(1, "", None, "the file is empty: its first line must name the columns")
    return sheet


def _rows(sheet: Sheet, rows: Iterable[Row | Fault | Gap]) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Row):
            yield row
        elif isinstance(row, Gap):
            sheet.whole = False
            sheet.faults.append(row.fault)
        else:
            sheet.faults.append(row)


def _positions(sheet: Sheet, header: Row) -> dict[str, int]:
    """Find where each column of the header stands; unknown ones are ignored with a warning."""
    positions: dict[str, int] = {}
    for position, name in enumerate(map(str.strip, header.cells)):
        if name not in positions:
            positions[name] = position
        elif name:
            sheet.fault(header.line, name, None, "the header names this column twice")
    for name, position in positions.items():
        if name not in sheet.columns:
            label = repr(name) if name else f"number {position + 1}, which has no name,"
            sheet.warn(header.line, f"column {label} is unknown and ignored")
    _note_missing(sheet, header, positions)
    return positions


def _note_missing(sheet: Sheet, header: Row, positions: Mapping[str, int]) -> None:
    """Note the columns that the header lacks; without some of them an export is whole all the same."""
    sheet.missing.update(name for name in sheet.columns if name not in positions)
    for name in sheet.columns:
        if name in sheet.missing - sheet.layout.may_lack:
            sheet.fault(header.line, name, None, "the header lacks this column")


def _read_body(sheet: Sheet, positions: dict[str, int], width: int, rows: Iterator[Row]) -> None:
    present = [column for column in sheet.layout.columns if column.name in positions]
    plan = [_Reading(column, positions[column.name], sheet.columns[column.name].append) for column in present]
    for row in rows:
        if len(row.cells) == width:
            _read_row(sheet, row, plan)
        else:
            sheet.fault(row.line, "", None, f"has {len(row.cells)} fields where the header has {width}")
            sheet.doubtful.update(map(str.strip, row.cells))
    for name in sheet.missing:
        sheet.columns[name].extend([None] * len(sheet))


def _read_row(sheet: Sheet, row: Row, plan: list["_Reading"]) -> None:
    sheet.lines.append(row.line)
    for reading in plan:
        text = row.cells[reading.position]
        cell = reading[text]
        if isinstance(cell, Refusal):
            name = reading.column.name
            sheet.unreadable.add((row.line, name))
            if cell.reason:
                sheet.fault(row.line, name, text, cell.reason)
            reading.append(None)
        else:
            reading.append(cell)


class _Reading(dict[str, Cell | Refusal]):
    """What each text of one column reads as: texts repeat, so most cells cost one lookup and no memory."""

    def __init__(self, column: Column, position: int, append: Callable[[Cell], None]) -> None:
        super().__init__()
        self.column = column
        self.position = position
        self.append = append

    def __missing__(self, text: str) -> Cell | Refusal:
        self[text] = reading = self._read(text)
        return reading

    def _read(self, text: str) -> Cell | Refusal:
        written = plain(text)
        if isinstance(written, Refusal):
            return written
        if written:
            return self.column.read(written)
        return Refusal("is empty") if self.column.required else None
