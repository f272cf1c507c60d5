"""What open workflows depend on when they are replayed, written down so that a change is seen."""

import ast
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.guards.tree import ROOT
from tests.workflows.reach import Part, reached

FILE: Final = Path(__file__).parent / "fingerprints.json"
_UNSAID: Final = frozenset({"ctx", "kind", "type_comment", "type_params"})
"""Fields of a syntax tree that say nothing, or differ from one Python to the next."""

Fingerprint = dict[str, str]
"""A hash of each function, each constant, and each class with its fields, by its name."""


def fingerprints(root: Path = ROOT) -> dict[str, Fingerprint]:
    """Today's fingerprints, by file."""
    parts: dict[str, dict[str, list[Part]]] = {}
    for part in reached(root):
        parts.setdefault(part.file, {}).setdefault(part.name, []).append(part)
    return {file: {name: _hash(of_name) for name, of_name in named.items()} for file, named in parts.items()}


def recorded() -> dict[str, Fingerprint]:
    """The fingerprints as they were committed."""
    content: dict[str, Fingerprint] = json.loads(FILE.read_text())
    return content


def write(found: dict[str, Fingerprint]) -> None:
    """Commit to these fingerprints."""
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def changed(before: dict[str, Fingerprint], after: dict[str, Fingerprint]) -> list[str]:
    """What differs, as ``file: name``."""
    return [
        f"{file}: {name}"
        for file in sorted(before | after)
        for name in sorted(before.get(file, {}) | after.get(file, {}))
        if before.get(file, {}).get(name) != after.get(file, {}).get(name)
    ]


def _hash(parts: Iterable[Part]) -> str:
    text = "\n".join(_told(part.node) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _told(node: object) -> str:
    """A syntax tree as text, the same under every Python and however the source is laid out."""
    if isinstance(node, ast.AST):
        said = ((name, value) for name, value in ast.iter_fields(node) if name not in _UNSAID)
        fields = (f"{name}={_told(value)}" for name, value in said if value not in (None, []))
        return f"{type(node).__name__}({', '.join(fields)})"
    if isinstance(node, list):
        return f"[{', '.join(map(_told, node))}]"
    return repr(node)
