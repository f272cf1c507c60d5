"""Close an Area's quarter, and read the report that was frozen then."""

from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, SENDING, Asking, Sending, named
from clients.cli.frame.report import Report
from clients.cli.frame.sending import again_of, told
from clients.cli.quarter import area_report
from clients.cli.quarter.views import parsed
from clients.desk import quarters, reports
from clients.desk.desk import Desk, SignedIn
from clients.desk.quarters import Closed
from clients.desk.reports import QuarterReport

Area = Annotated[str, named("The Area's code, such as XN")]
QuarterName = Annotated[str, named("The quarter, such as 2026-27-Q3")]


def close_quarter(area: Area, quarter: QuarterName, *, sending: Sending = SENDING) -> Report:
    """Close a quarter whose last day is over, and show its report; otherwise say when it closes by itself."""
    parsed(quarter)

    async def close(desk: Desk, by: SignedIn) -> Closed:
        return await quarters.close_quarter(desk, by, area, quarter, again_of(sending))

    done = at_desk(sending, close)
    outcome = told(done)
    if done.report is None:
        return outcome
    document = done.model_dump(mode="json", exclude={"report"}) | done.report.model_dump(mode="json")
    return Report(document, (*outcome.parts, *area_report.lines(done.report)))


def quarter_report(area: Area, quarter: QuarterName, *, asking: Asking = ASKING) -> Report:
    """Show a quarter's report: the one frozen at its close, its hash checked, or what it would say today."""
    parsed(quarter)

    async def see(desk: Desk, by: SignedIn) -> QuarterReport:
        return await reports.quarter_report(desk, by, area, quarter)

    found = at_desk(asking, see)
    document = found.model_dump(mode="json")
    if found.verified is False:
        raise area_report.altered(area, quarter, document)
    return Report(document, tuple(area_report.lines(found)))
