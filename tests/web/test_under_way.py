"""A slow system: what is sent is kept, goes on by itself, and takes effect once, whoever asks for its answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx
import pytest_asyncio
from fastapi import FastAPI

from clients.web.frame.site import Site
from clients.web.frame.under_way import Sendings
from domain.assessment import Answer
from tests.commands import mark_all
from tests.servers import Database, soon
from tests.system import System, running_system
from tests.web.browsing import Pages, Visitor, entered, visiting
from tests.web.reaching import fields_of, selected
from tests.web.test_escalations import escalated

WITHIN_S = 40.0
"""The time that the engine gives a lost task, and a start of a worker, on a busy machine."""


class Slow(NamedTuple):
    """A system whose worker is started and stopped by the test, and its site."""

    system: System
    site: Site


@pytest_asyncio.fixture(loop_scope="session")
async def slow(engine: str, database: Database) -> AsyncIterator[Slow]:
    """A system without a worker."""
    async with (
        running_system(engine, database, with_worker=False) as system,
        entered(system, database, patience_s=4) as site,
    ):
        yield Slow(system, site)


async def answer(visitor: Visitor, address: str) -> httpx.Response:
    """The answer to what was sent, once there is one."""
    found: list[httpx.Response] = []

    async def there_is_one() -> None:
        page = await visitor.get(address)
        assert "Saved, being processed" not in page.text
        found.append(page)

    await soon(there_is_one, within_s=WITHIN_S)
    return found[0]


async def marks(visitor: Visitor, it: str) -> dict[str, str | list[str]]:
    """What the form of marks says, with the first answered."""
    path = f"/iqas/{it}/marks"
    return fields_of(await visitor.get(path), path) | {"q1__answer": "yes", "team_learning": "Said once"}


async def test_what_a_stopped_worker_leaves_is_said_kept_and_done_once_it_is_back(slow: Slow) -> None:
    system = slow.system
    async with system.worker():
        it = await selected(system)
    async with visiting(slow.site, system.id("M1")) as manager:
        form = await marks(manager, it)
        sent = await manager.post(f"/iqas/{it}/marks", **form)
        again = await manager.post(f"/iqas/{it}/marks", **form)
        at = sent.headers["location"]
        assert (sent.status_code, again.headers["location"]) == (303, at)
        assert it not in at
        page = await manager.get(at)
        assert '<noscript><meta http-equiv="refresh"' in page.text
        assert (await manager.get(f"{at}/done")).json() == {"done": False}
        assert f'href="{at}"' in (await manager.get("/")).text
        async with visiting(slow.site, system.id("M2")) as other:
            assert (await other.get(at)).headers["location"] == "/"
        async with system.worker():
            done = await answer(manager, at)

        assert (done.status_code, done.headers["location"]) == (303, f"/iqas/{it}/marks/check")
        assert "iqa-saved=record_marks" in done.headers["set-cookie"]
        assert "/sending/" not in (await manager.get("/")).text
        assert "Said once" not in (await manager.get(f"/iqas/{it}/drafts")).text
    state = await system.state(it)

    assert state.team_learning == "Said once"
    assert (await system.kinds(it)).count("marks_recorded") == 1


async def test_another_process_goes_on_with_what_one_left_and_a_refusal_gives_every_word_back(
    slow: Slow,
) -> None:
    system = slow.system
    async with system.worker():
        it, other = await selected(system), await selected(system, "P2")
        async with visiting(slow.site, system.id("M1")) as manager:
            late, in_time = await marks(manager, it), await marks(manager, other)
        await system.send(it, "M1", mark_all(await system.state(it)))
    async with visiting(slow.site, system.id("M1")) as before, visiting(slow.site, system.id("M1")) as after:
        refused = (await before.post(f"/iqas/{it}/marks", **late)).headers["location"]
        taken = (await before.post(f"/iqas/{other}/marks", **in_time)).headers["location"]
        await sendings(before).end()
        for at in (refused, taken):
            assert "Saved, being processed" in (await after.get(at)).text
        async with system.worker():
            done, page = await answer(after, taken), await answer(after, refused)

    assert (done.status_code, page.status_code) == (303, 422)
    assert "Somebody changed this after you looked." in page.text
    assert "Said once" in page.text
    assert {one.answer for one in (await system.state(other)).marks} == {Answer.YES}
    assert (await system.state(it)).team_learning is None


def sendings(visitor: Visitor) -> Sendings:
    """What is on its way from the process that a visitor asks."""
    transport = visitor.client._transport  # noqa: SLF001  the application stands there alone
    assert isinstance(transport, httpx.ASGITransport)
    assert isinstance(transport.app, FastAPI)
    found: Sendings = transport.app.state.sendings
    return found


async def test_several_that_are_taken_on_go_on_together(slow: Slow) -> None:
    system = slow.system
    async with system.worker():
        both = await escalated(system, "P1", "P2")
    async with visiting(slow.site, system.id("S1")) as senior:
        sent = await senior.post(
            "/escalations", escalation=[f"{it}.e1" for it in both], will_do="I ask.", seen="0", draft="0"
        )
        async with system.worker():
            done = await answer(senior, sent.headers["location"])

    assert (done.status_code, done.headers["location"]) == (303, "/escalations")
    for it in both:
        assert (await system.state(it)).escalations[0].will_do == "I ask."
        assert (await system.kinds(it)).count("escalation_acknowledged") == 1


@asynccontextmanager
async def held_up(system: System, stream: str) -> AsyncIterator[None]:
    """Let no step of a stream be recorded until left."""
    async with system.connection() as connection:
        await connection.execute("select pg_advisory_lock(hashtextextended($1, 0))", stream)
        yield


async def test_a_page_of_what_is_being_processed_goes_on_by_itself(pages: Pages) -> None:
    it = await selected(pages.system)
    async with pages.opened_by("M1") as manager:
        await manager.goes(f"/iqas/{it}/marks")
        await (
            manager.page.locator("section.iqa-question:visible").first.get_by_label("Yes", exact=True).check()
        )
        async with held_up(pages.system, it):
            await manager.press("Save and check")
            await manager.stands_at("Saved, being processed")
        await manager.stands_at("Check your answers")
        await manager.page.get_by_text("The marks are saved.").wait_for()
