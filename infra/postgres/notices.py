"""Notices as their table holds them, and what a person was told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from domain.notices import Meeting, Notice
from domain.values import Code, Value
from infra.postgres.roster import Source
from infra.postgres.sql import queries

_PLAIN: Final = ("notice_id", "area", "stream", "version", "to", "kind", "urgent", "at", "deadline", "due")


class Told(Value):
    """A notice, the channel that its message went out by, and when (UTC); None while it waits for the post."""

    notice: Notice
    channel: Code | None = None
    sent_at: datetime | None = None


async def notices_of(source: Source, who: str, since: datetime) -> tuple[Told, ...]:
    """What a person was told since an instant, the latest first."""
    rows = queries("post").notices_of(source, recipient=who, since=since)
    return tuple(
        [Told(notice=notice_of(row), channel=row["channel"], sent_at=row["sent_at"]) async for row in rows]
    )


def notice_of(row: Mapping[str, Any]) -> Notice:
    """A notice of its row."""
    return Notice.model_validate({name: row[name] for name in _PLAIN} | {"meeting": _meeting(row)})


def _meeting(row: Mapping[str, Any]) -> Meeting | None:
    if row["meeting_on"] is None:
        return None
    return Meeting(
        on=row["meeting_on"],
        start=row["meeting_start"],
        minutes=row["meeting_minutes"],
        revision=row["meeting_revision"],
        cancelled=row["meeting_cancelled"],
    )
