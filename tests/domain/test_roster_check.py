from collections.abc import Mapping

import pytest

from domain.people import Role
from domain.roster.check import Known, Roster, check, urns_elsewhere
from domain.roster.columns import LAYOUTS
from domain.roster.faults import Fault
from domain.roster.rows import lost, read_sheet
from domain.roster.sheets import Gap, Row, Sheet
from tests.exports import EXPORT, PEOPLE, spoilt

NOTHING_KNOWN = Known({}, frozenset())


def sheets_of(export: Mapping[str, str]) -> dict[str, Sheet]:
    return {
        layout.table: read_sheet(
            layout, [Row(n, line.split(",")) for n, line in enumerate(export[layout.table].splitlines(), 1)]
        )
        for layout in LAYOUTS
        if layout.table in export
    }


def faults_of(export: Mapping[str, str], known: Known = NOTHING_KNOWN) -> list[str]:
    outcome = check(sheets_of(export), known)
    return [] if isinstance(outcome, Roster) else [str(fault) for fault in outcome]


def test_a_sound_export_is_a_roster() -> None:
    roster = check(sheets_of(EXPORT), NOTHING_KNOWN)
    assert isinstance(roster, Roster)
    assert {table: len(sheet) for table, sheet in roster.sheets.items()} == {
        "people": 5,
        "absences": 2,
        "cases": 2,
        "contributions": 4,
        "milestones": 2,
    }
    assert roster.warnings == ()


def test_absences_and_milestones_may_lack() -> None:
    assert faults_of({table: EXPORT[table] for table in ("people", "cases", "contributions")}) == []


def test_files_may_name_columns_and_nothing_else() -> None:
    assert faults_of({table: text.splitlines()[0] for table, text in EXPORT.items()}) == []


@pytest.mark.parametrize(
    ("table", "line", "old", "new", "fault"),
    [
        ("people", 6, "P2", "P1", "people.csv:6: staff_id: 'P1': stands on line 5 already"),
        ("people", 5, "M1", "", "people.csv:5: reports_to: '': a prosecutor needs a manager"),
        ("people", 5, "M1", "P1", "people.csv:5: reports_to: 'P1': nobody reports to themselves"),
        (
            "people",
            5,
            "M1",
            "M9",
            "people.csv:5: reports_to: 'M9': no such person, in people.csv or on record",
        ),
        (
            "people",
            6,
            "2026-09-30",
            "2020-01-05",
            "people.csv:6: to_date: '2020-01-05': the end is before the start",
        ),
        (
            "absences",
            2,
            "P1",
            "P9",
            "absences.csv:2: staff_id: 'P9': no such person, in people.csv or on record",
        ),
        (
            "absences",
            2,
            "P2",
            "P9",
            "absences.csv:2: cover: 'P9': no such person, in people.csv or on record",
        ),
        ("absences", 2, "P2", "P1", "absences.csv:2: cover: 'P1': nobody covers their own absence"),
        (
            "absences",
            2,
            "10-16",
            "10-04",
            "absences.csv:2: to_date: '2026-10-04': the end is before the start",
        ),
        ("cases", 2, "P1", "P9", "cases.csv:2: prosecutor: 'P9': no such person, in people.csv or on record"),
        (
            "cases",
            2,
            "2026-07-09",
            "2026-07-06",
            "cases.csv:2: charged_on: '2026-07-06': the charge is before the receipt of the case (2026-07-07)",
        ),
        (
            "cases",
            3,
            "2026-08-03,",
            "2026-08-03,2026-08-05",
            "cases.csv:3: charged_on: '2026-08-05': a pre-charge case has no date of charge",
        ),
        (
            "contributions",
            5,
            "U2",
            "U9",
            "contributions.csv:5: urn: 'U9': no such case, in cases.csv or on record",
        ),
        (
            "contributions",
            5,
            "P2",
            "P9",
            "contributions.csv:5: staff_id: 'P9': no such person, in people.csv or on record",
        ),
        ("milestones", 3, "U1", "U9", "milestones.csv:3: urn: 'U9': no such case, in cases.csv or on record"),
    ],
)
def test_what_contradicts_another_row_is_refused(
    table: str, line: int, old: str, new: str, fault: str
) -> None:
    export = spoilt(table, line, old, new)
    assert fault in faults_of(export)


def test_a_repeated_case_is_refused() -> None:
    export = {**EXPORT, "cases": EXPORT["cases"] + EXPORT["cases"].splitlines()[1]}
    assert faults_of(export) == ["cases.csv:4: urn: 'U1': stands on line 2 already"]


def test_identical_contributions_are_separate_acts() -> None:
    assert faults_of({**EXPORT, "contributions": EXPORT["contributions"] + "U1,P1,review,2026-07-08\n"}) == []


def test_reporting_in_a_circle_is_said_once() -> None:
    assert faults_of(spoilt("people", 2, "XN,,,", "XN,,M1,")) == [
        "people.csv:2: reports_to: 'M1': reporting goes in a circle: C1, M1, S1"
    ]


def test_a_circle_may_close_through_people_on_record() -> None:
    export = {table: text.splitlines()[0] for table, text in EXPORT.items()}
    export["people"] += "\nC1,chief_crown_prosecutor,XN,,M1,c1@example.test,2020-01-06,"
    known = Known({"C1": None, "S1": "C1", "M1": "S1"}, frozenset())
    assert faults_of(export, known) == [
        "people.csv:2: reports_to: 'M1': reporting goes in a circle: C1, M1, S1"
    ]


