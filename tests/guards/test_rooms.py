"""The face of each room: the first page of a folder names the modules that others use, and no other is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.tree import PACKAGES, ROOT, modules_of

FACE = re.compile(r"Others use ([a-z_, \n]+)\.")
INSIDE = {"folds", "steps"}
"""Folders that one module of the room above them reads alone; they have no face."""

ROOMS = sorted(
    path.parent
    for package in ("domain", "infra")
    for path in (ROOT / package).rglob("__init__.py")
    if path.parent.name not in INSIDE and path.parent.parent != ROOT and any(path.parent.glob("[a-z]*.py"))
)


def said(room: Path) -> set[str]:
    """The modules that the room's first page names."""
    found = FACE.search(ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or "")
    return set(re.findall(r"[a-z_]+", found[1])) - {"and"} if found else set()


def used(room: Path, root: Path = ROOT) -> set[str]:
    """The modules of the room that code outside it imports."""
    outside = (path for path in modules_of(root, PACKAGES) if not path.is_relative_to(room))
    modules = {path.stem for path in room.glob("*.py")}
    return {
        name for path in outside for name in _imported(path, ".".join(room.relative_to(root).parts))
    } & modules


def _imported(path: Path, room: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == room:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{room}."):
            yield (node.module or "").removeprefix(f"{room}.").split(".")[0]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_what_others_use_stands_on_the_first_page(room: Path) -> None:
    assert said(room) == used(room)


def test_a_module_that_is_used_and_not_named_is_found(tmp_path: Path) -> None:
    room = tmp_path / "domain" / "marks"
    room.mkdir(parents=True)
    (room / "__init__.py").write_text('"""Marks. Others use scale."""\n')
    for name in ("scale", "secret"):
        (room / f"{name}.py").touch()
    (tmp_path / "domain" / "iqa.py").write_text(
        "from domain.marks import scale\nfrom domain.marks.secret import x\n"
    )

    assert said(room) == {"scale"}
    assert used(room, tmp_path) == {"scale", "secret"}
