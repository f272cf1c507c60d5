"""Whoever asks too often is told when to try again, with every word that they typed; nobody else is."""

import asyncio
from datetime import timedelta

import asyncpg
import httpx
import pytest
from structlog.testing import capture_logs

from clients.web.frame.limits import household
from clients.web.frame.site import Limits, Site
from infra.postgres.limits import WINDOW, too_many
from tests import clock
from tests.servers import Database
from tests.system import System
from tests.web.browsing import visiting
from tests.web.test_given import TYPED

FEW = Limits(person=3, address=2)


async def test_a_person_who_asks_too_often_is_given_every_word_back_and_told_when_to_try_again(
    system: System, site: Site
) -> None:
    few = site._replace(limits=FEW)
    async with visiting(few, system.id("M1")) as here, visiting(few, system.id("M1")) as there:
        assert [(await one.get("/notices")).status_code for one in (here, there, here)] == [200] * 3
        with capture_logs() as said:
            answer = await there.post("/iqas/iqa-1/marks", seen="4", draft="2", **TYPED)
        look = await here.get("/notices")

    assert (answer.status_code, look.status_code) == (429, 429)
    assert [(one["event"], one["place"], one["way"]) for one in said] == [
        ("too_often", "127.0.0.1", "/iqas/{iqa_id}/marks")
    ]
    assert 1 <= int(answer.headers["retry-after"]) <= WINDOW.total_seconds()
    assert "By Friday.</textarea>" in answer.text
    assert 'action="/iqas/iqa-1/marks"' in answer.text
    assert 'href="/notices">Try again</a>' in look.text
    async with visiting(few, system.id("M2")) as other:
        assert (await other.get("/notices")).status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/start", "/sign-in/back", "/notices"])
async def test_an_address_at_which_nobody_is_signed_in_can_ask_as_often_as_the_setting_says(
    site: Site, path: str
) -> None:
    few = site._replace(limits=FEW, origin="http://127.0.0.1:20346")
    async with visiting(few, None) as nobody:
        nobody.client._transport = httpx.ASGITransport(  # noqa: SLF001  an address that no other test has
            nobody.client._transport.app,  # type: ignore[attr-defined]  # noqa: SLF001  as above
            client=(f"a place for {path}", 1),
        )
        nobody.client.cookies.set("iqa", "guessed")
        found = [(await nobody.get(path)).status_code for _ in range(3)]

    assert 429 not in found[:2]
    assert found[2] == 429


def test_whoever_has_many_addresses_of_version_6_is_counted_once() -> None:
    assert household("2a00:1:2:3::7") == household("2a00:1:2:3:ffff::9") != household("2a00:1:2:4::7")
    assert (household("203.0.113.9"), household("")) == ("203.0.113.9", "")


async def test_processes_count_together_a_minute_ends_and_what_is_over_is_forgotten(
    database: Database,
) -> None:
    now, own = clock.now(), [await asyncpg.connect(database.web_dsn) for _ in range(2)]
    first, second = own
    try:
        old = now - timedelta(minutes=5)
        await too_many(first, "person of old", 2, old)
        waits = [
            await too_many(one, "person", 2, now + timedelta(seconds=n)) for n, one in enumerate([*own, *own])
        ]
        assert waits == [0, 0, 58, 57]
        assert await too_many(first, "person", 2, now + WINDOW + timedelta(seconds=1)) == 0
        assert (
            await first.fetchval("select count(*) from iqa.request_counts where whose = 'person of old'") == 0
        )
        several = await asyncio.gather(*(too_many(one, "several", 1, now) for one in own))
        assert sorted(several) == [0, 60]
        assert await too_many(second, "several", 1, now - timedelta(hours=1)) == 0, "a clock was put back"
    finally:
        for one in own:
            await one.close()
