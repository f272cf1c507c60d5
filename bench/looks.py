"""What the access log costs with two million looks in it: ``python -m bench.looks [ROWS]``, about two minutes.

The rows are those of a year, of 4,000 people at 20,000 IQAs. Measured are adding one, alone and with the begin and the
commit of its transaction; a year of one person's looks, a day of everybody's, and whether somebody looked before.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import asyncpg

from domain.looks import SHOWN, Look, Showing
from infra.embedded.stack import EmbeddedStack
from infra.logging import configure_logging
from infra.postgres.connections import Connection, Pool, open_pool, transaction
from infra.postgres.looks import Among, keep_look, looked_before, looks
from infra.postgres.migrate import migrate

ROWS: Final = 2_000_000
INSERTS: Final = 2_000
ROUNDS: Final = 100
_YEAR: Final = timedelta(days=365)
_END: Final = datetime(2027, 10, 1, tzinfo=UTC)
_EVERYTHING: Final = 1_000_000
_WHO: Final = "A01-M100"
_IQA: Final = "iqa-100"
_FILL: Final = """
insert into iqa.looks (at, who, how, signed_in_at, place, showing, stream, parts, outcome)
select
    $1::timestamptz - interval '1 year' * (n / $2::float8), 'A01-M' || n % 4000, 'openid_connect', $1, '10.0.0.1',
    'record', 'iqa-' || (n::bigint * 7919) % 20000, '{cover,marks,record,talk}', 'shown'
from generate_series(1, $2::integer) as n
"""


async def main(rows: int) -> None:
    """Fill the table, look, tell."""
    with TemporaryDirectory(prefix="iqa-bench-") as name:
        async with EmbeddedStack(Path(name) / "data", ui=False) as servers:
            owner = await asyncpg.connect(servers.owner_dsn)
            await migrate(owner)
            await owner.execute(_FILL, _END, rows)
            await owner.execute("analyze iqa.looks")
            await owner.close()
            async with await open_pool(servers.dsn, max_size=2) as pool:
                await _tell(pool, rows)


async def _tell(pool: Pool, rows: int) -> None:
    alone: list[float] = []

    async def a_look() -> None:
        async with transaction(pool) as connection:
            alone.append(await _timed(lambda: keep_look(connection, _LOOK)))

    print(f"With {rows:,} looks:")
    whole = [await _timed(a_look) for _ in range(INSERTS)]
    _say("a look added", alone)
    _say("the same with the begin and the commit of its transaction", whole)
    for what, ask in _ASKED.items():
        async with pool.acquire() as connection:
            seconds = [await _timed(lambda: ask(connection)) for _ in range(ROUNDS)]  # noqa: B023  awaited at once
            _say(f"{what} ({await ask(connection)})", seconds)


async def _a_year(connection: Connection) -> str:
    found = await looks(connection, Among(_END - _YEAR, _END, _WHO), _EVERYTHING)
    return f"{len(found):,} rows"


async def _a_day(connection: Connection) -> str:
    found = await looks(connection, Among(_END - timedelta(days=40), _END - timedelta(days=39)), 200)
    return f"the latest {len(found):,} rows"


async def _before(connection: Connection) -> str:
    found = await looked_before(connection, _WHO, _IQA, _END, "marks")
    return "never" if found is None else "once"


_ASKED: Final[dict[str, Callable[[Connection], Awaitable[str]]]] = {
    "a year of one person's looks": _a_year,
    "a day of everybody's": _a_day,
    "whether somebody looked at an IQA before": _before,
}
_LOOK: Final = Look(
    at=_END - timedelta(hours=1),
    who="A01-S1",
    how="openid_connect",
    signed_in_at=_END - timedelta(hours=2),
    place="10.0.0.1",
    showing=Showing.RECORD,
    stream=_IQA,
    parts=("cover", "record"),
    outcome=SHOWN,
)


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    begun = perf_counter()
    await ask()
    return perf_counter() - begun


def _say(what: str, seconds: Iterable[float]) -> None:
    found = list(seconds)
    print(f"- {what}: p50 {1000 * median(found):.1f} ms, p95 {1000 * quantiles(found, n=20)[-1]:.1f} ms")


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
