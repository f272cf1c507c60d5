"""Live news: what others record is told on a page that is open, by ids and versions, to whoever may read it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.web.frame.site import Site
from domain.iqa.commands import ConfirmAssessment, RecordNoActions
from tests.commands import mark_all
from tests.servers import Database, soon
from tests.system import System
from tests.web.browsing import Pages, shown
from tests.web.hearing import listening
from tests.web.reaching import confirmed, selected, talked


@pytest_asyncio.fixture(loop_scope="session")
async def at_work(system: System, database: Database) -> AsyncIterator[Site]:
    """The site of a test's system, shown at an address."""
    async with shown(system.settings.model_copy(update={"dsn": database.web_dsn})) as site:
        yield site


async def marked(system: System, it: str) -> int:
    """The manager records marks; gives the version that the IQA has then."""
    await system.send(it, "M1", mark_all(await system.state(it)))
    return (await system.state(it)).version


async def test_a_page_hears_of_a_step_by_its_id_and_version_and_shows_one_line(
    system: System, at_work: Site
) -> None:
    it = await selected(system)
    before = (await system.state(it)).version
    async with listening(at_work, system.id("S1")) as senior, senior.hears(it, before) as page:
        version = await marked(system, it)

        assert await page.next() == {"stream": it, "version": version}
        said = await senior.last(it, before)
        assert await senior.last(it, version) == ""
    assert said.startswith("Sam Ortiz")
    assert said.endswith(": the marks are recorded.")


async def test_what_somebody_may_not_read_has_not_happened(system: System, at_work: Site) -> None:
    it = await selected(system)
    before = (await system.state(it)).version
    async with listening(at_work, system.id("P1")) as prosecutor, prosecutor.hears(it, before) as page:
        hidden = await marked(system, it)
        assert await prosecutor.last(it, before) == ""
        await system.send(it, "M1", ConfirmAssessment(seen_version=hidden))

        heard = await page.next()
    assert heard is not None
    assert heard["version"] > hidden


async def test_a_sign_in_that_ends_hears_no_more(system: System, at_work: Site) -> None:
    it = await selected(system)
    before = (await system.state(it)).version
    async with listening(at_work, system.id("S1")) as senior, senior.hears(it, before) as page:
        await system.execute("update iqa.sign_ins set ended_at = now()")
        await marked(system, it)

        assert await page.next() is None


async def test_to_listen_prolongs_no_sign_in_and_is_no_look(system: System, at_work: Site) -> None:
    it = await selected(system)
    before = (await system.state(it)).version
    async with listening(at_work, system.id("S1")) as senior, senior.hears(it, before) as page:
        await system.execute("update iqa.sign_ins set seen_at = seen_at - interval '50 minutes'")
        seen = await system.rows("select seen_at from iqa.sign_ins")
        await marked(system, it)
        await page.next()
        await senior.last(it, before)

        assert await system.rows("select seen_at from iqa.sign_ins") == seen
        assert await system.rows("select 1 from iqa.looks") == []
        await senior.client.get(f"/iqas/{it}")
        assert await system.rows("select seen_at from iqa.sign_ins") != seen
        assert len(await system.rows("select 1 from iqa.looks")) == 1


async def test_a_sign_in_has_two_streams_at_most(system: System, at_work: Site) -> None:
    it = await selected(system)
    async with listening(at_work, system.id("S1")) as senior:
        async with senior.hears(it, 1) as one, senior.hears(it, 1) as two, senior.hears(it, 1) as three:
            assert (one.status, two.status, three.status) == (200, 200, 429)

        async def there_is_room_again() -> None:
            async with senior.hears(it, 1) as page:
                assert page.status == 200

        await soon(there_is_room_again)


async def test_the_line_of_news_leaves_the_focus_and_every_field_alone(pages: Pages) -> None:
    system = pages.system
    it = await talked(system)
    async with pages.opened_by("P1") as prosecutor:
        await prosecutor.goes(f"/iqas/{it}/meeting")
        note = prosecutor.page.get_by_label("What you want to add")
        await note.fill("We meet on")
        await system.send(it, "M1", RecordNoActions())

        await prosecutor.page.get_by_text("the IQA is completed.").wait_for()
        assert await note.input_value() == "We meet on"
        await prosecutor.page.keyboard.type(" Thursday.")
        assert await note.input_value() == "We meet on Thursday."
        await prosecutor.press("Show it")
        await prosecutor.page.get_by_text("You began to write this").wait_for()
        assert await note.input_value() == "We meet on Thursday."


async def test_a_page_listens_only_while_it_is_looked_at(pages: Pages) -> None:
    it = await confirmed(pages.system)

    async def listens(places: int) -> None:
        held = "select 1 from pg_locks where locktype = 'advisory' and objsubid = 2"
        assert len(await pages.system.rows(held)) == places

    async with pages.opened_by("P1") as prosecutor:
        await prosecutor.goes(f"/iqas/{it}")
        await soon(lambda: listens(1))
        for state, places in (("hidden", 0), ("visible", 1)):
            await prosecutor.page.evaluate(
                "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
                "document.dispatchEvent(new Event('visibilitychange')); }",
                state,
            )
            await soon(lambda places=places: listens(places))  # type: ignore[misc]
        await prosecutor.goes("/")
        await soon(lambda: listens(0))


@pytest.mark.parametrize("who", ["P2", "M2"])
async def test_whoever_may_not_read_an_iqa_hears_nothing_of_it(
    system: System, at_work: Site, who: str
) -> None:
    it = await selected(system)
    async with listening(at_work, system.id(who)) as other, other.hears(it, 1) as page:
        assert page.status == 404
