"""What the ledger itself tells a client, with people's own words: a stream, folded."""

import json
from typing import Any

from domain.iqa.events import RecordedIqaEvent
from domain.iqa.evolve import fold
from domain.iqa.state import Iqa
from infra.roster import Source
from infra.sql import queries


async def folded(source: Source, iqa_id: str) -> Iqa | None:
    """The IQA as its whole ledger tells it; None when there is none of that id."""
    events = [_recorded(dict(row)) async for row in queries("ledger").events(source, stream=iqa_id, after=0)]
    return fold(None, events, iqa_id)


def _recorded(row: dict[str, Any]) -> RecordedIqaEvent:
    return RecordedIqaEvent.model_validate(row | {"event": json.loads(row["body"])})
