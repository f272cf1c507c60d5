"""Interleaved rounds: one short turn after the other, so that what else the machine does meets all alike."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Protocol

import psutil


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
    """What a variant did in its turn: latencies of its Updates in seconds, CPU seconds an IQA by process.

    ``elsewhere`` is how many cores were busy with something else.
    """

    per_second: float
    p50: float
    p95: float
    cpu: Mapping[str, float]
    elsewhere: float

    @property
    def all_cpu(self) -> float:
        """CPU seconds an IQA of all processes together."""
        return sum(self.cpu.values())


async def measure(variant: Variant, meter: Meter, at_once: int, seconds: float) -> Turn:
    """Play as many as there is time for, so many at once, each lane one after the other."""
    before, busy, begun = meter.read(), _busy(), perf_counter()
    lanes = await asyncio.gather(*(_lane(variant, begun + seconds) for _ in range(at_once)))
    elapsed, after = perf_counter() - begun, meter.read()
    played = [took for lane in lanes for took in lane]
    latencies = [latency for took in played for latency in took]
    used = {name: after[name] - before[name] for name in after}
    return Turn(
        per_second=len(played) / elapsed,
        p50=median(latencies),
        p95=quantiles(latencies, n=20)[-1],
        cpu={name: cpu / len(played) for name, cpu in used.items()},
        elsewhere=max(0.0, (_busy() - busy - sum(used.values())) / elapsed),
    )


async def _lane(variant: Variant, until: float) -> list[list[float]]:
    played = []
    while perf_counter() < until:
        played.append(await variant.play())
    return played


def in_turn(variants: Sequence[Variant], rounds: int) -> Iterator[tuple[int, Variant]]:
    """Each round, every variant once; another goes first each time."""
    for number in range(rounds):
        first = number % len(variants)
        yield from ((number, variant) for variant in (*variants[first:], *variants[:first]))


def _used(process: psutil.Process) -> float:
    """CPU seconds of a process, with its children where it is PostgreSQL's: each connection is one."""
    all_of_it = [process, *(process.children() if process.name() == "postgres" else ())]
    times = [each.cpu_times() for each in all_of_it]
    return float(sum(time.user + time.system for time in times))


def _busy() -> float:
    """CPU seconds that the whole machine has worked so far."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)
