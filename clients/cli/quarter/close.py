"""Close an Area's quarter, and read the report that was frozen then."""

from typing import Annotated

from clients.cli.frame import addresses
from clients.cli.frame.addresses import Address
from clients.cli.frame.looking import look
from clients.cli.frame.options import ASKING, SENDING, Asking, Sending, named
from clients.cli.frame.refusals import by_rule
from clients.cli.frame.report import Report
from clients.cli.frame.sending import Errand
from clients.cli.frame.what_waits import told
from clients.cli.quarter import area_report
from clients.cli.quarter.views import allowed, found, library, parsed
from domain.errors import Reason, Refused
from domain.ids import quarter_id
from domain.people import Person
from domain.quarter.close.reporting import report
from domain.quarter.commands import CloseQuarter
from domain.quarter.sight import View
from domain.stream import Answer
from infra.postgres import read_models
from infra.postgres.connections import Connection
from infra.postgres.quarter_views import Frozen, frozen

Area = Annotated[str, named("The Area's code, such as XN")]
QuarterName = Annotated[str, named("The quarter, such as 2026-27-Q3")]


def close_quarter(area: Area, quarter: QuarterName, *, sending: Sending = SENDING) -> Report:
    """Close a quarter whose last day is over, and show its report; otherwise say when it closes by itself."""
    parsed(quarter)
    errand = Errand(sending)
    address = addresses.quarter(area, quarter)

    async def still_open(connection: Connection, _person: Person) -> Address:
        before = await frozen(connection, address.stream)
        asked = await read_models.asked(connection, address.stream, errand.command_id)
        if before and asked is None:
            raise by_rule(Refused(reason=Reason.QUARTER_CLOSED, detail=address.stream), errand.command_id)
        return address

    async def tell(connection: Connection, _address: Address, kind: str, answer: Answer) -> Report:
        done = await told(connection, address, kind, answer)
        kept = await frozen(connection, address.stream)
        return _with_report(done, kept) if kept else done

    return errand.send(still_open, CloseQuarter(), tell)


def quarter_report(area: Area, quarter: QuarterName, *, asking: Asking = ASKING) -> Report:
    """Show a quarter's report: the one frozen at its close, its hash checked, or what it would say today."""
    parsed(quarter)
    reference = library()

    async def see(connection: Connection, person: Person) -> Report:
        allowed(person, View.REPORT, area)
        stream = quarter_id(area, quarter)
        kept = await frozen(connection, stream)
        if kept and not kept.verified:
            raise area_report.altered(kept, **area_report.document(kept.report, kept))
        if kept is None:
            one = await found(connection, reference, stream)
            of_today = report(one.quarter, one.facts)
            return Report(area_report.document(of_today, None), tuple(area_report.lines(of_today, None)))
        return Report(area_report.document(kept.report, kept), tuple(area_report.lines(kept.report, kept)))

    return look(asking, see)


def _with_report(done: Report, kept: Frozen) -> Report:
    document = done.document | area_report.document(kept.report, kept)
    return Report(document, (*done.parts, *area_report.lines(kept.report, kept)))
