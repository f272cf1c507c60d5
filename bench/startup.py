"""How long a command takes as a whole process, from its start to its end."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import Final, NamedTuple

from bench.area import Assignment
from bench.lifecycle import WORK, Lifecycle
from bench.stage import HOUSE, Stage

ROUNDS: Final = 7


class Command(NamedTuple):
    """A command to time: what a person types for an assignment, and the seconds that it may take."""

    name: str
    aim: float
    typed: Callable[[Assignment], tuple[str, ...]]


COMMANDS: Final = (
    Command("iqa --help", 0.15, lambda _: ("--help",)),
    Command("iqa inbox (reads)", 0.3, lambda one: ("inbox", "--as", one.assessor)),
    Command(
        "iqa select (writes)",
        0.5,
        lambda one: ("select", one.iqa_id, one.urn, "--work", WORK.value, "--as", one.assessor),
    ),
)


async def start_up(on: Stage, lifecycle: Lifecycle) -> dict[str, float]:
    """The median seconds of each command, in rounds that mix them; the first round is left out."""
    found: dict[str, list[float]] = {command.name: [] for command in COMMANDS}
    for number in range(ROUNDS + 1):
        assignment = await lifecycle.open()
        for command in COMMANDS:
            took = await timed(on.environment, command.typed(assignment))
            if number:
                found[command.name].append(took)
    return {name: median(took) for name, took in found.items()}


async def timed(environment: Mapping[str, str], arguments: tuple[str, ...]) -> float:
    """The seconds of one command line, from the start of its process to its end."""
    begun = perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "starter.py", *arguments),
        cwd=HOUSE,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    took = perf_counter() - begun
    if process.returncode:
        msg = f"iqa {' '.join(arguments)} ended with {process.returncode}: {said.decode(errors='replace')}"
        raise RuntimeError(msg)
    return took
