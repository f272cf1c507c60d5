"""A module is one room and a function one step: past these ceilings, ask what second thing moved in."""

import ast
from pathlib import Path

from tests.guards.tree import ROOT, sources

MODULE_LINES = 300
FUNCTION_LINES = 40


def oversized(path: Path) -> list[str]:
    text = path.read_text()
    length = len(text.splitlines())
    functions = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]
    return [*([f"module: {length} lines"] if length > MODULE_LINES else []), *functions]


def test_modules_and_functions_stay_below_their_ceilings() -> None:
    assert {str(path.relative_to(ROOT)): oversized(path) for path in sources() if oversized(path)} == {}


def test_a_planted_long_module_is_found_and_one_at_the_ceiling_is_not(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("A = 1\n" * MODULE_LINES)
    at_ceiling = oversized(path)
    path.write_text("A = 1\n" * (MODULE_LINES + 1))

    assert at_ceiling == []
    assert oversized(path) == ["module: 301 lines"]


def test_a_planted_long_function_is_found_and_one_at_the_ceiling_is_not(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    at_ceiling = "def fits():\n" + "    a = 1\n" * (FUNCTION_LINES - 1)
    past = "class Holder:\n    async def bursts(self):\n" + "        a = 1\n" * FUNCTION_LINES
    path.write_text(at_ceiling + past)

    assert oversized(path) == ["bursts: 41 lines"]
