"""Looks as their table holds them: kept with what was shown, never changed, read one by one."""

from datetime import datetime
from typing import NamedTuple

from domain.looks import SHOWN, Look, Showing
from infra.postgres.roster import Source
from infra.postgres.sql import queries


class Among(NamedTuple):
    """Which looks are sought: from an instant to another (UTC), of one person, of one stream, or of all."""

    since: datetime
    until: datetime
    who: str | None = None
    stream: str | None = None


async def keep_look(source: Source, look: Look) -> None:
    """Keep a look, in the transaction of what it shows."""
    await queries("looks").keep_look(source, **look.model_dump())


async def looks(source: Source, among: Among, most: int, skip: int = 0) -> tuple[Look, ...]:
    """The latest of them first, at most so many after so many that are skipped."""
    rows = queries("looks").looks(source, **among._asdict(), most=most, skip=skip)
    return tuple([Look.model_validate(dict(row)) async for row in rows])


async def looked_last(
    source: Source, who: str, showing: Showing, since: datetime, before: datetime
) -> datetime | None:
    """When somebody was last shown a view between two instants (UTC); None where they were not."""
    found: datetime | None = await queries("looks").looked_last(
        source, who=who, showing=showing, since=since, before=before, outcome=SHOWN
    )
    return found


async def looked_before(
    source: Source, who: str, stream: str, before: datetime, part: str | None = None
) -> datetime | None:
    """When somebody was first shown an IQA, a case or a quarter before an instant (UTC); None where they were not.

    With a part of an IQA it is when they were first shown that.
    """
    found: datetime | None = await queries("looks").looked_before(
        source, who=who, stream=stream, before=before, part=part, outcome=SHOWN
    )
    return found
