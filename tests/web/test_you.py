"""Where somebody is signed in: seen and ended by themselves, and a warning before it ends by itself."""

from datetime import timedelta
from uuid import UUID

from clients.web.frame.site import Site
from infra.postgres.web import IDLE, LONGEST
from tests import clock
from tests.system import System
from tests.web.browsing import Pages, visiting


async def test_somebody_sees_where_they_are_signed_in_and_ends_one(site: Site, system: System) -> None:
    who = system.id("M1")
    async with (
        visiting(site, who) as here,
        visiting(site, who) as there,
        visiting(site, system.id("M3")) as other,
    ):
        assert (await there.get("/")).status_code == 200
        page = (await here.get("/you/sign-ins")).text
        assert page.count("iqa-card") == 3
        assert page.count("This browser") == 1
        [ended] = _ends(page)
        assert (await other.post("/you/sign-ins", ends=ended)).status_code == 303
        assert (await there.get("/")).status_code == 200

        assert (await here.post("/you/sign-ins", ends=ended)).status_code == 303
        assert (await there.get("/")).headers["location"] == "/sign-in"
        assert (await here.get("/")).status_code == 200


async def test_all_but_this_one_are_ended_at_once(site: Site, system: System) -> None:
    who = system.id("M1")
    async with visiting(site, who) as here, visiting(site, who) as there, visiting(site, who) as third:
        assert "End all but this one" in (await here.get("/you/sign-ins")).text
        await here.post("/you/sign-ins", ends="others")

        assert [(await one.get("/")).status_code for one in (here, there, third)] == [200, 303, 303]


async def test_what_is_no_sign_in_is_no_form_of_ours(site: Site, system: System) -> None:
    async with visiting(site, system.id("M1")) as here:
        for wrong in ("", "all", "' or true"):
            assert (await here.post("/you/sign-ins", ends=wrong)).status_code == 422
        assert (await here.post("/you/sign-ins", ends=str(UUID(int=1)))).status_code == 303


async def test_who_asks_to_stay_is_told_until_when_and_twelve_hours_at_most(
    site: Site, system: System
) -> None:
    async with visiting(site, system.id("M1")) as here:
        first = (await here.post("/you/stay")).json()
        await system.rows(
            "update iqa.sign_ins set began_at = began_at - $1::interval", LONGEST - timedelta(minutes=9)
        )
        last = (await here.post("/you/stay")).json()

    assert first["lasts"] == IDLE.total_seconds()
    assert 0 < last["lasts"] < 10 * 60


async def test_five_minutes_before_they_are_told_and_can_stay(pages: Pages) -> None:
    async with pages.opened_by("M1") as reader:
        await reader.page.clock.install(time=clock.now())
        await reader.goes("/")
        await reader.stands_at("My work")
        told = reader.page.get_by_text("You will be signed out at")
        assert not await told.is_visible()

        await reader.page.clock.fast_forward("54:00")
        assert not await told.is_visible()
        await reader.page.clock.fast_forward("02:00")
        await told.wait_for()
        await reader.page.get_by_role("button", name="Stay signed in").click()
        await told.wait_for(state="hidden")


def _ends(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('name="ends" value="')[1:]]
