"""An Area's exports: imported, or every fault in them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from clients.cli.frame.acting import operating
from clients.cli.frame.failures import usage
from clients.cli.frame.output import on_terminal, printable
from clients.cli.frame.report import Report
from clients.cli.look.custody import in_custody
from clients.desk.administration import Imported, import_area
from clients.desk.desk import Desk
from domain import words
from infra.postgres.roster_import import ImportRefused
from infra.progress import Progress, quiet


def import_(
    folder: Annotated[Path, Parameter(help="The folder of acting.csv, cases.csv and the others.")],
) -> Report:
    """Import the CSV files of a folder: everything or, when anything is wrong, nothing."""

    async def read(desk: Desk) -> Imported:
        with _progress() as progress:
            return await import_area(desk, folder, progress=progress)

    try:
        report, custody = operating(read)
    except ImportRefused as error:
        faults = [printable(str(fault)) for fault in error.faults]
        remedy = f"Correct the {words.count(len(faults), 'fault')} and import again; nothing was changed."
        raise usage("\n".join(faults), remedy, faults=faults) from error
    document = {
        "changes": [change._asdict() for change in report.changes],
        "warnings": list(report.warnings),
        "custody": [one.model_dump(mode="json") for one in custody.cases],
    }
    lines = (
        *map(str, report.changes),
        *(f"Warning: {warning}" for warning in report.warnings),
        *(in_custody(one, custody) for one in custody.cases),
    )
    return Report(document, lines)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar for each part of the work, for whoever watches on a terminal."""
    if not on_terminal(sys.stderr):
        yield quiet
        return
    from rich.console import Console  # noqa: PLC0415  drawing is for terminals only
    from rich.progress import Progress as Bars  # noqa: PLC0415
    from rich.progress import TaskID  # noqa: PLC0415

    tasks: dict[str, TaskID] = {}
    with Bars(console=Console(stderr=True), transient=True) as bars:

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield tell
