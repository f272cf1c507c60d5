"""The access log: who was shown what when, or was refused it; read by auditors alone, whose own looks stand in it."""

from datetime import date, datetime, timedelta
from typing import Final

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.errors import CommandRefused
from domain.calendar import end_of_day
from domain.looks import SHOWN, Look, Showing
from domain.refusals import judge_sight
from domain.values import Code, Line, Value
from infra.postgres.looks import Among, looks

MOST: Final = 200
"""How many looks are told at once where nothing else is asked; of more the latest are."""
_MOST_DAYS: Final = 3_660


class Span(Value):
    """So many days up to one (London), today where none is named, and which page of their looks, counted from 1.

    The pages are of those up to an instant (UTC), ``before``, now where it is left out.
    """

    days: int
    until: date | None = None
    page: int = 1
    before: datetime | None = None
    most: int = MOST


class LookLine(Value):
    """A look: who was shown what when, or by which rule they were refused it; instants are UTC.

    ``stream`` is the IQA, case or quarter, None where it is a list; ``parts`` are those of an IQA that were shown.
    """

    at: datetime
    who: Code
    how: Code
    signed_in_at: datetime
    place: Line | None
    showing: Code
    stream: Code | None
    parts: tuple[Code, ...]
    refused: Code | None


class AccessLog(Naming):
    """Looks, the latest first; ``left_off`` says that there are earlier ones within the days that were asked for.

    ``before`` is the instant (UTC) up to which its pages are counted: named again, none has anything twice.
    """

    looks: tuple[LookLine, ...]
    left_off: bool
    before: datetime
    page: int = 1


async def access_log(
    desk: Desk, by: SignedIn, span: Span, *, who: str | None = None, stream: str | None = None
) -> AccessLog:
    """List the looks of a span: of one person, at one stream, or all.

    Raises ``CommandRefused`` for whoever is no auditor, or ``Unreachable``.
    """
    until_end = end_of_day(span.until or desk.today)
    async with desk.looking(by, Showing.ACCESS_LOG, stream or "") as (connection, person, look):
        if refused := judge_sight(person):
            raise CommandRefused(refused)
        if stream:
            stream = await references.stream(connection, person, stream, desk.today)
            look.of(stream)
        who = who and await references.staff_id(connection, person, who)
        since, pinned = until_end - timedelta(days=min(span.days, _MOST_DAYS)), span.before or desk.now()
        among = Among(since, min(until_end, pinned), who, stream)
        found = await looks(connection, among, span.most + 1, (span.page - 1) * span.most)
        shown = AccessLog(
            looks=tuple(map(_line, found[: span.most])),
            left_off=len(found) > span.most,
            before=pinned,
            page=span.page,
        )
        return await with_names(connection, shown)


def _line(one: Look) -> LookLine:
    known = {name: getattr(one, name) for name in LookLine.model_fields if name != "refused"}
    return LookLine(**known, refused=None if one.outcome == SHOWN else one.outcome)
