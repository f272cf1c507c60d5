"""Interleaved rounds: one IQA of each variant after the other, so that what else the machine does meets all alike."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from random import Random
from statistics import mean, median
from time import perf_counter
from typing import Final, Protocol

import psutil

_TRIMMED: Final = 0.2
"""The share of the rounds that is left out at either end of their ratios."""

_RESAMPLES: Final = 2_000
_WITHIN: Final = 0.95


class Variant(Protocol):
    """Something that can be played from its start to its end, again and again."""

    name: str

    async def play(self) -> list[float]: ...


@dataclass(frozen=True)
class Meter:
    """The processes whose time counts for a variant, by what they are."""

    processes: Mapping[str, psutil.Process]

    def read(self) -> dict[str, float]:
        """CPU seconds used so far."""
        return {name: _used(process) for name, process in self.processes.items()}


@dataclass(frozen=True)
class Turn:
    """One turn of a variant: seconds an IQA, the seconds of each Update, CPU seconds an IQA by process.

    ``elsewhere`` is how many cores were busy with something else.
    """

    seconds: float
    steps: Sequence[float]
    cpu: Mapping[str, float]
    elsewhere: float

    @property
    def p50(self) -> float:
        """The median of the Updates (s)."""
        return median(self.steps)

    @property
    def all_cpu(self) -> float:
        """CPU seconds an IQA of all processes together."""
        return sum(self.cpu.values())


@dataclass(frozen=True)
class Ratio:
    """How much more or less of something a variant takes than another, and within which the true ratio probably is."""

    found: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.found:.2f} [{self.least:.2f}, {self.most:.2f}]"


async def measure(variant: Variant, meter: Meter, at_once: int) -> Turn:
    """Play as many IQAs at once."""
    before, busy, begun = meter.read(), _busy(), perf_counter()
    played = await asyncio.gather(*(variant.play() for _ in range(at_once)))
    elapsed, after = perf_counter() - begun, meter.read()
    used = {name: after[name] - before[name] for name in after}
    return Turn(
        seconds=elapsed / at_once,
        steps=[step for took in played for step in took],
        cpu={name: cpu / at_once for name, cpu in used.items()},
        elsewhere=max(0.0, (_busy() - busy - sum(used.values())) / elapsed),
    )


def in_turn(variants: Sequence[Variant], rounds: int) -> Iterator[tuple[int, Variant]]:
    """Each round, every variant once; another goes first each time."""
    for number in range(rounds):
        first = number % len(variants)
        yield from ((number, variant) for variant in (*variants[first:], *variants[:first]))


def ratio(ours: Sequence[Turn], theirs: Sequence[Turn], what: Callable[[Turn], float]) -> Ratio:
    """The trimmed geometric mean of the rounds' ratios, with a 95 % bootstrap interval that is always the same."""
    logs = [log(what(a) / what(b)) for a, b in zip(ours, theirs, strict=True)]
    chance = Random(len(logs))
    means = sorted(_trimmed(chance.choices(logs, k=len(logs))) for _ in range(_RESAMPLES))
    out = round(_RESAMPLES * (1 - _WITHIN) / 2)
    return Ratio(exp(_trimmed(logs)), exp(means[out]), exp(means[-out - 1]))


def _trimmed(values: Sequence[float]) -> float:
    """The mean without the lowest and the highest."""
    out = int(len(values) * _TRIMMED)
    return mean(sorted(values)[out : len(values) - out])


def _used(process: psutil.Process) -> float:
    """CPU seconds of a process, with its children where it is PostgreSQL's: each connection is one."""
    all_of_it = [process, *(process.children() if process.name() == "postgres" else ())]
    return sum(_of_threads(each.pid) for each in all_of_it)


def _of_threads(pid: int) -> float:
    """CPU seconds of the threads of a process, to the nanosecond: the kernel's own ticks are as long as a step."""
    found = (path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(text.split()[0]) for text in found) / 1e9


def _busy() -> float:
    """CPU seconds that the whole machine has worked so far."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)
