"""What the ledger itself tells a client, with people's own words: a stream, folded."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from domain.ids import is_iqa
from domain.iqa.events import RecordedIqaEvent
from domain.iqa.evolve import evolve
from domain.iqa.state import Iqa
from domain.stream import Recorded, fold
from infra.postgres.roster import Source
from infra.postgres.sql import queries

if TYPE_CHECKING:
    from domain.casework.state import CaseNotes
    from domain.quarter.state import AreaQuarter

_RecordedT = TypeVar("_RecordedT", bound=Recorded[Any])


async def folded(source: Source, iqa_id: str) -> Iqa | None:
    """The IQA as its whole ledger tells it; None when there is none of that id."""
    if not is_iqa(iqa_id):
        return None
    return fold(evolve, None, await recorded(source, iqa_id, RecordedIqaEvent), iqa_id)


async def folded_case(source: Source, stream: str) -> "CaseNotes | None":
    """What is noted on a case; None when nothing is."""
    from domain.casework import events, evolve  # noqa: PLC0415  few clients look at a case, and time counts

    return fold(evolve.evolve, None, await recorded(source, stream, events.RecordedCaseEvent), stream)


async def folded_quarter(source: Source, stream: str) -> "AreaQuarter | None":
    """An Area's quarter; None when nobody opened it."""
    from domain.quarter import events, evolve  # noqa: PLC0415  few clients look at a quarter, and time counts

    return fold(evolve.evolve, None, await recorded(source, stream, events.RecordedQuarterEvent), stream)


async def count_streams(source: Source) -> int:
    """How many streams the ledger knows of."""
    found: int = await queries("audit").count_streams(source)
    return found


async def streams_after(source: Source, after: str, many: int) -> tuple[str, ...]:
    """The next streams of which the ledger or a read table holds anything, in the order of their ids."""
    rows = queries("audit").streams_after(source, after=after, many=many)
    return tuple([row["stream"] async for row in rows])


async def unknown_streams(source: Source, streams: Sequence[str]) -> tuple[str, ...]:
    """Those of some streams of which the database holds nothing."""
    rows = queries("audit").unknown_streams(source, streams=list(streams))
    return tuple([row["stream"] async for row in rows])


async def recorded(source: Source, stream: str, kind: type[_RecordedT]) -> tuple[_RecordedT, ...]:
    """Every event of a stream of that kind, in order."""
    rows = queries("ledger").events(source, stream=stream, after=0)
    return tuple([kind.model_validate(dict(row) | {"event": json.loads(row["body"])}) async for row in rows])
