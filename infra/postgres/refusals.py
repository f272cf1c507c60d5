"""Refused attempts as their table holds them: kept once, never changed, read one by one."""

from datetime import datetime

from domain.refusals import RefusedAttempt
from infra.postgres.roster import Source
from infra.postgres.sql import queries


async def keep_refused(source: Source, attempt: RefusedAttempt) -> None:
    """Keep a refused attempt; one that is there already stays as it is."""
    await queries("refusals").keep_refused(source, **attempt.model_dump())


async def refused_since(
    source: Source, since: datetime, stream: str | None = None
) -> tuple[RefusedAttempt, ...]:
    """What was refused since an instant, of one stream where one is named, the latest first."""
    rows = queries("refusals").refused_since(source, since=since, stream=stream)
    return tuple([RefusedAttempt.model_validate(dict(row)) async for row in rows])
