"""A file that is no CSV in UTF-8 is called by what it is."""

import gzip
import io
import json
import zipfile

import pytest

from infra.file_kinds import kind_of
from tests.exports import PEOPLE


def zipped(*names: str, first: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "content")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PEOPLE.encode("utf-16"), "text in UTF-16"),
        (PEOPLE.encode("utf-16-le"), "text in UTF-16"),
        (PEOPLE.encode("utf-16-be"), "text in UTF-16"),
        (PEOPLE.encode("utf-32"), "text in UTF-32"),
        (PEOPLE.encode("utf-32-le"), "text in UTF-32"),
        (PEOPLE.encode("utf-32-be"), "text in UTF-32"),
        ("a,b\n".encode("utf-16-le"), "text in UTF-16"),
        ("a,b\n".encode("utf-32-be"), "text in UTF-32"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook (.xlsx)"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document (.docx)"),
        (
            zipped("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"),
            "a LibreOffice workbook (.ods)",
        ),
        (zipped("people.csv"), "a zip archive"),
        (zipped(), "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "an older Excel or Word file (.xls, .doc)"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (gzip.compress(PEOPLE.encode(), mtime=0), "compressed by gzip (.gz)"),
        (
            b"<!DOCTYPE html>\n<html><body>Sign in</body></html>",
            "a page of HTML, as a sign-in or an error page is",
        ),
        (b"\xef\xbb\xbf\n <HTML lang=en>", "a page of HTML, as a sign-in or an error page is"),
        (
            b"<table><tr><td>a</td></tr></table>",
            "a page of HTML, which Excel opens under the name of a workbook",
        ),
        (b'<?xml version="1.0"?><rows/>', "XML"),
        (json.dumps([{"staff_id": "P1"}]).encode(), "JSON"),
        (json.dumps({"people": []}, indent=2).encode(), "JSON"),
        (b"\xef\xbb\xbf[[1,2]]", "JSON"),
        (b"{\\rtf1\\ansi", "a Rich Text document (.rtf)"),
        (b"SQLite format 3\x00" + bytes(100), "an SQLite database"),
        (bytes(4_096), "nothing but zero bytes: it was not written whole"),
    ],
)
def test_a_file_of_another_kind_is_called_by_what_it_is(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PEOPLE.encode(),
        PEOPLE.encode("utf-8-sig"),
        PEOPLE.encode("latin-1").replace(b"P1", b"P\xe9"),
        b"<staff_id,role\n",
        b"{staff_id},role\n",
        b"[sic],role\n",
        b"staff_id,role\nP1,\x00\n",
    ],
)
def test_what_may_be_text_is_left_to_be_read(data: bytes) -> None:
    assert kind_of(data) is None