def test_a_long_circle_is_cut_short_in_the_report() -> None:
    ring = [f"M{n},legal_manager,XN,,M{(n + 1) % 20},m{n}@example.test,2020-01-06," for n in range(20)]
    export = {table: text.splitlines()[0] for table, text in EXPORT.items()}
    [fault] = faults_of({**export, "people": "\n".join([export["people"], *ring])})
    assert fault.endswith(": M0, M1, M2, M3, M4, M5, M6, …")


def test_the_import_may_end_a_circle_that_the_record_would_make() -> None:
    known = Known({"C1": "M1"}, frozenset())
    assert faults_of(EXPORT, known) == []


def test_references_may_be_to_what_is_on_record() -> None:
    headers = {table: text.splitlines()[0] for table, text in EXPORT.items()}
    export = {**headers, "contributions": EXPORT["contributions"], "milestones": EXPORT["milestones"]}
    assert urns_elsewhere(sheets_of(export)) == {"U1", "U2"}
    assert faults_of(export, Known({"P1": "M1", "P2": "M1"}, frozenset({"U1", "U2"}))) == []


def test_only_cases_outside_the_export_are_looked_up() -> None:
    assert urns_elsewhere(sheets_of(spoilt("milestones", 2, "U1", "U7"))) == {"U7"}


def test_every_fault_is_reported_by_file_and_line() -> None:
    export = spoilt("people", 5, "prosecutor", "legal manger")
    export["cases"] = spoilt("cases", 3, "2026-08-03", "2026-02-30")["cases"]
    export["contributions"] = spoilt("contributions", 2, "P1", "P9")["contributions"]
    assert faults_of(export) == [
        f"people.csv:5: role: 'legal manger': unknown role; one of {', '.join(Role)}",
        "cases.csv:3: received_on: '2026-02-30': there is no such date",
        "contributions.csv:2: staff_id: 'P9': no such person, in people.csv or on record",
    ]


def test_an_unreadable_manager_is_one_fault_and_not_two() -> None:
    assert faults_of(spoilt("people", 5, "M1", "M 1")) == [
        "people.csv:5: reports_to: 'M 1': may hold only the letters A to Z, digits, - _ and /"
    ]


def test_a_missing_column_of_managers_is_one_fault() -> None:
    people = "\n".join(
        ",".join(cell for n, cell in enumerate(line.split(",")) if n != 4) for line in PEOPLE.splitlines()
    )
    assert faults_of({**EXPORT, "people": people}) == [
        "people.csv:1: reports_to: the header lacks this column"
    ]


def test_a_missing_column_of_ids_is_one_fault() -> None:
    assert faults_of(spoilt("people", 1, "staff_id", "id")) == [
        "people.csv:1: staff_id: the header lacks this column; of what it has, 'id' is not known here"
    ]


def test_rows_that_were_lost_make_no_further_faults() -> None:
    sheets = sheets_of(EXPORT)
    lost = Fault("people.csv", 1, "", None, "this file is missing")
    sheets["people"] = read_sheet(LAYOUTS[0], [Gap(lost)])
    assert check(sheets, NOTHING_KNOWN) == (lost,)


def test_the_ids_of_a_row_that_cannot_be_taken_apart_may_be_referred_to() -> None:
    assert faults_of(spoilt("people", 5, ",MC", ",MC,extra")) == [
        "people.csv:5: has 9 fields where the header has 8"
    ]


def test_a_file_that_could_not_be_read_is_no_ground_for_faults_elsewhere() -> None:
    sheets = {**sheets_of(EXPORT), "people": lost(LAYOUTS[0])}
    assert isinstance(check(sheets, NOTHING_KNOWN), Roster)


def test_an_id_that_nobody_knows_is_told_once_with_how_often() -> None:
    export = {
        **EXPORT,
        "cases": EXPORT["cases"].replace(",P1,", ",P9,"),
        "contributions": EXPORT["contributions"].replace(",P1,", ",P9,").replace(",P2,", ",p-2,"),
    }
    assert faults_of(export) == [
        "cases.csv:2: prosecutor: 'P9': no such person, in people.csv or on record; named 4 times",
        "contributions.csv:5: staff_id: 'p-2': no such person, in people.csv or on record; is it 'P2'?",
    ]


@pytest.mark.parametrize("written", ["P 1", "P1!", ""])
def test_what_refers_to_a_row_whose_own_id_can_t_be_read_is_no_further_fault(written: str) -> None:
    [fault] = faults_of(spoilt("people", 5, "P1,", f"{written},"))
    assert fault.startswith("people.csv:5: staff_id: ")


def test_ids_that_nobody_knows_are_told_where_more_of_them_are_than_rows_can_t_be_read() -> None:
    export = spoilt("people", 5, "P1,", ",")
    export["contributions"] = EXPORT["contributions"].replace(",P2,", ",P9,")
    assert faults_of(export) == [
        "people.csv:5: staff_id: '': is empty",
        "cases.csv:2: prosecutor: 'P1': no such person, in people.csv or on record; named 5 times",
        "contributions.csv:5: staff_id: 'P9': no such person, in people.csv or on record",
    ]


def test_two_ids_that_differ_in_capitals_alone_are_one() -> None:
    assert "people.csv:6: staff_id: 'p1': stands on line 5 already, in other capitals: 'P1'" in faults_of(
        spoilt("people", 6, "P2", "p1")
    )


def test_a_circle_on_record_is_no_fault_of_the_export() -> None:
    assert faults_of(EXPORT, Known({"X1": "X2", "X2": "X1"}, frozenset())) == []
