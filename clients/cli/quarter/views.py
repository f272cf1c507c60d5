"""What commands that look at a quarter share: its name as it is typed, when figures stand, and prompts."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from clients.cli.frame.failures import usage
from clients.cli.frame.options import today
from clients.cli.frame.report import Part, Table
from clients.desk import references
from clients.desk.figures import prompt_cells, prompt_named
from clients.errors import CommandRefused
from domain import words
from domain.quarter.close.report import PromptCount

PROMPT_HEADINGS: Final = ("IN IQAS", "ASKED ABOUT", "ALL THE SAME")
"""What is told of a prompt: shares are of the IQAs undertaken, and of what was asked about."""

LOCAL: Final = "local policy, not a CPS rule"


def parsed(quarter: str) -> str:
    """The name of the quarter that was typed; raises ``Failure``."""
    try:
        return references.quarter(quarter, today())
    except CommandRefused as error:
        says = f"{quarter!r} is no quarter."
        raise usage(says, "Write it as 2026-27-Q3, or Q3 of this year.") from error


def prompts_told(found: Sequence[PromptCount], undertaken: int, told_from: int) -> Iterator[Part]:
    """What was asked first by each prompt, with shares; without a number where it was in too few IQAs (¶6.12)."""
    if not found:
        return
    told = [one for one in found if one.iqas is not None]
    if told:
        rows = [(prompt_named(one.prompt), *prompt_cells(one, undertaken)) for one in told]
        yield "Asked first, and recorded all the same; by rule and never by person (¶2.13, ¶6.12):"
        yield Table(("PROMPT", *PROMPT_HEADINGS), rows, frozenset({"PROMPT"}))
    if untold := ", ".join(words.in_words(one.prompt) for one in found if one.iqas is None):
        yield f"Asked first in fewer than {words.count(told_from, 'IQA')}, and not told by number: {untold}."


def as_of(instant: datetime) -> str:
    """The instant for which figures stand."""
    return f"as of {words.moment(instant)}"
