"""Reads CSV files as people really export them: any line ends, with or without a byte order mark."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from domain.roster.faults import Fault
from domain.roster.rows import Gap, Row
from infra.progress import Progress, quiet

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRIDE = 5_000


def read_rows(path: Path, progress: Progress = quiet) -> Iterator[Row | Fault | Gap]:
    """Give the rows of a file, each with the line on which it begins, and what is wrong with the file itself.

    The progress counts lines. Bytes that are not UTF-8 are a fault and become lone surrogates.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        yield Gap(Fault(path.name, 1, "", None, "this file is missing"))
    except OSError as error:
        yield Gap(Fault(path.name, 1, "", None, f"cannot be read: {error.strerror}"))
    else:
        yield from rows_of(path.name, data, progress)


def rows_of(name: str, data: bytes, progress: Progress = quiet) -> Iterator[Row | Fault | Gap]:
    """Give the rows in the content of a file; see ``read_rows``."""
    if data.startswith(_UTF_16):
        yield Gap(Fault(name, 1, "", None, "is UTF-16, not UTF-8, from byte 0: export it as CSV in UTF-8"))
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield from _undecodable(name, data)
        text = data.decode("utf-8-sig", "surrogateescape")
    total = text.count("\n")
    for done, row in enumerate(_split(name, text), 1):
        yield row
        if done % _STRIDE == 0:
            progress(f"reading {name}", min(done, total), total)
    progress(f"reading {name}", total, total)


def _undecodable(name: str, data: bytes) -> Iterator[Fault]:
    start = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            spot, byte = start + error.start, line[error.start]
            yield Fault(
                name, number, "", None, f"is not UTF-8: byte 0x{byte:02X} at offset {spot:,} of the file"
            )
        start += len(line) + 1


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
            yield Gap(Fault(name, line, "", None, reason))
