"""The domain reads no clock, draws no lots, makes no ids, touches no file and waits for nothing.

The import law refuses whole packages; this finds what hides in packages that the domain may use, and every package but
pydantic and the standard library: what is kept of an old release must judge by itself (``domain/judge.py``).
"""

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.guards.tree import ROOT, modules_of

PACKAGES = {
    "asyncio",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "subprocess",
    "threading",
    "time",
}
IDS = {"uuid1", "uuid4", "uuid7"}
CLOCKS = {"date", "datetime"}
READINGS = {"now", "today", "utcnow"}
FILES = {"open", "read_bytes", "read_text", "write_bytes", "write_text"}
BUILTINS = {"breakpoint", "input", "open", "print"}


def impurities(source: str) -> list[str]:
    tree = ast.parse(source)
    clocks = CLOCKS | set(_other_names_of_clocks(tree))
    return sorted(f"{line}: {what}" for node in ast.walk(tree) for line, what in _found(node, clocks))


def _other_names_of_clocks(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "datetime":
            yield from (alias.asname for alias in node.names if alias.name in CLOCKS and alias.asname)


def _found(node: ast.AST, clocks: set[str]) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Import(names=names):
            yield from ((node.lineno, name.name) for name in names if _banned(name.name))
        case ast.ImportFrom(module=str(module), names=names):
            taken = [name.name for name in names]
            banned = _banned(module)
            yield from ((node.lineno, f"{module}.{name}") for name in taken if banned or name in IDS)
        case ast.Attribute(attr=attr) if attr in IDS:
            yield node.lineno, attr
        case ast.Attribute(value=ast.Name(id=base) | ast.Attribute(attr=base), attr=attr) if (
            base in clocks and attr in READINGS
        ):
            yield node.lineno, attr
        case ast.Call(func=ast.Name(id=name)) if name in BUILTINS:
            yield node.lineno, name
        case ast.Call(func=ast.Attribute(attr=attr)) if attr in FILES:
            yield node.lineno, attr
        case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
            yield node.lineno, "async"


def _banned(module: str) -> bool:
    """Whether it is impure, or neither ours nor pydantic's nor of the standard library: an archive would not run."""
    package = module.split(".", maxsplit=1)[0]
    return package in PACKAGES or package not in {"domain", "pydantic", *sys.stdlib_module_names}


def test_the_domain_is_pure() -> None:
    modules = modules_of(ROOT, ("domain",))
    found = {str(path.relative_to(ROOT)): impurities(path.read_text()) for path in modules}

    assert modules
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "from datetime import datetime\nat = datetime.now()",
        "from datetime import datetime as instant\nat = instant.now()",
        "import datetime\nat = datetime.datetime.now(datetime.UTC)",
        "at = Field(default_factory=datetime.now)",
        "day = date.today()",
        "from datetime import date as day\nreader = day.today",
        "at = datetime.utcnow()",
        "import uuid\nnumber = uuid.uuid4()",
        "from uuid import uuid7",
        "from random import choice",
        "import random",
        "import secrets",
        "import os.path",
        "import structlog",
        "from pydantic_core import core_schema",
        "from os import environ",
        "import time",
        "from time import monotonic",
        "import asyncio",
        "import logging",
        "from pathlib import Path",
        "rows = open('cases.csv')",
        "text = resource.read_text()",
        "print('selected')",
        "async def decide(): ...",
        "async def decide():\n    async with lock:\n        pass",
    ],
)
def test_a_planted_impurity_is_found(planted: str) -> None:
    assert impurities(planted) != []


@pytest.mark.parametrize(
    "pure",
    [
        "from datetime import date, datetime, time\nmidnight = time(0)\nat = facts.now, facts.today",
        "from uuid import UUID, uuid5\nnumber = uuid5(space, name)",
        "def decide(command, facts):\n    return facts.now > command.at",
        "from zoneinfo import ZoneInfo",
    ],
)
def test_what_arrives_on_the_command_is_allowed(pure: str) -> None:
    assert impurities(pure) == []
