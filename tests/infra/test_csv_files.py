import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases import Case, Contribution, Milestone
from domain.people import Absence, Person
from domain.roster.check import Known, Roster, check, urns_elsewhere
from domain.roster.columns import LAYOUTS
from domain.roster.rows import read_sheet
from domain.roster.sheets import Gap, Row
from domain.values import Value
from infra.csv_files import rows_of
from tests.exports import EXPORT

VALUES: dict[str, type[Value]] = {
    "people": Person,
    "absences": Absence,
    "cases": Case,
    "contributions": Contribution,
    "milestones": Milestone,
}


def faults(data: bytes) -> list[str]:
    found = []
    for row in rows_of("a.csv", data):
        if isinstance(row, Gap):
            found.append(str(row.fault))
        elif not isinstance(row, Row):
            found.append(str(row))
    return found


def rows(data: bytes) -> list[tuple[int, list[str]]]:
    return [(row.line, row.cells) for row in rows_of("a.csv", data) if isinstance(row, Row)]


def test_any_line_ends_and_a_byte_order_mark_are_accepted() -> None:
    expected = [(1, ["a", "b"]), (2, ["1", "é"])]
    for data in ("a,b\n1,é", "a,b\r\n1,é\r\n", "a,b\r1,é\r", "\ufeffa,b\n1,é\n"):
        assert rows(data.encode()) == expected


def test_rows_are_numbered_by_the_line_on_which_they_begin() -> None:
    assert rows(b'a\n"two\nlines"\n\nlast\n') == [(1, ["a"]), (2, ["two\nlines"]), (4, []), (5, ["last"])]


@pytest.mark.parametrize(("end", "read"), [("\n", "'é'"), ("\r\n", "'é'"), ("\r", "'È'")])
def test_a_byte_that_is_not_utf_8_is_told_on_its_line_whatever_ends_lines(end: str, read: str) -> None:
    data = end.join(("a", "é", "b", "é", "")).encode("latin-1")
    second = data.rindex(b"\xe9")
    assert faults(data) == [
        f"a.csv:{line}: is not UTF-8: byte 0xE9 at offset {spot} of the file, perhaps {read}: "
        "export it as CSV in UTF-8"
        for line, spot in ((2, 1 + len(end)), (4, second))
    ]
    assert rows(data) == [(1, ["a"]), (2, ["\udce9"]), (3, ["b"]), (4, ["\udce9"])]


def test_a_file_of_another_kind_is_named_once() -> None:
    assert faults("a,b".encode("utf-16")) == ["a.csv:1: is text in UTF-16: export it as CSV in UTF-8"]


def test_the_ctrl_z_at_the_end_of_a_text_of_dos_is_passed_over() -> None:
    assert rows(b"a,b\r\n1,2\r\n\x1a") == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_a_file_that_goes_on_in_zeros_was_not_written_whole() -> None:
    assert faults(b"staff_id,role\nP1,prosecutor\nP2,pro" + b"\0" * 9) == [
        "a.csv:3: has 9 NUL characters from here on, as if it was not written whole: export it again"
    ]


def test_an_open_quotation_mark_is_reported_where_its_row_begins() -> None:
    (fault,) = faults(b'a,b\n1,"2\n3,4\n')
    assert fault.startswith("a.csv:2: is not CSV from here on")


def test_reading_goes_on_after_a_stray_quotation_mark() -> None:
    data = b'"a"x,b\n1,2\n'
    assert [fault[:8] for fault in faults(data)] == ["a.csv:1:"]
    assert rows(data) == [(2, ["1", "2"])]


def test_a_cell_of_enormous_length_is_reported() -> None:
    assert faults(b"a\n" + b"x" * 200_000 + b"\n")[0].startswith("a.csv:2: is not CSV from here on")


def test_progress_is_told_now_and_then_and_at_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    list(rows_of("a.csv", b"x\n" * 12_000, lambda *step: told.append(step)))
    assert told == [("reading a.csv", done, 12_000) for done in (5_000, 10_000, 12_000)]


damage = st.tuples(
    st.sampled_from(sorted(EXPORT)),
    st.integers(min_value=0, max_value=500),
    st.integers(min_value=0, max_value=30),
    st.one_of(
        st.binary(max_size=20),
        st.sampled_from(
            [b"", b"\x00", b'"', b"\r", b",", b"\xff\xfe", b"\xef\xbb\xbf", b"=", b"\n\n", b"P1", b"U1"]
        ),
    ),
)
"""In which file, from where, how many bytes, and by what they are replaced."""


@given(st.lists(damage, max_size=6))
def test_mangled_bytes_give_faults_or_sound_values(damages: list[tuple[str, int, int, bytes]]) -> None:
    export = {table: text.encode() for table, text in EXPORT.items()}
    for table, start, length, replacement in damages:
        export[table] = export[table][:start] + replacement + export[table][start + length :]
    sheets = {
        layout.table: read_sheet(layout, rows_of(layout.file, export[layout.table])) for layout in LAYOUTS
    }
    outcome = check(sheets, Known({}, urns_elsewhere(sheets)))
    if isinstance(outcome, Roster):
        for table, sheet in outcome.sheets.items():
            for record in sheet.records():
                VALUES[table].model_validate(dict(zip(sheet.columns, record, strict=True)))
    else:
        assert outcome
        assert all(str(fault).startswith(f"{fault.file}:{fault.line}: ") for fault in outcome)
