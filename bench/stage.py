"""What is measured runs here: servers on a throw-away folder, an Area to work in, and a worker for each variant."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import asyncpg
import psutil

from bench import area
from bench.floor_worker import ALIKE, BARE
from bench.rounds import Meter
from infra.embedded.stack import EmbeddedStack
from infra.postgres.migrate import migrate
from infra.postgres.roster_import import import_directory
from infra.settings import Settings

HOUSE: Final = Path(__file__).parent.parent


@dataclass(frozen=True)
class Stage:
    """Servers and workers, running."""

    settings: Settings
    address: str
    environment: Mapping[str, str]
    processes: Mapping[str, int]

    def meter(self, variant: str) -> Meter:
        """The processes that work for a variant."""
        parts = {"server": "temporal", "worker": variant, "client": "client", "postgres": "postgres"}
        return Meter({name: psutil.Process(self.processes[part]) for name, part in parts.items()})


@asynccontextmanager
async def stage(today: date, *, floors: bool = True) -> AsyncIterator[Stage]:
    """Set everything up, and take it away again; without ``floors`` the IQA's own worker alone."""
    with tempfile.TemporaryDirectory(prefix="iqa-bench-") as name:
        folder = Path(name)
        settings = Settings(data_dir=folder / "data")
        environment = _environment(folder)
        async with EmbeddedStack(settings.data_dir, ui=False) as servers, AsyncExitStack() as workers:
            await _fill(servers.owner_dsn, folder / "exports", today)
            processes = {name: pid for name, pid in servers.process_ids.items() if pid}
            for variant, command in _commands(servers.temporal_address, floors=floors).items():
                processes[variant] = await workers.enter_async_context(
                    running(command, environment, folder / f"{variant}.log")
                )
            processes["client"] = os.getpid()
            yield Stage(settings, servers.temporal_address, environment, processes)


def _environment(folder: Path) -> dict[str, str]:
    """The surroundings of an installation: compiled once, and these servers."""
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return plain | {"IQA_DATA": str(folder / "data"), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _commands(address: str, *, floors: bool) -> dict[str, tuple[str, ...]]:
    floor = ("-m", "bench.floor_worker")
    beside: dict[str, tuple[str, ...]] = (
        {ALIKE: (*floor, ALIKE, address), BARE: (*floor, BARE, address)} if floors else {}
    )
    return {"IQA": ("worker.py",)} | beside


async def _fill(owner_dsn: str, exports: Path, today: date) -> None:
    area.write(exports, today)
    connection = await asyncpg.connect(owner_dsn)
    try:
        await migrate(connection)
        await import_directory(connection, exports)
    finally:
        await connection.close()


@asynccontextmanager
async def running(
    arguments: tuple[str, ...], environment: Mapping[str, str], log: Path
) -> AsyncIterator[int]:
    """Run a Python program until left; gives its process id."""
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=HOUSE, env=environment, stdout=file, stderr=file
        )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()
