"""How long the tests in a browser may take together: four minutes are aimed at, with more than six a run has failed.

What is measured is the time of the tests themselves, divided by the processes that share them.
"""

from typing import Final

import pytest

LONGEST_S: Final = 360.0


class Budget:
    """The seconds that tests with the mark ``browser`` took, as whoever hands them out hears of them."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.spent_s = 0.0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up set-up, call and tear-down."""
        if "browser" in report.keywords:
            self.spent_s += report.duration

    @property
    def says(self) -> str | None:
        """What is said of a run that took too long."""
        minutes = self.spent_s / self.processes / 60
        if minutes * 60 <= LONGEST_S:
            return None
        return f"the tests in a browser took {minutes:.1f} minutes: {LONGEST_S / 60:.0f} are the most (tests/budget.py)"

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that was green."""
        if self.says and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say so."""
        if self.says:
            terminalreporter.write_line(self.says, red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Add up where the reports of all processes come together."""
    if not hasattr(config, "workerinput"):
        asked, most = (config.getoption(name, None) for name in ("numprocesses", "maxprocesses"))
        config.pluginmanager.register(Budget(min(asked or 1, most or asked or 1)))
