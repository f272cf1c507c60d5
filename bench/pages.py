"""How long the server takes for lists with a country's IQAs in the tables: ``python -m bench.pages [IQAS] [QUARTERS]``.

Every Area's quarter is opened by the product's own ``record``; 20,000 IQAs (or as many as told) are then copied in the
read tables alone from one that was opened so: a year of them, or all in as many quarters as told. Half of those of this
quarter are confirmed, those of earlier ones are closed. No engine, no network: what is timed is the application, from
the request to the last byte. Told as well is what a page weighs, compressed.
"""

import asyncio
import gc
import gzip
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import asyncpg
import httpx

from activities.record import Recorder
from bench.make_areas import AREAS, Scale, make
from bench.national import opening_of, openings, recorded
from clients.desk.desk import opened
from clients.web.app import build
from clients.web.frame.site import Site
from domain.calendar import day_of
from domain.ids import quarter_id
from domain.iqa.kind import IQA
from domain.periods import Quarter
from domain.quarter.kind import QUARTER as QUARTER_KIND
from infra.embedded.stack import EmbeddedStack
from infra.logging import configure_logging
from infra.postgres.connections import open_pool
from infra.postgres.ledger import PostgresLedger
from infra.postgres.migrate import migrate
from infra.postgres.roster_import import import_directory
from infra.postgres.web import begin_sign_in
from infra.reference import Library
from infra.rules import rules_hash
from infra.settings import Settings

ROUNDS: Final = 30
AIM_MS: Final = 50
_COPIES: Final = """
with template as (select * from iqa.iqas limit 1),
people as (
    select staff_id, area, reports_to, row_number() over (order by staff_id) - 1 as place
    from iqa.people where role = 'prosecutor' and reports_to is not null
),
numbered as (
    select n, n % p.count as place, n / p.count % cardinality($2::text[]) as ago
    from generate_series(0, $1::integer - 1) as n, (select count(*) from people) as p
)
insert into iqa.iqas
select copy.*
from numbered as d
inner join people as p on p.place = d.place
cross join template as t
cross join lateral jsonb_populate_record(
    null::iqa.iqas,
    to_jsonb(t) || jsonb_build_object(
        'iqa_id', 'iqa-' || t.quarter || '-' || p.staff_id || '-C' || (1000 + n), 'area', p.area,
        'prosecutor', p.staff_id, 'assessor', p.reports_to, 'quarter', ($2::text[])[d.ago + 1]
    ) || case
        when d.ago > 0 then jsonb_build_object(
            'stage', 'closed', 'yes', 10, 'no', 2, 'talk', 'held',
            'confirmed_at', now() - d.ago * interval '91 days',
            'completed_at', now() - d.ago * interval '88 days',
            'closed_at', now() - d.ago * interval '85 days'
        )
        when n % 2 = 0 then jsonb_build_object(
            'stage', 'conversation', 'yes', 10, 'no', 2, 'confirmed_at', now()
        )
        else '{}'
    end
) as copy
"""
_WAITS: Final = """
insert into iqa.waits (stream, step, item, who, due, missed)
select
    iqa_id, case when confirmed_at is null then 'select' else 'converse' end, '', assessor,
    now() + interval '9 days', false
from iqa.iqas
where closed_at is null
on conflict do nothing
"""


async def main(iqas: int = 20_000, quarters: int = 4) -> None:
    """Fill the tables, look, tell."""
    now = datetime.now(UTC)
    quarter = Quarter.containing(day_of(now))
    with TemporaryDirectory(prefix="iqa-bench-") as name:
        async with EmbeddedStack(Path(name) / "data", ui=False) as servers:
            await _fill(servers, Path(name) / "exports", quarter, now, iqas, quarters)
            async with opened(Settings(data_dir=Path(name) / "data", dsn=servers.addresses.web_dsn)) as desk:
                gc.freeze()  # as the web process does
                await _tell(Site(desk, "http://127.0.0.1:20345"), servers, quarter)


