"""A test that a crash of the interpreter took along is run again; one that crashes again, or fails, is red."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.guards.tree import ROOT

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
def test_what_a_crash_took_along_is_run_again(
    others: str, code: pytest.ExitCode, last: str, tmp_path: Path
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_it.py").write_text(_TESTS + others)
    command = [sys.executable, "-m", "pytest", "-p", "tests.crashes", "--numprocesses", "1", "--dist", "load"]

    run = subprocess.run(
        [*command, "--rootdir", tmp_path, "-c", tmp_path / "pytest.ini", tmp_path / "test_it.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("run again by themselves" in run.stdout) == (others != _FAILS)
    assert last in run.stdout.strip().rpartition("\n")[2]
    assert run.returncode == code
