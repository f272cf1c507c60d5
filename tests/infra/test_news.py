"""What is recorded is heard by whoever watches, behind a pooler too, and after a connection was lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest

from domain.iqa.commands import ConfirmAssessment
from infra.postgres.connections import open_pool
from infra.postgres.news import News, Watch
from infra.postgres.places import MOST, NoPlace
from tests.area import Kind
from tests.commands import select_case
from tests.pooler import pooled
from tests.records import Desk
from tests.servers import Database, execute, soon

IQA = "iqa-2026-27-Q3-XT-P1-C1"
AT_MOST_S = 10.0


@asynccontextmanager
async def hearing(dsn: str) -> AsyncIterator[News]:
    """What one web process hears."""
    async with await open_pool(dsn, max_size=2) as pool:

        async def lent() -> object:
            return pool

        news = News(lambda: dsn, lent)  # type: ignore[arg-type]
        yield news
        await news.end()


async def first(watch: Watch) -> int:
    async with asyncio.timeout(AT_MOST_S):
        async for version in watch.news():
            return version
    pytest.fail("the watch is over")


async def goes_on(desk: Desk) -> None:
    """Something is recorded in the IQA."""
    outcome = await desk.ask(IQA, "M1", select_case(desk, "P1", Kind.ANY_WORK), folded=1)
    assert outcome.answer


async def test_what_is_recorded_is_heard_and_a_refusal_is_not(desk: Desk, database: Database) -> None:
    await desk.open(IQA)
    async with hearing(database.web_dsn) as news, news.watching(uuid4(), IQA, 1) as watch:
        refused = await desk.ask(IQA, "M1", ConfirmAssessment(seen_version=1), folded=1)
        assert refused.refused
        await goes_on(desk)

        assert await first(watch) == 2


async def test_what_happened_before_one_watches_is_told_at_once(desk: Desk, database: Database) -> None:
    await desk.open(IQA)
    await goes_on(desk)
    async with hearing(database.web_dsn) as news, news.watching(uuid4(), IQA, 1) as watch:
        assert await first(watch) == 2


async def test_behind_a_pooler_that_forbids_listening_the_ledger_is_asked(
    desk: Desk, database: Database
) -> None:
    await desk.open(IQA)
    async with (
        pooled(database.web_dsn) as dsn,
        hearing(dsn) as news,
        news.watching(uuid4(), IQA, 1) as watch,
    ):
        await goes_on(desk)

        assert await first(watch) == 2


async def test_a_lost_connection_is_made_again_and_nothing_is_missed(desk: Desk, database: Database) -> None:
    await desk.open(IQA)
    async with hearing(database.web_dsn) as news, news.watching(uuid4(), IQA, 1) as watch:
        assert await listening(database) == 1
        await execute(
            database.owner_dsn,
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'iqa-news' "
            "and datname = current_database()",
        )
        await goes_on(desk)
        assert await first(watch) == 2

        async def it_listens_again() -> None:
            assert await listening(database) == 1

        await soon(it_listens_again)


async def listening(database: Database) -> object:
    return await execute(
        database.owner_dsn,
        "select count(*) from pg_stat_activity where application_name = 'iqa-news' "
        "and datname = current_database()",
    )


async def test_a_sign_in_watches_at_two_places_whichever_process_shows_them(database: Database) -> None:
    somebody, other = uuid4(), uuid4()
    async with hearing(database.web_dsn) as one, hearing(database.web_dsn) as two:
        async with one.watching(somebody, IQA, 1), two.watching(somebody, IQA, 1):
            for news in (one, two):
                with pytest.raises(NoPlace):
                    async with news.watching(somebody, IQA, 1):
                        pass
            async with two.watching(other, IQA, 1):
                pass
        await both_places_are_taken(one, somebody)
    assert MOST == 2


async def both_places_are_taken(news: News, somebody: UUID) -> None:
    async with news.watching(somebody, IQA, 1), news.watching(somebody, IQA, 1):
        with pytest.raises(NoPlace):
            async with news.watching(somebody, IQA, 1):
                pass


async def test_behind_a_pooler_places_are_counted_by_process(database: Database) -> None:
    somebody = uuid4()
    async with pooled(database.web_dsn) as dsn, hearing(dsn) as news:
        await both_places_are_taken(news, somebody)


async def test_whoever_stops_listening_ends_every_watch(database: Database) -> None:
    async with hearing(database.web_dsn) as news, news.watching(uuid4(), IQA, 1) as watch:
        await news.end()

        assert [version async for version in watch.news()] == []
