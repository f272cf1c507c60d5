"""A test that was lost with its process is run again; another fault, or too long a time in a browser, is red."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from tests.guards.tree import ROOT
from tests.verdict import LONGEST_MIN, Verdict

_TESTS: Final = """
import os
import resource
import signal
from pathlib import Path

def _crashes(name, times):
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    been = Path(__file__).with_name(f"{name}.been")
    been.touch()
    been.write_text(been.read_text() + "x")
    if len(been.read_text()) <= times:
        os.kill(os.getpid(), signal.SIGSEGV)

def test_well():
    pass

def test_crashes_once():
    _crashes("once", 1)

"""
_AGAIN: Final = "def test_crashes_again():\n    _crashes('again', 9)\n"
_FAILS: Final = "def test_fails():\n    assert False\n"


@pytest.mark.parametrize(
    ("others", "code", "last"),
    [
        ("", pytest.ExitCode.OK, "1 passed"),
        (_AGAIN, pytest.ExitCode.TESTS_FAILED, ""),
        (_FAILS, pytest.ExitCode.TESTS_FAILED, "2 failed, 1 passed"),
    ],
    ids=["once", "again", "another fails"],
)
def test_what_was_lost_with_its_process_is_run_again(
    others: str, code: pytest.ExitCode, last: str, tmp_path: Path
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_it.py").write_text(_TESTS + others)
    command = [sys.executable, "-m", "pytest", "-p", "tests.verdict", "--numprocesses", "1", "--dist", "load"]

    run = subprocess.run(
        [*command, "--rootdir", tmp_path, "-c", tmp_path / "pytest.ini", tmp_path / "test_it.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("Run again by themselves" in run.stdout) == (others != _FAILS)
    assert last in run.stdout.strip().rpartition("\n")[2]
    assert run.returncode == code


def _told(verdict: Verdict, seconds: float, *marks: str) -> None:
    keywords = dict.fromkeys(marks, 1)
    report: Any = SimpleNamespace(when="call", failed=False, keywords=keywords, duration=seconds)
    verdict.pytest_runtest_logreport(report)


def _ended(verdict: Verdict, so: pytest.ExitCode) -> pytest.ExitCode:
    session: Any = SimpleNamespace(exitstatus=so)
    assert list(verdict.pytest_sessionfinish(session)) == [None]
    ended: pytest.ExitCode = session.exitstatus
    return ended


def test_tests_in_a_browser_have_six_minutes_in_each_of_the_processes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    verdict = Verdict(2)
    _told(verdict, 2 * 60 * LONGEST_MIN - 1, "browser", "postgres")
    _told(verdict, 1000, "postgres")

    in_time = _ended(verdict, pytest.ExitCode.OK), capsys.readouterr().out
    _told(verdict, 61, "browser")

    assert in_time == (pytest.ExitCode.OK, "")
    assert _ended(verdict, pytest.ExitCode.OK) == pytest.ExitCode.TESTS_FAILED
    assert _ended(verdict, pytest.ExitCode.INTERRUPTED) == pytest.ExitCode.INTERRUPTED
    assert "The tests in a browser took 6.5 minutes: 6 are the most." in capsys.readouterr().out
