"""Tells what was measured: one Markdown table, and each aim beside what was reached."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median, quantiles
from typing import Final

from bench.floor_worker import ALIKE, BARE
from bench.rounds import Turn, ratio
from bench.startup import COMMANDS

Measured = Mapping[tuple[str, int], Sequence[Turn]]
"""The turns of each variant and number at once, by round."""

_HEAD: Final = (
    "| played | at once | IQA/s | step p50 ms | p95 ms | CPU ms an IQA | server | worker | client | PostgreSQL |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
)
_SAYS: Final = {"IQA": "IQA", ALIKE: "floor, like for like", BARE: "floor, bare"}
_AIM_RATE: Final = 0.85
_AIM_STEP: Final = 1.15


def told(measured: Measured, startups: Mapping[str, float]) -> str:
    """The whole report."""
    return "\n".join(
        [*_HEAD, *_rows(measured), "", *_ratios(measured), *_startups(startups), _noise(measured)]
    )


def _rows(measured: Measured) -> Iterator[str]:
    for (name, at_once), turns in sorted(measured.items(), key=lambda item: item[0][1]):
        steps = [step for turn in turns for step in turn.steps]
        cells = [
            f"{1 / median(turn.seconds for turn in turns):.1f}",
            f"{1000 * median(steps):.1f}",
            f"{1000 * quantiles(steps, n=20)[-1]:.1f}",
            f"{1000 * median(turn.all_cpu for turn in turns):.0f}",
            *(f"{1000 * median(turn.cpu[part] for turn in turns):.0f}" for part in turns[0].cpu),
        ]
        yield f"| {_SAYS[name]} | {at_once} | {' | '.join(cells)} |"


def _ratios(measured: Measured) -> Iterator[str]:
    for floor, aims in ((ALIKE, (f" (aim {_AIM_RATE})", f" (aim {_AIM_STEP})")), (BARE, ("", ""))):
        for at_once in sorted({number for _, number in measured}):
            ours, theirs = measured["IQA", at_once], measured[floor, at_once]
            yield (
                f"- IQA / {_SAYS[floor]}, {at_once} at once: "
                f"IQA/s {ratio(theirs, ours, lambda turn: turn.seconds)}{aims[0]}, "
                f"step p50 {ratio(ours, theirs, lambda turn: turn.p50)}{aims[1]}, "
                f"CPU {ratio(ours, theirs, lambda turn: turn.all_cpu)}"
            )


def _startups(startups: Mapping[str, float]) -> Iterator[str]:
    for command in COMMANDS:
        yield f"- `{command.name}`: {startups[command.name]:.2f} s as a whole process (aim {command.aim} s)"


def _noise(measured: Measured) -> str:
    elsewhere = [turn.elsewhere for turns in measured.values() for turn in turns]
    return f"- Cores busy with something else meanwhile: {median(elsewhere):.1f} (up to {max(elsewhere):.1f})"
