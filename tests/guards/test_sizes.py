"""A module is one room and a function one step: past these ceilings, ask what second thing moved in.

Counted are lines of code: what is said in docstrings and comments, or left blank, makes nothing harder to hold.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.guards.tree import ROOT, sources

MODULE_LINES = 300
FUNCTION_LINES = 40
TABLES = {
    "domain/errors.py": "the reasons to refuse are one enum: each is read by itself, and an enum stands in one module"
}
"""Modules that may be longer, for they are a table; their functions may not."""

_SAYS_NOTHING = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def oversized(path: Path) -> list[str]:
    text = path.read_text()
    tree = ast.parse(text)
    code = _lines_of_code(text, tree)
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    lengths = [(node.name, len(code.intersection(_span(node)))) for node in functions]
    too_long = [f"{name}: {length} lines" for name, length in lengths if length > FUNCTION_LINES]
    is_table = path.is_relative_to(ROOT) and str(path.relative_to(ROOT)) in TABLES
    too_many = len(code) > MODULE_LINES and not is_table
    return [*([f"module: {len(code)} lines"] if too_many else []), *too_long]


def _lines_of_code(text: str, tree: ast.Module) -> set[int]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    written = (range(t.start[0], t.end[0] + 1) for t in tokens if t.type not in _SAYS_NOTHING)
    said = {line for node in _docstrings(tree) for line in _span(node)}
    return {line for lines in written for line in lines} - said


def _docstrings(tree: ast.Module) -> Iterator[ast.Expr]:
    """Strings that stand alone: of modules, classes, functions, and beneath a name."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node


def _span(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def test_modules_and_functions_stay_below_their_ceilings() -> None:
    assert {str(path.relative_to(ROOT)): oversized(path) for path in sources() if oversized(path)} == {}


def test_what_may_be_longer_is_so_today() -> None:
    for name in TABLES:
        text = (ROOT / name).read_text()
        assert len(_lines_of_code(text, ast.parse(text))) > MODULE_LINES


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


def test_what_is_said_and_what_is_left_blank_is_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "said.py"
    said = '"""What it is.\n\nAnd why.\n"""\n\n# A word on it.\nA = 1\n"""What A is."""\n'
    path.write_text(said + "B = 2\n" * (MODULE_LINES - 1))
    at_ceiling = oversized(path)
    path.write_text(said + "B = 2\n" * MODULE_LINES)

    assert at_ceiling == []
    assert oversized(path) == ["module: 301 lines"]
