"""What the sources import is declared: no package is used because another one happens to bring it."""

import ast
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.guards.tree import ENTRY_POINTS, PACKAGES, ROOT, sources

OURS = {*PACKAGES, *(name.removesuffix(".py") for name in ENTRY_POINTS)}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}


def undeclared(source: str, dependencies: set[str]) -> set[str]:
    """The top-level packages imported of which no dependency is the distribution."""
    brought = _brought()
    return {
        name
        for name in _imported(source) - OURS - sys.stdlib_module_names
        if not {canonicalize_name(distribution) for distribution in brought.get(name, [])} & dependencies
    }


@cache
def _brought() -> Mapping[str, list[str]]:
    """Which distributions bring each top-level package."""
    return packages_distributions()


def _imported(source: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    taken = {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name.split(".")[0] for name in plain | taken}


def test_every_import_is_declared() -> None:
    found = {str(path.relative_to(ROOT)): undeclared(path.read_text(), declared()) for path in sources()}

    assert {name: packages for name, packages in found.items() if packages} == {}


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("import pytest", {"pytest"}),
        ("from google.protobuf import message", {"google"}),
        ("def late():\n    import no_such_package.part", {"no_such_package"}),
        ("import os\nfrom . import near\nimport domain.values\nimport pydantic", set()),
    ],
)
def test_a_planted_import_of_a_package_not_declared_is_found(planted: str, found: set[str]) -> None:
    assert undeclared(planted, {"pydantic"}) == found
