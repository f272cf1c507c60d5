"""The whole story of a stream, as nobody in particular reads it: every line, with every word."""

from collections.abc import Iterable
from typing import Any

from clients.desk.telling.lines import StoryLine, tell
from clients.desk.telling.readers import Reading
from domain.audit import Decided
from domain.kinds import kind_of
from infra.postgres.kept import Kept, decided
from infra.reference import Library

EVERYTHING = Reading(
    whole=True, event=lambda *_: True, words=lambda *_: True, attempts=lambda _: True, asker=lambda _: True
)
CALENDAR = Library.load().current.calendar


def whole_story(stream: str, ledger: Kept) -> tuple[StoryLine, ...]:
    """Tell it from what the ledger holds."""
    return told_as(EVERYTHING, stream, decided(kind_of(stream), ledger))


def told_as(reading: Reading, stream: str, found: Iterable[Decided[Any, Any]]) -> tuple[StoryLine, ...]:
    """Tell it as somebody reads it."""
    return tell(kind_of(stream), stream, found, reading, CALENDAR)
