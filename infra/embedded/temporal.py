"""The embedded Temporal server: the development server on an SQLite file, tuned for one machine."""

import asyncio
import shutil
import signal
import sys
from pathlib import Path

import psutil
from temporalio.service import ConnectConfig, RPCError, ServiceClient

from infra.embedded.errors import ProgramMissing
from infra.embedded.ports import LOOPBACK
from infra.embedded.process import Child, Command, stop_leftovers
from infra.temporal.namespace import SEARCH_ATTRIBUTES, keep_histories

NAMESPACE = "default"
_START_S = 30.0
_STOP_S = 5.0
# Stock, a development server looks at each queue twenty times a second, and every step waits for the next
# look.
_DYNAMIC = {
    "history.transferProcessorMaxPollRPS": "2000",
    "history.timerProcessorMaxPollRPS": "2000",
    "history.visibilityProcessorMaxPollRPS": "2000",
    "history.maxInFlightUpdates": "200",
    # A workflow whose task keeps failing is named by `iqa status` after ten seconds; stock, after a minute.
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": "2",
}
# Stock, a timer fires up to a second late, which a skipped month feels at every deadline on its way.
_TIME_SKIPPING = {
    "frontend.WorkflowTimeSkippingEnabled": "true",
    "history.timerProcessorMaxTimeShift": '"10ms"',
}
# Survives the end of any process; a power cut may cost the last commits, which the ledger then still holds.
_PRAGMAS = ("journal_mode=wal", "synchronous=normal")


def temporal_program(named: Path | None = None) -> Path:
    """The Temporal program: the one named in the settings, beside the interpreter, or on the PATH.

    Raises ``ProgramMissing``.
    """
    beside = Path(sys.executable).with_name("temporal")
    on_path = shutil.which("temporal")
    for candidate in (named,) if named else (beside, Path(on_path) if on_path else None):
        if candidate is not None and candidate.is_file():
            return candidate
    raise ProgramMissing(str(named or "temporal"), "IQA_TEMPORAL_BIN")


class EmbeddedTemporal:
    """One Temporal server on ``<data_dir>/temporal``."""

    name = "temporal"

    def __init__(
        self, data_dir: Path, port: int, ui_port: int | None, program: Path, *, time_skipping: bool
    ) -> None:
        self.folder = data_dir / "temporal"
        self.file = self.folder / "temporal.db"
        self._port = port
        self.address = f"{LOOPBACK}:{port}"
        self.ui_address = f"http://{LOOPBACK}:{ui_port}" if ui_port else None
        self._child: Child | None = None
        self._command = Command(
            arguments=(
                *(str(program), "server", "start-dev", "--ip", LOOPBACK, "--port", str(port)),
                *(("--ui-port", str(ui_port), "--ui-disable-news-fetch") if ui_port else ("--headless",)),
                # By its name alone: the server makes a URI of it, in which `#`, `?` and `%` mean something.
                *("--db-filename", self.file.name, "--log-level", "error", "--log-format", "json"),
                *_each("--sqlite-pragma", _PRAGMAS),
                *_each(
                    "--dynamic-config-value", _pairs(_DYNAMIC | (_TIME_SKIPPING if time_skipping else {}))
                ),
                *_each("--search-attribute", _pairs(SEARCH_ATTRIBUTES)),
            ),
            log=data_dir / "logs" / "temporal.log",
            # Fewer collections for 100 to 200 MiB more memory.
            environment={"GOGC": "400"},
            folder=self.folder,
        )

    @property
    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._child is not None and self._child.alive

    @property
    def pid(self) -> int | None:
        """The id of the server's process, or of the last one."""
        return self._child.process.pid if self._child else None

    async def start(self) -> None:
        """Start the server and wait until it answers.

        Servers that an earlier run left on the same file are ended first. Raises ``EmbeddedStackError``.
        """
        await stop_leftovers(self._is_ours, signal.SIGTERM, _STOP_S)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._child = self._command.start()
        await self._wait_until_it_answers(self._child)

    async def stop(self) -> None:
        """End it in good order, else at once; its file survives both."""
        if self._child is not None:
            await self._child.stop(signal.SIGTERM, patience_s=_STOP_S)

    def _is_ours(self, process: psutil.Process) -> bool:
        return process.name() == "temporal" and Path(process.cwd()) == self.folder.resolve()

    async def _wait_until_it_answers(self, child: Child) -> None:
        """Whichever comes first, its answer or its end: another program on its port may never answer."""
        answering = asyncio.create_task(_answered(self.address))
        ending = asyncio.create_task(child.ended(_START_S))
        try:
            await asyncio.wait((answering, ending), return_when=asyncio.FIRST_COMPLETED)
            if child.alive and answering.done():
                return await answering
        finally:
            answering.cancel()
            ending.cancel()
        await self.stop()
        raise child.not_started(self.name, self._port)


async def _answered(address: str) -> None:
    """Ask until the server answers."""
    while True:
        try:
            service = await ServiceClient.connect(ConnectConfig(target_host=address))
            await keep_histories(service, NAMESPACE)
        except (RPCError, RuntimeError):
            await asyncio.sleep(0.05)
        else:
            return


def _pairs(values: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for name, value in values.items())


def _each(flag: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(argument for value in values for argument in (flag, value))
