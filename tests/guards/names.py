"""Whether what a page names in the code is there."""

from importlib import import_module
from typing import Any


def exists(name: str) -> bool:
    """Whether a dotted name is that of a module, or of a class, function, field, property or member in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        return _has(found, parts[length:])
    return False


def _has(holder: object, names: list[str]) -> bool:
    if not names:
        return True
    first, *rest = names
    if first in getattr(holder, "model_fields", {}):
        return not rest
    return hasattr(holder, first) and _has(getattr(holder, first), rest)
