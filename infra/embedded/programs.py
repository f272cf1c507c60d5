"""The worker and the web client as parts of the embedded system: each a process of its own, which comes back alone."""

import asyncio
import importlib.util
import signal
import sys
from pathlib import Path
from time import monotonic

import psutil

from infra.embedded.process import Child, Command, stop_leftovers
from infra.settings import Settings

_START_S = 30.0
_STOP_S = 12.0
_READY = '"event": "ready"'


class EmbeddedProgram:
    """One process of this system for the servers of one data folder, by its name and the module that it runs."""

    def __init__(self, name: str, module: str, settings: Settings) -> None:
        self.name = name
        self._program = _program(module)
        self._mark = f"--data={settings.data_dir.absolute().resolve()}"
        self._child: Child | None = None
        self._command = Command(
            arguments=(sys.executable, str(self._program), self._mark),
            log=settings.data_dir / "logs" / f"{name}.log",
            environment=settings.environment(),
        )

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._child is not None and self._child.alive

    @property
    def pid(self) -> int | None:
        """The id of the process, or of the last one."""
        return self._child.process.pid if self._child else None

    async def start(self) -> None:
        """Start it and wait until it is ready; one that an earlier run left is ended first. Raises ``DidNotStart``."""
        await stop_leftovers(self._is_ours, signal.SIGTERM, _STOP_S)
        self._child = child = self._command.start()
        deadline = monotonic() + _START_S
        while child.alive and monotonic() < deadline:
            if _READY in child.said():
                return
            await asyncio.sleep(0.05)
        await self.stop()
        raise child.not_started(self.name)

    async def stop(self) -> None:
        """Let it finish what it is doing, then end it."""
        if self._child is not None:
            await self._child.stop(signal.SIGTERM, patience_s=_STOP_S)

    def _is_ours(self, process: psutil.Process) -> bool:
        return process.cmdline()[1:3] == [str(self._program), self._mark]


def embedded_worker(settings: Settings) -> EmbeddedProgram:
    """The worker."""
    return EmbeddedProgram("worker", "worker", settings)


def embedded_web(settings: Settings) -> EmbeddedProgram:
    """The web client."""
    return EmbeddedProgram("web", "clients.web.__main__", settings)


def _program(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        msg = f"{module} is not installed"
        raise RuntimeError(msg)
    return Path(spec.origin)
