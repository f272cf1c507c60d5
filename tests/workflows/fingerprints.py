"""What of the replay-sensitive code the engine's histories depend on, written down so that a change is seen."""

import ast
import hashlib
import io
import json
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.guards.tree import ROOT

FILE: Final = Path(__file__).parent / "fingerprints.json"
FOLDS: Final = ("evolve.py", "escalations.py", "next_step.py", "tellings.py", "folds", "search.py")
"""What sets a workflow's timers, its way and what it shows: any change to it is one to replay."""

Fingerprint = dict[str, list[str]]
"""By function: a workflow's commands and awaits, as written and in order; a fold's hash."""


def fingerprints(root: Path = ROOT) -> dict[str, Fingerprint]:
    """Today's fingerprints, by file."""
    found: dict[str, Fingerprint] = {}
    for path in sorted([*(root / "workflows").glob("*.py"), *(root / "domain").rglob("*.py")]):
        name = path.relative_to(root).as_posix()
        if {path.name, path.parent.name} & set(FOLDS):
            found[name] = hashes(path.read_text())
        elif path.parent.name == "workflows":
            found[name] = commands(path.read_text())
    return {name: told for name, told in found.items() if told}


def recorded() -> dict[str, Fingerprint]:
    """The fingerprints as they were committed."""
    content: dict[str, Fingerprint] = json.loads(FILE.read_text())
    return content


def write(found: dict[str, Fingerprint]) -> None:
    """Commit to these fingerprints."""
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def commands(source: str) -> Fingerprint:
    """What each function awaits or asks of the engine, in order; functions that do neither are left out."""
    bare = _bare(source)
    told = {name: [_as_written(bare, node) for node in _commands(body)] for name, body in _functions(bare)}
    return {name: found for name, found in told.items() if found}


def hashes(source: str) -> Fingerprint:
    """A hash of each function and table, without comments and docstrings."""
    bare = _bare(source)
    tables = {
        ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target): node
        for node in ast.parse(bare).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    }
    parts: dict[str, ast.AST] = {**tables, **dict(_functions(bare))}
    return {name: [_hash(_as_written(bare, node))] for name, node in parts.items()}


def changed(before: dict[str, Fingerprint], after: dict[str, Fingerprint]) -> list[str]:
    """The functions whose fingerprints differ, as ``file: function``."""
    return [
        f"{file}: {name}"
        for file in sorted(before | after)
        for name in sorted(before.get(file, {}) | after.get(file, {}))
        if before.get(file, {}).get(name) != after.get(file, {}).get(name)
    ]


def _bare(source: str) -> str:
    """The source without comments and docstrings, line by line as it was."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for text in _texts(source):
        passes = " " * text.col_offset + "pass"
        lines[text.lineno - 1 : text.end_lineno] = [passes] * (
            (text.end_lineno or text.lineno) - text.lineno + 1
        )
    return "\n".join(lines) + "\n"


def _texts(source: str) -> list[ast.expr]:
    """Strings that stand for themselves: what a module, class, function or table says of itself."""
    alone = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Expr)]
    return [node for node in alone if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _functions(bare: str) -> Iterator[tuple[str, ast.AST]]:
    """Every function, with its class's name before its own."""
    for node in ast.walk(ast.parse(bare)):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (f"{node.name}.{child.name}" if isinstance(node, ast.ClassDef) else child.name), child


def _commands(function: ast.AST) -> list[ast.expr]:
    found = [node for node in ast.walk(function) if isinstance(node, ast.Await) or _is_command(node)]
    inner = {id(child) for node in found for child in ast.walk(node) if child is not node}
    outermost = [node for node in found if isinstance(node, ast.expr) and id(node) not in inner]
    return sorted(outermost, key=lambda node: (node.lineno, node.col_offset))


def _is_command(node: ast.AST) -> bool:
    """Whether the node calls the engine, as ``workflow.sleep(...)`` does."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith("workflow.")


def _as_written(bare: str, node: ast.AST) -> str:
    """The source of a node on one line: how it was wrapped is nobody's business, nor how often it passes."""
    text = " ".join((ast.get_source_segment(bare, node) or "").split())
    return text.replace("( ", "(").replace(", )", ")").replace(" )", ")").replace(" pass pass", " pass")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
