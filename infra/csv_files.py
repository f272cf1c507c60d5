"""Reads CSV files as people really export them: any line ends, with or without a byte order mark."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from domain.roster.faults import Fault
from domain.roster.sheets import Gap, Row
from infra.file_kinds import kind_of
from infra.progress import Progress, quiet

_STRIDE = 5_000
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_END_OF_FILE: Final = b"\x1a"
"""Ctrl-Z, with which programs of DOS and their heirs end a text."""


def rows_of(name: str, data: bytes, progress: Progress = quiet) -> Iterator[Row | Fault | Gap]:
    """Give the rows in the content of a file, each with the line on which it begins, and what is wrong with the file.

    The progress counts lines. Bytes that are not UTF-8 are a fault and become lone surrogates.
    """
    data = data.rstrip(_END_OF_FILE)
    if kind := kind_of(data):
        yield Gap(Fault(name, 1, "", None, f"is {kind}: export it as CSV in UTF-8"))
        return
    if b"\x00" in data:
        yield Gap(_zeros(name, data))
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield from _undecodable(name, data)
        text = data.decode("utf-8-sig", "surrogateescape")
    total = max(text.count("\n"), text.count("\r"))
    for done, row in enumerate(_split(name, text), 1):
        yield row
        if done % _STRIDE == 0:
            progress(f"reading {name}", min(done, total), total)
    progress(f"reading {name}", total, total)


def is_ended(data: bytes) -> bool:
    """Whether the last line has its end; a file that is empty or in another form than text is told otherwise."""
    text = data.rstrip(_END_OF_FILE)
    return not text or b"\x00" in text or text.endswith((b"\n", b"\r"))


def _zeros(name: str, data: bytes) -> Fault:
    """A file that was cut off while it was written often goes on in zeros."""
    line = len(_LINE_END.findall(data[: data.index(b"\x00")])) + 1
    reason = (
        f"has {data.count(0):,} NUL characters from here on, as if it was not written whole: export it again"
    )
    return Fault(name, line, "", None, reason)


def _undecodable(name: str, data: bytes) -> Iterator[Fault]:
    usual = "mac_roman" if b"\n" not in data else "cp1252"
    start = 0
    for number, end in enumerate([*_ends(data), len(data)], 1):
        line = data[start:end]
        try:
            line.decode()
        except UnicodeDecodeError as error:
            spot, byte = start + error.start, line[error.start]
            read = bytes([byte]).decode(usual, "replace")
            reason = (
                f"is not UTF-8: byte 0x{byte:02X} at offset {spot:,} of the file, perhaps {read!r}: "
                "export it as CSV in UTF-8"
            )
            yield Fault(name, number, "", None, reason, like="not UTF-8")
        start = end


def _ends(data: bytes) -> Iterator[int]:
    return (found.end() for found in _LINE_END.finditer(data))


def _split(name: str, text: str) -> Iterator[Row | Gap]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield Row(line, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"is not CSV from here on ({error}): look for a quotation mark too many or too few"
            yield Gap(Fault(name, line, "", None, reason, like="not CSV"))
