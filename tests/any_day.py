"""Runs what needs no engine as if on other days: ``python -m tests.any_day``, a line for each instant.

Debian's libfaketime moves the clock of the tests and of the processes that they start. Servers keep the true one:
the engine is a static program, which no library reaches, and PostgreSQL's own time-outs would stand still.

The instants share the cores; within one the tests follow each other. libfaketime reads the environment whenever a
thread waits its turn, and the C library frees the environment's old block when a name is added: tests that add
names beside the listening thread that a distributed run has would sooner or later end in a segmentation fault.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Final

from tests.guards.tree import ROOT

INSTANTS: Final = (
    (datetime(2026, 11, 27, 22, 40, tzinfo=UTC), "a Friday evening"),
    (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), "a Sunday that ends meanwhile"),
    (datetime(2026, 12, 24, 12, tzinfo=UTC), "Christmas Eve"),
    (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "the clocks go forward"),
    (datetime(2027, 3, 31, 22, 59, tzinfo=UTC), "the last day of a financial year"),
    (datetime(2027, 4, 1, 8, tzinfo=UTC), "the first day of a financial year"),
    (datetime(2027, 10, 31, 0, 59, tzinfo=UTC), "the clocks go back"),
    (
        datetime(2027, 12, 24, 12, tzinfo=UTC),
        "Christmas Eve of the last year that the calendar covers in full",
    ),
    (datetime(2028, 2, 29, 12, tzinfo=UTC), "a leap day"),
)
CHOSEN: Final = "not engine and not chaos and not ends"
_LIBRARIES: Final = ("lib*/*/faketime", "lib*/faketime", "local/lib*/faketime")


class NoFaketime(SystemExit):
    """The library that moves a process's clock is not installed."""

    def __init__(self) -> None:
        super().__init__("There is no libfaketime: install it (Debian and Ubuntu: apt-get install faketime)")


def main() -> None:
    """Run the tests at every instant; ends with 1 when any run failed."""
    library = _library()
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as at_once:
        runs = at_once.map(lambda at: _ran(library, at[0]), INSTANTS)
        passed = [_passed(*at, *ran) for at, ran in zip(INSTANTS, runs, strict=True)]
    sys.exit(0 if all(passed) else 1)


def _library() -> Path:
    found = (path for place in _LIBRARIES for path in sorted(Path("/usr").glob(f"{place}/libfaketime.so.1")))
    library = next(found, None)
    if library is None:
        raise NoFaketime
    return library


def _ran(library: Path, instant: datetime) -> tuple[subprocess.CompletedProcess[str], float]:
    began = monotonic()
    ran = subprocess.run(
        (sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-m", CHOSEN),
        cwd=ROOT,
        env=_at(library, instant),
        capture_output=True,
        text=True,
        check=False,
    )
    return ran, monotonic() - began


def _passed(instant: datetime, name: str, ran: subprocess.CompletedProcess[str], took_s: float) -> bool:
    lines = ran.stdout.splitlines() or [ran.stderr]
    sys.stdout.write(f"{instant:%a %d %b %Y %H:%M} UTC, {name}: {lines[-1].strip('= ')}, {took_s:.0f} s\n")
    if ran.returncode:
        sys.stdout.write(ran.stdout[-20_000:] + ran.stderr[-5_000:])
    sys.stdout.flush()
    return not ran.returncode


def _at(library: Path, instant: datetime) -> dict[str, str]:
    """An offset that every process shares, so that none begins again at the instant; what measures time goes on."""
    away = instant - datetime.now(UTC)
    return os.environ | {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{away.total_seconds():+.0f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DISABLE_SHM": "1",
        "NO_FAKE_STAT": "1",
    }


if __name__ == "__main__":
    main()
