"""From the rows of one file to a sheet; as national exports are long, each text is read once a column."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from domain.roster import headers
from domain.roster.cells import Cell, plain
from domain.roster.columns import Column, Layout
from domain.roster.faults import Fault
from domain.roster.refusal import Refusal
from domain.roster.sheets import Gap, Row, Sheet

_SHIFTED: Final = 2
_BETWEEN: Final = re.compile(r"[,;\t|\r\n\"]")


def read_sheet(layout: Layout, rows: Iterable[Row | Fault | Gap]) -> Sheet:
    """Read one file; its first row that is not blank names the columns.

    Among the rows may stand what the reader of the file found wrong with it.
    """
    sheet = Sheet(layout)
    written = (row for row in _rows(sheet, rows) if "".join(row.cells).strip())
    header = next(written, None)
    if header is not None:
        positions = headers.positions(sheet, header, written)
        if positions is not None:
            _read_body(sheet, positions, header.cells, written)
    elif sheet.whole:
        sheet.whole = False
        sheet.fault(1, "", None, "the file is empty: its first line must name the columns")
    return sheet


def lost(layout: Layout) -> Sheet:
    """The sheet of a file that could not be read, whose faults are told elsewhere."""
    sheet = Sheet(layout)
    sheet.whole = False
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


def _read_body(sheet: Sheet, positions: dict[str, int], header: list[str], rows: Iterator[Row]) -> None:
    present = [column for column in sheet.layout.columns if column.name in positions]
    plan = [_Reading(column, positions[column.name], sheet.columns[column.name].append) for column in present]
    least = 1 + max((reading.position for reading in plan if reading.column.required), default=0)
    for row in rows:
        fitted = row if len(row.cells) == len(header) else _fitted(sheet, row, len(header), least, plan)
        if row.cells == header:
            sheet.fault(row.line, "", None, "is the header again: are these two files in one?")
        elif fitted:
            _read_row(sheet, fitted, plan)
    for name in sheet.missing:
        sheet.columns[name].extend([None] * len(sheet))


def _fitted(sheet: Sheet, row: Row, width: int, least: int, plan: list["_Reading"]) -> Row | None:
    """The row with as many cells as the header: what is empty at its end may lack, and may be too much.

    A cell too many or too few in its midst shifts the others, which shows in several that can't be read.
    """
    many = len(row.cells)
    cells = (row.cells + [""] * (width - many))[:width]
    spare = least <= many < width or not "".join(row.cells[width:]).strip()
    if (
        spare
        and many >= least
        and sum(isinstance(reading[cells[reading.position]], Refusal) for reading in plan) < _SHIFTED
    ):
        remark = f"ends after {many} of {width} cells: the others are taken as empty"
        if many > width:
            remark = "has empty cells beyond the header, which are ignored"
        sheet.warn(row.line, "", None, remark, like="too long" if many > width else "too short")
        return Row(row.line, cells)
    reason = f"has {many} fields where the header has {width}"
    if many == 1 and (sign := headers.separated_by(row.cells[0], width)):
        reason = f"is separated by {sign}, and the header by commas"
    sheet.fault(row.line, "", None, reason, like="fields")
    sheet.doubtful.update(part.strip() for cell in row.cells for part in _BETWEEN.split(cell))
    return None


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
