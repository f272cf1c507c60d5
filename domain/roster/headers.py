"""The row that names the columns: taken in any capitals and with any blanks, else shown as it was found."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from domain.roster.columns import LAYOUTS, Layout
from domain.roster.faults import shown
from domain.roster.sheets import Row, Sheet

_SEPARATORS: Final[Mapping[str, str]] = {
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    "^": "carets",
    "~": "tildes",
    "¬": "¬ signs",
    "\x1f": "unit separators",
    ":": "colons",
    "\uff0c": "full-width commas",
}
_SEP_LINE: Final = re.compile(r"[\"']?sep\s*=(.?)[\"']?,*", re.IGNORECASE)
_MOST: Final = 200
_SHOWN: Final = 8
_LOOKED_AT: Final = 20
_FEW: Final = 2


def folded(name: str) -> str:
    """A column's name without what does not tell names apart: capitals, blanks at its ends, invisible characters.

    Blanks and hyphens between its words count as the underscore.
    """
    visible = "".join(c for c in unicodedata.normalize("NFKC", name) if not _is_invisible(c))
    return re.sub(r"[\s_-]+", "_", visible.strip()).casefold()


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        category == "Cf"
        or (category == "Cc" and not character.isspace())
        or "\ufe00" <= character <= "\ufe0f"
    )


def positions(sheet: Sheet, header: Row, rows: Iterable[Row]) -> dict[str, int] | None:
    """Find where each column of the file stands; None where the row is no header of ours, which is then a fault.

    Columns that are not ours are ignored with a warning. ``rows`` are those below, looked at where this is none.
    """
    if reason := _no_header(sheet.layout, header, rows):
        sheet.whole = False
        sheet.fault(header.line, "", None, reason)
        return None
    found: dict[str, int] = {}
    for position, written in enumerate(header.cells):
        name = folded(written)
        if found.setdefault(name, position) != position and name in sheet.columns:
            sheet.fault(header.line, name, None, _twice(header.cells[found[name]], written))
    _note_missing(sheet, header, found)
    return found


def separated_by(text: str, parts: int) -> str | None:
    """Name the sign, other than commas, at which a text falls into exactly so many parts."""
    return next((named for sign, named in _SEPARATORS.items() if len(text.split(sign)) == parts), None)


def _no_header(layout: Layout, header: Row, rows: Iterable[Row]) -> str | None:
    if len(header.cells) > _MOST:
        return f"has {len(header.cells):,} columns: is this another file? {_wanted(layout)}"
    ours = _ours(layout, header.cells)
    if ours < _FEW and (reason := _one_cell_a_row(layout, header)):
        return reason
    if ours:
        return None
    below = next((row.line for row in islice(rows, _LOOKED_AT) if _ours(layout, row.cells) >= _FEW), None)
    if below:
        return f"the columns are named on line {below} only: delete what stands above it"
    return f"names none of the columns; it has {_listed(header.cells)}. {_wanted(layout)}"


def _one_cell_a_row(layout: Layout, header: Row) -> str | None:
    """What parts the columns, where it is no comma; Excel's line for that may come first."""
    text = ",".join(header.cells)
    if said := _SEP_LINE.fullmatch(text.strip(" ")):
        named = _SEPARATORS.get(said[1])
        says = (
            f"its first line says that it is separated by {named}"
            if named
            else "its first line is a note to Excel"
        )
        return f"{says} (sep=): export it with commas and without that line"
    found = {named: _ours(layout, text.split(sign)) for sign, named in _SEPARATORS.items()}
    best = max(found, key=found.__getitem__)
    if found[best] >= _FEW:
        return f"is separated by {best}: export it with commas"
    if len(header.cells) == 1 and _ours(layout, text.split(",")) >= _FEW:
        return "each row stands in quotation marks as a whole: export it with one pair a cell, or none"
    return None


def _ours(layout: Layout, names: Iterable[str]) -> int:
    known = {column.name for column in layout.columns}
    return len(known & set(map(folded, names)))


def _twice(first: str, again: str) -> str:
    how = "" if first == again else f", as {first!a} and as {again!a}"
    return f"the header names this column twice{how}"


def _note_missing(sheet: Sheet, header: Row, found: Mapping[str, int]) -> None:
    """Note the columns that the header lacks, and what it has instead; an export may do without some of them."""
    sheet.missing.update(name for name in sheet.columns if name not in found)
    strange = [(position, name) for name, position in found.items() if name not in sheet.columns]
    lacks = [name for name in sheet.columns if name in sheet.missing - sheet.layout.may_lack]
    if lacks:
        these = "this column" if len(lacks) == 1 else "these columns"
        has = [header.cells[position] for position, name in strange if name]
        instead = f"; of what it has, {_listed(has)} is not known here" if has else ""
        sheet.fault(
            header.line, ", ".join(lacks), None, f"the header lacks {these}{instead}{_another(sheet, found)}"
        )
        return
    for position, name in strange:
        label = (
            shown(header.cells[position].strip()) if name else f"number {position + 1}, which has no name,"
        )
        sheet.warn(header.line, "", None, f"column {label} is unknown and ignored", like="unknown column")


def _another(sheet: Sheet, found: Mapping[str, int]) -> str:
    """Say whose columns they are, where they are those of another file."""
    for layout in LAYOUTS:
        if layout is not sheet.layout and all(one.name in found for one in layout.columns if one.required):
            return f"; these are the columns of {layout.file}"
    return ""


def _wanted(layout: Layout) -> str:
    names = ",".join(column.name for column in layout.columns if column.name not in layout.may_lack)
    return f"The first line must be {names}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return (
        ", ".join(
            ascii(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}...") for name in names[:_SHOWN]
        )
        + more
    )


_LONGEST: Final = 30
