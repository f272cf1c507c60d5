"""A day is written one way, and what programs write for none is called so."""

from datetime import date

import pytest

from domain.roster.days import day
from domain.roster.refusal import Refusal

NONE = "is what programs write where there is no date: write the date, or nothing if it may be empty"


@pytest.mark.parametrize("text", ["2026-10-05", "1950-01-01", "2099-12-31", "2028-02-29"])
def test_a_day_is_read_as_iso_8601_writes_it(text: str) -> None:
    assert day(text) == date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01",
        "9999-12-31",
        "1900-01-01",
        "1900-01-00",
        "1899-12-30",
        "1899-12-31",
        "1753-01-01",
        "1970-01-01",
        "1904-01-01",
        "0000-00-00",
        "00/00/0000",
        "01/01/1900",
        "1/1/1970",
        "31.12.9999",
        "12/31/9999",
        "0001-01-01T00:00:00",
        "1900-01-01 00:00:00",
        "NULL",
        "null",
        "N/A",
        "None",
        "NaT",
        "-",
        r"\N",
        "TBC",
        "unknown",
    ],
)
def test_what_stands_for_no_date_is_called_so(text: str) -> None:
    assert day(text) == Refusal(NONE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("05/10/2026", "write a date as YYYY-MM-DD"),
        ("5.10.2026", "write a date as YYYY-MM-DD"),
        ("2026/10/05", "write a date as YYYY-MM-DD"),
        ("20261005", "write a date as YYYY-MM-DD"),
        ("5 October 2026", "write a date as YYYY-MM-DD"),
        ("2026-10-5", "write a date as YYYY-MM-DD"),
        ("2026-W41-1", "write a date as YYYY-MM-DD"),
        ("1791158400", "write a date as YYYY-MM-DD"),
        ("\u0662\u0660\u0662\u0666-10-05", "write a date as YYYY-MM-DD"),
        ("05/10/26", "has a year of two digits: write a date as YYYY-MM-DD"),
        ("26-10-05", "has a year of two digits: write a date as YYYY-MM-DD"),
        ("5-Oct-26", "has a year of two digits: write a date as YYYY-MM-DD"),
        ("5 Oct '26", "has a year of two digits: write a date as YYYY-MM-DD"),
        ("2026-10-05T00:00:00Z", "has a time of day: write a date as YYYY-MM-DD"),
        ("2026-10-05 09:30", "has a time of day: write a date as YYYY-MM-DD"),
        ("46300", "is how a spreadsheet counts days, perhaps 2026-10-05: write a date as YYYY-MM-DD"),
        ("46300.0", "is how a spreadsheet counts days, perhaps 2026-10-05: write a date as YYYY-MM-DD"),
        ("2026-02-30", "there is no such date"),
        ("2027-02-29", "there is no such date"),
        ("2026-13-01", "there is no such date"),
        ("2126-05-26", "the year must be 1950 to 2099"),
        ("1926-05-26", "the year must be 1950 to 2099"),
        ("0206-07-07", "the year must be 1950 to 2099"),
    ],
)
def test_a_day_written_otherwise_says_how(text: str, reason: str) -> None:
    assert day(text) == Refusal(reason)
