"""Faults striking steps: one fault for several IQAs at once, each before another step."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

from activities.contracts import Answer
from tests.faults.cases import Case
from tests.faults.holds import Moment, held
from tests.faults.machine import Machine, Part
from tests.faults.steps import Step, seats


@dataclass(frozen=True)
class Fault:
    """Which part is killed, and when."""

    part: Part
    moment: Moment


FAULTS: Final = tuple(Fault(part, moment) for part in Part for moment in Moment)


@dataclass(frozen=True)
class Run:
    """What came of one step under one fault; ``recovery_s`` is the time from the kill to the answer."""

    step: Step
    fault: Fault
    attempts: int
    recovery_s: float


async def strike(machine: Machine, fault: Fault, steps: Sequence[Step]) -> tuple[Run, ...]:
    """Take these steps at once, each of another IQA, strike when all have come to the moment, and check each."""
    system = await machine.new_area()
    places = zip(seats(system), steps, strict=False)
    cases = await asyncio.gather(*(Case.before(seat, step) for seat, step in places))
    async with held(system, fault.moment, [case.iqa for case in cases]) as caught:
        taken = [asyncio.create_task(_timed(case)) for case in cases]
        await caught(len(cases))
        struck_at = monotonic()
        await machine.kill(fault.part)
    runs = []
    for case, (answer, answered_at) in zip(cases, await asyncio.gather(*taken), strict=True):
        await case.check(answer)
        runs.append(Run(case.step, fault, await case.attempts(), answered_at - struck_at))
    return tuple(runs)


async def _timed(case: Case) -> tuple[Answer | None, float]:
    return await case.take(), monotonic()
