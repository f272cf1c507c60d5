"""How a quarter stands for somebody who only looks, and the report that was frozen when it closed."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.ids import document_hash, quarter_id
from domain.quarter.close.report import AreaReport
from domain.quarter.facts import QuarterFacts, QuarterNeeds
from domain.quarter.needs import standing_in, year_of
from domain.quarter.state import AreaQuarter
from domain.values import Code, Value
from infra.postgres.connections import Connection
from infra.postgres.quarter_facts import quarter_facts
from infra.postgres.sql import queries
from infra.postgres.streams import folded_quarter
from infra.reference import Library


class Frozen(Value):
    """The report of a closed quarter; ``verified`` says that it still has its hash, which is that of ``as_kept``."""

    report: AreaReport
    as_kept: dict[str, Any]
    report_hash: Code
    closed_at: datetime
    verified: bool


class Seen(Value):
    """A quarter and what is so of it, as of an instant (UTC): now, or its last event where that is ahead."""

    quarter: AreaQuarter
    facts: QuarterFacts


class AreaOpened(Value):
    """An Area in which somebody is to be assessed, and whether its quarter was opened."""

    area: Code
    opened: bool


async def seen(connection: Connection, library: Library, stream: str, now: datetime) -> Seen | None:
    """See how a quarter stands; None when nobody opened it. Raises ``UnknownVersion`` without its policy."""
    quarter = await folded_quarter(connection, stream)
    if quarter is None:
        return None
    happened: datetime = await queries("read_models").last_at(connection, stream=stream)
    needs = QuarterNeeds(
        policy=quarter.policy,
        question_set=quarter.question_set,
        area=quarter.area,
        standing_of=standing_in(quarter),
        prompts_of=standing_in(quarter),
        coverage_of=year_of(quarter.area, quarter.quarter),
    )
    facts = await quarter_facts(connection, library, needs, max(now, happened))
    return Seen(quarter=quarter, facts=facts)


async def frozen(connection: Connection, stream: str) -> Frozen | None:
    """Find the report of a closed quarter, and hold it against its hash; None when it is not closed."""
    return (await all_frozen(connection, (stream,))).get(stream)


async def all_frozen(connection: Connection, streams: Sequence[str]) -> dict[str, Frozen]:
    """Find the reports of those of some quarters that are closed, by stream, and hold each against its hash."""
    rows = queries("read_models").closings(connection, streams=list(streams))
    kept = {row["stream"]: (json.loads(row["body"]), row["at"]) async for row in rows}
    return {stream: _frozen(body, at) for stream, (body, at) in kept.items() if body.get("report")}


def _frozen(body: dict[str, Any], closed_at: datetime) -> Frozen:
    return Frozen(
        report=AreaReport.model_validate(body["report"]),
        as_kept=body["report"],
        report_hash=body["report_hash"],
        closed_at=closed_at,
        verified=document_hash(body["report"]) == body["report_hash"],
    )


async def areas(connection: Connection, quarter: str) -> tuple[AreaOpened, ...]:
    """Every Area in which somebody is to be assessed, in the order of their codes."""
    rows = queries("read_models").areas_with_prosecutors(connection, prefix=quarter_id("", quarter))
    return tuple([AreaOpened.model_validate(dict(row)) async for row in rows])


async def left_no_time(connection: Connection, stream: str, iqa_id: str) -> bool:
    """Tell whether a quarter numbered an IQA as confirmed too late to be assured within it."""
    rows = queries("read_models").numberings(connection, stream=stream)
    items = [item async for row in rows for item in json.loads(row["body"])["items"]]
    return any(item["iqa_id"] == iqa_id and item["leaves_no_time"] for item in items)
