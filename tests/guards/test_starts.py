"""No test starts a server without the mark that its fixtures give it, so what is unmarked needs none."""

import subprocess
import sys

import pytest

from infra.embedded.postgres import postgres_programs
from infra.embedded.temporal import temporal_program
from tests.guards.tree import ROOT

PROGRAMS = (temporal_program(), postgres_programs() / "postgres", postgres_programs() / "initdb")
OTHER_WAYS = "WorkflowEnvironment"
"""The engine's client library starts a server of its own accord, past every watch on new processes."""


@pytest.mark.parametrize("program", [str(program) for program in PROGRAMS])
def test_an_unmarked_test_starts_no_server(program: str) -> None:
    with pytest.raises(RuntimeError, match="by a test that no fixture marks: ask for may_start_"):
        subprocess.run([program, "--version"], check=True)


def test_nor_does_a_process_that_it_starts() -> None:
    code = f"import subprocess; subprocess.run([{str(temporal_program())!r}, '--version'])"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert ran.returncode
    assert "ask for may_start_engine" in ran.stderr


def test_other_programs_start_as_they_are() -> None:
    assert subprocess.run([sys.executable, "-c", ""], check=False).returncode == 0


def test_an_engine_that_no_watch_sees_is_started_in_one_place() -> None:
    tests = (ROOT / "tests").rglob("*.py")
    named = {path.relative_to(ROOT).as_posix() for path in tests if OTHER_WAYS in path.read_text()}

    assert named == {"tests/engines.py", "tests/guards/test_starts.py"}


def test_what_a_fixture_may_start_marks_the_tests_that_come_to_it(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        fixtures = getattr(item, "fixturenames", ())
        assert ("engine" in fixtures) <= bool(item.get_closest_marker("engine"))
        assert ("postgres" in fixtures) <= bool(item.get_closest_marker("postgres"))
