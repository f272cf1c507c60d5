"""Completion: the script with which a shell completes commands, options and the ids of one's IQAs."""

from enum import StrEnum
from typing import Annotated

from clients.cli.frame.options import choice
from clients.cli.frame.report import Report


class Shell(StrEnum):
    """The shells that complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(shell: Annotated[Shell, choice(Shell, "The shell")]) -> Report:
    """Print the script that a shell loads to complete commands, options and ids."""
    from clients.cli.frame.app import build  # noqa: PLC0415  the commands, of which this is one

    script = build().generate_completion(prog_name="iqa", shell=shell.value)
    return Report({"shell": shell, "script": script}, (script,))
