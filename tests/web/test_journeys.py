"""One IQA on the pages, from the choice of its case to its end, by the people whom it concerns."""

import asyncio

from playwright.async_api import Route

from clients.web.frame.render import due_day
from clients.web.frame.site import Site
from tests.area import Kind
from tests.system import System
from tests.web.browsing import Pages, Reader, visiting


async def test_an_iqa_is_walked_on_the_pages_by_keyboard(pages: Pages) -> None:
    it = await pages.system.open("P1")
    urn = pages.system.urn("P1", Kind.ANY_WORK)
    async with pages.opened_by("M1") as manager, pages.opened_by("P1") as prosecutor:
        await chooses(manager, urn)
        await marks(manager)
        await talks(manager)
        await says_that_it_took_place(prosecutor, it)
        await records_that_nothing_is_needed(manager, it)

    state = await pages.system.state(it)
    assert state.selection is not None
    assert state.selection.urn == urn
    assert {mark.question: mark.answer for mark in state.marks}[1] == "yes"
    assert (state.talk, state.no_actions) == ("confirmed", True)


async def chooses(manager: Reader, urn: str) -> None:
    await manager.page.get_by_role("button", name="Choose a case").focus()
    await manager.page.keyboard.press("Enter")
    await manager.stands_at("Choose a case")
    case = manager.page.get_by_role("group", name=urn)
    await case.get_by_label("Early advice or charging decision").focus()
    await manager.page.keyboard.press("Space")
    await manager.page.get_by_role("button", name=f"Choose this case {urn}").focus()
    await manager.page.keyboard.press("Enter")
    await manager.stands_at("IQA of")
    await manager.page.get_by_text("The case is chosen.").wait_for()


async def marks(manager: Reader) -> None:
    await manager.page.get_by_role("button", name="Mark the work").focus()
    await manager.page.keyboard.press("Enter")
    await manager.stands_at("Mark the work on")
    for group in await manager.page.locator("section.iqa-question:visible").all():
        await group.get_by_label("Yes", exact=True).focus()
        await manager.page.keyboard.press("Space")
    await manager.press("Save and check")
    await manager.stands_at("Check your answers")
    await manager.press("Confirm the assessment")
    await manager.stands_at("IQA of")


async def talks(manager: Reader) -> None:
    await manager.page.get_by_role("button", name="Record the conversation").focus()
    await manager.page.keyboard.press("Enter")
    await manager.stands_at("The conversation")
    await manager.press("Record the conversation")
    await manager.page.get_by_role("alert").wait_for()
    await manager.page.get_by_label("Face to face").first.focus()
    await manager.page.keyboard.press("Space")
    await manager.page.get_by_label("What went well").fill(
        "The alternative charge was weighed and ruled out."
    )
    await manager.page.get_by_label("What to do differently").fill(
        "Name the witness whose account decides it."
    )
    await manager.press("Record the conversation")
    await manager.stands_at("IQA of")


async def says_that_it_took_place(prosecutor: Reader, it: str) -> None:
    await prosecutor.goes("/")
    await prosecutor.goes(f"/iqas/{it}/assessment")
    await prosecutor.stands_at("The assessment")
    await prosecutor.goes(f"/iqas/{it}/meeting")
    await prosecutor.page.get_by_label("It took place", exact=True).focus()
    await prosecutor.page.keyboard.press("Space")
    await prosecutor.press("Say so")
    await prosecutor.stands_at("Your assessment")


async def records_that_nothing_is_needed(manager: Reader, it: str) -> None:
    await manager.goes(f"/iqas/{it}/actions")
    await manager.press("No action is needed")
    await manager.stands_at("IQA of")


async def test_the_page_of_an_iqa_says_for_whom_each_step_waits_and_by_when(
    system: System, site: Site
) -> None:
    it = await system.open("P1")
    due = (await system.state(it)).deadlines[0].due
    async with visiting(site, system.id("S1")) as senior:
        page = (await senior.get(f"/iqas/{it}")).text

    assert f"Waits for Sam Ortiz ({system.id('M1')}), due {due_day(due)}" in page
    assert "Not yet" in page
    assert "What happened last" in page


