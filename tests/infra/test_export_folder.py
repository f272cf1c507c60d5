"""The folder of an export: what is read, at rest, and what looks like it and is not read."""

import os
from pathlib import Path

import pytest

from infra.export_folder import read_folder
from tests.exports import EXPORT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for table, text in EXPORT.items():
        (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def told(folder: Path) -> list[str]:
    return [str(fault) for fault in read_folder(folder).faults]


def test_the_files_of_an_export_are_read_whole(folder: Path) -> None:
    export = read_folder(folder)
    assert (export.faults, export.warnings, export.changed()) == ((), (), ())
    assert {name: data.decode() for name, data in export.contents.items()} == {
        f"{table}.csv": text for table, text in EXPORT.items()
    }


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Absences.csv", "absences.csv"),
        ("ABSENCES.CSV", "absences.csv"),
        ("absences (1).csv", "absences.csv"),
        ("absences - Copy.csv", "absences.csv"),
        ("Copy of absences.csv", "absences.csv"),
        ("absences.csv.txt", "absences.csv"),
        ("absences.csv.gz", "absences.csv"),
        ("absences.csv~", "absences.csv"),
        ("absences.xlsx", "absences.csv"),
        ("absences.tsv", "absences.csv"),
        ("absences", "absences.csv"),
        ("absence.csv", "absences.csv"),
        ("abscences.csv", "absences.csv"),
        ("leave.csv", "absences.csv"),
        ("XN_absences_2026-10-05.csv", "absences.csv"),
        ("absences.csv ", "absences.csv"),
        ("milestones.csv.txt", "milestones.csv"),
        ("milestone.csv", "milestones.csv"),
        ("People.CSV", "people.csv"),
        ("people (1).csv", "people.csv"),
        ("staff.csv", "people.csv"),
        ("case.csv", "cases.csv"),
        ("contribution.csv", "contributions.csv"),
    ],
)
def test_what_looks_like_a_file_of_ours_and_is_not_read_is_a_fault(
    folder: Path, name: str, ours: str
) -> None:
    (folder / ours).rename(folder / name)
    assert told(folder) == [f"{name}: is not read: is it {ours}? Export it under that name, or take it out"]
    (folder / ours).write_text(EXPORT[ours.removesuffix(".csv")])
    assert told(folder) == [
        f"{name}: is not read, since {ours} lies beside it: take out the one that does not count"
    ]


def test_another_csv_file_is_a_fault(folder: Path) -> None:
    (folder / "offices.csv").touch()
    assert told(folder) == [
        (
            "offices.csv: is not read: the files are people.csv, absences.csv, cases.csv, contributions.csv, "
            "milestones.csv; rename it or take it out"
        )
    ]


def test_what_else_lies_there_is_named_in_a_warning_and_litter_is_not(folder: Path) -> None:
    for name in (
        "README.md",
        "people-of-note.docx",
        ".DS_Store",
        "Thumbs.db",
        "~$people.xlsx",
        ".~lock.people.csv#",
    ):
        (folder / name).touch()
    export = read_folder(folder)
    assert export.faults == ()
    assert [*map(str, export.warnings)] == ["README.md: is not read", "people-of-note.docx: is not read"]


def test_each_file_that_is_needed_and_missing_is_named(tmp_path: Path) -> None:
    assert told(tmp_path) == [
        f"{table}.csv: this file is missing" for table in ("people", "cases", "contributions")
    ]


def test_what_is_no_file_is_told_and_nobody_waits_for_it(folder: Path) -> None:
    for table in EXPORT:
        (folder / f"{table}.csv").unlink()
    (folder / "people.csv").mkdir()
    os.mkfifo(folder / "cases.csv")
    (folder / "contributions.csv").symlink_to(folder / "moved.csv")
    assert told(folder) == [
        "people.csv: is a folder, not a file",
        "cases.csv: is no file, but a pipe or a device",
        "contributions.csv: leads to a file that is missing",
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x05\x06", "is a zip archive, not a folder"),
        (b"staff_id\n", "is a file, not a folder"),
    ],
)
def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "export"
    file.write_bytes(data)
    assert told(file) == [f"{file}: {says}: give the folder that holds people.csv and the others"]


@pytest.mark.parametrize("name", ["elsewhere", "x" * 300, "a\0b"])
def test_a_folder_that_can_t_be_looked_into_is_named(tmp_path: Path, name: str) -> None:
    [fault] = told(tmp_path / name)
    assert fault.startswith(f"{tmp_path / name}: ")


def test_a_file_that_is_still_written_is_named(folder: Path) -> None:
    export = read_folder(folder)
    with (folder / "contributions.csv").open("a") as file:
        file.write("U1,P1,review,2026-07-10\n")
    (folder / "milestones.csv").unlink()
    assert [*map(str, export.changed())] == [
        f"{name}: changed while it was read: is it still being written? Import again once it is whole"
        for name in ("contributions.csv", "milestones.csv")
    ]


@pytest.mark.parametrize(
    ("content", "times"), [(b"urn\r\nU", 1), (b"urn\rU\r", 0), (b"urn\nU\n\x1a", 0), (b"", 0)]
)
def test_a_last_line_without_a_line_end_is_told(folder: Path, content: bytes, times: int) -> None:
    (folder / "milestones.csv").write_bytes(content)
    says = "milestones.csv: its last line has no line end: is the file whole?"

    assert [*map(str, read_folder(folder).unended)] == [says] * times


def test_a_file_replaced_by_the_same_content_is_as_it_was(folder: Path) -> None:
    export = read_folder(folder)
    for table, text in EXPORT.items():
        (folder / f"{table}.csv").unlink()
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    assert export.changed() == ()


def test_what_was_wrong_before_is_no_change_and_what_came_since_is(folder: Path) -> None:
    (folder / "Absences.csv").touch()
    export = read_folder(folder)
    assert export.changed() == ()

    (folder / "milestones (1).csv").touch()
    assert [fault.file for fault in export.changed()] == ["milestones (1).csv"]
