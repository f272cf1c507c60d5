"""Measures how fast a step is, beside the least that the engine takes: ``python -m bench``, about three minutes."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from temporalio.client import Client

from bench import area
from bench.floor_worker import ALIKE, BARE
from bench.floors import Floor
from bench.lifecycle import Lifecycle, first_shown
from bench.rounds import Turn, Variant, in_turn, measure
from bench.stage import Stage, stage
from bench.startup import start_up
from bench.steps import mirrored, plain
from bench.tables import told
from clients.desk.desk import opened
from domain.calendar import day_of
from infra.logging import configure_logging
from infra.temporal.connection import connect

ROUNDS: Final = {1: 45, 10: 15}
"""How many are counted with so many IQAs at once; three more go before them, to warm up."""

_WARMING: Final = 3


async def main() -> None:
    """Set the stage, play on it, and tell."""
    today = day_of(datetime.now(UTC))
    async with stage(today) as on:
        client = await connect(on.settings, identity="bench")
        async with opened(on.settings) as desk:
            lifecycle = Lifecycle(client, desk, area.assignments(today))
            variants = await _variants(on, client, lifecycle, today)
            measured = await _measured(on, variants)
            startups = await start_up(on, lifecycle)
    print(told(measured, startups))


async def _variants(on: Stage, client: Client, lifecycle: Lifecycle, today: date) -> Sequence[Variant]:
    """The IQA, and floors as long as the one that is played first."""
    first = next(area.assignments(today))
    await asyncio.wait_for(lifecycle.play(), timeout=60)
    steps = mirrored(await lifecycle.history_of(first.iqa_id))
    return (
        lifecycle,
        Floor(ALIKE, client, steps, first_shown(first.quarter)),
        Floor(BARE, await Client.connect(on.address), plain(steps)),
    )


async def _measured(on: Stage, variants: Sequence[Variant]) -> dict[tuple[str, int], list[Turn]]:
    found: dict[tuple[str, int], list[Turn]] = {}
    for at_once, rounds in ROUNDS.items():
        for number, variant in in_turn(variants, _WARMING + rounds):
            turn = await measure(variant, on.meter(variant.name), at_once)
            if number >= _WARMING:
                found.setdefault((variant.name, at_once), []).append(turn)
        print(f"{rounds} rounds of {at_once} at once", file=sys.stderr)
    return found


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(main())
