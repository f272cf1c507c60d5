"""Who catches a mutant: tests that are run on a copy of the tree, which alone is ever changed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import cache_from_source
from pathlib import Path
from shutil import copy2
from typing import Final

from tests.guards.tree import ROOT, committed_files
from tests.mutants.planting import Mutant

_QUIETLY: Final = ("-x", "-q", "--no-header", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider")


class Judge:
    """Tries mutants on its copy, one at a time, each for at most so many seconds a set of tests."""

    def __init__(self, copy: Path, *, seconds: int) -> None:
        self._copy = copy
        self._seconds = seconds
        for path in committed_files():
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            copy2(path, target)

    def is_caught(self, mutant: Mutant, tests: Sequence[Sequence[str]]) -> bool:
        """Tell whether any of these sets of tests, in turn, fails with it or takes too long."""
        path = self._copy / mutant.file
        right = path.read_text(encoding="utf-8")
        try:
            self._write(path, mutant.source)
            return any(not self.passes(each) for each in tests)
        finally:
            self._write(path, right)

    def passes(self, tests: Sequence[str]) -> bool:
        """Tell whether these tests pass on the copy as it is; that there are none of them counts as passed."""
        run = subprocess.Popen(
            (sys.executable, "-m", "pytest", *_QUIETLY, *tests),
            cwd=self._copy,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return run.wait(self._seconds) in {0, 5}
        except subprocess.TimeoutExpired:
            return False
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
                run.wait()

    @staticmethod
    def _write(path: Path, source: str) -> None:
        """Write a module; what was compiled of it goes, since it may be as long and as old as the next."""
        Path(cache_from_source(path)).unlink(missing_ok=True)
        path.write_text(source, encoding="utf-8")


def of_histories(_: Mutant) -> Iterator[Sequence[str]]:
    """Golden histories, then the workflow tests; never the fingerprints, which notice any change."""
    yield ("tests/workflows/test_golden.py", "-k", "replay or folded")
    yield ("tests/workflows", "-m", "not long and not chaos", "--ignore=tests/workflows/test_fingerprints.py")


def of_domain(mutant: Mutant) -> Iterator[Sequence[str]]:
    """The domain's own tests, those first that speak of the module by name."""
    folder = ROOT / "tests" / "domain"
    named = f"import {Path(mutant.file).stem}", Path(mutant.file).with_suffix("").as_posix().replace("/", ".")
    tests = sorted(folder.rglob("test_*.py"))
    near = [path for path in tests if any(name in path.read_text(encoding="utf-8") for name in named)]
    stem = [path for path in tests if Path(mutant.file).stem in path.stem]
    first = [path.relative_to(ROOT).as_posix() for path in dict.fromkeys((*stem, *near))]
    if first:
        yield (*first, "--hypothesis-seed=0")
    yield ("tests/domain", "--hypothesis-seed=0", *(f"--ignore={name}" for name in first))
