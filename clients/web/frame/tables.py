"""Tables of figures: shown on a page in a region of their own, and each as a file of comma-separated values."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from fastapi.responses import Response

from clients.errors import CommandRefused
from domain.errors import Reason, Refused
from domain.values import Code, Value

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would reckon with instead of showing it."""


class Table(Value):
    """A table with its own name in an address; ``coded`` are the rows with codes alone, where people stand in them."""

    name: Code
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    coded: tuple[tuple[str, ...], ...] = ()


def as_csv(tables: Iterable[Table], name: str, about: str) -> Response:
    """Answer with one of these tables as a file; raises ``CommandRefused`` where none has that name."""
    table = next((one for one in tables if one.name == name), None)
    if table is None:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=name))
    said = io.StringIO()
    csv.writer(said, lineterminator="\r\n").writerows(
        [_safe(cell) for cell in row] for row in (table.headings, *(table.coded or table.rows))
    )
    headers = {"Content-Disposition": f'attachment; filename="{about}-{table.name}.csv"'}
    return Response(said.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _safe(cell: str) -> str:
    """A cell that a spreadsheet shows as it is."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
