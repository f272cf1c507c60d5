"""What nobody takes on goes up by itself on the real engine, at the right time and once, in the IQA's own history."""

import pytest

from clients.errors import CommandRefused
from domain.assessment import Mode
from domain.calendar import day_of
from domain.errors import Reason
from domain.escalations import AcknowledgeEscalation, Escalation
from domain.ids import QUARTER
from domain.iqa import commands as c
from domain.iqa.state import Iqa
from infra.postgres import read_models
from infra.postgres.kept import kept
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from tests.area import Kind
from tests.commands import mark_all, select_case
from tests.system import System
from tests.telling import whole_story


async def missed(system: System) -> tuple[str, Iqa]:
    """An IQA whose conversation was missed, and which no quarter keeps."""
    iqa = await system.open("P1")
    await system.send(iqa, "M1", select_case(system, "P1", Kind.ANY_WORK))
    await system.send(iqa, "M1", mark_all(await system.state(iqa)))
    await system.send(iqa, "M1", c.ConfirmAssessment(seen_version=(await system.state(iqa)).version))
    await system.forward_past(iqa, "reminder")
    return iqa, await system.forward_past(iqa, "converse")


def to_senior(iqa: Iqa) -> Escalation:
    return iqa.escalations[0]


async def goes_up(system: System, iqa: str) -> Iqa:
    [timer] = [one for one in (await system.state(iqa)).timers if one.step == "escalation"]
    return await system.forward_past(iqa, timer.name)


def take_on(escalation: Escalation) -> AcknowledgeEscalation:
    return AcknowledgeEscalation(escalation_id=escalation.escalation_id, will_do="I see both on Monday.")


async def test_a_missed_conversation_that_nobody_takes_climbs_to_the_chief_who_takes_it_on(
    system: System,
) -> None:
    iqa, before = await missed(system)
    climb_due = to_senior(before).climb_due
    assert climb_due == Library.load().current.calendar.due(day_of(before.missed[-1].due), 6), (
        "it could be read on the day after"
    )
    assert await system.shown(iqa, "DueAt") is None, "what goes up is nobody's deadline"

    after = await goes_up(system, iqa)

    assert [one.told for one in after.escalations] == [(system.id("M1"), system.id("S1"), system.id("C1"))]
    async with system.connection() as connection:
        [row] = await read_models.escalations_of(connection, system.id("C1"))
    assert (row.rung, row.climb_due, row.stream, row.is_open) == (1, None, iqa, True)
    told = await system.rows("select recipient, stream from iqa.notices where kind = 'escalation_climbed'")
    assert told == [{"recipient": system.id("C1"), "stream": iqa}]

    answer = await system.send(iqa, "C1", take_on(to_senior(after)))
    assert answer.events == ("escalation_acknowledged",)
    async with system.connection() as connection:
        found = await read_models.escalations_in(connection, system.area, system.id("C1"))
    assert {one.acknowledged_by for one in found} == {system.id("C1")}
    async with system.connection() as connection:
        ledger = await kept(connection, iqa)
    assert [line.kind for line in whole_story(iqa, ledger)][-4:] == [
        "escalation_raised",
        "comment_days_ended",
        "escalation_climbed",
        "escalation_acknowledged",
    ]
    assert await replay(iqa, await runs(system.client, iqa), Library.load(), ledger) == ()


async def test_a_senior_manager_takes_it_on_at_once_and_it_goes_no_further_up(system: System) -> None:
    iqa, before = await missed(system)

    with pytest.raises(CommandRefused) as refused:
        await system.send(iqa, "M1", take_on(to_senior(before)))
    taken_on = await system.send(iqa, "S1", take_on(to_senior(before)))

    assert refused.value.refused.reason is Reason.NOT_PERMITTED
    assert taken_on.events == ("escalation_acknowledged",)
    assert {one.step for one in (await system.state(iqa)).timers} == {"comment"}


async def test_what_is_done_after_all_is_settled_at_once_and_the_iqa_still_ends(system: System) -> None:
    iqa, _ = await missed(system)
    held = c.HoldConversation(
        on=day_of(await system.now(iqa)),
        mode=Mode.VIDEO,
        do_differently="Which witnesses the review should have named.",
    )

    answer = await system.send(iqa, "M1", held)

    assert answer.events == ("conversation_held", "escalations_settled")
    state = await system.state(iqa)
    assert all(one.settled_at for one in state.escalations)
    assert {one.step for one in state.timers} == {"comment", "record_actions"}
    with pytest.raises(CommandRefused) as refused:
        await system.send(iqa, "S1", take_on(to_senior(state)))
    assert refused.value.refused.reason is Reason.ALREADY_DONE
    await system.send(iqa, "M1", c.RecordNoActions())
    await system.send(iqa, QUARTER, c.ReleaseFromSample())
    assert (await system.ended(iqa)).stage == "closed"
