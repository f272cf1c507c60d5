"""How many requests somebody has sent in a minute, counted where every process of the pages sees it."""

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from infra.postgres.roster import Source
from infra.postgres.sql import queries

WINDOW: Final = timedelta(minutes=1)
_FORGOTTEN_AT_ONCE: Final = 50


async def too_many(source: Source, whose: str, most: int, now: datetime) -> int:
    """Count a request, and return the whole seconds to wait where it is one too many; 0 where it is not.

    Whoever begins a minute has counters forgotten that are over, so that the table holds the last minute's alone.
    """
    queried = queries("limits")
    row = await queried.count_request(source, whose=whose, now=now, began_since=now - WINDOW)
    if row["requests"] == 1:
        await queried.forget_counts(source, began_since=now - WINDOW, most=_FORGOTTEN_AT_ONCE)
    over: timedelta = row["began_at"] + WINDOW - now
    return max(1, ceil(over.total_seconds())) if row["requests"] > most else 0