async def test_a_conversation_is_recorded_and_answered_without_a_script(pages: Pages) -> None:
    it = await pages.system.open("P1")
    async with pages.opened_by("M1", script=False) as manager:
        await _chooses_by_mouse(manager, pages.system.urn("P1", Kind.ANY_WORK))
        await manager.page.get_by_role("button", name="Mark the work").click()
        await manager.stands_at("Mark the work on")
        for group in await manager.page.locator("section.iqa-question:visible").all():
            await group.get_by_label("Yes", exact=True).check()
        await manager.page.get_by_role("button", name="Save and check").click()
        await manager.page.get_by_role("button", name="Confirm the assessment").click()
        await manager.stands_at("IQA of")
        await manager.page.get_by_role("button", name="Record the conversation").click()
        await manager.page.get_by_label("Video").first.check()
        await manager.page.get_by_label("What went well").fill("The alternative charge was weighed.")
        await manager.page.get_by_role("button", name="Record the conversation").click()
        await manager.stands_at("IQA of")
    async with pages.opened_by("P1", script=False) as prosecutor:
        await prosecutor.page.get_by_role("button", name="Say whether it took place").click()
        await prosecutor.page.get_by_label("Not yet").check()
        await prosecutor.page.get_by_label("What you want to add").fill("We meet on Thursday.")
        await prosecutor.page.get_by_role("button", name="Say so").click()
        await prosecutor.stands_at("Your assessment")

    assert (await pages.system.state(it)).talk == "disputed"


async def _chooses_by_mouse(manager: Reader, urn: str) -> None:
    await manager.page.get_by_role("button", name="Choose a case").click()
    case = manager.page.get_by_role("group", name=urn)
    await case.get_by_label("Early advice or charging decision").check()
    await manager.page.get_by_role("button", name=f"Choose this case {urn}").click()
    await manager.stands_at("IQA of")


async def test_a_draft_is_saved_while_one_writes_and_found_again(pages: Pages) -> None:
    it = await pages.system.open("P1")
    urn = pages.system.urn("P1", Kind.ANY_WORK)
    async with pages.opened_by("M1") as manager:
        await _chooses_by_mouse(manager, urn)
        await manager.goes(f"/iqas/{it}/marks")
        await manager.page.get_by_label("Learning for the team").fill("Name the witness early.")
        await manager.page.get_by_text("nobody else can see it").wait_for()
        await manager.goes(f"/iqas/{it}/marks")
        await manager.page.get_by_text("You began to write this").wait_for()
        kept = await manager.page.get_by_label("Learning for the team").input_value()

    assert kept == "Name the witness early."


async def test_an_address_lets_one_browser_in_and_no_other(pages: Pages) -> None:
    address = await pages.address()
    async with pages.opened_by("M1") as manager:
        await manager.page.goto(address)
        await manager.stands_at("Who are you?")
        await manager.page.goto(address)
        await manager.stands_at("Open the address that was printed")
        await manager.goes("/")
        await manager.press("Sign out")
        await manager.stands_at("You are signed out")
        await manager.goes("/")
        await manager.stands_at("Who are you?")


async def test_a_form_that_is_sent_while_its_draft_is_on_its_way_is_recorded(pages: Pages) -> None:
    it = await pages.system.open("P1")
    async with pages.opened_by("M1") as manager:
        await _chooses_by_mouse(manager, pages.system.urn("P1", Kind.ANY_WORK))
        on_its_way = asyncio.Event()

        async def slowly(route: Route) -> None:
            on_its_way.set()
            answer = await route.fetch()
            await asyncio.sleep(1)
            await route.fulfill(response=answer)

        await manager.page.route("**/drafts/marks", slowly)
        await manager.goes(f"/iqas/{it}/marks")
        await manager.page.get_by_label("Learning for the team").fill("Name the witness early.")
        await on_its_way.wait()
        await manager.page.get_by_role("button", name="Save and check").click()
        await manager.stands_at("Check your answers")

    assert (await pages.system.state(it)).team_learning == "Name the witness early."


async def test_who_is_signed_out_while_writing_is_told_so(pages: Pages) -> None:
    it = await pages.system.open("P1")
    async with pages.opened_by("M1") as manager:
        await _chooses_by_mouse(manager, pages.system.urn("P1", Kind.ANY_WORK))
        await manager.goes(f"/iqas/{it}/marks")
        await manager.context.clear_cookies(name="iqa")
        await manager.page.get_by_label("Learning for the team").fill("Name the witness early.")
        await manager.page.get_by_text("You are signed out: what you write is not saved").wait_for()
