"""An Area's exports: imported, or every fault in them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from clients.cli.frame.acting import operating
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.output import on_terminal, printable
from clients.cli.frame.report import Report
from clients.cli.look.custody import in_custody
from clients.desk.administration import Imported, import_area
from clients.desk.desk import Desk
from domain import words
from domain.roster.faults import Fault, told
from infra.postgres.roster_import import ImportRefused, RemovalsRefused
from infra.progress import Progress, quiet

_LISTED: Final = 20


def import_(
    folder: Annotated[Path, Parameter(help="The folder of people.csv, cases.csv and the others.")],
    *,
    all_faults: Annotated[
        Path | None,
        Parameter(help="Write every fault into this file, a line each; on screen each kind stands once."),
    ] = None,
    allow_removals: Annotated[
        bool, Parameter(negative="", help="Remove what the files no longer have, however much it is.")
    ] = False,
) -> Report:
    """Import the CSV files of a folder: everything or, when anything is wrong, nothing."""

    async def read(desk: Desk) -> Imported:
        with _progress() as progress:
            return await import_area(desk, folder, progress=progress, allow_removals=allow_removals)

    try:
        report, custody = operating(read)
    except ImportRefused as error:
        raise _refused(error.faults, all_faults) from error
    except RemovalsRefused as error:
        raise _removing(error) from error
    document = {
        "changes": [change._asdict() for change in report.changes],
        "warnings": list(map(str, report.warnings)),
        "custody": [one.model_dump(mode="json") for one in custody.cases],
    }
    lines = (
        *map(str, report.changes),
        *(f"Warning: {warning}" for warning in told(report.warnings, one_by_one=1)),
        *(in_custody(one, custody) for one in custody.cases),
    )
    return Report(document, lines)


def _refused(faults: tuple[Fault, ...], kept: Path | None) -> Failure:
    """Each mistake once on screen, and every fault in the file and in the document."""
    every, once = [printable(str(fault)) for fault in faults], [*map(printable, told(faults))]
    remedy = f"Correct the {words.count(len(every), 'fault')} and import again; nothing was changed."
    if kept:
        remedy += f" {_kept(every, kept)}"
    elif len(once) < len(every):
        remedy += " With --all-faults FILE each is written into a file."
    return usage("\n".join(once), remedy, faults=every)


def _removing(error: RemovalsRefused) -> Failure:
    """What would be removed, listed before it is."""
    lines, rows = [], {}
    for one in error.removals:
        rows[one.table] = [" ".join(map(str, row)) for row in one.rows]
        listed = "; ".join(rows[one.table][:_LISTED])
        more = f"; and {len(one.rows) - _LISTED:,} more" if len(one.rows) > _LISTED else ""
        lines.append(
            f"{one.table}.csv lacks {len(one.rows):,} of the {one.on_record:,} rows on record of those that it names "
            f"({one.percent:.0f} %, of which {error.percent} % may go): {listed}{more}"
        )
    remedy = "Look whether the export is whole. With --allow-removals they are removed; nothing was changed."
    return Failure(ExitCode.REFUSED, "\n".join(map(printable, lines)), remedy, removals=rows)


def _kept(faults: list[str], file: Path) -> str:
    try:
        file.expanduser().write_text(
            "".join(f"{fault}\n" for fault in faults), encoding="utf-8", errors="backslashreplace"
        )
    except (OSError, ValueError) as error:
        return f"{file} can't be written: {getattr(error, 'strerror', None) or error}."
    return f"Each stands in {file}."


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
