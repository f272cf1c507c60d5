"""The identity of the rules: one hash over everything in ``domain``, as this process has loaded it."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import domain

_FOLDER: Final = Path(domain.__file__).parent
_SUFFIXES: Final = frozenset({".py", ".toml"})


@cache
def rules_hash() -> str:
    """Return the SHA-256 (hex) over the path and the bytes of each file, in the order of their paths.

    Taken once, as early as a process judges: what is put in place of a file later is not what judges here.
    """
    digest = sha256()
    files = (path for path in _FOLDER.rglob("*") if path.suffix in _SUFFIXES)
    for name, path in sorted((path.relative_to(_FOLDER).as_posix(), path) for path in files):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
