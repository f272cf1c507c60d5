"""Cases outside any IQA: a talk that is noted, an urgent action, and what a prosecutor asks for."""

from clients.web.frame.site import Site
from tests.area import Kind
from tests.system import System
from tests.web.browsing import Pages, visiting
from tests.web.reaching import fields_of
from tests.workflows.quarters import notes_on


async def test_a_case_is_found_by_the_end_of_its_number(system: System, site: Site) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    async with visiting(site, system.id("M1")) as manager:
        page = await manager.get("/cases?then=actions")
        none = await manager.post("/cases", then="actions", urn="")
        unknown = await manager.post("/cases", then="actions", urn="91XX9999999")
        found = await manager.post("/cases", **fields_of(page, "/cases") | {"urn": urn[-6:]})

    assert (none.status_code, unknown.status_code) == (422, 422)
    assert 'href="#urn"' in none.text
    assert "91XX9999999" in unknown.text
    assert found.headers["location"] == f"/cases/{urn}/actions/new"


async def test_an_everyday_talk_is_noted_and_can_be_read_on_the_case(system: System, site: Site) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    to = f"/cases/{urn}/conversations/new"
    async with visiting(site, system.id("M1")) as manager, visiting(site, system.id("P1")) as prosecutor:
        form = fields_of(await manager.get(to), to)
        wrong = await manager.post(to, **form | {"who": "other", "who__other": "Priya, who else"})
        assert wrong.status_code == 422
        assert "Give a staff id" in wrong.text
        assert "in at least one of these" in wrong.text
        said = {"who": system.id("P1"), "mode": "telephone", "went_well": "Bail was argued & won."}
        done = await manager.post(to, **form | said)
        assert done.status_code == 303, done.text
        assert "Bail was argued &amp; won." in (await prosecutor.get(f"/cases/{urn}")).text

    notes = await notes_on(system, urn)
    assert notes is not None
    assert [one.prosecutor for one in notes.conversations] == [system.id("P1")]


async def test_an_urgent_action_is_recorded_on_a_case_and_its_owner_says_what_came_of_it(
    system: System, site: Site
) -> None:
    urn = system.urn("P1", Kind.PRESSING)
    to = f"/cases/{urn}/actions/new"
    async with visiting(site, system.id("M1")) as manager, visiting(site, system.id("P1")) as prosecutor:
        form = fields_of(await manager.get(to), to)
        assert form["urgent"] == "yes"
        assert (await manager.post(to, **form)).status_code == 422
        done = await manager.post(to, **form | {"what": "Warn the witness.", "who": system.id("P1")})
        assert done.status_code == 303, done.text
        complete = f"/cases/{urn}/actions/a1/outcome"
        own = fields_of(await prosecutor.get(f"/cases/{urn}"), complete)
        nothing = await prosecutor.post(complete, **own)
        assert nothing.status_code == 422
        ended = await prosecutor.post(complete, **own | {"outcome__a1": "Warned."})
        assert ended.status_code == 303, ended.text

    notes = await notes_on(system, urn)
    assert notes is not None
    assert [(one.action.urgent, one.outcome) for one in notes.actions] == [(True, "Warned.")]


async def test_a_prosecutor_asks_for_an_assessment_and_the_manager_answers(
    system: System, site: Site
) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    to, answer = f"/cases/{urn}/requests/new", f"/cases/{urn}/requests/r1"
    async with visiting(site, system.id("M1")) as manager, visiting(site, system.id("P1")) as prosecutor:
        form = fields_of(await prosecutor.get(to), to)
        assert (await prosecutor.post(to, **form)).status_code == 422
        asked = await prosecutor.post(
            to, **form | {"wanted": "assessment", "text": "My third review, please."}
        )
        assert asked.status_code == 303, asked.text
        shown = await manager.get(answer)
        assert "My third review, please." in shown.text
        assert (await manager.post(answer, **fields_of(shown, answer))).status_code == 422
        said = {"answer": "agreed", "text": "Next week."}
        done = await manager.post(answer, **fields_of(shown, answer) | said)
        assert done.status_code == 303, done.text
        assert "Next week." in (await prosecutor.get(answer)).text

    notes = await notes_on(system, urn)
    assert notes is not None
    assert [(one.answer, one.said) for one in notes.requests] == [("agreed", "Next week.")]


async def test_what_is_noted_on_a_case_is_seen_by_whom_it_is_for(pages: Pages) -> None:
    urn = pages.system.urn("P1", Kind.PRESSING)
    async with pages.opened_by("M1") as manager, pages.opened_by("P1") as prosecutor:
        for path in (
            "/cases?then=conversations",
            f"/cases/{urn}/conversations/new",
            f"/cases/{urn}/actions/new",
        ):
            await manager.goes(path)
        await manager.page.get_by_label("What the case needs").fill("Warn the witness.")
        await manager.page.get_by_text("nobody else can see it").wait_for()
        await manager.page.get_by_label("I do it").check()
        await manager.press("Record the action")
        await manager.stands_at(f"Case {urn}")
        await prosecutor.goes(f"/cases/{urn}/requests/new")
        await prosecutor.page.get_by_label("A talk about it").check()
        await prosecutor.page.get_by_label("What you would like looked at").fill("The bail decision.")
        await prosecutor.press("Ask for it")
        await prosecutor.stands_at(f"Case {urn}")
        await manager.goes(f"/cases/{urn}/requests/r1")
