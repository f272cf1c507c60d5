"""Reports and failures as they are shown: one JSON document, or aligned text; tables are drawn on a terminal only."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from textwrap import fill
from typing import Any, TextIO

from clients.cli.frame.failures import Failure
from clients.cli.frame.report import Part, Report, Table

_COMMAND = "iqa "
_QUOTED = re.compile("`[^`]*`")
_GLUE = "\x00"
"""Stands for a blank within a command while the words around it are broken; no text holds one."""

_BETWEEN = 3
"""The blanks between two columns of a table that is drawn; it has one on each side besides."""

_READABLE = 16
"""The characters that a column of words needs to be read."""

SCHEMA = 1
"""The version of the JSON documents; fields are only ever added to them."""


def show(report: Report, *, as_json: bool) -> None:
    """Show what a command has to say on standard output."""
    if as_json:
        _print_document(report.document)
        return
    for part in report.parts:
        _print_part(part)


def show_failure(failure: Failure, *, as_json: bool) -> None:
    """Say on standard error why a command was not done; under JSON standard output has the document."""
    for line in failure.lines:
        say(line)
    if as_json:
        _print_document(failure.document)


def say(line: str) -> None:
    """Tell the person something beside the outcome: on standard error, so that output stays for programs."""
    shown = printable(line)
    _write(sys.stderr, broken(shown, _width()) if on_terminal(sys.stderr) else shown)


def printable(text: str) -> str:
    """Make control characters visible: what somebody wrote must not command the terminal."""
    return "".join(c if c in "\n\t" or not _controls(c) else f"\\x{ord(c):02x}" for c in text)


def on_terminal(stream: TextIO) -> bool:
    """Tell whether a person watches the stream on a terminal that can draw."""
    return stream.isatty() and os.environ.get("TERM", "") != "dumb"


def _write(stream: TextIO, line: str) -> None:
    stream.write(f"{line}\n")
    stream.flush()


def _controls(character: str) -> bool:
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0  # noqa: PLR2004  the C0 and C1 controls of Unicode


def _print_document(document: dict[str, Any]) -> None:
    _write(sys.stdout, json.dumps({"schema": SCHEMA} | document, ensure_ascii=True))


def _print_part(part: Part) -> None:
    if isinstance(part, str):
        shown = printable(part)
        _write(sys.stdout, broken(shown, _width()) if on_terminal(sys.stdout) else shown)
    elif on_terminal(sys.stdout):
        _draw(part)
    else:
        for line in aligned(part):
            _write(sys.stdout, line)


def broken(text: str, width: int) -> str:
    """A text whose lines are broken between words for a terminal; a command stands whole, to be copied."""
    return "\n".join(_broken(line, width) for line in text.split("\n"))


def _broken(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    said, command = _QUOTED.sub(lambda found: found[0].replace(" ", _GLUE), line), ""
    if _COMMAND in said:
        said, _, command = said.rpartition(f"({_COMMAND}")
        if not said:
            return line
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    words = fill(said, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    whole = f"{words.rstrip()}\n{indent}({_COMMAND}{command}" if command else words
    return whole.replace(_GLUE, " ")


def _width() -> int:
    return get_terminal_size().columns


def aligned(table: Table) -> Iterable[str]:
    """The table as lines of plain text, its columns two blanks apart."""
    rows = [table.headings, *(tuple(printable(cell) for cell in row) for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def listed(table: Table) -> Iterator[str]:
    """The table as a list, for a terminal that it is too wide for: an id or a command that is cut can't be typed."""
    for row in table.rows:
        yield ""
        for heading, cell in zip(table.headings, row, strict=True):
            if cell:
                yield f"{heading}: {printable(cell)}" if heading else printable(cell)


def narrowest(table: Table) -> int:
    """How narrow a terminal may be: what is typed again stands whole, and words keep a column to be read in."""
    rows = [table.headings, *(tuple(map(printable, row)) for row in table.rows)]
    widths = (max(map(len, column)) for column in zip(*rows, strict=True))
    fitted = (
        min(width, _READABLE) if heading in table.folds else width
        for heading, width in zip(table.headings, widths, strict=True)
    )
    return sum(fitted) + _BETWEEN * (len(table.headings) - 1) + 2


def _draw(table: Table) -> None:
    """Draw the table, or list it where the terminal is too narrow."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  drawing is for terminals only
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as Drawn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    if narrowest(table) > console.width:
        for line in listed(table):
            console.print(Text(broken(line, console.width)), soft_wrap=True)
        return
    drawn = Drawn(box=SIMPLE_HEAD, pad_edge=False, header_style="")
    for heading in table.headings:
        drawn.add_column(heading, no_wrap=heading not in table.folds, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(printable(cell)) for cell in row))
    console.print(drawn)
