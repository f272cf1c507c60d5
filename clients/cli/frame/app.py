"""The root of the command line: commands by name, and every end of a command as an exit code."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from cyclopts import App, CycloptsError, Group, Parameter

from clients.cli.frame.commands import ACTION, COMMANDS, MANAGERS, Entry
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.output import show, show_failure
from clients.cli.frame.report import Report
from clients.cli.frame.streams import NobodyReads, OutputLost, settle

_ABOUT: Final = "Individual Quality Assessments: select a case, mark it, talk it over, record what it needs."
_EPILOGUE: Final = (
    "With --json anywhere, one JSON document is printed. docs/cli.md has examples and the exit codes."
)
_DONE_ALL_THE_SAME: Final = (
    "The command itself was carried out: what it was to record, if anything, is recorded. Make room, or send the "
    "output elsewhere, and look with a command that only looks."
)
_AFTER_MARKING: Final = 8.5
_JSON: Final = "--json"
_END_OF_OPTIONS: Final = "--"


def main() -> int:
    """Run the command that the process was started with; return its exit code."""
    # Looking for pydantic's plugins takes longer than some commands; none is used here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    settle()
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Run one command; everything that it says goes to standard output and standard error."""
    words, as_json = _typed(arguments)
    try:
        return _done(words, as_json=as_json)
    except NobodyReads:
        return ExitCode.DONE
    except Failure as error:
        failure = error
    except CycloptsError as error:
        failure = _misused(error, words)
    except KeyboardInterrupt:
        failure = Failure(ExitCode.INTERRUPTED, "Interrupted.")
    except Exception as error:  # noqa: BLE001  nothing that a person can type may end in a traceback
        from clients.cli.frame.ends import end_of  # noqa: PLC0415  most commands end well

        failure = end_of(error)
    with suppress(NobodyReads, OutputLost):  # that it failed is told all the same
        show_failure(failure, as_json=as_json)
    return failure.code


def _done(words: Sequence[str], *, as_json: bool) -> int:
    outcome = build()(words, exit_on_error=False, print_error=False, result_action="return_value")
    try:
        if isinstance(outcome, Report):
            show(outcome, as_json=as_json)
        sys.stdout.flush()
    except OutputLost as error:
        says = f"The output could not be written: {error}."
        raise Failure(ExitCode.OUTPUT_LOST, says, _DONE_ALL_THE_SAME) from error
    return outcome if isinstance(outcome, int) else ExitCode.DONE


def build() -> App:
    """The commands, none of them imported yet."""
    app = App(
        name="iqa",
        help=_ABOUT,
        help_epilogue=_EPILOGUE,
        help_format="plaintext",
        help_formatter="plain",
        version=_version,
        suppress_keyboard_interrupt=False,  # its own way ends the process as if all were well
        default_parameter=Parameter(negative=(), show_choices=False, show_default=False),
    )
    groups = {title: Group(title, sort_key=order) for order, title in enumerate(COMMANDS)}
    for title, entries in COMMANDS.items():
        for place, entry in enumerate(entries):
            _register(app, entry, groups[title], place)
    says = "Record, complete or hand over what the case still needs."
    action = App(name="action", help=says, group=groups[MANAGERS], sort_key=_AFTER_MARKING)
    for place, entry in enumerate(ACTION):
        _register(action, entry, None, place)
    app.command(action)
    return app


def _register(app: App, entry: Entry, group: Group | None, place: int) -> None:
    app.command(entry.function, name=entry.name, help=entry.does, group=group, sort_key=place)


def _typed(arguments: Sequence[str]) -> tuple[list[str], bool]:
    """Take --json from wherever it stands, and tie a lone - (standard input) to the option before it."""
    end = list(arguments).index(_END_OF_OPTIONS) if _END_OF_OPTIONS in arguments else len(arguments)
    words: list[str] = []
    for word in (one for one in arguments[:end] if one != _JSON):
        if word == "-" and words and words[-1].startswith("--") and "=" not in words[-1]:
            words[-1] += "=-"
        else:
            words.append(word)
    return [*words, *arguments[end:]], _JSON in arguments[:end]


def _misused(error: CycloptsError, words: Sequence[str]) -> Failure:
    named = [word for word in words[:1] if not word.startswith("-")]
    command = " ".join(["iqa", *(error.command_chain or named)])
    return usage(f"{command}: {error}", f"`{command} --help` says what it takes.")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  one start in a thousand asks

    try:
        return version("iqa")
    except PackageNotFoundError:
        return "not installed"
