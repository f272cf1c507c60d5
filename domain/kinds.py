"""The kinds of stream that there are: an IQA, an Area's quarter, what is noted on a case."""

from typing import Any, Final

from domain.casework.kind import CASE
from domain.ids import kind_name
from domain.iqa.kind import IQA
from domain.quarter.kind import QUARTER
from domain.stream import Kind

KINDS: Final[tuple[Kind[Any, Any, Any], ...]] = (IQA, QUARTER, CASE)


def kind_of(stream: str) -> Kind[Any, Any, Any]:
    """Return the kind of a stream, which its id begins with; raises ``ValueError`` for a stranger."""
    for kind in KINDS:
        if kind.name == kind_name(stream):
            return kind
    msg = f"{stream}: of no kind of stream"
    raise ValueError(msg)


def kind_named(name: str) -> Kind[Any, Any, Any]:
    """Return the kind of that name; raises ``ValueError`` for another."""
    return kind_of(f"{name}-")
