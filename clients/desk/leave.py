"""Leave: days on which somebody will be away, entered or cancelled by hand; the next daily pass plans around them."""

from datetime import date

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.errors import CommandRefused
from domain.custody import CustodyAway
from domain.errors import Refused
from domain.people import Absence, AbsenceKind
from domain.values import Code
from infra.postgres.custody import custody_in_leave
from infra.postgres.leave import cancel_leave as cancel
from infra.postgres.leave import record_leave


class Entered(Absence, Naming):
    """A leave as it was entered; ``corrected`` says that one from the same day for the same reason was.

    ``custody`` are the person's cases with somebody in custody, as far as the leave is not over.
    """

    entered_by: Code
    corrected: bool
    custody: tuple[CustodyAway, ...] = ()


class Cancelled(Absence, Naming):
    """A leave that was taken out again."""

    cancelled_by: Code


async def enter_leave(desk: Desk, by: SignedIn, away: Absence) -> Entered:
    """Enter a leave of one's own, or of somebody below; raises ``CommandRefused`` or ``Unreachable``."""
    async with desk.acting(by) as (connection, person):
        named = {"staff_id": away.staff_id, "cover": away.cover}
        found = {
            name: await references.staff_id(connection, person, one) for name, one in named.items() if one
        }
        away = away.model_copy(update=found)
        calendar = desk.library.current.calendar
        outcome = await record_leave(connection, away, person.staff_id, calendar, desk.now())
        if isinstance(outcome, Refused):
            raise CommandRefused(outcome)
        done = Entered(
            **dict(away),
            entered_by=person.staff_id,
            corrected=not outcome,
            custody=await custody_in_leave(connection, away, desk.today),
        )
        return await with_names(connection, done)


async def cancel_leave(
    desk: Desk, by: SignedIn, staff_id: str, first_day: date, kind: AbsenceKind
) -> Cancelled:
    """Cancel a leave by its first day and kind; raises ``CommandRefused`` or ``Unreachable``."""
    async with desk.acting(by) as (connection, person):
        staff_id = await references.staff_id(connection, person, staff_id)
        outcome = await cancel(connection, staff_id, first_day, kind, person.staff_id, desk.now())
        if isinstance(outcome, Refused):
            raise CommandRefused(outcome)
        done = Cancelled(**dict(outcome), cancelled_by=person.staff_id)
        return await with_names(connection, done)
