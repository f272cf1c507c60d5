"""Drawing by lot: each entry has a key under a seed or a chance, and the lowest is drawn.

Whoever has the entries and the seed can draw again.
"""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256


def key(chance: bytes, entry: str) -> str:
    """The key of an entry: HMAC-SHA256 (RFC 2104) of its UTF-8 under the chance, as hex."""
    return hmac.digest(chance, entry.encode(), "sha256").hex()


def lowest(entries: Iterable[str], keys: Mapping[str, str]) -> str | None:
    """Return the entry with the lowest key; None of none. Raises ``KeyError`` when a key is missing."""
    return min(entries, key=lambda entry: (keys[entry], entry), default=None)


def digest(lines: Iterable[str]) -> str:
    """What is published of a list: the SHA-256 of its lines, each with a line feed, as hex."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
