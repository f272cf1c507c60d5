"""Tells what was measured: one Markdown table, and each aim beside what was reached."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from bench.floor_worker import ALIKE, BARE
from bench.rounds import Turn
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
        cells = [
            f"{median(turn.per_second for turn in turns):.1f}",
            f"{1000 * median(turn.p50 for turn in turns):.1f}",
            f"{1000 * median(turn.p95 for turn in turns):.1f}",
            f"{1000 * median(turn.all_cpu for turn in turns):.0f}",
            *(f"{1000 * median(turn.cpu[part] for turn in turns):.0f}" for part in turns[0].cpu),
        ]
        yield f"| {_SAYS[name]} | {at_once} | {' | '.join(cells)} |"


def _ratios(measured: Measured) -> Iterator[str]:
    for floor, aims in ((ALIKE, (f" (aim {_AIM_RATE})", f" (aim {_AIM_STEP})")), (BARE, ("", ""))):
        for at_once in sorted({number for _, number in measured}):
            ours, theirs = measured["IQA", at_once], measured[floor, at_once]
            yield (
                f"- IQA / {_SAYS[floor]}, {at_once} at once: IQA/s {_ratio(ours, theirs, 'per_second')}{aims[0]}, "
                f"step p50 {_ratio(ours, theirs, 'p50')}{aims[1]}, CPU {_ratio(ours, theirs, 'all_cpu')}"
            )


def _ratio(ours: Sequence[Turn], theirs: Sequence[Turn], what: str) -> str:
    """The median of the rounds' ratios, and between which they lie."""
    ratios = [getattr(a, what) / getattr(b, what) for a, b in zip(ours, theirs, strict=True)]
    return f"{median(ratios):.2f} [{min(ratios):.2f}, {max(ratios):.2f}]"


def _startups(startups: Mapping[str, float]) -> Iterator[str]:
    for command in COMMANDS:
        yield f"- `{command.name}`: {startups[command.name]:.2f} s as a whole process (aim {command.aim} s)"


def _noise(measured: Measured) -> str:
    elsewhere = [turn.elsewhere for turns in measured.values() for turn in turns]
    return f"- Cores busy with something else meanwhile: {median(elsewhere):.1f} (up to {max(elsewhere):.1f})"
