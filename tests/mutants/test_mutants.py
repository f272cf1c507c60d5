"""The faults that ``make mutants`` plants, and that it changes nothing but its copy."""

import os
from pathlib import Path

import pytest

from tests.guards.tree import ROOT
from tests.mutants.judging import Judge
from tests.mutants.planting import Mutant, mutants

FILE = "domain/leave.py"


def planted(source: str) -> set[str]:
    """What stands in each mutant in place of the source's first line."""
    return {one.source.strip() for one in mutants("f.py", source) if one.is_fault}


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the copy, which processes of its own run, out of our coverage."""
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("right", "faults"),
    [
        ("x = a < b", {"x = (a <= b)"}),
        ("x = a is None", {"x = (a is not None)"}),
        ("x = 3", {"x = (4)", "x = (2)"}),
        ("x = True", {"x = (False)"}),
        ("x = a and b", {"x = (a or b)"}),
        ("x = not a", {"x = (a)"}),
        ("x = a + b", {"x = (a - b)"}),
        ("x = min(a)", {"x = (max)(a)"}),
        ("x = f(a, by=b)", {"x = (f(a))"}),
        ("x = {a: b, c: d}", {"x = ({a: b})", "x = ({c: d})"}),
        ("x = (*a, b)", {"x = ((b,))", "x = ((*a,))"}),
        ("x = a if b else c", {"x = a if (not b) else c"}),
        ("tell(a)", {"pass"}),
        ("a.b += c", {"pass"}),
        ("n: Annotated[int, Field(ge=a)] = b", {"n: Annotated[int, (Field())] = b"}),
    ],
)
def test_a_small_fault_is_planted_in_each_place(right: str, faults: set[str]) -> None:
    assert planted(right) == faults


@pytest.mark.parametrize(
    "right", ["x: int | None", "def f(a: list[int | None]) -> None: ...", "x = f'{a + b}'", "A = B | C"]
)
def test_what_is_no_fault_when_the_program_runs_is_left_alone(right: str) -> None:
    assert planted(right) == set()


def test_only_what_is_asked_about_is_changed() -> None:
    assert [*mutants("f.py", "x = 3\ny = 4", lambda node: getattr(node, "lineno", 0) == 3)] == []


def test_a_mutant_that_a_test_catches_is_told_from_one_that_lives_and_the_tree_stays_as_it_is(
    tmp_path: Path, unmeasured: None
) -> None:
    right = (ROOT / FILE).read_text()
    tests = (("tests/domain/test_leave.py",),)
    judge = Judge(tmp_path, seconds=120)
    wrong = Mutant(FILE, (1, 0, 1, 0), "raise ValueError\n", right)
    harmless = Mutant(FILE, (1, 0, 1, 0), "pass\n", right)

    assert judge.is_caught(wrong, tests)
    assert not judge.is_caught(harmless, tests)
    assert (ROOT / FILE).read_text() == right == (tmp_path / FILE).read_text()
