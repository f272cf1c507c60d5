"""What is noted on a case by several at once, on the real engine."""

import asyncio

from domain.assessment import Mode
from domain.casework import commands as cc
from domain.ids import case_id
from tests.area import Kind, today
from tests.servers import soon
from tests.system import A_MOMENT, System
from tests.workflows.quarters import ask_case, notes_on


async def test_an_action_recorded_beside_a_note_is_chased_although_the_note_needs_nothing(
    system: System,
) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    note = cc.NoteCaseConversation(
        urn=urn, prosecutor=system.id("P1"), on=today(), mode=Mode.VIDEO, prosecutor_view="We talked."
    )
    action = cc.RecordAction(urn=urn, what="Chase the download.", owner=system.id("P1"))

    await asyncio.gather(ask_case(system, "M1", urn, note), ask_case(system, "M1", urn, action))

    notes = await notes_on(system, urn)
    assert notes is not None
    handle = system.client.get_workflow_handle(case_id(urn))
    now = await system.skipper.get_current_time(handle)
    await system.skipper.fast_forward(handle, notes.deadlines[0].due - now + A_MOMENT)

    async def it_is_missed() -> None:
        later = await notes_on(system, urn)
        assert later is not None
        assert later.escalations

    await soon(it_is_missed)
