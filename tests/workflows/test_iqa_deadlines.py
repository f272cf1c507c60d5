"""What time does to an IQA, on the workflow's own clock."""

from datetime import timedelta

from domain.assessment import Mode
from domain.calendar import day_of
from domain.iqa import commands as c
from domain.iqa.state import Stage, Step
from infra.reference import Library
from tests.area import today
from tests.commands import mark_all, select_case
from tests.system import System
from tests.workflows.begun import confirmed


async def test_a_conversation_is_reminded_of_then_missed_then_escalated(system: System) -> None:
    iqa, _ = await confirmed(system)
    due = (await system.state(iqa)).deadlines[1].due

    await system.forward_past(iqa, "reminder")
    missed = await system.forward_past(iqa, "converse")

    assert (await system.kinds(iqa))[-3:] == [
        "reminder_sent",
        "deadline_missed",
        "escalation_raised",
    ]
    assert [(m.deadline, m.due, m.whose) for m in missed.missed] == [("converse", due, system.id("M1"))]
    assert timedelta(0) <= missed.missed[0].at - due < timedelta(seconds=3)
    assert [e.told for e in missed.escalations] == [(system.id("M1"), system.id("S1"))]
    assert missed.stage is Stage.CONVERSATION
    assert await system.shown(iqa, "Escalated") is True
    assert await system.read_rows(iqa) == await system.folded_rows(iqa)


async def test_a_missed_conversation_can_still_be_held(system: System) -> None:
    iqa, _ = await confirmed(system)
    await system.forward_past(iqa, "converse")

    day = day_of(await system.now(iqa))
    talk = c.HoldConversation(
        on=day, mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
    )

    assert (await system.send(iqa, "M1", talk)).events == ("conversation_held", "escalations_settled")


async def test_the_clock_of_a_conversation_pauses_while_somebody_is_away(system: System) -> None:
    iqa, _ = await confirmed(system)
    due = (await system.state(iqa)).deadline("converse")
    assert due is not None
    last_day_away = today() + timedelta(days=30)
    await system.away("P1", today() + timedelta(days=1), last_day_away)

    moved = (await system.forward_past(iqa, "converse")).deadline("converse")

    assert moved is not None
    working_days = Library.load().current.policy.working_days.conversation_after_confirmation
    assert moved.due == Library.load().current.calendar.due(last_day_away, working_days)
    assert "deadline_missed" not in await system.kinds(iqa)
    assert (await system.forward_past(iqa, "converse")).missed[-1].due == moved.due


async def test_a_deadline_that_was_met_leaves_no_trace(system: System) -> None:
    iqa = await system.open()
    await system.send(iqa, "M1", select_case(system))
    select_due = timedelta(weeks=3, days=1)

    await system.send(iqa, "M1", mark_all(await system.state(iqa)))
    await system.send(iqa, "M1", c.ConfirmAssessment(seen_version=(await system.state(iqa)).version))
    await system.send(
        iqa,
        "M1",
        c.HoldConversation(
            on=today(), mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
        ),
    )
    await system.send(iqa, "M1", c.RecordNoActions())
    before = await system.state(iqa)
    await system.forward(iqa, by=select_due)

    assert [one.step for one in before.deadlines] == [Step.COMMENT]
    assert (await system.state(iqa)).missed == ()
    assert (await system.kinds(iqa))[-1] == "comment_days_ended"


async def test_each_iqa_has_a_clock_of_its_own_and_several_move_together(system: System) -> None:
    here, there, elsewhere = [await system.open(prosecutor) for prosecutor in ("P1", "P2", "P3")]

    await system.forward(here, there, by=timedelta(weeks=4))

    await system.until(here, lambda iqa: bool(iqa.missed))
    await system.until(there, lambda iqa: bool(iqa.missed))
    assert (await system.state(elsewhere)).missed == ()
