"""A record is verified as a job: seen from every web process, stopped from any, begun again where one was cut off."""

import asyncio
from typing import Final

import httpx
from fastapi import FastAPI

from clients.desk.desk import SignedIn
from clients.desk.verifying import Verification
from clients.web.frame.site import Site
from clients.web.frame.verifications import MOST, Verifications
from infra.progress import Progress
from tests.servers import soon
from tests.system import System
from tests.web.browsing import Visitor, visiting
from tests.web.reaching import selected

WITHIN_S: Final = 20.0


async def ended(visitor: Visitor, address: str) -> httpx.Response:
    """The page of a verification that is under way no more."""
    found: list[httpx.Response] = []

    async def it_is_over() -> None:
        page = await visitor.get(address)
        assert "Being verified" not in page.text
        found.append(page)

    await soon(it_is_over, within_s=WITHIN_S)
    return found[0]


class Held:
    """Work that goes on until it is cancelled."""

    def __init__(self) -> None:
        self.cancelled = asyncio.Event()

    async def __call__(self, _site: Site, _by: SignedIn, _stream: str, progress: Progress) -> Verification:
        progress("verified", 5, 12)
        try:
            return await asyncio.Future()
        finally:
            self.cancelled.set()


def verifications(visitor: Visitor, site: Site, work: Held) -> Verifications:
    """What the process that a visitor asks verifies by such work."""
    transport = visitor.client._transport  # noqa: SLF001  the application stands there alone
    assert isinstance(transport, httpx.ASGITransport)
    assert isinstance(transport.app, FastAPI)
    transport.app.state.verifications = found = Verifications(site, work)
    return found


async def test_how_far_it_is_is_seen_and_it_is_stopped_from_another_process(
    system: System, site: Site
) -> None:
    it, held = await selected(system), Held()
    to = f"/iqas/{it}/history/verify"
    async with (
        visiting(site, system.id("I1")) as auditor,
        visiting(site, system.id("I1")) as elsewhere,
        visiting(site, system.id("S1")) as other,
    ):
        verifications(auditor, site, held)
        at = (await auditor.post(to)).headers["location"]
        assert (await auditor.post(to)).headers["location"] == at

        async def it_is_told() -> None:
            told = (await elsewhere.get(f"{at}/done")).json()
            assert told == {"done": False, "says": "5 of 12 parts done."}

        await soon(it_is_told)
        assert "5 of 12 parts done." in (await elsewhere.get(at)).text
        assert (await other.get(at)).status_code == 404
        await elsewhere.post(f"{at}/stop")
        await asyncio.wait_for(held.cancelled.wait(), WITHIN_S)
        page = await auditor.get(at)

    assert "The verification is stopped" in page.text
    assert await system.rows("select 1 from iqa.looks where showing = 'verification'") == []


async def test_one_whose_process_is_gone_says_so_and_is_begun_again(system: System, site: Site) -> None:
    it, held = await selected(system), Held()
    to = f"/iqas/{it}/history/verify"
    async with visiting(site, system.id("I1")) as gone, visiting(site, system.id("I1")) as auditor:
        at_work = verifications(gone, site, held)
        at = (await gone.post(to)).headers["location"]
        await at_work.end()
        await system.execute("update iqa.verifications set seen_at = seen_at - interval '1 minute'")
        page = await auditor.get(at)
        assert "The verification was cut off" in page.text
        assert (await auditor.get(f"{at}/done")).json()["done"]
        again = (await auditor.post(to)).headers["location"]
        assert again != at
        assert "Verified" in (await ended(auditor, again)).text

    assert len(await system.rows("select 1 from iqa.looks where showing = 'verification'")) == 1


async def test_a_few_are_verified_at_once_in_all_processes(system: System, site: Site) -> None:
    it = await selected(system)
    now = f"'{site.desk.now().isoformat()}'"
    await system.execute(
        "insert into iqa.verifications (verification_id, staff_id, stream, begun_at, seen_at) "  # noqa: S608  as above
        f"select gen_random_uuid(), 'XX-I9', 'iqa-' || n, {now}, {now} from generate_series(1, {MOST}) as n"
    )
    async with visiting(site, system.id("I1")) as auditor:
        page = await auditor.post(f"/iqas/{it}/history/verify")

    assert page.status_code == 503
    assert "Others are being verified" in page.text
