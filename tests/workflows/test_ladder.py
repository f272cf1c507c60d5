"""What nobody takes on goes up on the real engine, at the right time and once."""

from datetime import timedelta

from domain.assessment import Mode
from domain.calendar import day_of
from domain.iqa import commands as c
from domain.quarter.commands import AcknowledgeEscalation
from infra.postgres import read_models
from infra.reference import Library
from tests.area import today
from tests.system import A_MOMENT, System
from tests.workflows.quarters import ask_quarter, open_quarter, quarter_past, quarter_until
from tests.workflows.test_quarter import confirm, planned


async def test_a_missed_conversation_that_nobody_takes_climbs_to_the_chief_on_the_fifth_working_day(
    system: System,
) -> None:
    await open_quarter(system)
    iqa = next(iqa for iqa in await planned(system) if system.id("P1") in iqa)
    await confirm(system, iqa, "P1", "M1")
    await system.forward_past(iqa, "reminder")
    missed = (await system.forward_past(iqa, "converse")).missed[-1]
    quarter = await quarter_until(system, lambda quarter: len(quarter.escalations) == 2)
    climb_due = quarter.escalations[0].climb_due
    assert climb_due == Library.load().current.calendar.due(day_of(missed.due), 5)

    await quarter_past(system, climb_due - timedelta(hours=1))
    quarter = await quarter_until(system, lambda _: True)
    assert {one.rung for one in quarter.escalations} == {0}
    await quarter_past(system, climb_due + A_MOMENT)
    quarter = await quarter_until(system, lambda quarter: any(one.rung for one in quarter.escalations))

    told = {one.escalation_id: one.told for one in quarter.escalations}
    assert sorted(told.values()) == [(system.id("M1"),), (system.id("S1"), system.id("C1"))]
    async with system.connection() as connection:
        [matter] = await read_models.matters_of(connection, system.id("C1"))
    assert (matter.rung, matter.climb_due, matter.about, matter.is_open) == (1, None, iqa, True)

    taken = AcknowledgeEscalation(escalation_id=matter.escalation_id, will_do="I see both on Monday.")
    answer = await ask_quarter(system, "C1", taken)
    assert answer.events == ("escalation_acknowledged", "escalation_acknowledged")
    async with system.connection() as connection:
        found = await read_models.matters_in(connection, system.area, system.id("C1"))
    assert {one.acknowledged_by for one in found} == {system.id("C1")}


async def test_what_is_done_after_all_no_longer_waits_and_goes_no_further_up(system: System) -> None:
    await open_quarter(system)
    iqa = next(iqa for iqa in await planned(system) if system.id("P1") in iqa)
    await confirm(system, iqa, "P1", "M1")
    await system.forward_past(iqa, "reminder")
    await system.forward_past(iqa, "converse")
    quarter = await quarter_until(system, lambda quarter: len(quarter.escalations) == 2)
    held = c.HoldConversation(on=today(), mode=Mode.VIDEO, content="We talked it over after all.")
    await system.send(iqa, "M1", held)

    climb_due = quarter.escalations[0].climb_due
    assert climb_due is not None
    await quarter_past(system, climb_due + A_MOMENT)

    quarter = await quarter_until(system, lambda quarter: not quarter.unacknowledged)
    assert {one.rung for one in quarter.escalations} == {0}
    assert all(one.settled_at for one in quarter.escalations)
