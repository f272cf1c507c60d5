"""One function per identifier.

A stream's id is the id of the workflow that advances it and the name that people type. Ids carry staff ids
and case numbers, which are pseudonyms, and never a name.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

from domain.values import Value

_NAMESPACE: Final = UUID("6c1b7c5e-0b0d-5a0e-9d0f-3f6f0f1f7a51")

SYSTEM: Final = "system:"
"""Prefix of the actors that are parts of this system: ``system:timer``, ``system:quarter``."""

TIMER: Final = f"{SYSTEM}timer"
QUARTER: Final = f"{SYSTEM}quarter"
IQA: Final = f"{SYSTEM}iqa"


def iqa_id(quarter: str, staff_id: str, category: str, ordinal: int = 1) -> str:
    """Return for example ``iqa-2026-27-Q3-XN-P001-C1``: their first casework IQA of that quarter."""
    return f"iqa-{quarter}-{staff_id}-{category[0].upper()}{ordinal}"


def quarter_id(area: str, quarter: str) -> str:
    """Return for example ``quarter-2026-27-Q3-XN``."""
    return f"quarter-{quarter}-{area}"


def case_id(urn: str) -> str:
    """Return for example ``case-91XN0000126``: the stream of what is noted on a case outside any IQA."""
    return f"case-{urn}"


def urn_of(case: str) -> str:
    """Return the URN of the case whose stream that is."""
    return case.removeprefix("case-")


def kind_name(stream: str) -> str:
    """Return the name of the stream's kind (``domain/kinds.py``), with which its id begins."""
    return stream.partition("-")[0]


def is_iqa(stream: str) -> bool:
    """Tell whether that is the id of an IQA."""
    return kind_name(stream) == "iqa"


def is_quarter(stream: str) -> bool:
    """Tell whether that is the id of an Area's quarter."""
    return kind_name(stream) == "quarter"


def is_case(stream: str) -> bool:
    """Tell whether that is the stream of what is noted on a case."""
    return kind_name(stream) == "case"


def derived_id(*parts: object) -> UUID:
    """Return the UUIDv5 (RFC 9562) that the same parts always give, as the id of a command of the system."""
    return uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts))


def is_system(actor: str) -> bool:
    """Tell whether the actor is a part of this system rather than a person."""
    return actor.startswith(SYSTEM)


def command_hash(actor: str, command: Value) -> str:
    """Return the SHA-256 (hex) of who asks and what, over canonical JSON; the engine compares ids alone."""
    return canonical_hash(actor, command.model_dump(mode="json"))


def canonical_hash(actor: str, command: Mapping[str, object]) -> str:
    """The same for a command that is read as JSON and no longer understood."""
    return document_hash({"actor": actor, "command": command})


def document_hash(document: Mapping[str, object]) -> str:
    """Return the SHA-256 (hex) of JSON values over canonical JSON: keys in order, no blanks, UTF-8."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()
