"""After a second check: whether it shows what a manager was to develop, and talks with the manager, on pages."""

from clients.web.frame.site import Site
from domain.assessment import Mode, ReMark, Shown, ToDevelop, Verdict
from domain.iqa import commands as c
from tests.area import today
from tests.system import System
from tests.web.browsing import Visitor, visiting
from tests.web.checking import drawn
from tests.web.reaching import fields_of


async def sent(visitor: Visitor, page: str, to: str, **fields: str) -> int:
    """The status with which a form of a page is answered that says so."""
    form = fields_of(await visitor.get(page), to)
    return (await visitor.post(to, **(form | fields))).status_code


async def told(system: System) -> str:
    """An IQA whose manager was told what to develop, and took it."""
    it = await drawn(system)
    await system.send(it, "S1", c.SeeMarks())
    state = await system.state(it)
    again = tuple(ReMark(question=mark.question, verdict=Verdict.REASONABLE) for mark in state.marks)
    check = c.RecordDipSample(
        comment="Fair.", got_right="The marks.", re_marks=again, seen_version=state.version
    )
    await system.send(it, "S1", check)
    develop = (ToDevelop(what="Name the witness who decides.", due_on=today()),)
    said = c.GiveFeedback(on=today(), mode=Mode.VIDEO, content="All is well.", development=develop)
    await system.send(it, "S1", said)
    await system.send(it, "M1", c.AcknowledgeFeedback())
    return it


async def test_whether_it_shows_is_said_on_a_page_and_a_talk_with_the_manager_noted_and_followed(
    system: System, site: Site
) -> None:
    it = await told(system)
    shows, talks = f"/iqas/{it}/development/d1", f"/iqas/{it}/manager-talks"
    async with visiting(site, system.id("S1")) as senior, visiting(site, system.id("P1")) as assessed:
        assert f'href="{shows}"' in (await senior.get("/")).text
        assert (await assessed.get(shows)).status_code == (await assessed.get(talks)).status_code == 404
        assert (await senior.get(f"/iqas/{it}/development/d9")).status_code == 404
        assert await sent(senior, shows, shows, shown="yes") == 422
        assert await sent(senior, shows, shows, shown="partly", in_iqa=it) == 422
        assert await sent(senior, shows, shows, shown="not_yet", note="Not in one of three.") == 303
        assert await sent(senior, talks, talks, text="How a strategy reads.") == 422
        assert await sent(senior, talks, talks, text="How a strategy reads.", to_try="Ask for one.") == 303
        assert f'href="{talks}"' in (await senior.get("/")).text
        assert await sent(senior, talks, f"{talks}/m1", outcome__m1="") == 422
        assert await sent(senior, talks, f"{talks}/m1", outcome__m1="The next two have one.") == 303
        after = (await senior.get(talks)).text
    state = await system.state(it)

    assert state.sample
    [one] = state.sample.development
    assert (one.shown, one.in_iqa, one.note) == (Shown.NOT_YET, None, "Not in one of three.")
    assert [talk.outcome for talk in state.manager_talks] == ["The next two have one."]
    assert "The next two have one." in after
