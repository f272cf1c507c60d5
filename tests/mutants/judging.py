"""Who catches a mutant: tests that are run on a copy of the tree, which alone is ever changed."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from importlib.util import cache_from_source
from multiprocessing import get_context
from pathlib import Path
from shutil import copy2
from typing import Final

import pytest

from tests.guards.tree import ROOT, committed_files
from tests.mutants.planting import Mutant

_LIBRARIES: Final = (
    "pytest_asyncio",
    "hypothesis",
    "temporalio.worker",
    "temporalio.contrib.pydantic",
    "asyncpg",
)
_FORKED: Final = get_context("forkserver")
_FORKED.set_forkserver_preload(list(_LIBRARIES))
"""Each set of tests begins in a process that has what takes longest to import, and nothing of ours."""

_KNOWN_ALREADY: Final = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
_QUIETLY: Final = ("-x", "-q", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider", *_KNOWN_ALREADY)


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
        run = _FORKED.Process(target=_run, args=(self._copy, (*_QUIETLY, *tests)))
        run.start()
        run.join(self._seconds)
        try:
            return run.exitcode in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
        finally:
            if run.is_alive() and run.pid:
                os.killpg(run.pid, signal.SIGKILL)
                run.join()

    @staticmethod
    def _write(path: Path, source: str) -> None:
        """Write a module; what was compiled of it goes, since it may be as long and as old as the next."""
        Path(cache_from_source(path)).unlink(missing_ok=True)
        path.write_text(source, encoding="utf-8")


def _run(copy: Path, arguments: Sequence[str]) -> None:
    """Run tests of the copy in this process, which knows nothing of the tree so far but libraries."""
    os.setsid()  # so that servers which tests have started end with it when it takes too long
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.dup2(silence, sys.stderr.fileno())
    os._exit(pytest.main(list(arguments)))


def of_histories(_: Mutant) -> Iterator[Sequence[str]]:
    """Golden histories, then the workflow tests; never the fingerprints, which notice any change."""
    golden = "tests/workflows/test_golden.py"
    yield (golden, "--noconftest", "-k", "folded or replay_it")
    yield (
        "tests/workflows",
        "-m",
        "not chaos",
        f"--ignore={golden}",
        "--ignore=tests/workflows/test_fingerprints.py",
    )


def of_domain(mutant: Mutant) -> Iterator[Sequence[str]]:
    """The domain's own tests, those first that speak of the module by name."""
    folder = ROOT / "tests" / "domain"
    named = f"import {Path(mutant.file).stem}", Path(mutant.file).with_suffix("").as_posix().replace("/", ".")
    tests = sorted(folder.rglob("test_*.py"))
    near = [path for path in tests if any(name in path.read_text(encoding="utf-8") for name in named)]
    stem = [path for path in tests if Path(mutant.file).stem in path.stem]
    first = [path.relative_to(ROOT).as_posix() for path in dict.fromkeys((*stem, *near))]
    same = ("--hypothesis-seed=0", "--timeout=20")  # what goes round for ever is caught as well
    if first:
        yield (*first, *same)
    yield ("tests/domain", *same, *(f"--ignore={name}" for name in first))
