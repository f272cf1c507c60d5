"""What a history can carry: a long stream comes back in pages, and long facts are named by their hash.

The engine refuses a payload of two megabytes. A quarter with thousands of IQAs holds more than that, and its facts too;
the ledger keeps both whole.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from activities.ports import StoredEvent

LONGEST_PAGE: Final = 1_000_000
"""Bytes of events in one outcome, but always at least one event; from half of it on the engine's library warns."""

LONGEST_FACTS: Final = 100_000
"""Bytes of facts that stand in a history; longer ones are named by their hash."""

_FEW: Final = 5
"""So many events are never measured: no command leads to so much."""


def page(events: Sequence[StoredEvent]) -> tuple[tuple[StoredEvent, ...], bool]:
    """Return as many of the events as fit into one outcome, and whether there are more."""
    if len(events) <= _FEW:
        return tuple(events), False
    room = LONGEST_PAGE
    for n, event in enumerate(events):
        room -= len(event.body)
        if room < 0 and n > 0:
            return tuple(events[:n]), True
    return tuple(events), False


def told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts for a history: whole, or their hash with the instant and how long they are."""
    kept = as_kept(facts)
    if len(kept) <= LONGEST_FACTS:
        return dict(facts)
    return {"now": facts["now"], "sha256": sha256(kept).hexdigest(), "bytes": len(kept)}


def as_kept(facts: Mapping[str, Any]) -> bytes:
    """The bytes that the ledger keeps of facts."""
    return json.dumps(facts, sort_keys=True).encode()


def names(told_facts: Mapping[str, Any], kept: bytes) -> bool:
    """Tell whether what a history has is these facts, or their hash."""
    if "sha256" in told_facts:
        return bool(told_facts["sha256"] == sha256(kept).hexdigest())
    return as_kept(told_facts) == kept
