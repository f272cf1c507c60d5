"""Administration: an Area's exports imported, the parts of the system looked at, workflows and ledger brought together.

Whoever may do these has the system's own settings; nobody signs in for them.
"""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from clients.desk.desk import Desk
from clients.desk.names import Naming, with_names
from domain.custody import CustodyAway
from domain.roster.units import Units
from infra.postgres.custody import custody_while_away
from infra.postgres.database import connected
from infra.progress import Progress, quiet

if TYPE_CHECKING:
    from infra.postgres.rebuild import Rebuilt
    from infra.postgres.roster_import import ImportReport
    from infra.status import Status
    from infra.temporal.reconcile import Reconciled


QUIET_S: Final = 1.0
"""For how long nobody has written to an export that is imported."""


class InCustody(Naming):
    """Cases with somebody in custody whose prosecutor is away, or will be within policy's days."""

    cases: tuple[CustodyAway, ...] = ()


class Imported(NamedTuple):
    """What an import changed, and the custody of whoever its absences name."""

    report: "ImportReport"
    custody: InCustody


async def import_area(
    desk: Desk, folder: Path, *, progress: Progress = quiet, allow_removals: bool = False
) -> Imported:
    """Import the CSV files of a folder: everything or, when anything is wrong, nothing.

    Raises ``ImportRefused`` with every fault, ``RemovalsRefused`` unless removals are allowed, ``ReferenceRefused`` for
    a policy that can't be used, or ``DatabaseOutOfReach``.
    """
    from infra.postgres.roster_import import Terms, import_directory  # noqa: PLC0415  each of these needs libraries of its own

    policy = desk.library.current.policy
    units = Units(policy.planning.volume_units, policy.planning.casework_per_quarter_elsewhere > 0)
    terms = Terms(desk.today, units, 100 if allow_removals else policy.imports.removals_percent)
    until = desk.today + timedelta(days=policy.planning.custody_cover_days)
    async with connected(desk.settings, patient=True) as connection:
        report = await import_directory(connection, folder, terms, progress=progress, quiet_s=QUIET_S)
        found = await custody_while_away(connection, desk.today, until, people=report.absent)
        return Imported(report, await with_names(connection, InCustody(cases=found)))


async def status(desk: Desk) -> "Status":
    """Ask every part of the system how it is; what does not answer is told in the value."""
    from infra.status import status as look  # noqa: PLC0415  as above

    return await look(desk.settings)


async def reconcile(desk: Desk, *, restart_ahead: bool = False) -> "tuple[Reconciled, ...]":
    """Start again what is not running, and tell what lags to catch up; for after a restore or a loss.

    With ``restart_ahead`` workflows that know more than the ledger are started over from it. Raises ``OutOfReach`` or
    ``Unreachable``.
    """
    from clients.gateway import reached  # noqa: PLC0415  as above
    from infra.temporal.reconcile import reconcile as bring_together  # noqa: PLC0415  as above

    async with connected(desk.settings, patient=True) as connection:
        engine = await desk.engine()
        with reached():
            going = bring_together(connection, engine, desk.settings.task_queue, restart_ahead=restart_ahead)
            return tuple([one async for one in going])


async def rebuild(desk: Desk) -> "Rebuilt":
    """Make the read tables again from the ledger; raises ``DatabaseOutOfReach``."""
    from infra.postgres.rebuild import rebuild as make_again  # noqa: PLC0415  as above

    async with connected(desk.settings, patient=True) as connection:
        return await make_again(connection)
