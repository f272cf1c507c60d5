"""One server process: started so that it ends with us, stopped with patience, recognised when left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import psutil

from infra.embedded.errors import DidNotStart, EmbeddedStackError, PortTaken
from infra.embedded.ports import is_free

_LAUNCH = Path(__file__).with_name("launch.py")
_POLL_S = 0.02
_LARGEST_LOG = 10_000_000


@dataclass(frozen=True)
class Account:
    """The system account that a server runs as; 0 stands for our own."""

    uid: int = 0
    gid: int = 0


@dataclass(frozen=True)
class Command:
    """How to start one server.

    ``death`` is the signal that the kernel sends it when our process ends, however it ends (Linux only). The
    standard streams go to ``log``. It works in ``folder``.
    """

    arguments: Sequence[str]
    log: Path
    death: signal.Signals = signal.SIGTERM
    account: Account = Account()
    environment: Mapping[str, str] | None = None
    folder: Path = Path("/")

    def start(self) -> "Child":
        """Start it in a session of its own, out of reach of a terminal's Ctrl-C.

        Call it on a thread that lives as long as the server should: the kernel counts the thread's end as
        ours.
        """
        numbers = (self.death, os.getpid(), self.account.uid, self.account.gid)
        interpreter = (sys.executable, "-I", "-S", str(_LAUNCH), *(str(int(number)) for number in numbers))
        _make_room(self.log)
        with self.log.open("ab") as log:
            begins = log.tell()  # before the start: the process writes through the same offset
            process = subprocess.Popen(
                (*interpreter, *self.arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=_clean_environment() | dict(self.environment or {}),
                start_new_session=True,
            )
            return Child(process, self.log, begins)


@dataclass(frozen=True)
class Child:
    """A process that we started, and what it has written to its log since."""

    process: "subprocess.Popen[bytes]"
    log: Path
    log_offset: int

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None

    def said(self, most: int = 4_000) -> str:
        """How its part of the log ends."""
        with self.log.open("rb") as log:
            log.seek(self.log_offset)
            return log.read().decode(errors="replace")[-most:].strip()

    def not_started(self, part: str, port: int | None = None) -> EmbeddedStackError:
        """Why it ended, or did not answer, while starting; nothing is read into what it said.

        ``port`` is the one that it was to listen on.
        """
        if port is not None and not is_free(port):
            return PortTaken(part, port)
        return DidNotStart(part, self.log, "\n".join(self.said().splitlines()[-8:]))

    async def ended(self, patience_s: float) -> bool:
        """Wait until it has ended; False when it has not in time."""
        return await _true_in_time(lambda: not self.alive, patience_s)

    async def stop(self, *signals: signal.Signals, patience_s: float) -> None:
        """Ask it to end, signal by signal, and kill it when none has helped in time."""
        for number in (*signals, signal.SIGKILL):
            if self.alive:
                self.process.send_signal(number)
            if await self.ended(patience_s):
                return


async def stop_leftovers(
    is_ours: Callable[[psutil.Process], bool], asking: signal.Signals, patience_s: float
) -> list[int]:
    """End the processes that an earlier run left behind, and no others; returns their ids."""
    found = [process for process in psutil.process_iter() if _safely(is_ours, process)]
    for number in (asking, signal.SIGKILL):
        for process in found:
            _send(process, number)
        if await _true_in_time(lambda: not any(_lives(process) for process in found), patience_s):
            break
    return [process.pid for process in found]


def _make_room(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".old"))


def _clean_environment() -> dict[str, str]:
    # Variables that would quietly point a program at another server, or change how it reads its data.
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PG", "TEMPORAL_", "IQA_"))
    }


def _safely(is_ours: Callable[[psutil.Process], bool], process: psutil.Process) -> bool:
    try:
        return is_ours(process)
    except psutil.Error:
        return False


def _send(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.Error:
        return


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


async def _true_in_time(is_so: Callable[[], bool], patience_s: float) -> bool:
    deadline = monotonic() + patience_s
    while not is_so():
        if monotonic() > deadline:
            return False
        await asyncio.sleep(_POLL_S)
    return True
