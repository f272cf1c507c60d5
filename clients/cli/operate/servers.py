"""The servers of one data folder: run, shown at work, backed up and restored."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from clients.cli.frame import acting
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.report import Report
from domain import words
from infra import backup as backups
from infra.embedded.errors import EmbeddedStackError
from infra.embedded.running import running_stack
from infra.settings import Settings


def run() -> int:
    """Start the servers, the worker and the pages, and keep them going until Ctrl-C."""
    from clients.cli.operate.run import run as start  # noqa: PLC0415  the worker's libraries, which backups do without
    from infra.logging import configure_logging  # noqa: PLC0415

    settings = _of_embedded_servers(
        "Start a worker with `python worker.py`; real servers have tools of their own."
    )
    configure_logging(settings.log_level)
    try:
        return asyncio.run(start(settings))
    except KeyboardInterrupt:
        raise Failure(ExitCode.INTERRUPTED, "Stopped; nothing is lost.") from None


def demo() -> int:
    """Show the main job in under a minute, on servers of its own; no line of a log stands between its stories."""
    from clients.cli.operate.demo import demo as play  # noqa: PLC0415  as above
    from infra.logging import configure_logging  # noqa: PLC0415  as above

    settings = acting.settings()
    configure_logging(settings.log_level if "log_level" in settings.model_fields_set else "warning")
    return asyncio.run(play(settings))


def backup(
    folder: Annotated[Path, Parameter(help="A new folder for the backup.")],
) -> Report:
    """Copy both embedded databases into a new folder, while the system works."""
    settings = _of_embedded_servers("Real servers have tools of their own: docs/operating.md.")
    stack = running_stack(settings.data_dir)
    if stack is None:
        says = f"Nothing runs on {settings.data_dir}, so there is nothing to back up."
        raise Failure(
            ExitCode.UNREACHABLE, says, "Start it with `iqa run`; real servers have tools of their own."
        )
    try:
        work = backups.backup(settings.data_dir, stack.owner_dsn, folder, at=datetime.now(UTC))
        manifest = asyncio.run(work)
    except backups.BackupFolderTaken as error:
        says = f"{error}."
        raise usage(says, "Name a folder that does not exist yet.") from error
    except (backups.ProgramFailed, OSError) as error:
        says = f"The backup was not made: {error}."
        raise Failure(
            ExitCode.UNREACHABLE, says, "Mend that, and name a folder that does not exist yet."
        ) from error
    size = sum(file.size for file in manifest.files)
    document = manifest.model_dump(mode="json") | {"folder": str(folder)}
    return Report(document, (f"{folder}: {words.count(len(manifest.files), 'file')}, {size:,} bytes.",))


def restore(
    folder: Annotated[Path, Parameter(help="The folder of a backup.")],
) -> Report:
    """Put both databases of a backup in place; what was there is moved aside."""
    settings = _of_embedded_servers("Real servers have tools of their own: docs/operating.md.")
    try:
        aside = asyncio.run(backups.restore(settings.data_dir, folder, at=datetime.now(UTC)))
    except backups.BackupDamaged as error:
        broken = f"The backup can't be trusted: {error}."
        raise Failure(
            ExitCode.NOT_VERIFIED, broken, "Name a folder that `iqa backup` made, as it made it."
        ) from error
    except EmbeddedStackError as error:
        raise Failure(ExitCode.CONFLICT, error.says, f"{error.advice}.") from error
    except (backups.ProgramFailed, OSError) as error:
        failed = f"The backup was not restored: {error}."
        raise Failure(
            ExitCode.UNREACHABLE, failed, "Mend that, and restore again; the backup is as it was."
        ) from error
    moved = f" What was there before is in {aside}." if aside else ""
    says = f"{folder} is in place.{moved}", "  Next: start `iqa run`, then `iqa reconcile`."
    return Report({"folder": str(folder), "replaced": str(aside) if aside else None}, says)


def _of_embedded_servers(remedy: str) -> Settings:
    """The settings of embedded servers; where real ones are named, a command for these would seem to be about them."""
    settings = acting.settings()
    if not settings.embeds_postgres:
        says = "This is for the embedded servers, and IQA_DSN names a real one."
        raise usage(says, remedy)
    return settings
