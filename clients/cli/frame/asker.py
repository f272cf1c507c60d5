"""Asking a person something while a command runs: in a terminal, on standard error."""

import os
import sys
from collections.abc import Callable
from typing import Protocol

from clients.cli.frame.output import printable, say

Keep = Callable[[str], None]
"""Takes what stands in the line that somebody types, at every key."""


class Asker(Protocol):
    """Somebody to ask: a terminal, or a test."""

    def say(self, line: str) -> None: ...
    def ask(self, question: str, standing: str = "", keep: Keep | None = None) -> str: ...


class Terminal:
    """Asks on standard error, so that standard output stays for what came of it."""

    def __init__(self) -> None:
        # What a question needs is its own lines: where the cursor stands is not asked of the terminal.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        from prompt_toolkit import PromptSession  # noqa: PLC0415  loads slowly, and most commands ask nothing
        from prompt_toolkit.history import DummyHistory  # noqa: PLC0415  as above
        from prompt_toolkit.output import create_output  # noqa: PLC0415  as above

        self._session: PromptSession[str] = PromptSession(
            history=DummyHistory(), output=create_output(stdout=sys.stderr)
        )

    def say(self, line: str) -> None:
        """Say something."""
        say(line)

    def ask(self, question: str, standing: str = "", keep: Keep | None = None) -> str:
        """Ask, with what stands to be changed, and give the line as it was shown; raises ``EOFError`` at Ctrl-D."""
        changed = self._session.default_buffer.on_text_changed

        def hear(_: object) -> None:
            if keep:
                keep(self._session.default_buffer.text)

        changed += hear
        try:
            return self._session.prompt(printable(question), default=standing)
        finally:
            changed -= hear


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
