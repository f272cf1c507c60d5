"""What people notice while fourteen Areas open their quarters: ``python -m bench.opening [IQAS] [MINUTES]``.

One person's IQA after the other is played: on an idle system, while so many IQAs are being opened (15,000 unless told
otherwise), and on the idle system again, for a machine that others share is not as fast all the time. The p95 of a step
meanwhile is held against that of both idle times together. Ends once all are open, or after so many minutes, and says
how far it came.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import asyncpg

from bench import area
from bench.lifecycle import Lifecycle
from bench.make_areas import AREAS, UNITS, Scale, make
from bench.stage import Stage, stage
from clients.desk.desk import Desk, SignedIn
from clients.desk.desk import opened as at_desk
from clients.desk.quarters import open_quarter
from domain.calendar import day_of
from domain.periods import Quarter
from infra.embedded.running import running_stack
from infra.logging import configure_logging
from infra.postgres.roster_import import import_directory
from infra.temporal.connection import connect

IQAS: Final = 15_000
MINUTES: Final = 55
IDLE_S: Final = 30.0
WINDOW_S: Final = 15.0
"""Of every minute, so that the person's cases last for an hour."""

REST_S: Final = 45.0
AIM: Final = 2.0
_PATIENCE_S: Final = 30.0
_VOLUME_SHARE: Final = 2 / len(UNITS)


async def main(iqas: int, minutes: int) -> None:
    """Play idle, open, play on, tell."""
    today = day_of(datetime.now(UTC))
    async with (
        stage(today) as on,
        _owner(on) as connection,
        at_desk(on.settings, patience_s=_PATIENCE_S) as desk,
    ):
        await _people(connection, iqas)
        client = await connect(on.settings, identity="bench")
        person = Lifecycle(client, desk, area.assignments(today))
        await _played(person, 5.0)
        idle = await _played(person, IDLE_S)
        _tell("idle", idle)
        begun = perf_counter()
        await _open(desk, str(Quarter.containing(today)))
        meanwhile: list[float] = []
        opened = 0
        while opened < iqas and perf_counter() - begun < 60 * minutes:
            window = await _played(person, WINDOW_S)
            opened = await _opened(connection)
            meanwhile += window
            _tell(f"after {perf_counter() - begun:.0f} s, about {opened} open", window)
            await asyncio.sleep(REST_S)
        took = perf_counter() - begun
        _tell("all the while", meanwhile)
        afterwards = await _played(person, IDLE_S)
        _tell("idle again", afterwards)
    ratio = _p95(meanwhile) / _p95([*idle, *afterwards])
    print(f"- p95 of a step while opening / idle: {ratio:.2f} (aim {AIM}); {opened} opened in {took:.0f} s")


async def _people(connection: "asyncpg.Connection[asyncpg.Record]", iqas: int) -> None:
    """Import as many prosecutors as give so many IQAs, one each in the volume-crime units."""
    with TemporaryDirectory(prefix="iqa-bench-") as folder:
        make(Path(folder), Scale(prosecutors=round(iqas / _VOLUME_SHARE), cases=1_000, contributions=1_000))
        await import_directory(connection, Path(folder))


async def _open(desk: Desk, quarter: str) -> None:
    """Open the quarter of every Area, as senior managers do."""
    for code in AREAS:
        senior = SignedIn(staff_id=f"{code}-S1", how="bench", at=desk.now())
        await open_quarter(desk, senior, code, quarter)


async def _played(person: Lifecycle, seconds: float) -> list[float]:
    """The seconds that each step took, one after the other."""
    until, took = perf_counter() + seconds, []
    while perf_counter() < until:
        took += await person.play()
    return took


@asynccontextmanager
async def _owner(on: Stage) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    running = running_stack(on.settings.data_dir)
    connection = await asyncpg.connect(running.owner_dsn if running else "")
    try:
        yield connection
    finally:
        await connection.close()


async def _opened(connection: "asyncpg.Connection[asyncpg.Record]") -> int:
    count: int = await connection.fetchval(
        "select count(*)::integer from iqa.iqas where area = any($1::text[])", list(AREAS)
    )
    return count


def _p95(took: Sequence[float]) -> float:
    return quantiles(took, n=20)[-1]


def _tell(what: str, took: Sequence[float]) -> None:
    print(f"{what}: step p50 {1000 * median(took):.0f} ms, p95 {1000 * _p95(took):.0f} ms", flush=True)


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(main(*(int(given) for given in sys.argv[1:])) if len(sys.argv) > 2 else main(IQAS, MINUTES))  # noqa: PLR2004  both or neither
