"""The conversation beside its plain course: from before the marks, as it was noted, put right, and taken back."""

from datetime import time, timedelta

from clients.web.frame.site import Site
from domain.assessment import Mode, Source
from domain.casework.commands import NoteCaseConversation
from domain.iqa.commands import ConfirmAssessment, PlanConversation, SelectCase
from domain.questions import Work
from tests.area import Kind, today
from tests.commands import mark_all
from tests.system import System
from tests.web.browsing import visiting
from tests.web.reaching import A_NO, confirmed, fields_of, talked
from tests.workflows.quarters import ask_case


async def from_a_noted_talk(system: System) -> str:
    """An IQA that started from a talk of yesterday, with one no."""
    it, urn = await system.open("P1"), system.urn("P1", Kind.ANY_WORK)
    noted = NoteCaseConversation(
        urn=urn,
        prosecutor=system.id("P1"),
        on=today() - timedelta(days=1),
        mode=Mode.TELEPHONE,
        do_differently="Ask for a second statement.",
    )
    await ask_case(system, "M1", urn, noted)
    select = SelectCase(
        urn=urn,
        work=tuple(Work),
        source=Source.CONVERSATION,
        conversation_id=f"case-{urn}.c1",
        seen_version=1,
    )
    await system.send(it, "M1", select)
    await system.send(it, "M1", mark_all(await system.state(it), {1: A_NO}))
    await system.send(it, "M1", ConfirmAssessment(seen_version=(await system.state(it)).version))
    return it


async def test_the_noted_talk_stands_with_a_sentence_on_each_no(system: System, site: Site) -> None:
    it = await from_a_noted_talk(system)
    to = f"/iqas/{it}/meeting/as-noted"
    async with visiting(site, system.id("M1")) as manager:
        assert f'href="{to}"' in (await manager.get(f"/iqas/{it}/meeting")).text
        form = fields_of(await manager.get(to), to)
        missing = await manager.post(to, **form)
        assert missing.status_code == 422
        assert "question 1" in missing.text
        done = await manager.post(
            to, **fields_of(missing, to) | {"said__1": "We agreed on the second statement."}
        )
        assert done.status_code == 303, done.text
    held = (await system.state(it)).held

    assert held is not None
    assert (held.on, held.do_differently) == (today() - timedelta(days=1), "Ask for a second statement.")
    assert [one.sentence for one in held.said_of] == ["We agreed on the second statement."]


async def test_a_talk_from_before_the_marks_is_recorded_with_what_was_said_of_them(
    system: System, site: Site
) -> None:
    it = await from_a_noted_talk(system)
    to, day = f"/iqas/{it}/meeting", today() - timedelta(days=1)
    async with visiting(site, system.id("M1")) as manager:
        form = fields_of(await manager.get(to), to) | {
            "on__day": str(day.day),
            "on__month": str(day.month),
            "on__year": str(day.year),
            "mode": "video",
            "do_differently": "The second statement, by Friday at the latest.",
        }
        refused = await manager.post(to, **form)
        assert refused.status_code == 422
        done = await manager.post(to, **fields_of(refused, to) | {"said__1": "That the witness decides it."})
        assert done.status_code == 303, done.text
    held = (await system.state(it)).held

    assert held is not None
    assert held.said_of[0].question == 1


async def test_a_recorded_conversation_is_put_right_by_its_recorder_and_both_records_stay(
    system: System, site: Site
) -> None:
    it = await talked(system)
    to = f"/iqas/{it}/meeting/correct"
    async with visiting(site, system.id("M1")) as manager, visiting(site, system.id("P1")) as prosecutor:
        assert f'href="{to}"' in (await manager.get(f"/iqas/{it}/meeting")).text
        assert (await prosecutor.get(to)).status_code == 404
        form = fields_of(await manager.get(to), to)
        assert form["went_well"] == "The alternative charge was weighed."
        nothing = await manager.post(to, **form)
        assert nothing.status_code == 422
        assert "Say why you put the record right" in nothing.text
        done = await manager.post(to, **form | {"mode": "telephone", "because": "The link failed."})
        assert done.status_code == 303, done.text
    state = await system.state(it)

    assert state.held is not None
    assert (state.held.mode, state.held.because) == ("telephone", "The link failed.")
    assert [one.mode for one in state.held_before] == ["video"]


async def test_a_conversation_that_did_not_take_place_is_taken_back_and_open_again(
    system: System, site: Site
) -> None:
    it = await talked(system)
    to = f"/iqas/{it}/meeting/take-back"
    async with visiting(site, system.id("M1")) as manager:
        form = fields_of(await manager.get(f"/iqas/{it}/meeting/correct"), to)
        assert (await manager.post(to, **form)).status_code == 422
        done = await manager.post(to, **form | {"instead": "She was called to court."})
        assert done.status_code == 303, done.text
        assert 'href="' + f"/iqas/{it}/meeting" in (await manager.get(f"/iqas/{it}")).text

    assert (await system.state(it)).talk == "open"


async def test_a_prosecutor_who_comes_back_finds_what_they_began_to_answer(
    system: System, site: Site
) -> None:
    it = await talked(system)
    to = f"/iqas/{it}/meeting"
    async with visiting(site, system.id("P1")) as prosecutor:
        await prosecutor.post(
            f"/iqas/{it}/drafts/took-place", seen="1", draft="0", note="We meet on Thursday."
        )
        page = await prosecutor.get(to)
        assert "You began to write this" in page.text
        form = fields_of(page, f"{to}/took-place")
        assert (form["note"], form["draft"]) == ("We meet on Thursday.", "1")
        done = await prosecutor.post(f"{to}/took-place", **form | {"took_place": "yes"})
        assert done.status_code == 303, done.text
        assert "You began to write this" not in (await prosecutor.get(to)).text


async def test_nobody_puts_right_what_is_not_recorded(system: System, site: Site) -> None:
    it = await confirmed(system)
    async with visiting(site, system.id("M1")) as manager:
        assert (await manager.get(f"/iqas/{it}/meeting/correct")).status_code == 404
        assert (await manager.get(f"/iqas/{it}/meeting/as-noted")).status_code == 404


async def test_a_planned_conversation_is_added_to_ones_own_calendar_and_names_nobody(
    system: System, site: Site
) -> None:
    it, plan = await confirmed(system), PlanConversation(on=today(), mode=Mode.VIDEO, at=time(14, 30))
    at = f"/iqas/{it}/meeting/conversation.ics"
    async with visiting(site, system.id("P1")) as prosecutor, visiting(site, system.id("P5")) as nobody:
        assert (await prosecutor.get(at)).status_code == 404
        await system.send(it, "M1", plan)
        assert f'href="{at}"' in (await prosecutor.get(f"/iqas/{it}/meeting")).text
        entry = await prosecutor.get(at)
        assert (await nobody.get(at)).status_code == 404

    assert entry.headers["content-type"].startswith("text/calendar")
    assert f"DTSTART;TZID=Europe/London:{today():%Y%m%d}T143000" in entry.text
    assert "METHOD:PUBLISH" in entry.text
    assert "Nair" not in entry.text
    assert "ATTENDEE" not in entry.text
