"""An IQA's history on pages: line by line, as it stood, two versions beside each other, and the record verified."""

import re
from datetime import timedelta

from clients.desk.verifying import Verification
from clients.web.frame.render import Shell, html
from clients.web.frame.site import Site
from clients.web.pages.verifying import of_verification
from domain.audit import Explained, NotHere, OtherRules, Verdict
from domain.mendings import Mended, Mending
from tests.area import Kind
from tests.factories import NOW
from tests.system import System
from tests.web.browsing import Pages, visiting
from tests.web.checking import assessed, drawn
from tests.web.test_verifying import ended

SHELL = Shell(organisation="Casework assurance")


async def test_a_history_tells_who_did_what_when_and_whether_its_day_was_kept(
    system: System, site: Site
) -> None:
    it = await assessed(system)
    async with visiting(site, system.id("S1")) as senior:
        page = (await senior.get(f"/iqas/{it}/history")).text
        marks = (await senior.get(f"/iqas/{it}/history?step=mark")).text

    assert f"Sam Ortiz ({system.id('M1')}), " in page
    assert "The assessment is confirmed" in page
    assert "Mark and confirm the assessment: in time, due" in page
    assert "version 1" in page
    assert "The assessment is confirmed" in marks
    assert "The case is selected" not in marks


async def test_it_is_shown_as_it_stood_at_a_version_or_on_a_day(system: System, site: Site) -> None:
    it = await assessed(system)
    today = site.desk.today
    async with visiting(site, system.id("S1")) as senior:
        early = (await senior.get(f"/iqas/{it}/history/compare?first=2")).text
        two = (
            await senior.get(f"/iqas/{it}/history/compare?first=2&second={today:%d}/{today:%m}/{today:%Y}")
        ).text
        before = await senior.get(f"/iqas/{it}/history/compare?first={today - timedelta(days=1):%d %m %Y}")
        strange = await senior.get(f"/iqas/{it}/history/compare?first=yesterday&second=31 2 2026")

    assert "As it stood" in early
    assert system.urn("P1", Kind.ANY_WORK) in early
    assert "Confirmed" not in early
    assert "Two versions side by side" in two
    assert two.index("differs</strong>") < two.index("Name every witness in the review.")
    assert before.status_code == 404, "it was not open yet"
    assert strange.status_code == 422
    assert 'href="#first"' in strange.text
    assert 'href="#second"' in strange.text


async def test_a_version_is_named_by_those_alone_who_read_the_whole_and_a_day_by_whoever_reads(
    system: System, site: Site
) -> None:
    it = await drawn(system)
    today = f"{site.desk.today:%d %m %Y}"
    async with visiting(site, system.id("P1")) as assessed_one:
        page = (await assessed_one.get(f"/iqas/{it}/history")).text
        version = await assessed_one.get(f"/iqas/{it}/history/compare?first=2")
        day = (await assessed_one.get(f"/iqas/{it}/history/compare?first={today}")).text

    assert "version" not in page.split("<main")[1]
    assert version.status_code == 404
    assert "Conversation" in day
    assert "Second check" not in day


async def test_a_record_is_verified_at_a_click(system: System, site: Site) -> None:
    it = await assessed(system)
    async with visiting(site, system.id("I1")) as auditor:
        begun = await auditor.post(f"/iqas/{it}/history/verify")
        answer = await ended(auditor, begun.headers["location"])

    assert answer.status_code == 200, answer.text
    assert "Verified" in answer.text
    assert "held against the engine&#39;s own history" in answer.text


def test_what_is_altered_and_what_cannot_be_judged_here_are_not_the_same() -> None:
    altered = Verification(
        stream="iqa-1",
        verdict=Verdict.ALTERED,
        verified=False,
        found=1,
        differences=("event 3: yes, again: no",),
        history=True,
    )
    others = (OtherRules(where="ledger command 1", rules="abc", repeated="otherwise"),)
    unjudged = altered.model_copy(
        update={
            "verdict": Verdict.NOT_JUDGED,
            "found": 0,
            "differences": (),
            "other_rules": others,
            "not_here": (NotHere(where="ledger command 2", kind="policy", version="xn-4"),),
        }
    )
    mending = Mending(at=NOW, who="iqa@host", kind=Mended.RESTORED, stream=None, ledger=None, folded=None)
    explained = unjudged.model_copy(
        update={
            "verdict": Verdict.EXPLAINED,
            "verified": True,
            "not_here": (),
            "explained": (Explained(where="ledger command 3", mending=mending),),
        }
    )
    pages = [html(of_verification(one), SHELL) for one in (altered, unjudged, explained)]

    assert "Altered" in pages[0]
    assert "event 3: yes, again: no" in pages[0]
    assert "Cannot be judged here" in pages[1]
    assert "nobody is accused" in pages[1]
    assert "the policy xn-4, which is not here" in pages[1]
    assert "Verified, and explained" in pages[2]
    assert "a backup was put back" in pages[2]


async def test_an_auditor_reads_compares_and_verifies_by_keyboard(pages: Pages) -> None:
    it = await assessed(pages.system)
    async with pages.opened_by("I1") as auditor:
        await auditor.goes(f"/iqas/{it}")
        await auditor.press("History")
        await auditor.stands_at("History")
        await auditor.page.get_by_label("As it stood on", exact=True).fill("2")
        await auditor.page.get_by_label("Beside it as it stood on (optional)").fill("7")
        await auditor.press("Show it")
        await auditor.stands_at("Two versions side by side")
        await auditor.press("History")
        await auditor.press("Verify this record")
        await auditor.page.get_by_role("heading", level=1, name=re.compile("Verified$")).wait_for()
