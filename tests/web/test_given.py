"""No word is lost by trouble: each is given back to whoever typed it, and to nobody else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from clients.desk.desk import Desk
from clients.web.app import build
from clients.web.frame.guarding import LONGEST_BODY
from clients.web.frame.site import Site
from clients.web.frame.unsent import STEPS
from domain import words
from domain.iqa.commands import Reassign
from infra.postgres import web
from infra.settings import Settings
from tests.system import System
from tests.web.browsing import Visitor, visiting
from tests.web.test_sending import at_marks, hidden, with_case

TYPED = {
    "q1__answer": "no",
    "q1__improve": "Say <how> it is proved.\r\n\r\nBy Friday.",
    "team_learning": "For all",
}


@asynccontextmanager
async def without_a_database(tmp_path: Path) -> AsyncIterator[Visitor]:
    """Somebody who is signed in at a site whose database is away."""
    site = Site(Desk(Settings(data_dir=tmp_path)), "http://127.0.0.1:20345")
    transport = httpx.ASGITransport(build(site), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=site.origin, cookies={"iqa": "any"}) as client:
        yield Visitor(client)


async def test_a_form_that_meets_no_database_is_given_back_whole_in_labelled_boxes(tmp_path: Path) -> None:
    async with without_a_database(tmp_path) as somebody:
        answer = await somebody.post("/iqas/iqa-1/marks", seen="4", draft="2", **TYPED)

    assert answer.status_code == 503
    assert 'action="/iqas/iqa-1/marks"' in answer.text
    assert "Question 1: What should be done differently</label>" in answer.text
    assert "Say &lt;how&gt; it is proved.\n\nBy Friday.</textarea>" in answer.text
    assert (hidden(answer.text, "seen"), hidden(answer.text, "q1-answer")) == ("4", "no")


async def test_a_look_that_meets_no_database_leads_back_to_itself(tmp_path: Path) -> None:
    async with without_a_database(tmp_path) as somebody:
        answer = await somebody.get("/iqas/iqa-1/marks")

    assert answer.status_code == 503
    assert 'href="/iqas/iqa-1/marks">Try again</a>' in answer.text


@pytest.mark.parametrize(("size", "given"), [(LONGEST_BODY, True), (5 * LONGEST_BODY, False)])
async def test_a_form_that_is_too_large_is_given_back_unless_it_is_too_large_for_that_too(
    tmp_path: Path, size: int, *, given: bool
) -> None:
    async with without_a_database(tmp_path) as somebody:
        answer = await somebody.post("/iqas/iqa-1/marks", team_learning="Kept " + "x" * size)

    assert answer.status_code == 413
    assert ("Kept xxx" in answer.text) is given


async def run_out(
    site: Site, who: str, visitor: Visitor, hours: int = 2, account: web.Account | None = None
) -> None:
    """The visitor's sign-in as that person was last used so many hours ago."""
    async with site.keeping() as connection:
        before = site.desk.now() - timedelta(hours=hours)
        token = await web.begin_sign_in(connection, who, "local_sign_in", before, account=account)
        visitor.client.cookies.set("iqa", token)


async def test_what_was_sent_after_a_sign_in_had_run_out_returns_to_its_writer_alone(
    system: System, site: Site
) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as manager, visiting(site, None) as late:
        path, seen = await at_marks(manager, it)
        await run_out(site, system.id("M1"), late)
        answer = await late.post(path, seen=seen, draft="0", **TYPED)
        assert answer.status_code == 401
        assert "You were signed out" in answer.text
        assert "it is proved" not in answer.text
        assert (await system.state(it)).marks == ()

        async with visiting(site, system.id("M2")) as other:
            assert "/unsent" not in (await other.get("/")).text
            assert "it is proved" not in (await other.get("/unsent")).text
        assert 'href="/unsent"' in (await manager.get("/")).text
        kept = (await manager.get("/unsent")).text
        assert "Say &lt;how&gt; it is proved.\n\nBy Friday.</textarea>" in kept
        assert hidden(kept, "seen") == seen

        assert (await manager.post(path, seen=seen, draft="0", **TYPED)).status_code == 303
        assert "it is proved" not in (await manager.get("/unsent")).text
    assert (await system.state(it)).team_learning == "For all"


