"""One file of an export as it was read: its columns of values, and what was wrong with it."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.roster.cells import Cell
from domain.roster.columns import Layout
from domain.roster.faults import Fault


class Row(NamedTuple):
    """The cells of one row, and the line on which it begins."""

    line: int
    cells: list[str]


class Gap(NamedTuple):
    """Rows that are lost, and why."""

    fault: Fault


class Sheet:
    """The rows that were read, as one list of values a column, with the line on which each row begins.

    Empty cells and unreadable ones hold None; ``unreadable`` tells them apart. ``whole`` is False where rows
    are lost: what the sheet does not contain is then no ground for a fault elsewhere. ``doubtful`` holds the
    texts of rows that could not be matched with the columns; any of them may be an id.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.lines: list[int] = []
        self.columns: dict[str, list[Cell]] = {column.name: [] for column in layout.columns}
        self.whole = True
        self.missing: set[str] = set()
        self.unreadable: set[tuple[int, str]] = set()
        self.doubtful: set[str] = set()
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.lines)

    def fault(self, line: int, column: str, value: Cell, reason: str, *, like: str = "") -> None:
        """Note what is wrong with a value of this file; see ``Fault``."""
        self.faults.append(self._about(line, column, value, reason, like))

    def warn(self, line: int, column: str, value: Cell, remark: str, *, like: str = "") -> None:
        """Note what its maker should know and need not mend."""
        self.warnings.append(self._about(line, column, value, remark, like))

    def _about(self, line: int, column: str, value: Cell, reason: str, like: str) -> Fault:
        return Fault(self.layout.file, line, column, None if value is None else str(value), reason, like)

    def records(self) -> Iterator[tuple[Cell, ...]]:
        """Give the rows again, their cells in the layout's order."""
        return zip(*self.columns.values(), strict=True)

    def cells(self, *names: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Give some columns side by side, each row after its line."""
        return zip(self.lines, zip(*(self.columns[name] for name in names), strict=True), strict=True)

    def texts(self, name: str) -> Iterator[str]:
        """Give what is written in a column of text, without the empty cells."""
        return (cell for cell in self.columns[name] if isinstance(cell, str))

    def is_empty(self, line: int, name: str, cell: Cell) -> bool:
        """Tell whether a cell was left empty, as against one that could not be read."""
        return cell is None and name not in self.missing and (line, name) not in self.unreadable
