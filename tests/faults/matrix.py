"""Faults striking steps: one kill for several IQAs at once, each of which stands at another step."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from domain.stream import Answer
from tests.faults.cases import Case
from tests.faults.holds import Moment, held
from tests.faults.machine import Machine, Part
from tests.faults.steps import STEPS, Step, seats


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
    effects: int
    attempts: int
    recovery_s: float


def rotated() -> dict[Fault, tuple[Step, ...]]:
    """Each step under one fault, each fault for some steps."""
    return {fault: STEPS[n :: len(FAULTS)] for n, fault in enumerate(FAULTS)}


async def strike(
    machine: Machine, part: Part, before: Sequence[Step], after: Sequence[Step]
) -> tuple[Run, ...]:
    """Take these steps at once, kill the part when all have come to their moment, and check each."""
    system = await machine.new_area()
    moments = [Moment.BEFORE] * len(before) + [Moment.AFTER] * len(after)
    places = zip(seats(system), (*before, *after), strict=False)
    cases = await asyncio.gather(*(Case.before(seat, step) for seat, step in places))
    async with (
        held(system, Moment.BEFORE, [case.iqa for case in cases[: len(before)]]) as caught_before,
        held(system, Moment.AFTER, [case.iqa for case in cases[len(before) :]]) as caught_after,
    ):
        taken = [asyncio.create_task(_timed(case)) for case in cases]
        await caught_before(len(before))
        await caught_after(len(after))
        struck_at, struck = datetime.now(UTC), monotonic()
        await machine.kill(part)
    runs = []
    for case, moment, task in zip(cases, moments, taken, strict=True):
        answer, answered = await task
        await case.check(answer)
        recorded_at = await case.recorded_at()
        assert (recorded_at < struck_at) is (moment is Moment.AFTER), "the fault missed its moment"
        runs.append(
            Run(
                case.step, Fault(part, moment), await case.effects(), await case.attempts(), answered - struck
            )
        )
    return tuple(runs)


async def _timed(case: Case) -> tuple[Answer | None, float]:
    return await case.take(), monotonic()
