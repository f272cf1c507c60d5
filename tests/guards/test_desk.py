"""The desk speaks no client's words: no command line, no exit code, and it starts no event loop."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from domain.values import Value
from tests.guards.tree import ROOT

FOREIGN: Final = re.compile(
    r"`iqa [a-z]|asyncio\.run\(|[Ee]xit.?[Cc]ode|--[a-z]{2}|argparse|sys\.(argv|exit|stdout|stderr)"
)
"""A command as it is typed, an option, how a process ends, and where it prints."""


def strange(folder: Path) -> Iterator[str]:
    """The lines of the desk that know of a client."""
    for path in sorted(folder.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if FOREIGN.search(line):
                yield f"{path.name}:{number}: {line.strip()}"


def test_the_desk_knows_of_no_client() -> None:
    assert list(strange(ROOT / "clients" / "desk")) == []


@pytest.mark.parametrize(
    "planted",
    [
        'what = "repair it with `iqa reconcile`"',
        "asyncio.run(look())",
        "code = ExitCode.USAGE",
        'remedy = "give --as"',
        "print(said, file=sys.stderr)",
    ],
)
def test_a_word_of_a_client_is_found(tmp_path: Path, planted: str) -> None:
    (tmp_path / "inbox.py").write_text(f"{planted}\n")

    assert list(strange(tmp_path)) == [f"inbox.py:1: {planted}"]


def values() -> Iterator[type[Value]]:
    """Every value that the desk gives."""
    for path in sorted((ROOT / "clients" / "desk").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for one in vars(import_module(name)).values():
            if isinstance(one, type) and issubclass(one, Value) and one.__module__ == name:
                yield one


def test_ids_are_called_alike_in_every_value() -> None:
    called = {field for value in values() for field in value.model_fields}

    assert {"iqa_id", "stream"} <= called
    assert not called & {"iqa", "stream_id", "workflow_id", "quarter_id", "staff"}
