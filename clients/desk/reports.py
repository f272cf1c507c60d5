"""The report of an Area's quarter: the one frozen at its close, held against its hash, or what it would say today."""

from datetime import datetime
from typing import Any

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.errors import CommandRefused
from domain.errors import Reason, Refused
from domain.looks import Showing
from domain.quarter.close.report import AreaReport
from domain.quarter.close.reporting import report
from domain.quarter.sight import View, judge_sight
from domain.values import Code
from infra.postgres.connections import Connection
from infra.postgres.quarter_views import Frozen, Seen, frozen, seen


class QuarterReport(Naming):
    """A report, as JSON values; ``verified`` says whether a frozen one, as it is kept, still has its hash.

    It is None while nothing is frozen.
    """

    frozen: bool
    closed_at: datetime | None
    report_hash: Code | None
    verified: bool | None
    report: dict[str, Any]
    outstanding_in_all: int

    @property
    def figures(self) -> AreaReport:
        """What the report says."""
        return AreaReport.model_validate(self.report)


async def quarter_report(desk: Desk, by: SignedIn, area: str, quarter: str) -> QuarterReport:
    """Show a quarter's report; raises ``CommandRefused`` or ``Unreachable``, ``UnknownVersion`` without its policy."""
    stream = references.quarter_stream(area, quarter, desk.today)
    async with desk.looking(by, Showing.REPORT, stream) as (connection, person, _):
        if refused := judge_sight(person, View.REPORT, references.area(area)):
            raise CommandRefused(refused)
        if kept := await frozen(connection, stream):
            return await with_names(connection, told_of(kept.report, kept))
        one = await as_it_stands_now(desk, connection, stream)
        return await with_names(connection, told_of(report(one.quarter, one.facts), None))


def told_of(found: AreaReport, kept: Frozen | None) -> QuarterReport:
    """A report, and whether it is frozen and still what it was."""
    return QuarterReport(
        frozen=kept is not None,
        closed_at=kept.closed_at if kept else None,
        report_hash=kept.report_hash if kept else None,
        verified=kept.verified if kept else None,
        report=kept.as_kept if kept else found.model_dump(mode="json"),
        outstanding_in_all=found.outstanding_in_all,
    )


async def as_it_stands_now(desk: Desk, connection: Connection, stream: str) -> Seen:
    """Return how a quarter stands now; raises ``CommandRefused`` where nobody opened it, or ``UnknownVersion``."""
    one = await seen(connection, desk.library, stream, desk.now())
    if one is None:
        raise CommandRefused(Refused(reason=Reason.QUARTER_NOT_OPEN, detail=stream))
    return one
