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
    """Take these steps, kill the part when each has come to its moment, and check each.

    One kill meets all that stand before their effect and one that is committed; each further one of these has a kill of
    its own, since only one commit that tells others something can wait at a time.
    """
    system = await machine.new_area()
    places = zip(seats(system), (*before, *after), strict=False)
    cases = await asyncio.gather(*(Case.before(seat, step) for seat, step in places))
    first = len(before) + 1
    runs = await _struck(machine, part, cases[: len(before)], cases[len(before) : first])
    for case in cases[first:]:
        runs += await _struck(machine, part, (), (case,))
    return tuple(runs)


async def _struck(machine: Machine, part: Part, before: Sequence[Case], after: Sequence[Case]) -> list[Run]:
    """Take the steps of these cases at once, kill the part once, and check each."""
    system, cases = machine.system, (*before, *after)
    async with (
        held(system, Moment.BEFORE, [case.iqa for case in before]) as caught_before,
        held(system, Moment.AFTER, [case.iqa for case in after]) as caught_after,
    ):
        taken = [asyncio.create_task(_timed(case)) for case in cases]
        await caught_before(len(before))
        await caught_after(len(after))
        struck_at, struck = datetime.now(UTC), monotonic()
        await machine.kill(part)
    runs = []
    for case, task in zip(cases, taken, strict=True):
        answer, answered = await task
        await case.check(answer)
        recorded_at, moment = await case.recorded_at(), Moment.AFTER if case in after else Moment.BEFORE
        assert (recorded_at < struck_at) is (moment is Moment.AFTER), "the fault missed its moment"
        seconds = answered - struck
        runs.append(Run(case.step, Fault(part, moment), await case.effects(), await case.attempts(), seconds))
    return runs


async def _timed(case: Case) -> tuple[Answer | None, float]:
    return await case.take(), monotonic()
