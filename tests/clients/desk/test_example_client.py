"""The example of a client of one's own: it runs as it stands in the documentation, and stays short."""

import ast
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Final

import pytest

from domain.iqa.commands import SelectCase
from domain.questions import Work
from tests.area import Kind
from tests.clients.typed import at, environment
from tests.guards.tree import ROOT
from tests.system import System

PATH: Final = ROOT / "docs" / "example_client.py"
LONGEST: Final = 60


def example() -> ModuleType:
    spec = spec_from_file_location("example_client", PATH)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_it_shows_the_inbox_in_words_and_records_marks_or_tells_the_refusal(
    system: System, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(monkeypatch, environment(system))
    it, client = await system.open(), example()
    manager = system.id("M1")

    too_early = await client.main(manager, it)
    refused = capsys.readouterr().out
    urn = system.urn("P1", Kind.ANY_WORK)
    await system.send(it, "M1", SelectCase(urn=urn, work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=1))
    done = await client.main(manager, it)
    told = capsys.readouterr().out

    assert (too_early, done) == (1, 0)
    assert "select a case" in refused
    assert "Refused: No case is selected yet." in refused
    assert "mark and confirm the assessment" in told
    assert "the marks are recorded" in told
    assert [mark.question for mark in (await system.state(it)).marks] == [1, 2]


def test_it_is_short_and_stands_on_the_desk_and_the_domain_alone() -> None:
    text = PATH.read_text()
    modules = {node.module or "" for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}

    assert len(text.splitlines()) <= LONGEST
    assert {one for one in modules if not one.startswith(("clients.desk.", "domain."))} == {"clients.errors"}
