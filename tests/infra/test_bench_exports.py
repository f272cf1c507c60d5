"""What the benches make up can be imported, whatever columns an export has by now."""

from pathlib import Path

from bench import area
from bench.make_areas import Scale, make
from domain.calendar import day_of
from infra.postgres.connections import open_pool
from infra.postgres.roster_import import import_directory
from tests.clock import now
from tests.servers import Database


async def test_the_exports_of_an_area_and_of_a_country_are_imported(
    database: Database, tmp_path: Path
) -> None:
    area.write(tmp_path / "area", day_of(now()))
    make(tmp_path / "country", Scale(prosecutors=140, cases=280, contributions=400))

    async with await open_pool(database.dsn, max_size=1) as pool:
        reports = [await import_directory(pool, tmp_path / name) for name in ("area", "country")]

    assert [one.changes[0].added for one in reports] == [202, 196]
