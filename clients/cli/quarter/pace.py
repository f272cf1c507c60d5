"""How a quarter is getting on: what waits and what follows from it, never how many are done (¶2.13, ¶6.12)."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from clients.cli.frame.looking import look
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Part, Report, Table
from clients.cli.quarter.views import LOCAL, allowed, as_of, bunched, found, library, parsed
from domain import words
from domain.ids import quarter_id
from domain.people import Person
from domain.quarter.pace.figures import ManagerWeek, Pattern
from domain.quarter.pace.load import as_it_stands
from domain.quarter.sight import View, lines_for
from infra.postgres.connections import Connection
from infra.postgres.quarter_views import Seen


def pace(
    area: Annotated[str, named("The Area's code, such as XN")],
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3")],
    *,
    asking: Asking = ASKING,
) -> Report:
    """Tell what waits in a quarter and what follows from it; lines about people only to them and the one above."""
    parsed(quarter)
    reference = library()

    async def see(connection: Connection, person: Person) -> Report:
        allowed(person, View.PACE, area)
        one = await found(connection, reference, quarter_id(area, quarter))
        managers, pattern = as_it_stands(one.quarter, one.facts)
        return _told(one, pattern, lines_for(person, managers))

    return look(asking, see)


def _told(one: Seen, pattern: Pattern, lines: Sequence[ManagerWeek]) -> Report:
    quarter, facts = one.quarter, one.facts
    document = {
        "area": quarter.area,
        "quarter": quarter.quarter,
        "as_of": facts.now.isoformat(),
        "policy": quarter.policy,
        "label": facts.policy.label,
        "closed": quarter.closed_at is not None,
        "pattern": pattern.model_dump(mode="json"),
        "managers": [line.model_dump(mode="json") for line in lines],
    }
    closed = "; it is closed" if quarter.closed_at else ""
    head = f"{quarter.area}, {quarter.quarter}, {as_of(facts.now)}{closed} (policy {quarter.policy}: {LOCAL})"
    weeks = facts.policy.pace.bunching_weeks
    parts: list[Part] = [head, *_pattern(pattern, weeks)]
    if lines:
        parts += ["For you alone, and for the manager whom a line is about:", _lines(lines, weeks)]
    return Report(document, tuple(parts))


def _pattern(pattern: Pattern, weeks: int) -> Iterator[str]:
    """What waits, each with what follows from it."""
    yield f"Urgent case actions open: {pattern.urgent_actions}; they never pause (iqa inbox)."
    yield f"Conversations overdue: {pattern.conversations_overdue}; in the dip sample each counts as not held."
    yield f"Other steps overdue: {pattern.others_overdue}."
    yield (
        f"Assessments still to come: {pattern.to_assess}, late by their target: {pattern.behind}; "
        f"at the pace so far {pattern.forecast} of them fall into the last {weeks} weeks."
    )
    yield f"Working days from tomorrow on that leave time to assure: {pattern.days_to_assure}."
    yield f"Confirmed too late to be assured within the quarter: {pattern.left_no_time}."
    yield f"Managers warned: {pattern.warned}; put before the one above: {pattern.raised}."
    yield bunched(pattern.bunching)


def _lines(lines: Sequence[ManagerWeek], weeks: int) -> Table:
    headings = (
        *("MANAGER", "URGENT ACTIONS", "TALKS OVERDUE", "OTHERS OVERDUE", "TO ASSESS", "LATE"),
        *(f"IN LAST {weeks} WEEKS", "NO TIME LEFT", "LAST REVIEW"),
    )
    return Table(
        headings,
        [
            (
                line.manager,
                *(str(line.urgent_actions), str(line.conversations_overdue), str(line.others_overdue)),
                *(str(line.to_assess), str(line.behind), str(line.forecast), str(line.left_no_time)),
                words.SIGNALS[line.signal].format(line.senior_manager),
            )
            for line in lines
        ],
    )
