"""Looks up custody while the lawyer is away: of an Area for its quarter, of a person for whoever enters a leave."""

from collections.abc import Collection
from datetime import date

from domain.custody import CustodyAway
from domain.people import Absence
from domain.quarter.events import CustodyFoundWhileAway
from infra.postgres.connections import Connection
from infra.postgres.sql import queries


async def custody_while_away(
    connection: Connection, since: date, until: date, *, area: str | None = None, people: Collection[str] = ()
) -> tuple[CustodyAway, ...]:
    """Live cases in custody whose prosecutor is away on one of these days, by prosecutor, absence and case."""
    if area is None and not people:
        return ()
    rows = queries("custody").custody_while_away(
        connection, area=area, people=sorted(people), since=since, until=until
    )
    return tuple([CustodyAway.model_validate(dict(row)) async for row in rows])


async def custody_in_leave(connection: Connection, leave: Absence, today: date) -> tuple[CustodyAway, ...]:
    """The live cases in custody of somebody who takes leave; none once it is over."""
    since = max(leave.from_date, today)
    found = await custody_while_away(connection, since, leave.to_date or date.max, people=(leave.staff_id,))
    return tuple(one for one in found if one.from_date == leave.from_date)


async def custody_found(connection: Connection, stream: str, version: int) -> tuple[CustodyAway, ...]:
    """The cases that a quarter put to those above at that version of its stream."""
    body = await queries("read_models").recorded_at_version(connection, stream=stream, version=version)
    return CustodyFoundWhileAway.model_validate_json(body).cases
