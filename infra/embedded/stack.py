"""Runs both embedded servers for one data folder, and starts again whichever of them ends."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Protocol, Self, TypeVar

import structlog

from infra.embedded.errors import DiskFull, EmbeddedStackError, FolderNotUsable
from infra.embedded.ports import LOOPBACK, remembered_ports
from infra.embedded.postgres import EmbeddedPostgres
from infra.embedded.restored import finish as finish_restore
from infra.embedded.running import Addresses, announce, only_one
from infra.embedded.temporal import EmbeddedTemporal, temporal_program

_log = structlog.get_logger()
_LOOK_EVERY_S = 0.2
_FIRST_WAIT_S = 0.2
_LONGEST_WAIT_S = 5.0
_STEADY_S = 2.0


class Part(Protocol):
    """A server that the stack runs."""

    name: str

    @property
    def alive(self) -> bool: ...

    @property
    def pid(self) -> int | None: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


_PartT = TypeVar("_PartT", bound=Part)


class EmbeddedStack:
    """Temporal and PostgreSQL on one machine, with their data under ``data_dir``; for trying and testing.

    Either server, killed, is started again within seconds on the same port and data. ``durable=False`` makes
    PostgreSQL quick and forgetful, for tests. The caller stops what uses the servers before it stops them.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        time_skipping: bool = False,
        ui: bool = True,
        durable: bool = True,
        temporal_binary: Path | None = None,
    ) -> None:
        # Processes that an earlier run left are recognised by this very text in their command lines.
        self.data_dir = data_dir.absolute().resolve()
        self._time_skipping = time_skipping
        self._ui = ui
        self._durable = durable
        self._temporal_binary = temporal_binary
        self._addresses: Addresses | None = None
        self._parts: tuple[Part, ...] = ()
        self._web_port = 0
        self._running = AsyncExitStack()

    @property
    def addresses(self) -> Addresses:
        """Where the servers listen; only while they run."""
        if self._addresses is None:
            msg = "the stack is not running"
            raise RuntimeError(msg)
        return self._addresses

    @property
    def temporal_address(self) -> str:
        """Host and port of the engine."""
        return self.addresses.temporal_address

    @property
    def ui_address(self) -> str | None:
        """The address of the engine's own web pages."""
        return self.addresses.ui_address

    @property
    def dsn(self) -> str:
        """The application's way into the database."""
        return self.addresses.dsn

    @property
    def owner_dsn(self) -> str:
        """The owner's way into the database, for migrations and backups."""
        return self.addresses.owner_dsn

    @property
    def process_ids(self) -> dict[str, int | None]:
        """The processes of the two servers now, by name."""
        return {part.name: part.pid for part in self._parts}

    async def start(self) -> Addresses:
        """Start both servers and tell clients where they are.

        Raises ``AlreadyRunning``, or another ``EmbeddedStackError`` that says what to do; nothing is left
        running then.
        """
        async with AsyncExitStack() as begun:
            with _explained(self.data_dir):
                self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
                begun.enter_context(only_one(self.data_dir))
                finish_restore(self.data_dir)
                temporal, postgres = self._prepared()
                await _start_together(begun, temporal, postgres)
                self._addresses = _addresses(temporal, postgres, self._web_port)
                announce(self.data_dir, self._addresses)
            self._parts = (temporal, postgres)
            for part in self._parts:
                begun.push_async_callback(_cancel, asyncio.create_task(_keep_alive(part)))
            self._running = begun.pop_all()
        return self._addresses

    async def stop(self) -> None:
        """Stop both servers; does nothing when they don't run."""
        self._addresses = None
        await self._running.aclose()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _prepared(self) -> tuple[EmbeddedTemporal, EmbeddedPostgres]:
        program = temporal_program(self._temporal_binary)
        ports = remembered_ports(self.data_dir, ("temporal", "ui", "postgres", "web"))
        self._web_port = ports["web"]
        return (
            EmbeddedTemporal(
                self.data_dir,
                ports["temporal"],
                ports["ui"] if self._ui else None,
                program,
                time_skipping=self._time_skipping,
            ),
            EmbeddedPostgres(self.data_dir, ports["postgres"], durable=self._durable),
        )


@contextmanager
def _explained(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(data_dir) from error
        if error.filename is None:
            raise
        raise FolderNotUsable(data_dir, error.strerror or str(error)) from error


@asynccontextmanager
async def kept_alive(part: _PartT) -> AsyncIterator[_PartT]:
    """Start a further part of the system, start it again whenever it ends, and stop it on leaving."""
    async with AsyncExitStack() as running:
        running.push_async_callback(part.stop)
        await part.start()
        running.push_async_callback(_cancel, asyncio.create_task(_keep_alive(part)))
        yield part


async def _start_together(begun: AsyncExitStack, *parts: Part) -> None:
    for part in parts:
        begun.push_async_callback(part.stop)
    outcomes = await asyncio.gather(*(part.start() for part in parts), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


async def _keep_alive(part: Part) -> None:
    wait = _FIRST_WAIT_S
    started = monotonic()
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        if part.alive:
            continue
        wait = _FIRST_WAIT_S if monotonic() - started > _STEADY_S else min(wait * 2, _LONGEST_WAIT_S)
        _log.warning("embedded_part_ended", part=part.name, again_in_s=wait)
        await asyncio.sleep(wait)
        started = monotonic()
        await _start_again(part)


async def _start_again(part: Part) -> None:
    try:
        await part.start()
    except (EmbeddedStackError, OSError) as error:
        # Whatever stands in the way (a full disk, a taken port) may go away: it is tried again, and never
        # given up.
        _log.error("embedded_part_did_not_start", part=part.name, error=type(error).__name__)
    else:
        _log.info("embedded_part_started_again", part=part.name)


async def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])


def _addresses(temporal: EmbeddedTemporal, postgres: EmbeddedPostgres, web_port: int) -> Addresses:
    return Addresses(
        pid=os.getpid(),
        temporal_address=temporal.address,
        ui_address=temporal.ui_address,
        web_address=f"http://{LOOPBACK}:{web_port}",
        dsn=postgres.dsn,
        owner_dsn=postgres.owner_dsn,
        web_dsn=postgres.web_dsn,
    )
