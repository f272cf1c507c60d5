"""Measures how fast a step is, beside the least that the engine takes for one: ``python -m bench``."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

import asyncpg
import psutil
from temporalio.client import Client

from bench import area
from bench.floors import Floor
from bench.lifecycle import Lifecycle, first_shown
from bench.rounds import Meter, Slice, Variant, in_turn, measure
from bench.steps import mirrored, plain
from infra.embedded.stack import EmbeddedStack
from infra.migrate import migrate
from infra.roster_import import import_directory
from infra.settings import Settings
from infra.temporal import connect

HOUSE: Final = Path(__file__).parent.parent
ROUNDS: Final = 6
SECONDS: Final = 2.5
CONCURRENCIES: Final = (1, 10)


async def main() -> None:
    """Start everything on a folder of its own, measure, and print one table."""
    with tempfile.TemporaryDirectory(prefix="iqa-bench-") as folder:
        settings = Settings(data_dir=Path(folder) / "data", log_level="info")
        async with EmbeddedStack(settings.data_dir, ui=False) as stack:
            await _fill(stack.owner_dsn, Path(folder) / "exports")
            async with _workers(settings, stack.temporal_address) as workers:
                measured = await _measure(settings, stack, workers)
    print(_table(measured))


async def _fill(owner_dsn: str, exports: Path) -> None:
    area.write(exports, _today())
    connection = await asyncpg.connect(owner_dsn)
    try:
        await migrate(connection)
        await import_directory(connection, exports)
    finally:
        await connection.close()


@asynccontextmanager
async def _workers(settings: Settings, address: str) -> AsyncIterator[Mapping[str, int]]:
    commands = {
        "IQA": ("worker.py",),
        "alike": ("-m", "bench.floor_worker", "alike", "alike", address),
        "bare": ("-m", "bench.floor_worker", "bare", "bare", address),
    }
    environment = os.environ | {"IQA_DATA": str(settings.data_dir)}
    log = (settings.data_dir / "worker.log").open("wb")
    started = {
        name: await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=HOUSE, env=environment, stderr=log, stdout=log
        )
        for name, command in commands.items()
    }
    try:
        yield {name: process.pid for name, process in started.items()}
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            await process.wait()
        log.close()


async def _measure(
    settings: Settings, stack: EmbeddedStack, workers: Mapping[str, int]
) -> dict[tuple[str, int], list[Slice]]:
    client = await connect(settings, identity="bench")
    today = _today()
    lifecycle = Lifecycle(client, area.assignments(today), today, settings.task_queue)
    mirror = await asyncio.wait_for(lifecycle.history(), timeout=60)
    steps = mirrored(mirror)
    shown = first_shown("2026-27-Q1")
    variants: Sequence[Variant] = (
        lifecycle,
        Floor("alike", client, steps, shown),
        Floor("bare", await Client.connect(stack.temporal_address), plain(steps)),
    )
    found: dict[tuple[str, int], list[Slice]] = {}
    for number, variant in in_turn(variants, ROUNDS + 1):
        meter = _meter(stack, workers[variant.name])
        for concurrency in CONCURRENCIES:
            measured = await measure(variant, meter, concurrency, SECONDS)
            if number:
                found.setdefault((variant.name, concurrency), []).append(measured)
    return found


def _meter(stack: EmbeddedStack, worker: int) -> Meter:
    ids = {
        "server": stack.process_ids["temporal"],
        "worker": worker,
        "client": os.getpid(),
        "postgres": stack.process_ids["postgres"],
    }
    return Meter({name: psutil.Process(pid) for name, pid in ids.items()})


def _table(measured: Mapping[tuple[str, int], Sequence[Slice]]) -> str:
    lines = [
        "| played | at once | IQA/s | step p50 ms | step p95 ms | CPU ms an IQA | server | worker | client | postgres |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for (name, concurrency), slices in sorted(measured.items(), key=lambda item: (item[0][1], item[0][0])):
        cells = [
            f"{median(s.per_second for s in slices):.1f}",
            f"{1000 * median(s.p50 for s in slices):.1f}",
            f"{1000 * median(s.p95 for s in slices):.1f}",
            f"{1000 * median(s.all_cpu for s in slices):.0f}",
            *(f"{1000 * median(s.cpu[part] for s in slices):.0f}" for part in slices[0].cpu),
        ]
        lines.append(f"| {name} | {concurrency} | {' | '.join(cells)} |")
    for other in ("alike", "bare"):
        for concurrency in CONCURRENCIES:
            ours, theirs = measured["IQA", concurrency], measured[other, concurrency]
            lines.append(
                f"IQA / {other} at {concurrency}: "
                f"IQA/s {_ratio(ours, theirs, 'per_second')}, p50 {_ratio(ours, theirs, 'p50')}, "
                f"p95 {_ratio(ours, theirs, 'p95')}, CPU {_ratio(ours, theirs, 'all_cpu')}"
            )
    return "\n".join(lines)


def _ratio(ours: Iterable[Slice], theirs: Iterable[Slice], what: str) -> str:
    ratios = [getattr(a, what) / getattr(b, what) for a, b in zip(ours, theirs, strict=True)]
    return f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def _today():  # noqa
    return datetime.now(ZoneInfo("Europe/London")).date()


if __name__ == "__main__":
    asyncio.run(main())
