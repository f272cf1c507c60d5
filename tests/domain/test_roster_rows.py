import string
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.roster.check import Known, Roster, check, urns_elsewhere
from domain.roster.columns import CONTRIBUTIONS, LAYOUTS, MILESTONES, PEOPLE, Layout
from domain.roster.faults import Fault, shown
from domain.roster.rows import read_sheet
from domain.roster.sheets import Gap, Row, Sheet

HEADER = "urn,kind,on_date"


def read(*lines: str, layout: Layout = MILESTONES) -> Sheet:
    return read_sheet(layout, [Row(n, line.split(",")) for n, line in enumerate(lines, 1)])


def faults(*lines: str) -> list[str]:
    return [str(fault) for fault in read(*lines).faults]


def test_columns_may_come_in_any_order() -> None:
    sheet = read("on_date,urn,kind", "2026-08-17,U1,next_hearing")
    assert list(sheet.records()) == [("U1", "next_hearing", date(2026, 8, 17))]
    assert sheet.faults == []


def test_blanks_around_cells_and_columns_do_not_matter() -> None:
    sheet = read("urn ,kind, on_date", "U1  ,next_hearing\t, 2026-08-17 ")
    assert list(sheet.records()) == [("U1", "next_hearing", date(2026, 8, 17))]


def test_blank_lines_are_passed_over() -> None:
    sheet = read("", HEADER, " ", ",,", "U1,next_hearing,2026-08-17", "")
    assert (sheet.lines, sheet.faults) == ([5], [])


def test_unknown_columns_are_ignored_and_named_in_a_warning() -> None:
    sheet = read("urn,shoe_size,kind,on_date,", "U1,=9,next_hearing,2026-08-17,")
    assert sheet.faults == []
    assert [*map(str, sheet.warnings)] == [
        "milestones.csv:1: column 'shoe_size' is unknown and ignored",
        "milestones.csv:1: column number 5, which has no name, is unknown and ignored",
    ]


def test_columns_without_a_name_are_not_a_repetition() -> None:
    assert faults(f"{HEADER},,", "U1,next_hearing,2026-08-17,,") == []


def test_a_column_named_twice_is_refused() -> None:
    assert faults("urn,kind,on_date,kind") == ["milestones.csv:1: kind: the header names this column twice"]


def test_all_missing_columns_are_one_fault() -> None:
    assert faults("kind", "next_hearing") == [
        "milestones.csv:1: urn, on_date: the header lacks these columns",
    ]


def test_a_column_that_an_export_may_lack_is_no_fault_and_reads_as_empty() -> None:
    header = "staff_id,role,area,unit,reports_to,email,from_date,to_date"
    sheet = read(header, "C1,chief_crown_prosecutor,XN,,,c1@example.test,2020-01-06,", layout=PEOPLE)

    assert sheet.faults == []
    assert sheet.missing == {"name"}
    assert sheet.columns["name"] == [None]


def test_rows_keep_their_length_where_columns_are_missing() -> None:
    assert list(read("kind", "next_hearing").records()) == [(None, "next_hearing", None)]


def test_an_empty_file_is_refused() -> None:
    assert faults() == ["milestones.csv:1: the file is empty: its first line must name the columns"]
    assert faults("", "  ") == ["milestones.csv:1: the file is empty: its first line must name the columns"]


def test_rows_with_too_many_or_too_few_fields_are_refused() -> None:
    assert faults(HEADER, "U1,next_hearing", "U1,next_hearing,2026-08-17,x") == [
        "milestones.csv:2: has 2 fields where the header has 3",
        "milestones.csv:3: has 4 fields where the header has 3",
    ]


def test_required_cells_may_not_be_empty() -> None:
    assert faults(HEADER, "U1,next_hearing, ") == ["milestones.csv:2: on_date: ' ': is empty"]


def test_every_cell_that_is_wrong_is_reported_each_time() -> None:
    assert faults(HEADER, "U 1,hearing,2026-13-01", "U1,hearing,2026-08-17") == [
        "milestones.csv:2: urn: 'U 1': may hold only the letters A to Z, digits, - _ and /",
        f"milestones.csv:2: kind: 'hearing': {UNKNOWN_KIND}",
        "milestones.csv:2: on_date: '2026-13-01': there is no such date",
        f"milestones.csv:3: kind: 'hearing': {UNKNOWN_KIND}",
    ]


UNKNOWN_KIND = (
    "unknown kind; one of not_guilty_plea, initial_disclosure_served, defence_statement_due, "
    "defence_statement_served, new_material_received, next_hearing, no_evidence_offered, victim_letter_due, "
    "victim_letter_sent, enhanced_entitlement"
)


def test_what_the_file_is_faulted_for_is_kept() -> None:
    fault = Fault("milestones.csv", 2, "", None, "is not UTF-8")
    rows: list[Row | Fault | Gap] = [
        Row(1, HEADER.split(",")),
        fault,
        Row(2, ["U\udce9", "next_hearing", "2026-08-17"]),
    ]
    sheet = read_sheet(MILESTONES, rows)
    assert (sheet.faults, sheet.whole) == ([fault], True)
    assert list(sheet.cells("urn")) == [(2, (None,))]


def test_a_fault_shows_values_safely_and_shortly() -> None:
    assert str(Fault("a.csv", 3, "unit", "x\x00\x1b[31m", "odd")) == r"a.csv:3: unit: 'x\x00\x1b[31m': odd"
    assert shown("x" * 61) == f"'{'x' * 50}…{'x' * 9}'"
    assert shown("x" * 60) == f"'{'x' * 60}'"


names = st.sampled_from([column.name for layout in LAYOUTS for column in layout.columns])
cells = st.one_of(
    names,
    st.text(max_size=6),
    st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=2),
    st.sampled_from(
        ["prosecutor", "review", "2026-02-29", "2026-02-28", "yes", "", "=1", "\x00", "\ud800", "-"]
    ),
)
tables = st.lists(st.lists(cells, max_size=18), max_size=5)
"""Rows in which anything may stand, under any header."""


@given(st.fixed_dictionaries({layout.table: tables for layout in LAYOUTS}), st.sampled_from([0, 1]))
def test_any_rows_give_a_roster_or_faults(export: dict[str, list[list[str]]], headers: int) -> None:
    sheets = {}
    for layout in LAYOUTS:
        header = [[column.name for column in layout.columns]] * headers
        rows = [Row(n, row) for n, row in enumerate(header + export[layout.table], 1)]
        sheets[layout.table] = read_sheet(layout, rows)
    outcome = check(sheets, Known({}, urns_elsewhere(sheets)))
    assert isinstance(outcome, Roster) or [str(fault) for fault in outcome]


@given(st.lists(st.sampled_from(["U1,P1,review,2026-07-08", "U1,P1,review,2026-02-30", ""]), max_size=20))
def test_each_line_is_read_or_reported_with_its_number(lines: list[str]) -> None:
    sheet = read("urn,staff_id,kind,on_date", *lines, layout=CONTRIBUTIONS)
    assert sheet.lines == [n for n, line in enumerate(lines, 2) if line]
    assert [fault.line for fault in sheet.faults] == [n for n, line in enumerate(lines, 2) if "02-30" in line]
