"""Asking a person something while a command runs: in a terminal, on standard error."""

import sys
from contextlib import suppress
from typing import Protocol

from clients.cli.frame.output import printable, say


class Asker(Protocol):
    """Somebody to ask: a terminal, or a test."""

    def say(self, line: str) -> None: ...
    def ask(self, question: str) -> str: ...


class Terminal:
    """Asks on standard error, so that standard output stays for what came of it."""

    def __init__(self) -> None:
        with suppress(ImportError):
            import readline  # noqa: F401, PLC0415  gives the line that is being typed its arrow keys

    def say(self, line: str) -> None:
        """Say something."""
        say(line)

    def ask(self, question: str) -> str:
        """Ask, and give the line that was typed; raises ``EOFError`` at Ctrl-D."""
        sys.stderr.write(printable(question))
        sys.stderr.flush()
        return input()


def in_terminal() -> Asker | None:
    """The terminal, where a person sits at both ends of it."""
    return Terminal() if sys.stdin.isatty() and sys.stderr.isatty() else None


def choose(asker: Asker, answers: list[str]) -> int:
    """Let somebody choose one of some lines by its number, counted from 0; raises ``EOFError`` at Ctrl-D."""
    for number, answer in enumerate(answers, start=1):
        asker.say(f"   {number} {answer}")
    while True:
        typed = asker.ask("   Which: ").strip()
        if typed.isdecimal() and 0 < int(typed) <= len(answers):
            return int(typed) - 1
        asker.say("   Type one of the numbers.")
