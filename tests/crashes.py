"""Where the interpreter itself crashes, the tests that it took with it are run again, by themselves, in a new process.

CPython 3.11.7 has crashed so, on one machine, while commands ran in threads. What it says of it stands where that
happened, and the run ends with the names of the tests. One that crashes again, or whatever else failed, leaves it red.
"""

import subprocess
import sys
from collections.abc import Iterator
from typing import Final

import pytest

_OF_A_CRASH: Final = "???"
"""When a test failed whose process ended under it, as pytest-xdist reports it."""


class Crashes:
    """The tests that were lost to a crash, as whoever hands them out hears of them."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell what was lost from what failed."""
        if str(report.when) == _OF_A_CRASH:
            self.lost.append(report.nodeid)
        elif report.failed:
            self.failed = True

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Run again what was lost, once everything else of the run is over and told."""
        yield
        if not self.lost or self.failed or session.exitstatus != pytest.ExitCode.TESTS_FAILED:
            return
        print(f"\nThe interpreter crashed in {', '.join(self.lost)}: run again by themselves.", flush=True)  # noqa: T201
        again = [sys.executable, "-m", "pytest", "-c", str(session.config.inipath), *self.lost]
        if subprocess.run(again, cwd=session.config.rootpath, check=False).returncode == 0:
            session.exitstatus = pytest.ExitCode.OK


def pytest_configure(config: pytest.Config) -> None:
    """Listen where the reports of all processes come together."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Crashes())
