"""A run whose tests in a browser took too long is red, and says so; whatever failed before stays as it is."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.budget import LONGEST_S, Budget


def _told(budget: Budget, seconds: float, *marks: str) -> None:
    report: Any = SimpleNamespace(keywords=dict.fromkeys(marks, 1), duration=seconds)
    budget.pytest_runtest_logreport(report)


def _ended(budget: Budget, as_: pytest.ExitCode) -> pytest.ExitCode:
    session: Any = SimpleNamespace(exitstatus=as_)
    budget.pytest_sessionfinish(session)
    ended: pytest.ExitCode = session.exitstatus
    return ended


def test_tests_in_a_browser_have_six_minutes_in_each_of_the_processes() -> None:
    budget = Budget(2)
    _told(budget, 2 * LONGEST_S, "browser", "postgres")
    _told(budget, 1000, "postgres")

    in_time = _ended(budget, pytest.ExitCode.OK), budget.says
    _told(budget, 60, "browser")

    assert in_time == (pytest.ExitCode.OK, None)
    assert _ended(budget, pytest.ExitCode.OK) == pytest.ExitCode.TESTS_FAILED
    assert _ended(budget, pytest.ExitCode.INTERRUPTED) == pytest.ExitCode.INTERRUPTED
    assert budget.says == "the tests in a browser took 6.5 minutes: 6 are the most (tests/budget.py)"
