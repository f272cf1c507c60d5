"""The access log as its table keeps it: what may be read of it, how far its months reach, and who looked before."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from domain.calendar import Calendar
from domain.looks import SHOWN, Look, Showing
from infra.postgres.looks import Among, keep_look, looked_before, looks
from infra.reference import Library
from tests.servers import Database, execute

NOW = datetime(2026, 12, 11, 14, 30, tzinfo=UTC)
IQA = "iqa-2026-27-Q3-XT-P1-C1"
HOUR = timedelta(hours=1)


def look(
    at: datetime = NOW, who: str = "XT-S2", stream: str | None = IQA, *parts: str, outcome: str = SHOWN
) -> Look:
    return Look(
        at=at,
        who=who,
        how="local_sign_in",
        signed_in_at=NOW - HOUR,
        place="127.0.0.1",
        showing=Showing.RECORD,
        stream=stream,
        parts=parts,
        outcome=outcome,
    )


async def test_what_is_kept_is_read_as_it_was_the_latest_first(database: Database) -> None:
    connection = await asyncpg.connect(database.dsn)
    first, then = look(NOW, "XT-S2", IQA, "cover", "marks"), look(NOW + HOUR, "XT-M1", None)
    for one in (first, then):
        await keep_look(connection, one)

    day = Among(NOW - HOUR, NOW + 2 * HOUR)
    assert await looks(connection, day, 10) == (then, first)
    assert await looks(connection, day, 1) == (then,)
    assert await looks(connection, day._replace(who="XT-S2"), 10) == (first,)
    assert await looks(connection, day._replace(stream=IQA), 10) == (first,)
    assert await looks(connection, day._replace(until=NOW), 10) == (first,)
    assert await looks(connection, day._replace(since=NOW + HOUR), 10) == (then,)
    await connection.close()


async def test_whether_somebody_looked_before_counts_what_they_were_shown(database: Database) -> None:
    connection = await asyncpg.connect(database.dsn)
    await keep_look(connection, look(NOW, "XT-S2", IQA, "cover", outcome="not_permitted"))
    assert await looked_before(connection, "XT-S2", IQA, NOW + HOUR) is None
    await keep_look(connection, look(NOW, "XT-S2", IQA, "cover"))
    await keep_look(connection, look(NOW + HOUR, "XT-S2", IQA, "cover", "marks"))

    async def before(at: datetime, part: str | None = None, who: str = "XT-S2") -> datetime | None:
        return await looked_before(connection, who, IQA, at, part)

    assert await before(NOW) is None
    assert await before(NOW + HOUR) == NOW
    assert await before(NOW + HOUR, "marks") is None
    assert await before(NOW + 2 * HOUR, "marks") == NOW + HOUR
    assert await before(NOW + 2 * HOUR, who="XT-M1") is None
    await connection.close()


async def test_a_month_is_a_table_of_its_own_and_what_is_later_is_not_lost(database: Database) -> None:
    connection = await asyncpg.connect(database.dsn)
    for at in (NOW, NOW.replace(year=2099)):
        await keep_look(connection, look(at))

    owner = await asyncpg.connect(database.owner_dsn)
    found = await owner.fetch("select tableoid::regclass::text as kept_in from iqa.looks order by at")
    assert [row["kept_in"] for row in found] == ["iqa.looks_2026_12", "iqa.looks_later"]
    await owner.close()
    await connection.close()


@pytest.mark.parametrize("login", ["dsn", "web_dsn"])
async def test_no_login_reaches_past_the_table_into_a_month(database: Database, login: str) -> None:
    for statement in ("select 1 from iqa.looks_2026_12", "drop table iqa.looks_2026_12"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await execute(getattr(database, login), statement)


async def test_the_months_reach_as_far_as_the_calendar(database: Database) -> None:
    calendar: Calendar = Library.load().current.calendar
    owner = await asyncpg.connect(database.owner_dsn)
    last = await owner.fetchval(
        "select max(relname) from pg_class where relispartition and relkind = 'r' and relname ~ '^looks_[0-9]'"
    )
    await owner.close()

    assert last >= f"looks_{calendar.last_day:%Y_%m}", (
        "add the months of the calendar's new year in a migration"
    )
