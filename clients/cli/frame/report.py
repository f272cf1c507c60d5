"""What a command has to say: one document for programs, and lines and tables for people."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias


class Table(NamedTuple):
    """Rows under headings; the columns under ``folds`` are words, which a narrow terminal may break between."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    folds: frozenset[str] = frozenset()


Part: TypeAlias = str | Table


class Report(NamedTuple):
    """The outcome of a command; ``document`` holds JSON values, ``parts`` is the same for a reader."""

    document: dict[str, Any]
    parts: tuple[Part, ...]


def said(label: str, text: str | None) -> Iterator[str]:
    """What somebody wrote, under a label; nothing where nothing was written."""
    if text:
        body = text.strip().replace("\n", "\n    ")
        yield f"  {label}: {body}"
