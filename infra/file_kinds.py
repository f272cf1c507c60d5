"""What a file is that should be plain text in UTF-8: told by its first bytes, so that it can be saved anew."""

import re
from typing import Final

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xfe\x00\x00", "text in UTF-32"),
    (b"\x00\x00\xfe\xff", "text in UTF-32"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
    (b"+/v8", "text in UTF-7"),
    (b"+/v9", "text in UTF-7"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Excel or Word file (.xls, .doc)"),
    (b"\x09\x08\x10\x00", "an older Excel workbook (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "compressed by gzip (.gz)"),
    (b"\x1f\x9d", "compressed by compress (.Z)"),
    (b"BZh", "compressed by bzip2 (.bz2)"),
    (b"\xfd7zXZ\x00", "compressed by xz (.xz)"),
    (b"\x28\xb5\x2f\xfd", "compressed by Zstandard (.zst)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive (.7z)"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"{\\rtf", "a Rich Text document (.rtf)"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"Obj\x01", "an Avro file"),
    (b"ARROW1", "an Arrow file"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"bplist00", "an Apple property list"),
    (b"\x00\x01\x00\x00Standard", "an Access database"),
    (b"PGDMP", "a dump of PostgreSQL"),
    (b"-----BEGIN ", "a key, a certificate or an encrypted message"),
)
_ZIPPED: Final[tuple[tuple[bytes, str], ...]] = (
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"word/", "a Word document (.docx)"),
    (b"opendocument.spreadsheet", "a LibreOffice workbook (.ods)"),
    (b"opendocument", "a LibreOffice document"),
    (b"Index/", "a Numbers or Pages document"),
)
_XML: Final[tuple[tuple[bytes, str], ...]] = (
    (b"<html", "a page of HTML, as a sign-in or an error page is"),
    (b"<!doctype html", "a page of HTML, as a sign-in or an error page is"),
    (b"<table", "a page of HTML, which Excel opens under the name of a workbook"),
    (b"<head", "a page of HTML, as a sign-in or an error page is"),
    (b"<body", "a page of HTML, as a sign-in or an error page is"),
    (b"schemas-microsoft-com:office:spreadsheet", "an Excel workbook in XML"),
    (b"opendocument.spreadsheet", "a LibreOffice workbook in XML (.fods)"),
    (b"<?xml", "XML"),
)
_JSON: Final = re.compile(rb"\s*(?:\[\s*)?\{\s*(?:\"|\})|\s*\[\s*[\[\"\]]")
_HEAD: Final = 4_096
_WIDE: Final = 0.9
"""The share of zero bytes at which every second (or of four, the last three) is the other half of a character."""
_LONG_ENOUGH: Final = 16
"""So many bytes must be there before some letters beyond the Latin ones may stand among them."""


def kind_of(data: bytes) -> str | None:
    """Name what the content is; None where it may be text in UTF-8, or in an encoding that has no mark.

    The mark of UTF-8 is none of another kind. Zero bytes alone say that nothing was written.
    """
    head = data[:_HEAD]
    for signature, named in _SIGNATURES:
        if head.startswith(signature):
            return named
    if head.startswith(b"PK\x03\x04"):
        return _first(_ZIPPED, data, "a zip archive")
    if head.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        return "a zip archive"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return _first(_XML, head.lower(), None)
    if _JSON.match(text):
        return "JSON"
    return _of_zeros(head)


def _first(known: tuple[tuple[bytes, str], ...], data: bytes, otherwise: str | None) -> str | None:
    return next((named for part, named in known if part in data), otherwise)


def _of_zeros(head: bytes) -> str | None:
    """Text in units of two or four bytes without a mark, or nothing but zeros."""
    if not head or b"\x00" not in head:
        return None
    if not head.strip(b"\x00"):
        return "nothing but zero bytes: it was not written whole"
    whole = head[: len(head) // 4 * 4]
    zero = [_share(whole[place::4]) for place in range(4)]
    if whole and (min(zero[1:]) > _WIDE or min(zero[:3]) > _WIDE):
        return "text in UTF-32"
    wide = max(_share(head[::2]), _share(head[1::2]))
    if wide > _WIDE / 2 and (len(head) >= _LONG_ENOUGH or (wide == 1 and len(head) % 2 == 0)):
        return "text in UTF-16"
    return None


def _share(part: bytes) -> float:
    return part.count(0) / max(len(part), 1)
