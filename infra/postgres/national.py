"""How the open quarters of many Areas stand, counted by the database at once: a whole country's IQAs are not read."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from domain.calendar import day_of
from domain.ids import quarter_id
from domain.iqa.state import HELD, Talk
from domain.periods import Quarter
from domain.quarter.close import counted
from domain.quarter.close.counted import Part
from domain.quarter.close.report import AreaReport
from domain.quarter.needs import year_of
from domain.quarter.sample.population import Pick
from domain.quarter.state import AreaQuarter
from domain.questions import Subject
from infra.postgres.connections import Connection
from infra.postgres.sql import queries
from infra.postgres.streams import folded_quarter
from infra.reference import Library


async def reports(
    connection: Connection, library: Library, areas: Sequence[str], quarter: str, now: datetime
) -> dict[str, AreaReport]:
    """What the reports of open quarters would say, in figures alone, by Area; raises ``UnknownVersion``.

    As of now (UTC), or of a quarter's last event where that is ahead.
    """
    streams = [quarter_id(area, quarter) for area in areas]
    folded = [await folded_quarter(connection, stream) for stream in streams]
    quarters = [one for one in folded if one is not None]
    rows = queries("national").happened(connection, streams=streams)
    happened = {row["stream"]: row["at"] async for row in rows}
    seen_at = {one.area: max(now, happened[one.quarter_id]) for one in quarters}
    counts = await _counts(connection, library, quarters, seen_at)
    calendar = library.current.calendar
    return {
        one.area: counted.report(
            one, counts[one.area], library.policy(one.policy), calendar, seen_at[one.area]
        )
        for one in quarters
    }


async def _counts(
    connection: Connection,
    library: Library,
    quarters: Sequence[AreaQuarter],
    seen_at: Mapping[str, datetime],
) -> dict[str, counted.Counts]:
    """Everything that is counted, by Area."""
    if not quarters:
        return {}
    sql, quarter = queries("national"), quarters[0].quarter
    period, year = Quarter.parse(quarter), year_of(quarters[0].area, quarter)
    time = {"since": period.begins, "until": period.ends}
    areas, bounds = [one.area for one in quarters], _bounds(library, quarters, seen_at)
    asked = _frequencies(library, quarters, seen_at)
    found = {
        "categories": sql.counted(
            connection,
            quarter=quarter,
            **time,
            asked=bounds,
            drawn=_drawn(quarters),
            unopened=[iqa.iqa_id for one in quarters for iqa in one.unopened],
            **_CODES,
        ),
        "judgements": sql.judged(connection, **time, asked=bounds, drawn=_drawn(quarters)),
        "prompts": queries("prompts").asked_first(connection, **time, areas=areas),
        "waits": sql.waiting(connection, quarter=quarter, **time, areas=areas),
        "still_uncovered": sql.uncovered(connection, since=year.since, until=year.until, asked=asked),
    }
    counts: dict[str, dict[str, Any]] = {area: {field: [] for field in found} for area in areas}
    for field, rows in found.items():
        async for row in rows:
            counts[row["area"]][field].append(_without_area(row))
    async for row in sql.escalated(connection, quarter=quarter):
        if row["area"] in counts:
            counts[row["area"]]["escalated"] = _without_area(row)
    return {area: counted.Counts.model_validate(one) for area, one in counts.items()}


_CODES: Final[Mapping[str, object]] = {
    "held": sorted(HELD),
    "impossible": Talk.IMPOSSIBLE,
    "every": Part.ALL,
    "not_overridden": Part.WITHOUT_OVERRIDDEN,
    "themed_ones": Part.THEMED,
    "asked_for": Part.ASKED_FOR,
}
"""The codes that are counted by, as the statement names them."""


def _without_area(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "area"}


def _bounds(library: Library, quarters: Sequence[AreaQuarter], seen_at: Mapping[str, datetime]) -> str:
    calendar = library.current.calendar
    found = (counted.bounds(one, library.policy(one.policy), calendar, seen_at[one.area]) for one in quarters)
    return json.dumps([one.model_dump(mode="json") for one in found])


def _drawn(quarters: Sequence[AreaQuarter]) -> str:
    """Each IQA that is in a sample, and whether by the draw; what was drawn and picked was drawn."""
    drawn: dict[str, bool] = {}
    for one in (one for quarter in quarters for one in quarter.drawn):
        drawn[one.iqa_id] = drawn.get(one.iqa_id, False) or one.pick is Pick.RANDOM
    return json.dumps([{"iqa_id": iqa_id, "random": random} for iqa_id, random in drawn.items()])


def _frequencies(library: Library, quarters: Sequence[AreaQuarter], seen_at: Mapping[str, datetime]) -> str:
    """How often each kind of case is to be assessed in each Area, and for whom, as its policy has it."""
    asked = []
    for one in quarters:
        today = day_of(seen_at[one.area]).isoformat()
        planning = library.policy(one.policy).planning
        for subject in Subject:
            often = planning.frequency(subject).model_dump()
            asked.append({"area": one.area, "subject": subject, "today": today} | often)
    return json.dumps(asked)
