"""What was escalated, on the pages of those above: several taken on at once, who was first, and the ladder of each."""

import asyncio

from clients.web.frame.render import due_day, long_day
from clients.web.frame.site import Site
from domain.calendar import day_of
from domain.escalations import AcknowledgeEscalation
from tests.system import System
from tests.web.browsing import Pages, visiting


async def escalated(system: System, *prosecutors: str) -> list[str]:
    """IQAs of these prosecutors for which nobody chose a case in time, nor took that on below S1."""
    iqas = [await system.open(one) for one in prosecutors]
    for it in iqas:
        await system.forward_past(it, "select")
        await system.forward_past(it, f"escalation:{it}.e1")
    return iqas


async def test_several_are_taken_on_with_one_sentence(system: System, site: Site) -> None:
    first, second = await escalated(system, "P1", "P2")
    up = (await system.state(first)).escalations[0]
    async with visiting(site, system.id("S1")) as senior:
        page = (await senior.get("/escalations")).text
        assert "2 matters wait for you." in page
        assert f"IQA of Priya Nair ({system.id('P1')}), assessed by Sam Ortiz ({system.id('M1')})" in page
        assert f"Since {long_day(day_of(up.raised_at))}" in page
        assert "It goes no further up." in page
        done = await senior.post(
            "/escalations",
            escalation=[f"{first}.e1", f"{second}.e1"],
            will_do="I talk to Sam today.",
            seen="0",
            draft="0",
        )
        assert (done.status_code, done.headers["location"]) == (303, "/escalations"), done.text
        after = (await senior.get("/escalations")).text

    assert "Nothing that was escalated waits for you." in after
    assert "2 taken on or done" in after
    for it in (first, second):
        [one] = (await system.state(it)).escalations
        assert (one.acknowledged_by, one.will_do) == (system.id("S1"), "I talk to Sam today.")


async def test_it_says_to_whom_it_goes_if_nobody_takes_it_on(system: System, site: Site) -> None:
    it = await system.open("P1")
    await system.forward_past(it, "select")
    up = (await system.state(it)).escalations[0]
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get("/escalations")).text
        work = (await manager.get("/")).text

    assert f"Goes to Helen Marsh ({system.id('S1')}) on {due_day(up.climb_due)}." in page
    assert '<a class="govuk-link" href="/escalations">1 escalated to you</a>' in work


async def test_who_ticks_nothing_or_says_nothing_is_told_so_and_keeps_what_was_written(
    system: System, site: Site
) -> None:
    [it] = await escalated(system, "P1")
    async with visiting(site, system.id("S1")) as senior:
        unticked = await senior.post("/escalations", will_do="I talk to Sam.", seen="0", draft="0")
        unsaid = await senior.post("/escalations", escalation=[f"{it}.e1"], seen="0", draft="0")

    assert (unticked.status_code, unsaid.status_code) == (422, 422)
    assert 'href="#escalation"' in unticked.text
    assert "I talk to Sam." in unticked.text
    assert 'href="#will_do"' in unsaid.text
    assert f'value="{it}.e1" aria-describedby="escalation-hint" checked' in unsaid.text


async def test_what_a_colleague_took_first_is_named_and_the_rest_is_done(system: System, site: Site) -> None:
    first, second = await escalated(system, "P1", "P2")
    taken = AcknowledgeEscalation(escalation_id=f"{first}.e1", will_do="I choose one with him.")
    await system.send(first, "C1", taken)
    async with visiting(site, system.id("S1")) as senior:
        both = [f"{first}.e1", f"{second}.e1"]
        answer = await senior.post("/escalations", escalation=both, will_do="I ask.", seen="0", draft="0")
        again = await senior.post("/escalations", escalation=both, will_do="I ask.", seen="0", draft="0")

    assert answer.status_code == 200
    assert "You have taken on 1 of 2" in answer.text
    assert f"Amara Okafor ({system.id('C1')}) took it on at" in answer.text
    assert "I choose one with him." in answer.text
    assert again.text == answer.text
    assert len((await system.state(second)).escalations) == 1


async def test_the_ladder_tells_what_happened_and_what_comes(system: System, site: Site) -> None:
    [it] = await escalated(system, "P1")
    async with visiting(site, system.id("C1")) as chief, visiting(site, system.id("P1")) as assessed:
        page = (await chief.get(f"/escalations/{it}.e1")).text
        hidden = await assessed.get(f"/escalations/{it}.e1")
        unsaid = await chief.post(f"/escalations/{it}.e1", seen="0", draft="0")
        done = await chief.post(f"/escalations/{it}.e1", will_do="I call him.", seen="0", draft="0")
        after = (await chief.get(f"/escalations/{it}.e1")).text

    assert "Raised." in page
    assert page.index("Raised.") < page.index("Nobody took it on.") < page.index("It goes no further up.")
    assert hidden.status_code == 404
    assert unsaid.status_code == 422
    assert (done.status_code, done.headers["location"]) == (303, "/escalations")
    assert f"Taken on by Amara Okafor ({system.id('C1')})." in after
    assert "I call him." in after
    assert '<form method="post" action="/escalations/' not in after


async def test_a_senior_takes_two_on_by_keyboard(pages: Pages) -> None:
    first, second = await escalated(pages.system, "P1", "P2")
    async with pages.opened_by("S1") as senior:
        await senior.press("Escalations")
        await senior.stands_at("Escalations")
        for box in await senior.page.get_by_role("checkbox").all():
            await box.focus()
            await senior.page.keyboard.press("Space")
        await senior.page.get_by_label("What I will do").fill("I talk to Sam today.")
        await senior.press("Take on 2")
        await senior.page.get_by_text("Nothing that was escalated waits for you.").wait_for()
        await senior.goes(f"/escalations/{first}.e1")

    states = await asyncio.gather(*(pages.system.state(it) for it in (first, second)))
    assert {one.acknowledged_by for state in states for one in state.escalations} == {pages.system.id("S1")}
