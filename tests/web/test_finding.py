"""Finding an IQA, what one was told, and every Area side by side."""

from clients.desk.national import National
from clients.web.frame.render import Shell, html
from clients.web.frame.site import Site
from clients.web.pages.national import of_national
from tests.area import Kind
from tests.system import System
from tests.web.browsing import Pages, visiting
from tests.web.checking import assessed, drawn
from tests.web.test_quarter import opened

SHELL = Shell(organisation="Casework assurance")


async def test_one_that_fits_is_opened_and_the_words_stand_in_no_address(system: System, site: Site) -> None:
    it = await assessed(system)
    async with visiting(site, system.id("S1")) as senior:
        kept = await senior.post("/find", words=system.urn("P1", Kind.ANY_WORK))
        at = kept.headers["location"]
        found = await senior.get(at)

    assert kept.status_code == 303
    assert at.startswith("/find/")
    assert system.urn("P1", Kind.ANY_WORK) not in at
    assert (found.status_code, found.headers["location"]) == (303, f"/iqas/{it}")


async def test_several_that_fit_are_listed_and_only_those_that_one_may_read(
    system: System, site: Site
) -> None:
    await assessed(system)
    await assessed(system, "P2")
    async with visiting(site, system.id("S1")) as senior, visiting(site, system.id("P1")) as prosecutor:
        at = (await senior.post("/find", words="Ortiz")).headers["location"]
        page = (await senior.get(at)).text
        other = await prosecutor.get(at)
        nothing = (await senior.post("/find", words="Nobody of that name")).headers["location"]
        none = (await senior.get(nothing)).text
        empty = await senior.post("/find", words=" ")

    assert "2 IQAs fit." in page
    assert f"IQA of Priya Nair ({system.id('P1')})" in page
    assert other.status_code == 404, "words are for their writer alone"
    assert "Nothing fits that you may read." in none
    assert empty.status_code == 422
    assert "Write what you look for" in empty.text


async def test_what_one_was_told_is_listed_with_its_page(system: System, site: Site) -> None:
    it = await drawn(system)
    async with visiting(site, system.id("S1")) as sampler, visiting(site, system.id("P5")) as nobody:
        page = (await sampler.get("/notices")).text
        none = (await nobody.get("/notices")).text

    assert "An assessment for you to check (dip sample)" in page
    assert f'href="/iqas/{it}' in page
    assert "You were told nothing in the last 30 days." in none


async def test_every_area_stands_in_the_order_of_its_code(system: System, site: Site) -> None:
    await opened(system)
    async with visiting(site, system.id("C1")) as chief, visiting(site, system.id("S1")) as senior:
        page = (await chief.get(f"/national/{system.quarter}")).text
        sheet = (await chief.get(f"/national/{system.quarter}/tables/all.csv")).text
        hidden = await senior.get(f"/national/{system.quarter}")

    assert "In the order of their codes. Nothing is ranked" in page
    areas = [row.split(",")[0] for row in sheet.splitlines()[1:-1]]
    assert system.area in areas
    assert areas == sorted(areas)
    assert hidden.status_code == 404


def test_a_quarter_that_no_area_opened_says_so() -> None:
    none = National(quarter="2026-27-Q3", areas=(), not_opened=("XN",), totals={}, bunching=None)

    assert "No Area has opened it." in html(of_national(none), SHELL)


async def test_a_chief_finds_reads_notices_and_sees_every_area_by_keyboard(pages: Pages) -> None:
    await opened(pages.system)
    await assessed(pages.system)
    await assessed(pages.system, "P2")
    async with pages.opened_by("C1") as chief:
        await chief.press("Find an IQA")
        await chief.stands_at("Find an IQA")
        await chief.page.get_by_label("What do you look for?").fill("Ortiz")
        await chief.page.keyboard.press("Enter")
        await chief.page.get_by_text("IQAs fit.").wait_for()
        await chief.press("Notices")
        await chief.stands_at("Notices")
        await chief.press("Every Area")
        await chief.stands_at("Every Area")
