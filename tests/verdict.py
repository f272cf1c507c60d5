"""What a whole run comes to, beside what each of its tests says: judged once everything else is over and told.

A test whose process ended under it (CPython 3.11.7 has crashed so, on one machine, while commands ran in threads) is
run again, once, by itself: what it says then counts. The tests in a browser are to take four minutes together; with
more than six, by their own time and divided by the processes that share it, a run is red.
"""

import subprocess
import sys
from collections.abc import Iterator
from typing import Final

import pytest

LONGEST_MIN: Final = 6
_WITH_ITS_PROCESS: Final = "???"
"""When a test failed whose process ended under it, as pytest-xdist reports it."""


class Verdict:
    """What whoever hands the tests out hears of them: which were lost, whether one failed, how long a browser took."""

    def __init__(self, processes: int) -> None:
        self.lost: list[str] = []
        self.failed = False
        self.browser_min = 0.0
        self._processes = processes

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell what was lost from what failed, and add up set-up, call and tear-down."""
        if str(report.when) == _WITH_ITS_PROCESS:
            self.lost.append(report.nodeid)
        elif report.failed:
            self.failed = True
        if "browser" in report.keywords:
            self.browser_min += report.duration / 60 / self._processes

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Run again what was lost where nothing else failed; then hold the browser's time against its limit."""
        yield
        if self.lost and not self.failed and session.exitstatus == pytest.ExitCode.TESTS_FAILED:
            _say(f"The process of a test ended under it: {', '.join(self.lost)}. Run again by themselves.")
            again = [sys.executable, "-m", "pytest", "-c", str(session.config.inipath), *self.lost]
            if subprocess.run(again, cwd=session.config.rootpath, check=False).returncode == 0:
                session.exitstatus = pytest.ExitCode.OK
        if self.browser_min > LONGEST_MIN:
            _say(f"The tests in a browser took {self.browser_min:.1f} minutes: {LONGEST_MIN} are the most.")
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def _say(words: str) -> None:
    print(f"\n{words}", flush=True)  # noqa: T201  the run has told everything else by now


def pytest_configure(config: pytest.Config) -> None:
    """Judge where the reports of all processes come together."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Verdict(len(config.getoption("tx", None) or ["this one"])))
