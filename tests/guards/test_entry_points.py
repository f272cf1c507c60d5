"""worker.py and starter.py stand on top of everything, wire, and hold nothing else."""

import ast
import sys

import pytest

from tests.guards.tree import ENTRY_POINTS, ROOT

CEILING = 40
BENEATH = {"infra", "clients"} | sys.stdlib_module_names


def imported(source: str) -> list[str]:
    nodes = list(ast.walk(ast.parse(source)))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return plain + [
        "." * node.level + (node.module or "") for node in nodes if isinstance(node, ast.ImportFrom)
    ]


def foreign(source: str) -> list[str]:
    return [name for name in imported(source) if name.split(".")[0] not in BENEATH]


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_an_entry_point_only_wires(name: str) -> None:
    source = (ROOT / name).read_text()

    assert foreign(source) == []
    assert len(source.splitlines()) <= CEILING


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("import asyncpg", "asyncpg"),
        ("from domain.values import Value", "domain.values"),
        ("import sys, workflows.iqa", "workflows.iqa"),
        ("from . import infra", "."),
        ("def main():\n    from temporalio import client", "temporalio"),
    ],
)
def test_a_planted_import_past_the_wiring_is_found(planted: str, found: str) -> None:
    assert foreign(planted) == [found]


def test_the_wiring_and_the_standard_library_are_allowed() -> None:
    assert foreign("import asyncio\nfrom infra.wiring import run\nfrom clients.cli import app\n") == []
