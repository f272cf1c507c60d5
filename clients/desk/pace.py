"""Pace: what waits in an Area's quarter and what follows from it, never how many are done (¶2.13, ¶6.12)."""

from datetime import datetime

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.reports import as_it_stands_now
from clients.errors import CommandRefused
from domain.looks import Showing
from domain.people import Person
from domain.quarter.pace.figures import ManagerWeek, Pattern
from domain.quarter.pace.load import as_it_stands
from domain.quarter.pace.weeks import WeekOfQuarter, weeks
from domain.quarter.sight import View, judge_sight, lines_for
from domain.values import Code
from infra.postgres.quarter_views import Seen


class Pace(Naming):
    """How a quarter is getting on as of an instant (UTC); ``managers`` are the lines that the reader may see.

    ``label`` is what the policy says of itself; ``bunching_weeks`` are the last weeks that it watches,
    ``weeks`` the Area as a whole, week by week.
    """

    area: Code
    quarter: Code
    as_of: datetime
    policy: Code
    label: str
    closed: bool
    bunching_weeks: int
    pattern: Pattern
    weeks: tuple[WeekOfQuarter, ...] = ()
    managers: tuple[ManagerWeek, ...]


async def pace(desk: Desk, by: SignedIn, area: str, quarter: str) -> Pace:
    """Tell what waits in a quarter; raises ``CommandRefused``, ``Unreachable``, or ``UnknownVersion`` of its policy."""
    stream = references.quarter_stream(area, quarter, desk.today)
    async with desk.looking(by, Showing.PACE, stream) as (connection, person, _):
        if refused := judge_sight(person, View.PACE, references.area(area)):
            raise CommandRefused(refused)
        one = await as_it_stands_now(desk, connection, stream)
        return await with_names(connection, _told(person, one))


def _told(person: Person, one: Seen) -> Pace:
    managers, pattern = as_it_stands(one.quarter, one.facts)
    return Pace(
        area=one.quarter.area,
        quarter=one.quarter.quarter,
        as_of=one.facts.now,
        policy=one.quarter.policy,
        label=one.facts.policy.label,
        closed=one.quarter.closed_at is not None,
        bunching_weeks=one.facts.policy.pace.bunching_weeks,
        pattern=pattern,
        weeks=weeks(one.quarter, one.facts, pattern),
        managers=lines_for(person, managers),
    )
