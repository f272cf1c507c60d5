"""The end of a command for each error: one map from what went wrong to what the person reads and the exit code."""

import os
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from clients.cli.frame import refusals
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.output import show_failure
from clients.cli.frame.streams import OutputLost, settle
from clients.errors import CommandFailed, CommandRefused, Unreachable
from domain.facts import UnknownVersion
from domain.reference.reading import ReferenceRefused
from domain.stream import OutOfOrder
from infra.embedded.errors import EmbeddedStackError
from infra.errors import DatabaseNotPrepared, NotPrepared, OutOfReach
from infra.postgres.migrate import AppliedMigrationChanged, DatabaseIsNewer
from infra.reference import ReferenceDiffers, VersionTwice
from infra.settings import SettingRefused

_PREPARE: Final = (
    "`iqa prepare` makes it, with the owner of the database in IQA_DSN; with --print it shows how to do it by hand. "
    "`iqa run` makes its own."
)
_NOT_PREPARED: Final = Failure(
    ExitCode.UNREACHABLE,
    "The database has no tables of this system yet.",
    _PREPARE,
)


def _out_of_reach(error: OutOfReach) -> Failure:
    """Nothing was to be changed, so there is nothing to repeat."""
    return Failure(ExitCode.UNREACHABLE, f"{error.says[0].upper()}{error.says[1:]}.", error.remedy)


def _unprepared(error: NotPrepared) -> Failure:
    faults = "".join(f"\n  {fault}" for fault in error.faults)
    return Failure(ExitCode.UNREACHABLE, f"The servers are not prepared:{faults}", _PREPARE)


def _not_whole(error: OutOfOrder) -> Failure:
    says = f"The ledger of {error.stream} is not whole: {error}."
    return Failure(ExitCode.NOT_VERIFIED, says, "Keep everything as it is, and ask who changed it.")


def _other_release(error: AppliedMigrationChanged | DatabaseIsNewer) -> Failure:
    says = f"The database is not of this release: {error}."
    return Failure(ExitCode.CONFLICT, says, "Nothing was changed; use the release that fits it.")


def _policy(error: ReferenceRefused | VersionTwice) -> Failure:
    return usage(f"The policy can't be used: {error}.", "Correct the file that IQA_POLICY names.")


def _setting(error: SettingRefused) -> Failure:
    return usage(f"The setting {error.name} can't be used: {error.reason}.", f"Correct {error.name}.")


def _bug(error: Exception) -> Failure:
    if os.environ.get("IQA_LOG_LEVEL") == "debug":
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    says = f"This is a bug: {type(error).__name__} in {Path(last.filename).name}, line {last.lineno}."
    return Failure(
        ExitCode.BUG, says, "Report it with the command; IQA_LOG_LEVEL=debug shows where it came from."
    )


_ENDS: Final[Mapping[type[Exception], Callable[[Any], Failure]]] = {
    CommandRefused: lambda error: refusals.by_rule(error.refused, error.command_id, error.names),
    CommandFailed: refusals.failed,
    Unreachable: refusals.unreachable,
    OutOfReach: _out_of_reach,
    NotPrepared: _unprepared,
    AppliedMigrationChanged: _other_release,
    DatabaseIsNewer: _other_release,
    OutOfOrder: _not_whole,
    SettingRefused: _setting,
    UnknownVersion: lambda error: usage(
        f"{error}.", "Set IQA_POLICY to the policy file that the servers use."
    ),
    ReferenceRefused: _policy,
    VersionTwice: _policy,
    ReferenceDiffers: lambda error: usage(
        f"{error}.", "Use the servers' own file, or none at all; a file that is changed needs a new version."
    ),
    DatabaseNotPrepared: lambda _error: _NOT_PREPARED,
    EmbeddedStackError: lambda error: Failure(ExitCode.UNREACHABLE, error.says, f"{error.advice}."),
    OutputLost: lambda error: Failure(
        ExitCode.OUTPUT_LOST, f"The output could not be written: {error}.", "Make room, or send it elsewhere."
    ),
    Exception: _bug,
}


def end_of(error: Exception) -> Failure:
    """What an error ends a command with; one that nothing here expects is a bug."""
    return next(end(error) for kind, end in _ENDS.items() if isinstance(error, kind))


def ended_in_words(work: Callable[[], None]) -> int:
    """Do what a process of the system is for; return its exit code, having said what an operator can mend."""
    settle()
    try:
        work()
    except Exception as error:  # noqa: BLE001  nothing that an operator can mend may end in a traceback
        failure = end_of(error)
        show_failure(failure, as_json=False)
        return failure.code
    return ExitCode.DONE
