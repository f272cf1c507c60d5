"""A leave that was entered by hand is on record, and what an import makes of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg

from domain.errors import Reason, Refused
from domain.people import Absence, AbsenceKind
from infra.postgres import roster
from infra.postgres.leave import cancel_leave, record_leave
from infra.reference import Library
from tests import clock
from tests.area import today
from tests.records import Desk
from tests.servers import Database

CALENDAR = Library.load().current.calendar
NOW = clock.BEGINS


@asynccontextmanager
async def application(database: Database) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection with the application's rights."""
    connection = await asyncpg.connect(database.dsn)
    try:
        yield connection
    finally:
        await connection.close()


def leave(desk: Desk, who: str = "M1", length: int = 5, cover: str | None = "M3") -> Absence:
    first = today() + timedelta(days=7)
    return Absence(
        staff_id=desk.id(who),
        from_date=first,
        to_date=first + timedelta(days=length),
        kind=AbsenceKind.LEAVE,
        cover=desk.id(cover) if cover else None,
    )


async def absences(desk: Desk, who: str = "M1") -> tuple[Absence, ...]:
    async with desk.connection() as connection:
        return await roster.absences_of(connection, desk.id(who))


async def test_it_is_recorded_with_who_entered_it_and_when(desk: Desk, database: Database) -> None:
    async with application(database) as connection:
        assert await record_leave(connection, leave(desk), desk.id("S1"), CALENDAR, NOW) is True

    assert await absences(desk) == (leave(desk),)
    found = await desk.rows(
        "select entered_by, entered_at from iqa.absences where staff_id = $1", desk.id("M1")
    )
    assert found == [{"entered_by": desk.id("S1"), "entered_at": NOW}]


async def test_one_from_the_same_day_for_the_same_reason_is_corrected(desk: Desk, database: Database) -> None:
    async with application(database) as connection:
        await record_leave(connection, leave(desk), desk.id("M1"), CALENDAR, NOW)
        longer = leave(desk, length=9, cover=None)
        assert await record_leave(connection, longer, desk.id("M1"), CALENDAR, NOW) is False

    assert await absences(desk) == (longer,)


async def test_a_refused_one_changes_nothing(desk: Desk, database: Database) -> None:
    async with application(database) as connection:
        refused = await record_leave(connection, leave(desk), desk.id("M2"), CALENDAR, NOW)

    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NOT_PERMITTED
    assert await absences(desk) == ()


async def test_one_that_is_cancelled_is_gone_and_told_as_it_was(desk: Desk, database: Database) -> None:
    it = leave(desk)
    async with application(database) as connection:
        await record_leave(connection, it, desk.id("M1"), CALENDAR, NOW)
        asked = (it.staff_id, it.from_date, it.kind)
        by_other = await cancel_leave(connection, *asked, desk.id("M2"), NOW)
        of_another_kind = await cancel_leave(
            connection, it.staff_id, it.from_date, AbsenceKind.SICKNESS, desk.id("M1"), NOW
        )
        assert await absences(desk) == (it,)
        cancelled = await cancel_leave(connection, *asked, desk.id("S1"), NOW)
        again = await cancel_leave(connection, *asked, desk.id("S1"), NOW)

    assert [one.reason for one in (by_other, of_another_kind, again) if isinstance(one, Refused)] == [
        Reason.NOT_PERMITTED,
        Reason.UNKNOWN_ABSENCE,
        Reason.UNKNOWN_ABSENCE,
    ]
    assert cancelled == it
    assert await absences(desk) == ()


async def test_an_import_that_does_not_name_the_person_leaves_it_and_one_that_does_replaces_it(
    desk: Desk, database: Database
) -> None:
    async with application(database) as connection:
        await record_leave(connection, leave(desk), desk.id("M1"), CALENDAR, NOW)

    await desk.away("P2", today(), today())
    assert await absences(desk) == (leave(desk),)

    await desk.away("M1", today(), today())
    assert [absence.from_date for absence in await absences(desk)] == [today()]
