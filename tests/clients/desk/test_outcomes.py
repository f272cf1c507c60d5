"""What came of a command is told to its sender as far as they may read it, and no further."""

from datetime import timedelta

from clients.desk.desk import SignedIn, opened
from clients.desk.outcomes import Accepted
from clients.desk.sending import send
from domain.assessment import Mode
from domain.casework import commands as on_case
from domain.ids import QUARTER, case_id
from domain.iqa import commands as c
from domain.iqa.state import Step
from domain.values import Value
from tests import clock
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.system import System
from tests.workflows.quarters import ask_case


async def sent(system: System, who: str, stream: str, command: Value) -> Accepted:
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        return await send(desk, SignedIn(staff_id=system.id(who), at=clock.now()), stream, command)


async def drawn_before_it_is_completed(system: System) -> str:
    it = await system.open("P1")
    await system.send(it, "M1", select_case(system))
    await system.send(it, "M1", mark_all(await system.state(it)))
    await system.send(it, "M1", c.ConfirmAssessment(seen_version=(await system.state(it)).version))
    await system.send(it, QUARTER, c.DrawForSample(sampler=system.id("S2")))
    talk = c.HoldConversation(
        on=today(), mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
    )
    await system.send(it, "M1", talk)
    return it


async def test_neither_assessor_nor_assessed_learns_of_the_second_check_from_an_answer(
    system: System,
) -> None:
    it = await drawn_before_it_is_completed(system)

    completed = await sent(system, "M1", it, c.RecordNoActions())
    commented = await sent(system, "P1", it, c.Comment(text="Fair."))
    checked = await sent(system, "S2", it, c.SeeMarks())

    assert "dip_sample_started" in await system.kinds(it)
    assert completed.events == ("no_actions_required", "iqa_completed")
    assert [wait.step for wait in (*completed.next, *commented.next)] == [Step.CONFIRM_CONVERSATION] * 2
    assert Step.DIP_SAMPLE in [wait.step for wait in checked.next]


async def test_an_owner_is_not_told_of_the_actions_of_others(system: System) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    for owner in ("P1", "P2"):
        chased = on_case.RecordAction(urn=urn, what="Chase it.", owner=system.id(owner))
        await ask_case(system, "M1", urn, chased)
    done = on_case.CompleteAction(action_id="a1", outcome="It came.")

    completed = await sent(system, "P1", case_id(urn), done)
    added = await sent(
        system, "M1", case_id(urn), on_case.RecordAction(urn=urn, what="Call.", owner=system.id("P2"))
    )

    assert (completed.events, completed.next) == (("action_completed",), ())
    assert [wait.item for wait in added.next] == ["a2", "a3"]


async def test_what_is_urgent_is_told_before_what_else_is_due_by_the_same_time(system: System) -> None:
    it = await system.open("P1")
    await system.send(it, "M1", select_case(system))
    by = today() + timedelta(days=1)
    plain, urgent = (
        c.RecordAction(what="Send the letter.", owner=system.id("P2"), due_on=by, urgent=urgent)
        for urgent in (False, True)
    )

    await system.send(it, "M1", plain)
    done = await sent(system, "M1", it, urgent)

    assert [(wait.item, wait.urgent) for wait in done.next if wait.item] == [("a2", True), ("a1", False)]