async def _fill(
    servers: EmbeddedStack, exports: Path, quarter: Quarter, now: datetime, iqas: int, quarters: int
) -> None:
    """Fill the tables with the IQAs of so many quarters, the last of them this one."""
    scale = Scale(cases=4_000, contributions=4_000)
    make(exports, scale)
    owner = await asyncpg.connect(servers.owner_dsn)
    await migrate(owner)
    await import_directory(owner, exports)
    pool = await open_pool(servers.dsn)
    recorder = Recorder(PostgresLedger(pool, Library.load()), rules_hash())
    for area in AREAS:
        await recorded(recorder, QUARTER_KIND, quarter_id(area, str(quarter)), opening_of(area, quarter), now)
    stream, envelope = next(openings(1, scale, quarter, now))
    await recorded(recorder, IQA, stream, envelope, now)
    await pool.close()
    await owner.execute(_COPIES, iqas, [str(quarter.before(ago)) for ago in range(quarters)])
    await owner.execute(_WAITS)
    await owner.execute("vacuum analyze")
    await owner.close()


def _pages(quarter: Quarter) -> Mapping[str, tuple[str, str]]:
    """Each page with whoever looks at it."""
    at = f"/quarters/{AREAS[0]}/{quarter}"
    manager, chief = f"{AREAS[0]}-M000", f"{AREAS[0]}-C1"
    return {
        "my work": (manager, "/"),
        "notices": (manager, "/notices"),
        "escalations": (chief, "/escalations"),
        "a quarter": (chief, at),
        "its report": (chief, f"{at}/report"),
        "its exceptions": (chief, f"{at}/exceptions"),
        "its draw": (chief, f"{at}/sample"),
        "every Area": (chief, f"/national/{quarter}"),
        "found by a name": (chief, "found"),
    }


async def _tell(site: Site, servers: EmbeddedStack, quarter: Quarter) -> None:
    transport = httpx.ASGITransport(build(site))
    owner = await asyncpg.connect(servers.owner_dsn)
    page = ""
    print(f"| page | p50 ms | p95 ms | aim {AIM_MS} ms | kB warm |\n|---|--:|--:|---|--:|")
    for name, (who, address) in _pages(quarter).items():
        async with httpx.AsyncClient(transport=transport, base_url=site.origin) as client:
            client.cookies.set("iqa", await begin_sign_in(owner, who, "local_sign_in", datetime.now(UTC)))
            at = await _found(client) if address == "found" else address
            page, took = await _looked(client, at)
            print(_line(name, took, page))
    async with httpx.AsyncClient(transport=transport, base_url=site.origin) as client:
        print(f"\nAssets of a first visit: {await _assets(client, page):.1f} kB")
    await owner.close()


async def _found(client: httpx.AsyncClient) -> str:
    sent = await client.post(
        "/find", data={"words": f"{AREAS[0]}-M000"}, headers={"sec-fetch-site": "same-origin"}
    )
    return sent.headers["location"]


async def _looked(client: httpx.AsyncClient, at: str) -> tuple[str, list[float]]:
    took, page = list[float](), ""
    for _ in range(ROUNDS + 3):
        begun = perf_counter()
        answer = await client.get(at)
        took.append((perf_counter() - begun) * 1000)
        if answer.status_code != httpx.codes.OK:
            msg = f"{at}: {answer.status_code}"
            raise RuntimeError(msg)
        page = answer.text
    return page, took[3:]


def _line(name: str, took: list[float], page: str) -> str:
    last = quantiles(took, n=20)[-1]
    size = len(gzip.compress(page.encode())) / 1000
    return (
        f"| {name} | {median(took):.0f} | {last:.0f} | {'yes' if last <= AIM_MS else 'missed'} | {size:.1f} |"
    )


async def _assets(client: httpx.AsyncClient, page: str) -> float:
    sizes = 0
    for at in set(re.findall(r'(?:href|src)="(/[^"?#]+\.(?:css|js|svg|woff2))', page)):
        async with client.stream("GET", at, headers={"accept-encoding": "gzip"}) as answer:
            sizes += sum([len(part) async for part in answer.aiter_raw()])
    return sizes / 1000


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(main(*map(int, sys.argv[1:])))
