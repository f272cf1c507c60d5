"""The pages that lead a newcomer name files, rooms and names that are there, and every room of rules and clients."""

import re
from pathlib import Path

import pytest

from tests.guards.names import exists
from tests.guards.tree import PACKAGES, ROOT

GUIDE, WORKED = ROOT / "CONTRIBUTING.md", ROOT / "docs" / "worked-change.md"
PATH = re.compile(r"`((?:[a-z_]+/)+(?:[\w.-]+)?)`")
NAME = re.compile(rf"`((?:{'|'.join(PACKAGES)})\.[\w.]+)`")
HUNK = re.compile(r"^\+\+\+ (\S+)$", re.MULTILINE)


def lost(page: str, root: Path = ROOT) -> list[str]:
    """The lines that a hunk finds or takes away, and its file has no more; and the tests that are named and gone."""
    gone = []
    for hunk in re.findall(r"^\+\+\+ .*?(?=^\+\+\+ |^```)", page, re.MULTILINE | re.DOTALL):
        first, *lines = hunk.splitlines()
        there = _text(root / first.removeprefix("+++ "))
        kept = (line[1:].strip() for line in lines if line.startswith((" ", "-")) and "…" not in line)
        gone += [line for line in kept if line not in there]
    tests = _text(root / "tests")
    return gone + [name for name in re.findall(r"`(test_\w+)`", page) if f"def {name}(" not in tests]


def _text(path: Path) -> str:
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def where(page: str) -> str:
    """The table that says where what is changed."""
    _, _, after = page.partition("\n### Where do I change …\n")
    return after.partition("\n## ")[0]


def paths(text: str) -> set[str]:
    """The files and folders that a text names, in its words and in its hunks."""
    return {*PATH.findall(text), *HUNK.findall(text)}


def unreached(rooms: set[str], named: set[str]) -> set[str]:
    """The rooms that no path leads into."""
    return {room for room in rooms if not any(f"{path}/".startswith(f"{room}/") for path in named)}


def rooms(*packages: str) -> set[str]:
    """The folders of code or data in these packages that hold something of their own."""
    found = (path.parent for package in packages for path in (ROOT / package).rglob("*.*") if path.is_file())
    outside = {"__pycache__", "example_area"}
    return {str(room.relative_to(ROOT)) for room in found if room.name not in outside and room.parent != ROOT}


@pytest.mark.parametrize("page", [GUIDE, WORKED], ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert [path for path in sorted(paths(text)) if not (ROOT / path).exists()] == []
    assert [name for name in sorted(NAME.findall(text)) if not exists(name)] == []


def test_the_worked_change_changes_what_is_there() -> None:
    assert lost(WORKED.read_text(encoding="utf-8")) == []


def test_a_planted_line_and_a_planted_test_that_are_gone_are_found(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tea.py").write_text("kettle = 1\n")
    page = "```diff\n+++ tea.py\n kettle = 1\n-cup = 1\n+cup = 2\n```\n`test_tea` fails\n"

    assert lost(page, tmp_path) == ["cup = 1", "test_tea"]


def test_the_table_leads_into_every_room_of_rules_and_clients() -> None:
    assert len(where(GUIDE.read_text(encoding="utf-8")).splitlines()) > 15
    assert unreached(rooms("domain", "clients"), paths(where(GUIDE.read_text(encoding="utf-8")))) == set()


def test_a_planted_path_that_is_not_there_and_a_planted_room_are_found() -> None:
    text = "| tea | `domain/tea.py` |\n+++ docs/tea.md\n"

    assert paths(text) == {"domain/tea.py", "docs/tea.md"}
    assert unreached({"domain/iqa", "domain/tea"}, {"domain/iqa/waits.py"}) == {"domain/tea"}
    assert "clients/cli" in rooms("clients")
    assert NAME.findall("`domain.tea.Cup`") == ["domain.tea.Cup"]
