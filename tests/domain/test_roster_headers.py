"""The row that names the columns: forgiven, or shown as it was found."""

import pytest

from domain.roster.columns import CONTRIBUTIONS, MILESTONES, PEOPLE
from domain.roster.rows import read_sheet
from domain.roster.sheets import Row, Sheet

HEADER = "urn,kind,on_date"


def read(*lines: str) -> Sheet:
    return read_sheet(MILESTONES, [Row(n, line.split(",")) for n, line in enumerate(lines, 1)])


def faults(*lines: str) -> list[str]:
    return [str(fault) for fault in read(*lines).faults]


@pytest.mark.parametrize(
    "name",
    [
        "URN",
        " urn\t",
        "\ufeffurn",
        "u\u200brn",
        "urn\u00a0",
        "\u2060u\u00adrn",
        "ｕｒｎ",  # noqa: RUF001  full-width letters, as some keyboards write them
        "urn\ufe0f",
        "\x00urn",
    ],
)
def test_capitals_blanks_and_invisible_characters_of_a_header_are_forgiven(name: str) -> None:
    sheet = read(f"{name},kind,On Date", "U1,next_hearing,2026-08-17")
    assert (len(sheet), sheet.faults, sheet.warnings) == (1, [], [])


@pytest.mark.parametrize("name", ["on date", "On-Date", "ON_DATE", "on  date", "On\u00a0date"])
def test_blanks_and_hyphens_between_words_count_as_the_underscore(name: str) -> None:
    assert faults(f"urn,kind,{name}", "U1,next_hearing,2026-08-17") == []


def test_two_columns_that_differ_in_capitals_alone_are_the_same_one_twice() -> None:
    assert faults("urn,kind,on_date,URN") == [
        "milestones.csv:1: urn: the header names this column twice, as 'urn' and as 'URN'"
    ]


def test_a_header_that_is_not_ours_is_shown_as_it_was_found() -> None:
    assert faults("case,kind,d\u0430te", "U1,next_hearing,2026-08-17") == [
        (
            "milestones.csv:1: urn, on_date: the header lacks these columns; "
            r"of what it has, 'case', 'd\u0430te' is not known here"
        )
    ]


def test_the_columns_of_another_file_are_called_so() -> None:
    people = ",".join(column.name for column in PEOPLE.columns)
    assert faults(f"{people},kind") == [
        (
            "milestones.csv:1: urn, on_date: the header lacks these columns; of what it has, "
            "'staff_id', 'role', 'area', "
            "'unit', 'reports_to', 'email', 'from_date', 'to_date' and 1 more is not known here; "
            "these are the columns of people.csv"
        )
    ]


def test_a_file_without_a_header_shows_its_first_line() -> None:
    assert faults("U1,next_hearing,2026-08-17", "U2,next_hearing,2026-08-17") == [
        (
            "milestones.csv:1: names none of the columns; it has 'U1', 'next_hearing', '2026-08-17'. "
            "The first line must be urn,kind,on_date"
        )
    ]


def test_a_title_above_the_header_is_told_with_its_line() -> None:
    assert faults("Milestones of Area XN", "", HEADER, "U1,next_hearing,2026-08-17") == [
        "milestones.csv:1: the columns are named on line 3 only: delete what stands above it"
    ]


@pytest.mark.parametrize(
    ("sign", "named"),
    [
        (";", "semicolons"),
        ("\t", "tabs"),
        ("|", "vertical bars"),
        ("^", "carets"),
        ("~", "tildes"),
        (":", "colons"),
        ("\x1f", "unit separators"),
    ],
)
def test_another_separator_is_named_once(sign: str, named: str) -> None:
    lines = [line.replace(",", sign) for line in (HEADER, "U1,next_hearing,2026-08-17", "U2,next_hearing,")]
    assert faults(*lines) == [f"milestones.csv:1: is separated by {named}: export it with commas"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sep=;", "its first line says that it is separated by semicolons"),
        ("SEP=;", "its first line says that it is separated by semicolons"),
        ("sep=\t", "its first line says that it is separated by tabs"),
        ("sep=,", "its first line is a note to Excel"),
        ('"sep=,"', "its first line is a note to Excel"),
        ("sep=,,,,", "its first line is a note to Excel"),
    ],
)
def test_the_line_that_tells_excel_the_separator_is_named_once(line: str, says: str) -> None:
    assert faults(line, HEADER, "U1,next_hearing,2026-08-17") == [
        f"milestones.csv:1: {says} (sep=): export it with commas and without that line"
    ]


def test_rows_in_quotation_marks_as_a_whole_are_named_once() -> None:
    sheet = read_sheet(MILESTONES, [Row(1, [HEADER]), Row(2, ["U1,next_hearing,2026-08-17"])])
    assert [*map(str, sheet.faults)] == [
        "milestones.csv:1: each row stands in quotation marks as a whole: export it with one pair a cell, or none"
    ]


def test_rows_with_another_separator_than_the_header_say_so() -> None:
    assert faults(HEADER, "U1;next_hearing;2026-08-17") == [
        "milestones.csv:2: is separated by semicolons, and the header by commas"
    ]


def test_a_line_of_nothing_but_commas_and_letters_is_one_fault() -> None:
    sheet = read_sheet(CONTRIBUTIONS, [Row(1, ["x"] * 2_000_000)])
    assert [*map(str, sheet.faults)] == [
        (
            "contributions.csv:1: has 2,000,000 columns: is this another file? "
            "The first line must be urn,staff_id,kind,on_date"
        )
    ]


def test_what_is_lost_with_a_header_is_no_ground_for_faults_elsewhere() -> None:
    assert not read("urn;kind;on_date").whole


def test_a_header_in_the_midst_is_one_fault() -> None:
    assert faults(HEADER, "U1,next_hearing,2026-08-17", HEADER) == [
        "milestones.csv:3: is the header again: are these two files in one?"
    ]


@pytest.mark.parametrize(
    ("rows", "warnings"),
    [
        (
            ["U1,next_hearing,2026-08-17,", "U2,next_hearing,2026-08-17, ,"],
            [
                "milestones.csv:2: has empty cells beyond the header, which are ignored",
                "milestones.csv:3: has empty cells beyond the header, which are ignored",
            ],
        ),
    ],
)
def test_empty_cells_beyond_the_header_are_taken_for_nothing(rows: list[str], warnings: list[str]) -> None:
    sheet = read(HEADER, *rows)
    assert (len(sheet), sheet.faults) == (2, [])
    assert [*map(str, sheet.warnings)] == warnings


PERSON = "P1,prosecutor,XN,MC,M1,p1@example.test,2020-01-06"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (PERSON, "ends after 7 of 8 cells: the others are taken as empty"),
        (PERSON.removesuffix(",2020-01-06"), "has 6 fields where the header has 8"),
        (PERSON.replace("prosecutor,", "") + ",", "has 7 fields where the header has 8"),
        (PERSON.replace("MC,", ""), "has 6 fields where the header has 8"),
        (PERSON.replace("MC", "MC,odd") + ",", "has 9 fields where the header has 8"),
        (PERSON + ",,2026", "has 9 fields where the header has 8"),
    ],
)
def test_cells_may_lack_at_the_end_and_nowhere_else(row: str, says: str) -> None:
    header = ",".join(column.name for column in PEOPLE.columns if column.name != "name")
    sheet = read_sheet(PEOPLE, [Row(1, header.split(",")), Row(2, row.split(","))])
    assert says in str([*sheet.faults, *sheet.warnings][0])
