"""The figures of the whole matrix, as the document keeps them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from tests.faults.matrix import FAULTS, Fault, Run
from tests.faults.steps import STEPS, Step

_BEGIN, _END = "<!-- matrix -->", "<!-- end of matrix -->"


def write_into(document: Path, runs: Sequence[Run]) -> None:
    """Put the table of these runs in the place of the one that the document has."""
    text = document.read_text(encoding="utf-8")
    before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
    document.write_text(f"{before}{_BEGIN}\n{table(runs)}\n{_END}{after}", encoding="utf-8")


def table(runs: Sequence[Run]) -> str:
    """One line a step, one column a fault, and a last line over all steps."""
    head = ["step", *(f"{fault.part} killed {fault.moment}" for fault in FAULTS)]
    lines = [[step.name, *(_cell(_of(runs, fault, step)) for fault in FAULTS)] for step in STEPS]
    whole = ["**all**", *(_cell(_of(runs, fault)) for fault in FAULTS)]
    return "\n".join(_line(cells) for cells in (head, ["---"] * len(head), *lines, whole))


def _of(runs: Iterable[Run], fault: Fault, step: Step | None = None) -> list[Run]:
    return [run for run in runs if run.fault == fault and step in {None, run.step}]


def _cell(runs: Sequence[Run]) -> str:
    """``runs → effects · attempts · recovery p50 / max``."""
    if not runs:
        return "–"
    effects = sum(run.effects for run in runs)
    attempts = sorted({run.attempts for run in runs})
    spread = f"{attempts[0]}" if len(attempts) == 1 else f"{attempts[0]}-{attempts[-1]}"
    seconds = [run.recovery_s for run in runs]
    return f"{len(runs)} → {effects} · {spread} · {median(seconds):.1f} / {max(seconds):.1f} s"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
