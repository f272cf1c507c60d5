"""How a quarter is getting on: what waits and what follows from it, never how many are done (¶2.13, ¶6.12)."""

from collections.abc import Iterator
from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Part, Report, Table
from clients.cli.quarter.views import LOCAL, as_of, parsed
from clients.desk import pace as desk_pace
from clients.desk.desk import Desk, SignedIn
from clients.desk.figures import bunched
from clients.desk.pace import Pace
from domain import words
from domain.quarter.pace.figures import Pattern


def pace(
    area: Annotated[str, named("The Area's code, such as XN")],
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3")],
    *,
    asking: Asking = ASKING,
) -> Report:
    """Tell what waits in a quarter and what follows from it; lines about people only to them and the one above."""
    parsed(quarter)

    async def see(desk: Desk, by: SignedIn) -> Pace:
        return await desk_pace.pace(desk, by, area, quarter)

    found = at_desk(asking, see)
    closed = "; it is closed" if found.closed else ""
    head = f"{found.area}, {found.quarter}, {as_of(found.as_of)}{closed} (policy {found.policy}: {LOCAL})"
    parts: list[Part] = [head, *_pattern(found.pattern, found.bunching_weeks)]
    if found.managers:
        said = "For you alone, and for the manager whom a line is about:"
        parts += [said, _lines(found)]
    return Report(found.model_dump(mode="json"), tuple(parts))


def _pattern(pattern: Pattern, weeks: int) -> Iterator[str]:
    """What waits, each with what follows from it."""
    yield f"Urgent case actions open: {pattern.urgent_actions}; they never pause (iqa inbox)."
    yield f"Conversations overdue: {pattern.conversations_overdue}; in the dip sample each counts as not held."
    yield f"Other steps overdue: {pattern.others_overdue}."
    yield (
        f"Assessments still to come: {pattern.to_assess}, late by their target: {pattern.behind}; "
        f"at the pace so far {pattern.forecast} of them fall into the last {words.count(weeks, 'week')}."
    )
    yield f"Working days from tomorrow on that leave time to assure: {pattern.days_to_assure}."
    yield f"Confirmed too late to be assured within the quarter: {pattern.left_no_time}."
    yield f"Managers warned: {pattern.warned}; put before the one above: {pattern.raised}."
    yield bunched(pattern.bunching)


def _lines(found: Pace) -> Table:
    headings = (
        *("MANAGER", "URGENT ACTIONS", "TALKS OVERDUE", "OTHERS OVERDUE", "TO ASSESS", "LATE"),
        *(f"IN LAST {found.bunching_weeks} WEEKS", "NO TIME LEFT", "LAST REVIEW"),
    )
    return Table(
        headings,
        [
            (
                found.person(line.manager),
                *(str(line.urgent_actions), str(line.conversations_overdue), str(line.others_overdue)),
                *(str(line.to_assess), str(line.behind), str(line.forecast), str(line.left_no_time)),
                words.SIGNALS[line.signal].format(found.person(line.senior_manager)),
            )
            for line in found.managers
        ],
    )
