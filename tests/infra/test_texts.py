"""A text that somebody saved is read, or called by what it is."""

import gzip

import pytest

from infra.texts import decoded

NOTE = "We talked about disclosure.\n{It} <may> begin as it likes.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("text", [NOTE, '{"marks": {}}', "<p>", ""])
def test_text_in_utf_8_is_read_without_its_mark_whatever_it_says(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (NOTE.encode("utf-16"), "is text in UTF-16: save it as UTF-8"),
        (NOTE.encode("utf-16-le"), "is text in UTF-16: save it as UTF-8"),
        (NOTE.encode("utf-32"), "is text in UTF-32: save it as UTF-8"),
        ("Zoë".encode("latin-1"), "is not UTF-8 at byte 2: save it as UTF-8"),
        (gzip.compress(NOTE.encode(), mtime=0), "is compressed by gzip (.gz): save it as UTF-8"),
    ],
)
def test_what_is_no_text_in_utf_8_is_called_by_what_it_is(data: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("(", r"\(").replace(")", r"\)")):
        decoded(data)


def test_a_nul_in_a_short_text_makes_no_other_encoding_of_it() -> None:
    assert decoded(b"a\0b") == "a\0b"
