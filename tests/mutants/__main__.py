"""Plants mutants at random and says which of them no test catches: ``python -m tests.mutants --over domain``.

Not part of the gate: a sample takes a quarter of an hour. The same seed plants the same mutants. It is our own: what a
replay runs is no list of files and is judged by histories, where mutmut and Cosmic Ray mutate files for one command.
"""

import ast
import sys
from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from tests.guards.tree import ROOT, modules_of
from tests.mutants.judging import Judge, of_domain, of_histories
from tests.mutants.planting import Mutant, mutants, place
from tests.workflows.reach import reached

Sets = Callable[[Mutant], Iterator[Sequence[str]]]


def replayed() -> Iterator[Mutant]:
    """Every mutant of what a replay runs."""
    files: dict[str, set[object]] = {}
    for part in reached():
        known = files.setdefault(part.file, set())
        known.update((type(node), place(node)) for node in ast.walk(part.node))
    for file, known in files.items():
        source = (ROOT / file).read_text(encoding="utf-8")
        yield from mutants(file, source, partial(_is_known, known))


def _is_known(known: AbstractSet[object], node: ast.AST) -> bool:
    return (type(node), place(node)) in known


def in_domain() -> Iterator[Mutant]:
    """Every mutant of the domain."""
    for path in modules_of(ROOT, ("domain",)):
        yield from mutants(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


OVER: Final[dict[str, tuple[Callable[[], Iterator[Mutant]], Sets]]] = {
    "replay": (replayed, of_histories),
    "domain": (in_domain, of_domain),
}


def main() -> None:
    """Plant, judge, and list the survivors; ends with 1 when there are more than two in a hundred."""
    asked = _asked()
    plant, sets = OVER[asked.over]
    every = list(plant())
    Random(asked.seed).shuffle(every)
    chosen = tuple(islice((one for one in every if one.is_fault), asked.count))
    _say(f"{len(chosen)} of {len(every)} mutants over {asked.over}, seed {asked.seed}")
    with TemporaryDirectory() as folder:
        judge = Judge(Path(folder), seconds=asked.seconds)
        lived = list(_survivors(chosen, judge, sets))
    _say(f"{len(lived)} of {len(chosen)} lived")
    sys.exit(1 if len(lived) * 50 > len(chosen) else 0)


def _survivors(chosen: Sequence[Mutant], judge: Judge, sets: Sets) -> Iterator[Mutant]:
    for number, mutant in enumerate(chosen, start=1):
        began = monotonic()
        if not judge.is_caught(mutant, tuple(sets(mutant))):
            _say(f"{number}. lived, {monotonic() - began:.0f} s: {mutant}")
            yield mutant


def _asked() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.mutants", formatter_class=ArgumentDefaultsHelpFormatter)
    parser.add_argument(
        "--over", choices=OVER, default="domain", help="what is replayed, or the whole domain"
    )
    parser.add_argument("--count", type=int, default=100, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    parser.add_argument("--seconds", type=int, default=300, help="the most that a set of tests may take")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
