"""Real processes are killed while a step takes effect: it takes effect once, and the answer comes within seconds."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.faults.machine import Machine, running_machine
from tests.faults.matrix import FAULTS, Fault, strike
from tests.faults.steps import STEPS

SECONDS = 12.0
"""The start-to-close time of ``record``, the sticky time, and a start of the part that was killed."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def machine() -> AsyncIterator[Machine]:
    async with running_machine() as running:
        yield running


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.part}-{fault.moment}")
async def test_every_step_survives_a_kill(machine: Machine, fault: Fault) -> None:
    """Each step meets one of the faults here, and every fault in ``make chaos``."""
    steps = STEPS[FAULTS.index(fault) :: len(FAULTS)]

    runs = await strike(machine, fault, steps)
    print([(r.step.name, r.attempts, round(r.recovery_s, 2)) for r in runs])

    assert max(run.recovery_s for run in runs) < SECONDS
