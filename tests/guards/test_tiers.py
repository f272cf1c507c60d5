"""Every folder of tests holds tests: an empty tier passes by saying nothing."""

import re
from pathlib import Path

from tests.guards.tree import ROOT

TEST = re.compile(r"^ *(?:async )?def test_\w+\(", re.MULTILINE)


def tiers(tests: Path) -> list[Path]:
    return sorted(path for path in tests.iterdir() if path.is_dir() and list(path.rglob("*.py")))


def without_tests(tests: Path) -> list[str]:
    """Tiers without a module of tests, and modules of tests without a test."""
    modules = {tier: sorted(tier.rglob("test_*.py")) for tier in tiers(tests)}
    idle = [module for found in modules.values() for module in found if not TEST.search(module.read_text())]
    empty = [tier for tier, found in modules.items() if not found]
    return [path.relative_to(tests).as_posix() for path in (*empty, *idle)]


def test_every_tier_has_tests() -> None:
    assert ROOT / "tests" / "guards" in tiers(ROOT / "tests")
    assert without_tests(ROOT / "tests") == []


def test_a_planted_tier_without_tests_is_found(tmp_path: Path) -> None:
    for name, content in {
        "full/test_marks.py": "async def test_a_mark_may_change(): ...",
        "empty/people.py": "MANAGER = 1",
        "idle/test_marks.py": "def helper(): ...",
        "data/history.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(content)

    assert without_tests(tmp_path) == ["empty", "idle/test_marks.py"]
