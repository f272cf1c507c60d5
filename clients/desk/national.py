"""The national view: one quarter of every Area side by side, in the order of their codes: no league table (¶6.12)."""

from typing import Final

from clients.desk.desk import Desk, SignedIn
from clients.desk.reports import as_it_stands_now
from clients.errors import CommandRefused
from domain.ids import quarter_id
from domain.quarter.close.report import AreaReport
from domain.quarter.close.reporting import report
from domain.quarter.pace.bunching import together
from domain.quarter.pace.figures import Bunching
from domain.quarter.sight import View, judge_sight
from domain.values import Code, Value
from infra.postgres.connections import Connection
from infra.postgres.quarter_views import areas, frozen

LONGEST_S: Final = 30.0
"""Fourteen Areas' quarters are read as a whole."""

FIGURES: Final = (
    *("undertaken", "completed", "completed_on_time", "conversations_held", "conversations_impossible"),
    *("conversations_not_held", "left_no_time", "drawn", "sampled", "fed_back", "picked", "picked_sampled"),
)
"""What is told of an Area, summed over its categories; nobody is named."""


class AreaLine(Value):
    """One Area's quarter; ``verified`` says whether a frozen report still has its hash."""

    area: Code
    frozen: bool
    report_hash: Code | None = None
    verified: bool | None = None
    figures: dict[str, int]
    bunching: Bunching | None = None


class National(Value):
    """Every Area that opened the quarter, those that did not, and the totals."""

    quarter: Code
    areas: tuple[AreaLine, ...]
    not_opened: tuple[Code, ...]
    totals: dict[str, int]
    bunching: Bunching | None


async def national(desk: Desk, by: SignedIn, quarter: str) -> National:
    """Show one quarter of every Area; raises ``CommandRefused``, ``Unreachable``, or ``UnknownVersion`` of a policy."""
    async with desk.looking(by, LONGEST_S) as (connection, person):
        if refused := judge_sight(person, View.NATIONAL):
            raise CommandRefused(refused)
        every = await areas(connection, quarter)
        lines = [await _line(desk, connection, one.area, quarter) for one in every if one.opened]
    totals = {name: sum(line.figures[name] for line in lines) for name in (lines[0].figures if lines else ())}
    return National(
        quarter=quarter,
        areas=tuple(lines),
        not_opened=tuple(one.area for one in every if not one.opened),
        totals=totals,
        bunching=together(line.bunching for line in lines if line.bunching),
    )


async def _line(desk: Desk, connection: Connection, area: str, quarter: str) -> AreaLine:
    stream = quarter_id(area, quarter)
    kept = await frozen(connection, stream)
    if kept:
        told = kept.report
    else:
        one = await as_it_stands_now(desk, connection, stream)
        told = report(one.quarter, one.facts)
    return AreaLine(
        area=area,
        frozen=kept is not None,
        report_hash=kept.report_hash if kept else None,
        verified=kept.verified if kept else None,
        figures=_figures(told),
        bunching=told.bunching,
    )


def _figures(told: AreaReport) -> dict[str, int]:
    counted = {field: sum(getattr(one, field) for one in told.categories) for field in FIGURES}
    return counted | {
        "not_undertaken": told.not_undertaken,
        "withdrawn": told.withdrawn,
        "escalations": told.escalations,
        "escalations_open": told.escalations_open,
        "outstanding": told.outstanding_in_all,
        "still_uncovered": sum(one.count for one in told.still_uncovered),
    }
