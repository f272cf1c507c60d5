"""What is printed: aligned text, one JSON document, and nothing that commands a terminal."""

import json
import sys

import pytest

from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from clients.cli.frame.output import aligned, broken, printable, say, show, show_failure
from clients.cli.frame.report import Report, Table


def test_columns_are_aligned_and_their_control_characters_are_visible() -> None:
    table = Table(("A", "LONG"), [("1", "x\x1b[2J"), ("222", "y")])

    assert list(aligned(table)) == ["A    LONG", "1    x\\x1b[2J", "222  y"]


@pytest.mark.parametrize(
    ("text", "shown"), [("\x1b]0;x\x07", "\\x1b]0;x\\x07"), ("a\n\tb", "a\n\tb"), ("é\x9b", "é\\x9b")]
)
def test_a_persons_words_never_command_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_json_is_one_document_with_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    show(Report({"a": "é"}, ("ignored",)), as_json=True)

    assert json.loads(capsys.readouterr().out) == {"schema": 1, "a": "é"}


def test_a_failure_is_told_on_standard_error_and_under_json_as_the_document(
    capsys: pytest.CaptureFixture[str],
) -> None:
    failure = Failure(ExitCode.CONFLICT, "Somebody was quicker.", "Look again.", rule="stale", source="¶1")

    show_failure(failure, as_json=True)
    out, err = capsys.readouterr()

    assert err == "Somebody was quicker.\n  Why: ¶1\n  What to do: Look again.\n"
    assert json.loads(out) == {
        "schema": 1,
        "exit_code": 6,
        "error": "conflict",
        "says": "Somebody was quicker.",
        "remedy": "Look again.",
        "rule": "stale",
        "source": "¶1",
    }


def test_a_table_is_drawn_for_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = Report({}, ("Before", Table(("A",), [("[bold]x[/bold]",)])))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")

    show(report, as_json=False)
    plain = capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    show(report, as_json=False)
    drawn = capsys.readouterr().out

    assert plain == "Before\nA\n[bold]x[/bold]\n"
    assert "─" in drawn
    assert "[bold]x[/bold]" in drawn
    assert "\x1b[" not in drawn


@pytest.mark.parametrize("columns", [60, 80])
def test_a_table_that_a_terminal_is_too_narrow_for_is_listed_and_nothing_of_it_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    stream, command = (
        "iqa-2026-27-Q3-XT-P1-C1",
        "iqa hold-conversation iqa-2026-27-Q3-XT-P1-C1 --view \x1b[2J",
    )
    table = Table(("DUE", "", "IQA", "CASE", "COMMAND"), [("Fri 4 Dec 2026", "overdue", stream, "", command)])
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for name, value in {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": str(columns)}.items():
        monkeypatch.setenv(name, value)

    show(Report({}, (table,)), as_json=False)

    typed = command.replace("\x1b", "\\x1b")
    assert capsys.readouterr().out.splitlines() == [
        "",
        "DUE: Fri 4 Dec 2026",
        "overdue",
        f"IQA: {stream}",
        f"COMMAND: {typed}",
    ]


def test_a_column_of_words_is_broken_between_them_where_a_terminal_is_narrow(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, late = "iqa-2026-27-Q3-XT-P1-C1", "mark and confirm the assessment, due Wed 27 Jan 2027"
    rows = [(stream, "Sam Ortiz (XT-M1)", late)]
    table = Table(("IQA", "PERSON", "OVERDUE"), rows, folds=frozenset({"PERSON", "OVERDUE"}))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for name, value in {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)

    show(Report({}, (table,)), as_json=False)

    drawn = capsys.readouterr().out
    assert stream in drawn
    assert max(map(len, drawn.splitlines())) <= 80
    assert " ".join(drawn.split()).endswith("2027")
    assert "OVERDUE: " not in drawn


def test_a_line_that_is_too_long_is_broken_between_words_and_a_command_stands_whole() -> None:
    said = f"  Learning: {'word ' * 20}end"
    beside = f"  Next: {'somebody ' * 8}(iqa mark iqa-2026-27-Q3-XT-P1-C1)"
    alone = f"  Select it with: iqa select iqa-2026-27-Q3-XT-P1-C1 91XT10126 {'--drawn ' * 5}"

    quoted = "`iqa mark iqa-2026-27-Q3-XT-P1-C1`"

    first, *rest = broken(said, 60).split("\n")

    assert " ".join((first, *rest)).split() == said.split()
    assert all(line.startswith("    ") and len(line) <= 60 for line in rest)
    assert broken(beside, 60).split("\n")[-1] == "    (iqa mark iqa-2026-27-Q3-XT-P1-C1)"
    assert broken(alone, 60) == alone
    assert "\n    `iqa mark iqa-2026-27-Q3-XT-P1-C1` offers" in broken(
        f"  {'kept ' * 8}{quoted} offers it again, here.", 60
    )
    assert broken("Short\n  (iqa inbox)", 60) == "Short\n  (iqa inbox)"


def test_what_is_said_on_a_terminal_is_broken_between_words_and_stays_one_line_for_a_program(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = f"   {'A refusal ' * 8}(iqa show iqa-2026-27-Q3-XT-P1-C1)"
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")

    say(line)
    piped = capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    say(line)
    *words, command = capsys.readouterr().err.splitlines()

    assert piped == f"{line}\n"
    assert command.strip() == "(iqa show iqa-2026-27-Q3-XT-P1-C1)"
    assert len(words) > 1
    assert max(map(len, words)) <= 40
