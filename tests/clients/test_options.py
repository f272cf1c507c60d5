"""What is typed, read as text, ids, days and codes, or refused with what to do."""

import io
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cyclopts import Token

from clients.cli.frame import options
from domain.assessment import Mode
from domain.calendar import day_of


def token(value: str) -> tuple[Token]:
    return (Token(keyword="--it", value=value),)


def test_text_is_taken_as_typed() -> None:
    assert (
        options.text_of("Well done 👏\n\u05e9\u05dc\u05d5\u05dd") == "Well done 👏\n\u05e9\u05dc\u05d5\u05dd"
    )


def test_text_comes_from_a_file_but_for_what_programs_put_into_it(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"\xef\xbb\xbffirst\r\nsecond\rthird\n")

    assert options.text_of(f"@{path}") == "first\nsecond\nthird\n"
    assert options.pair("improvement=\ufeffName\r\nit") == ("improvement", "Name\nit")


def test_text_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfpiped\r\nin")))

    assert options.text_of("-") == "piped\nin"


def test_text_that_begins_with_an_at_sign_is_typed_with_two() -> None:
    assert options.text_of("@@home") == "@home"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "is blank"),
        (" \n\t", "is blank"),
        ("x" * 20_001, "has 20,001 characters: at most 20,000"),
        ("a\x00b", "NUL character at position 2"),
        ("a\udcffb", "bytes that are no text at position 2"),
        ("@/nowhere/at/all", "can't be read: No such file"),
        ("@a\x00b", "can't be read"),
        ("@/", "can't be read: Is a directory"),
    ],
)
def test_unusable_text_is_refused_with_the_place_and_what_to_do(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        options.text_of(typed)


def test_a_text_of_20_000_characters_is_kept() -> None:
    assert len(options.text_of("é" * 20_000)) == 20_000


def test_a_file_that_is_not_utf_8_is_refused_at_its_byte(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"caf\xe9")

    with pytest.raises(ValueError, match="is not UTF-8 at byte 3"):
        options.text_of(f"@{path}")


@pytest.mark.parametrize("typed", ["", "a b", "a\nb", "x" * 65, "\udcff"])
def test_an_id_is_short_printable_and_without_blanks(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is no id|is blank|at most 64"):
        options.read_id(None, token(typed))


def test_days_are_typed_in_one_way_or_named() -> None:
    now = day_of(datetime.now(UTC))

    assert options.read_day(None, token("2026-11-23")) == date(2026, 11, 23)
    assert options.read_day(None, token("today")) in {now, now + timedelta(days=1)}
    assert options.read_day(None, token("tomorrow")) > options.read_day(None, token("yesterday"))


@pytest.mark.parametrize(
    "typed", ["23/11/2026", "2026-02-30", "", "soon", "9999-12-31", "0001-01-01", "\u0661-\u0661-\u0661"]
)
def test_what_is_no_day_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r"write it as 2026-11-23|check the year"):
        options.read_day(None, token(typed))


def test_a_command_id_that_is_none_says_where_to_find_one() -> None:
    with pytest.raises(ValueError, match="copy the one that was printed"):
        options.read_command_id(None, token("42"))


def test_a_code_may_be_typed_with_hyphens_and_capitals() -> None:
    read = options.choice(Mode, "How").converter

    assert callable(read)
    assert read(Mode, token("Face-To-Face")) is Mode.FACE_TO_FACE
    with pytest.raises(ValueError, match="choose face_to_face, video or telephone"):
        read(Mode, token("e-mail"))


def test_pairs_are_split_at_the_first_equals_sign() -> None:
    read = options.pairs("It.").converter

    assert callable(read)
    assert read(tuple, token("2=too_lenient: a=b")) == ("2=too_lenient: a=b",)
    assert options.pair("2=too_lenient: a=b") == ("2", "too_lenient: a=b")
    for typed in ("2", "=x", "2="):
        with pytest.raises(ValueError, match="write it as NAME=VALUE"):
            read(tuple, token(typed))


@pytest.mark.parametrize("typed", ["two", "-1", "1.5", "\uff11\uff12", "1234567890", ""])
def test_a_number_is_written_in_a_few_digits(typed: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        options.read_number(None, token(typed))
