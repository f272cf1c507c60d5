from datetime import date

import pytest

from domain.people import Person, Role
from domain.roster import cells
from domain.roster.cells import Reader
from domain.roster.days import day
from domain.roster.refusal import Refusal

IDENTIFIER, ROLE, AREA, UNIT, REPORTS_TO, EMAIL, FROM_DATE, TO_DATE = (
    cells.reader(name, field) for name, field in Person.model_fields.items()
)
LONG_MAIL = f"{'a' * 241}@example.test"


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\rx", "  =1", "\tx"])
def test_text_that_begins_like_a_formula_is_refused(text: str) -> None:
    assert cells.plain(text) == Refusal("begins like a spreadsheet formula")


@pytest.mark.parametrize("text", ["a\nb", "a\u202eb", "a\x1bb", "a\u00a0b", "a\u2028b"])
def test_what_cannot_be_seen_is_refused(text: str) -> None:
    assert cells.plain(text) == Refusal("contains a line break or a character that cannot be seen")


def test_a_nul_character_is_refused_by_name() -> None:
    assert cells.plain("P1\x00") == Refusal("contains a NUL character")


def test_bytes_that_were_not_text_are_reported_elsewhere() -> None:
    assert cells.plain("Caf\udce9") == Refusal("")


@pytest.mark.parametrize(
    ("text", "plain"), [(" Tŷ Cymru  ", "Tŷ Cymru"), ("\t", ""), ("", ""), ("a=b", "a=b")]
)
def test_other_text_is_kept_without_the_blanks_around_it(text: str, plain: str) -> None:
    assert cells.plain(text) == plain


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (IDENTIFIER, "91XN0000126"),
        (IDENTIFIER, "xn-p_001/a"),
        (IDENTIFIER, "x" * 32),
        (AREA, "XN"),
        (AREA, "NORTH123"),
        (UNIT, "Magistrates’ Court"),
        (UNIT, "u" * 64),
        (EMAIL, "o'brien+iqa@example.test"),
        (EMAIL, LONG_MAIL),
        (ROLE, "auditor"),
    ],
)
def test_sound_text_is_read_as_it_stands(read: Reader, text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    ("read", "text", "reason"),
    [
        (IDENTIFIER, "x" * 33, "has 33 characters; at most 32 are accepted"),
        (IDENTIFIER, "P 1", "may hold only the letters A to Z, digits, - _ and /"),
        (IDENTIFIER, "Pé", "may hold only the letters A to Z, digits, - _ and /"),
        (AREA, "X", "an Area code is 2 to 8 capitals or digits"),
        (AREA, "xn", "an Area code is 2 to 8 capitals or digits"),
        (AREA, "NORTH1234", "an Area code is 2 to 8 capitals or digits"),
        (UNIT, "u" * 65, "has 65 characters; at most 64 are accepted"),
        (EMAIL, "a" + LONG_MAIL, "has 255 characters; at most 254 are accepted"),
        (EMAIL, "nobody", "a mail address has one @ and no blanks"),
        (EMAIL, "a@b@c", "a mail address has one @ and no blanks"),
        (EMAIL, "a b@c", "a mail address has one @ and no blanks"),
        (day, "2026-02-30", "there is no such date"),
        (day, "07/07/2026", "write a date as YYYY-MM-DD"),
        (day, "20260707", "write a date as YYYY-MM-DD"),
        (day, "٢٠٢٦-07-07", "write a date as YYYY-MM-DD"),
        (day, "0206-07-07", "the year must be 1950 to 2099"),
        (cells.yes_or_no, "maybe", "write yes or no"),
        (ROLE, "Auditor", f"unknown role; one of {', '.join(Role)}"),
    ],
)
def test_unsound_text_is_refused_with_what_is_wanted(read: Reader, text: str, reason: str) -> None:
    assert read(text) == Refusal(reason)


def test_a_leap_day_is_a_date() -> None:
    assert day("2028-02-29") == date(2028, 2, 29)


def test_yes_and_no_are_read() -> None:
    assert (cells.yes_or_no("yes"), cells.yes_or_no("no")) == (True, False)
