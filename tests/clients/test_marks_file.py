"""Marks in a file: read faithfully, or every fault told with its question."""

import io
import json
import sys
from pathlib import Path

import pytest

from clients.cli.assess.marks_file import marks_from
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from domain.assessment import Answer, Mark
from domain.questions import NotApplicableReason


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "marks.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(Failure) as caught:
        marks_from(path)
    assert caught.value.code is ExitCode.USAGE
    faults: list[str] = caught.value.more["faults"]
    return [fault.replace(str(path), "FILE") for fault in faults]


def test_marks_and_notes_are_read_and_what_is_empty_is_left_out(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        victims_note = "The needs were met"
        team_learning = ""
        [marks.2]
        answer = "no"
        improvement = "Name the witness 👁"
        good_practice = ""
        [marks.4]
        answer = "not_applicable"
        not_applicable = "circumstance_absent"
        [marks.5]
        answer = ""
        """,
    )

    marks = marks_from(path)

    assert marks.marks == (
        Mark(question=2, answer=Answer.NO, improvement="Name the witness 👁"),
        Mark(
            question=4,
            answer=Answer.NOT_APPLICABLE,
            not_applicable=NotApplicableReason.CIRCUMSTANCE_ABSENT,
        ),
    )
    assert (marks.victims_note, marks.team_learning) == ("The needs were met", None)


def test_the_same_may_be_json_and_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.dumps({"marks": {"1": {"answer": "yes"}}}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    assert marks_from(Path("-")).marks == (Mark(question=1, answer=Answer.YES),)


def test_what_programs_put_into_text_is_taken_out_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    content = {
        "team_learning": "\ufeffOne\r\ntwo",
        "marks": {"1": {"answer": "yes", "good_practice": "a\r\nb"}},
    }
    typed = b"\xef\xbb\xbf" + json.dumps(content).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))

    found = marks_from(Path("-"))

    assert (found.team_learning, found.marks[0].good_practice) == ("One\ntwo", "a\nb")


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        colour = "red"
        victims_note = 7
        [marks.1]
        answer = "maybe"
        [marks.3]
        improvement = "x"
        [marks.4]
        answer = "yes"
        shade = "dark"
        [marks.x]
        answer = "yes"
        [marks]
        9 = "yes"
        """,
    )

    assert faults_of(path) == [
        "FILE: colour: is not known here",
        "FILE: question 1: answer: Input should be 'yes', 'no' or 'not_applicable'",
        "FILE: question 3: answer: is missing",
        "FILE: question 4: shade: is not known here",
        "FILE: question x: is no number of a question",
        'FILE: question 9: write it as a table with answer = "yes", "no" or "not_applicable"',
        "FILE: victims_note: Input should be a valid string",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[marks", "is not TOML"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not TOML"),
        ("{" + '"a":{' * 50_000, "is not JSON"),
        ("marks = 3", "marks: write each as a table"),
        (b"\xff\xfe", "is text in UTF-16: save it as UTF-8"),
        (b"marks\xe9", "is not UTF-8 at byte 5: save it as UTF-8"),
        (b"#" * 4_000_001, "has 4,000,001 bytes"),
    ],
)
def test_a_file_that_is_no_file_of_marks_says_why(tmp_path: Path, text: str | bytes, fault: str) -> None:
    assert any(fault in found for found in faults_of(written(tmp_path, text)))


@pytest.mark.parametrize("text", ["\\u0000", "x" * 20_001])
def test_text_that_cannot_be_kept_is_refused_in_its_question(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, f'[marks.1]\nanswer = "no"\nimprovement = "{text}"')

    assert faults_of(path)[0].startswith("FILE: question 1: improvement: ")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "marks.toml") == ["FILE: can't be read: No such file or directory"]