async def test_its_writer_alone_throws_it_away(system: System, site: Site) -> None:
    async with visiting(site, None) as late:
        await run_out(site, system.id("M1"), late)
        await late.post("/iqas/iqa-1/marks", seen="4", draft="0", **TYPED)
    async with visiting(site, system.id("M1")) as manager, visiting(site, system.id("M2")) as other:
        page = (await manager.get("/unsent")).text
        key, of = hidden(page, "key"), hidden(page, "of")
        await other.post("/unsent", key=key, of=of)
        assert "it is proved" in (await manager.get("/unsent")).text
        await manager.post("/unsent", key=key, of=of)
        assert "Nothing of yours is kept" in (await manager.get("/unsent")).text


async def test_what_comes_by_a_sign_in_that_was_ended_or_is_older_than_a_day_is_kept_for_nobody(
    system: System, site: Site
) -> None:
    async with visiting(site, system.id("M1")) as manager:
        token = manager.client.cookies["iqa"]
        await manager.post("/sign-out")
        manager.client.cookies.set("iqa", token)
        ended = await manager.post("/iqas/iqa-1/marks", seen="4", draft="0", **TYPED)
        await run_out(site, system.id("M1"), manager, hours=25)
        old = await manager.post("/iqas/iqa-1/marks", seen="4", draft="0", **TYPED)

    assert [(one.status_code, one.headers["location"]) for one in (ended, old)] == [(303, "/sign-in")] * 2
    async with visiting(site, system.id("M1")) as manager:
        assert "Nothing of yours is kept" in (await manager.get("/unsent")).text


async def test_what_was_sent_after_a_sign_in_had_run_out_returns_to_the_same_account_alone(
    system: System, site: Site
) -> None:
    who, first, next_one = (
        system.id("M1"),
        web.Account("https://a.test", "1"),
        web.Account("https://a.test", "2"),
    )
    async with visiting(site, None) as late, visiting(site, who) as by_none:
        await run_out(site, who, late, account=first)
        assert (await late.post("/iqas/iqa-1/marks", seen="4", draft="0", **TYPED)).status_code == 401
        shown = []
        for account in (first, next_one):
            await run_out(site, who, late, hours=0, account=account)
            shown.append("it is proved" in (await late.get("/unsent")).text)
        shown.append("it is proved" in (await by_none.get("/unsent")).text)

    assert shown == [True, False, False]


async def test_whose_step_was_taken_reads_copies_and_throws_away_what_they_had_begun(
    system: System, site: Site
) -> None:
    it = await with_case(system)
    async with visiting(site, system.id("M1")) as before, visiting(site, system.id("M2")) as after:
        path, seen = await at_marks(before, it)
        await before.post(path.replace("marks", "drafts/marks"), seen=seen, draft="0", **TYPED)
        assert "it is proved" not in (await before.get("/unsent")).text, "the step is theirs still"

        await system.send(it, "C1", Reassign(assessor=system.id("M2"), because="They are away."))
        assert "it is proved" not in (await after.get("/unsent")).text
        assert 'href="/unsent"' in (await before.get("/")).text
        kept = (await before.get("/unsent")).text
        assert "Say &lt;how&gt; it is proved.\n\nBy Friday.</textarea>" in kept
        assert "mark and confirm the assessment" in kept
        assert f'action="{path}"' not in kept

        await before.post("/unsent", key=hidden(kept, "key"), of=hidden(kept, "of"))
        assert "Nothing of yours is kept" in (await before.get("/unsent")).text


def test_every_form_is_for_a_step_that_has_words() -> None:
    assert set(STEPS.values()) <= set(words.STEPS)
