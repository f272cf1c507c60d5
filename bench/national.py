"""How long ``iqa national`` takes with a whole country's quarter in the tables: ``python -m bench.national [IQAS]``.

Every Area's quarter is opened, and 20,000 IQAs (or as many as told), by the product's own ``record`` without an engine;
half are then marked confirmed in the read table alone. About two minutes, nearly all of them to get there.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import asyncpg

from activities.record import Recorder
from bench.make_areas import AREAS, Scale, make, prosecutor_id
from bench.startup import timed
from clients.command_ids import new_command_id
from domain.calendar import day_of
from domain.ids import QUARTER, iqa_id, quarter_id
from domain.iqa.commands import IqaEnvelope, OpenIqa
from domain.iqa.kind import IQA
from domain.periods import Quarter
from domain.quarter.commands import OpenQuarter, QuarterEnvelope
from domain.quarter.kind import QUARTER as QUARTER_KIND
from domain.questions import Category
from domain.stream import Envelope, Kind, RecordRequest
from infra.embedded.stack import EmbeddedStack
from infra.logging import configure_logging
from infra.postgres.connections import open_pool
from infra.postgres.ledger import PostgresLedger
from infra.postgres.migrate import migrate
from infra.postgres.roster_import import import_directory
from infra.reference import Library
from infra.rules import rules_hash

IQAS: Final = 20_000
ROUNDS: Final = 9
_ACTOR: Final = "A01-C1"
_CONFIRM_HALF: Final = """
update iqa.iqas as i
set
    stage = 'conversation', yes = 10, no = 2, confirmed_at = now(),
    urn = (select min(c.urn) from iqa.cases as c where c.prosecutor = i.prosecutor)
where hashtext(i.iqa_id) % 2 = 0
"""


async def main(iqas: int) -> None:
    """Fill the tables, look, tell."""
    now = datetime.now(UTC)
    quarter = Quarter.containing(day_of(now))
    with TemporaryDirectory(prefix="iqa-bench-") as name:
        async with EmbeddedStack(Path(name) / "data", ui=False) as servers:
            await _fill(servers, Path(name) / "exports", quarter, now, iqas)
            environment = os.environ | {"IQA_DATA": str(Path(name) / "data")}
            seen: dict[str, list[float]] = {"full": [], "empty": []}
            for _ in range(ROUNDS):
                for what, of in (("full", quarter), ("empty", quarter.before(1))):
                    seen[what].append(await timed(environment, ("national", str(of), "--as", _ACTOR)))
    full, empty = median(seen["full"]), median(seen["empty"])
    print(
        f"- `iqa national`, {iqas:,} IQAs: {full:.2f} s as a whole process, {empty:.2f} s where nothing is open"
    )
    print(
        f"- What the IQAs take: {median(a - b for a, b in zip(seen['full'], seen['empty'], strict=True)):.3f} s"
    )


async def _fill(servers: EmbeddedStack, exports: Path, quarter: Quarter, now: datetime, iqas: int) -> None:
    scale = Scale(cases=45_000, contributions=45_000)
    make(exports, scale)
    owner = await asyncpg.connect(servers.owner_dsn)
    await migrate(owner)
    await import_directory(owner, exports)
    pool = await open_pool(servers.dsn)
    recorder = Recorder(PostgresLedger(pool, Library.load()), rules_hash())
    for area in AREAS:
        await recorded(recorder, QUARTER_KIND, quarter_id(area, str(quarter)), opening_of(area, quarter), now)
    begun = perf_counter()
    for number, envelope in openings(iqas, scale, quarter, now):
        await recorded(recorder, IQA, number, envelope, now)
    print(f"{iqas:,} IQAs opened in {perf_counter() - begun:.0f} s", file=sys.stderr)
    await pool.close()
    await owner.execute(_CONFIRM_HALF)
    await owner.execute("analyze")
    await owner.close()


def opening_of(area: str, quarter: Quarter) -> QuarterEnvelope:
    """The command that opens an Area's quarter."""
    asked = OpenQuarter(area=area, quarter=str(quarter), policy_version="default-1")
    return QuarterEnvelope(command_id=new_command_id(), actor=f"{area}-S1", command=asked)


def openings(iqas: int, scale: Scale, quarter: Quarter, now: datetime) -> Iterator[tuple[str, Envelope[Any]]]:
    """As many IQAs, dealt round the prosecutors and with them round the Areas."""
    teams = scale.prosecutors // len(AREAS) // 9 + 1
    for number in range(iqas):
        whose = number % scale.prosecutors
        area, prosecutor = AREAS[whose % len(AREAS)], prosecutor_id(whose)
        opening = OpenIqa(
            area=area,
            quarter=str(quarter),
            category=Category.CASEWORK,
            prosecutor=prosecutor,
            assessor=f"{area}-M{whose // len(AREAS) % teams:03}",
            target_on=day_of(now) + timedelta(days=7 + number % 20),
            policy_version="default-1",
        )
        stream = iqa_id(str(quarter), prosecutor, "casework", number // scale.prosecutors + 1)
        yield stream, IqaEnvelope(command_id=new_command_id(), actor=QUARTER, command=opening)


async def recorded(
    recorder: Recorder, kind: Kind[Any, Any, Any], stream: str, envelope: Envelope[Any], now: datetime
) -> None:
    """Record a command as of an instant (UTC); raises ``RuntimeError`` where it is refused."""
    request = RecordRequest[Any](stream=stream, folded=0, now=now, envelope=envelope)
    outcome = await recorder.record(kind, request)
    if outcome.refused:
        msg = f"{stream}: {outcome.refused}"
        raise RuntimeError(msg)


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else IQAS))
