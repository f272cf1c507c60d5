"""A part is killed while a quarter opens its IQAs, and while it tells them: each is opened and told once."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from clients.command_ids import new_command_id
from clients.errors import CommandFailed, Unreachable
from domain.quarter.commands import HandOverWork, QuarterEnvelope
from domain.quarter.events import PlannedIqa, Told
from domain.quarter.state import AreaQuarter
from tests.faults.machine import Machine, Part
from tests.faults.test_quarter_kills import WITHIN_S, it_replays
from tests.servers import soon
from tests.system import System
from tests.workflows.quarters import open_quarter, quarter_events, quarter_of, quarter_until

KILLS = 3
"""How often each part is killed at either; the moment is that of the first IQA that shows it, give or take."""


@pytest.mark.chaos
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", Part)
async def test_whatever_is_killed_while_a_quarter_opens_and_tells_its_iqas_each_hears_once(
    machine: Machine, part: Part
) -> None:
    for _ in range(KILLS):
        system = await machine.new_area()
        planned = await struck_as_it_opens(machine, system, part)
        await struck_as_it_tells(machine, system, part, planned)
        await it_replays(system)


async def struck_as_it_opens(machine: Machine, system: System, part: Part) -> tuple[PlannedIqa, ...]:
    """Kill a part as the first IQA is there; returns what is open in the end."""
    opening = asyncio.create_task(open_quarter(system))
    await soon(lambda: one_shows(system, "iqa_opened"))
    await machine.kill(part)
    with suppress(CommandFailed, Unreachable):
        await opening
    planned = (await settled(system)).planned
    assert [await system.kinds(iqa.iqa_id) for iqa in planned] == [["iqa_opened"]] * len(planned)
    opened = [event.telling_ids for event in await quarter_events(system) if isinstance(event, Told)]
    assert sorted(iqa_id for ids in opened for iqa_id in ids) == sorted(iqa.iqa_id for iqa in planned)
    return planned


async def struck_as_it_tells(
    machine: Machine, system: System, part: Part, planned: Sequence[PlannedIqa]
) -> None:
    """Kill a part as the first of a manager's IQAs has heard that it goes to another."""
    moved = [iqa.iqa_id for iqa in planned if iqa.assessor == system.id("M1")]
    handing = asyncio.create_task(hand_over(system))
    await soon(lambda: one_shows(system, "reassigned"), within_s=WITHIN_S)
    await machine.kill(part)
    await handing
    await settled(system)
    assert moved
    assert [await system.kinds(iqa) for iqa in moved] == [["iqa_opened", "reassigned"]] * len(moved)


async def hand_over(system: System) -> None:
    """Give everything of M1 to M3, asked for until it is answered, under one id."""
    command = HandOverWork(whose=system.id("M1"), to=system.id("M3"), because="Leave.")
    asked = QuarterEnvelope(command_id=new_command_id(), actor=system.id("S1"), command=command)
    await soon(lambda: system.gateway.send(quarter_of(system), asked), within_s=WITHIN_S)


async def one_shows(system: System, kind: str) -> None:
    area = f"iqa-%-{system.area}-%"
    assert await system.rows("select from iqa.ledger where kind = $1 and stream like $2", kind, area)


async def settled(system: System) -> AreaQuarter:
    """The quarter once nothing is left to be opened or told."""
    found: list[AreaQuarter] = []

    async def nothing_is_left() -> None:
        found.append(
            await quarter_until(system, lambda quarter: not quarter.unopened and not quarter.tellings)
        )

    await soon(nothing_is_left, within_s=WITHIN_S)

    async def each_iqa_is_there() -> None:
        for iqa in found[-1].planned:
            await system.state(iqa.iqa_id)

    await soon(each_iqa_is_there, within_s=WITHIN_S)
    return found[-1]
