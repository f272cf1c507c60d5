"""Five minutes of work while every part is killed again and again; then everything is audited, restored, upgraded."""

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import monotonic
from typing import Final

import pytest

from clients.desk import auditing
from clients.desk.desk import opened
from clients.desk.verifying import Verification
from domain.audit import Verdict
from infra.backup import restore
from infra.settings import Settings
from infra.temporal import audit as by_rules
from tests.faults import cases
from tests.faults.cases import patiently
from tests.faults.invariants import done_and_shown, each_is_there_once, kept
from tests.faults.machine import Machine, Part, running_machine
from tests.faults.reconciling import everything_is_in_step, reconciled
from tests.faults.test_restores import AT, Taken, system_on, taken
from tests.faults.work import Work

LASTS_S: Final = float(os.environ.get("IQA_LOAD_S", "300"))
AT_ONCE: Final = 3
BETWEEN_KILLS_S: Final = 12.0
PATIENCE_S: Final = 120.0
"""How long people insist: one kill may follow upon another before anything is answered."""
SOUND: Final = {Verdict.VERIFIED, Verdict.EXPLAINED}


@pytest.mark.chaos
@pytest.mark.timeout(1_200)
@pytest.mark.usefixtures("own_stack")
async def test_after_minutes_of_kills_a_restore_and_an_upgrade_nothing_is_lost_and_nobody_is_accused(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "PATIENCE_S", PATIENCE_S)
    async with running_machine() as machine:
        works: list[Work] = []
        before = await asyncio.gather(
            under_load(machine, works), killed(machine), backed_up(machine, data_dir)
        )
        backup_, area = before[2], machine.system.area
        told = [one for work in works for one in work.told]
        await each_is_there_once(machine.system, told)
        for work in works:
            await done_and_shown(machine.system, list(work.lives))
        live = await audited(machine.system.settings)
        print(f"{len(told)} answers, kills {dict(before[1])}, live {summary(live)}")  # noqa: T201  the figures of it
    assert {one.verdict for one in live} == {Verdict.VERIFIED}

    await restore(data_dir, backup_.folder, at=AT)
    async with system_on(data_dir, area) as (_, system):
        found = await reconciled(system)
        await everything_is_in_step(system)
        earlier = [one for one in told if one.at < backup_.begun]
        assert await kept(system, earlier) == earlier
        restored = await audited(system.settings)
        monkeypatch.setattr(by_rules, "rules_hash", lambda: "f" * 64)
        upgraded = await audited(system.settings)
        brought = Counter(one.found for one in found.values())
        print(f"restored {summary(restored)}, {dict(brought)}; upgraded {summary(upgraded)}")  # noqa: T201  as above
    assert {one.verdict for one in restored} <= SOUND
    assert {one.verdict for one in upgraded} <= SOUND
    assert all(one.other_rules for one in upgraded)


async def under_load(machine: Machine, works: list[Work]) -> None:
    """Work in a few Areas at once, and in new ones as those are done, for as long as it lasts.

    An import is begun again where a kill came between, as whoever imports does.
    """
    until = monotonic() + LASTS_S

    async def one_after_the_other() -> None:
        while monotonic() < until:
            works.append(work := Work(await patiently(machine.new_area)))
            await work.to_the_end()

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(one_after_the_other())


async def killed(machine: Machine) -> Counter[Part]:
    """Kill a part, now this and now that, for as long as it lasts."""
    chance, kills = Random(20261129), Counter[Part]()
    until = monotonic() + LASTS_S - BETWEEN_KILLS_S
    while monotonic() < until:
        await asyncio.sleep(BETWEEN_KILLS_S)
        part = chance.choice(list(Part))
        await machine.kill(part)
        kills[part] += 1
    return kills


async def backed_up(machine: Machine, beside: Path) -> Taken:
    """A backup that is taken in the middle of it, again where a kill came between."""
    await asyncio.sleep(LASTS_S / 2)
    for number in range(5):
        try:
            return await taken(machine.stack, beside.with_name(f"backup-{number}"))
        except Exception:  # noqa: BLE001  whatever the kill made of it
            await asyncio.sleep(2)
    raise AssertionError


async def audited(settings: Settings) -> Sequence[Verification]:
    """An audit of everything, as an operator makes it; the time that it took is told."""
    began = monotonic()
    async with opened(settings, patience_s=60) as desk:
        begun = await auditing.begin(desk, None)
        found = [one.found async for one in begun.after()]
    print(f"{len(found)} records in {monotonic() - began:.1f} s")  # noqa: T201  as above
    return found


def summary(found: Sequence[Verification]) -> dict[str, int]:
    return dict(Counter(str(one.verdict) for one in found))
