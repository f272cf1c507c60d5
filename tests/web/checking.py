"""An IQA on its way to a second check, for the tests of its pages."""

from collections.abc import Mapping
from typing import Final

from domain.assessment import Answer, Mark, Mode
from domain.ids import QUARTER
from domain.iqa import commands as c
from tests.area import today
from tests.commands import mark_all, select_case
from tests.system import System

BARE: Final = {1: Mark(question=1, answer=Answer.YES)}
"""So that no word stands beside any mark."""


async def assessed(system: System, prosecutor: str = "P1", special: Mapping[int, Mark] | None = None) -> str:
    """An IQA that is confirmed, talked over, and needs nothing."""
    it = await system.open(prosecutor)
    await system.send(it, "M1", select_case(system, prosecutor))
    await system.send(it, "M1", mark_all(await system.state(it), special))
    await system.send(it, "M1", c.ConfirmAssessment(seen_version=(await system.state(it)).version))
    talk = c.HoldConversation(on=today(), mode=Mode.VIDEO, do_differently="Name every witness in the review.")
    await system.send(it, "M1", talk)
    await system.send(it, "M1", c.RecordNoActions())
    return it


async def drawn(system: System, special: Mapping[int, Mark] | None = None) -> str:
    """The same, drawn for S1 to check."""
    it = await assessed(system, "P1", special)
    await system.send(it, QUARTER, c.DrawForSample(sampler=system.id("S1")))
    return it
