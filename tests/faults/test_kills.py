"""Real processes are killed while a step takes effect: once, whatever happens, and answered in seconds."""

import os
from pathlib import Path
from typing import Final

import pytest

from tests.faults import table
from tests.faults.holds import Moment
from tests.faults.machine import Machine, Part
from tests.faults.matrix import FAULTS, Fault, Run, rotated, strike
from tests.faults.steps import STEPS

SECONDS: Final = 20.0
"""The time that the engine gives a lost task, the sticky time, and a start of what was killed, on a busy machine."""

ROUNDS: Final = 3
"""How often the whole matrix is run; its table goes into the document that ``IQA_FAULT_TABLE`` names."""


@pytest.mark.parametrize("part", Part)
async def test_a_step_whose_worker_server_or_database_is_killed_takes_effect_once_within_seconds(
    machine: Machine, part: Part
) -> None:
    """Each step meets one of the faults here, and all of them in ``make chaos``."""
    steps = rotated()

    runs = await strike(machine, part, steps[Fault(part, Moment.BEFORE)], steps[Fault(part, Moment.AFTER)])

    assert {run.effects for run in runs} == {1}
    assert max(run.recovery_s for run in runs) < SECONDS


def test_every_step_and_every_fault_has_its_turn() -> None:
    steps = rotated()

    assert sorted(step.kind for taken in steps.values() for step in taken) == sorted(
        step.kind for step in STEPS
    )
    assert all(steps[fault] for fault in FAULTS)


@pytest.mark.chaos
@pytest.mark.timeout(5_400)
async def test_every_step_survives_every_fault_again_and_again(machine: Machine) -> None:
    runs: list[Run] = []
    for _ in range(ROUNDS):
        for part in Part:
            runs += await strike(machine, part, before=STEPS[::2], after=STEPS[1::2])
            runs += await strike(machine, part, before=STEPS[1::2], after=STEPS[::2])

    assert len(runs) == ROUNDS * len(STEPS) * len(FAULTS)
    assert {run.effects for run in runs} == {1}
    assert max(run.recovery_s for run in runs) < SECONDS
    if document := os.environ.get("IQA_FAULT_TABLE"):
        table.write_into(Path(document), runs)
