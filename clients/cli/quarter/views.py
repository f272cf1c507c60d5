"""What commands that look at a quarter share: its name as it is typed, and figures in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from clients.cli.frame.failures import usage
from clients.cli.frame.options import today
from clients.cli.frame.report import Part, Table
from clients.desk import references
from clients.desk.national import PromptTotal
from clients.errors import CommandRefused
from domain import words
from domain.assessment import Judgement
from domain.prompts import PromptKind
from domain.quarter.close.report import PromptCount
from domain.quarter.pace.figures import Bunching

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


def bunched(bunching: Bunching | None) -> str:
    """The bunching of a quarter, in a sentence."""
    if bunching is None or not bunching.confirmed:
        return "Bunching: nothing is confirmed yet, so there is nothing to measure."
    if bunching.index is None or bunching.probability is None:
        return (
            f"Bunching: measured once the last {words.count(bunching.weeks, 'week begins', 'weeks begin')}."
        )
    return (
        f"Bunching: index {bunching.index:.2f} (1 is even): {bunching.confirmed_late} of {bunching.confirmed} "
        f"assessments in {bunching.working_days_late} of {bunching.working_days} working days; "
        f"so many or more by chance: {chance(bunching.probability)}."
    )


def judged(counts: Mapping[Judgement, int]) -> Iterator[str]:
    """What second checks have ticked, in a sentence; nothing where none has."""
    found = ", ".join(
        f"{words.JUDGEMENTS[one][0]} ({words.JUDGEMENTS[one][1]}) {count}"
        for one, count in counts.items()
        if count
    )
    if found:
        yield f"Second checks found: {found}."


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


def prompt_cells(one: PromptCount | PromptTotal, undertaken: int) -> tuple[str, str, str]:
    """In how many IQAs it was put, of those undertaken, about how much, and how much was recorded all the same."""
    iqas, asked, recorded = one.iqas or 0, one.asked or 0, one.recorded or 0
    return f"{iqas} ({share(iqas, undertaken)})", str(asked), f"{recorded} ({share(recorded, asked)})"


def prompt_named(kind: str) -> str:
    """A prompt by its kind, with the paragraph that it answers."""
    named = words.in_words(kind)
    return (
        f"{named} ({PromptKind(kind).source.removeprefix('report ')})" if kind in set(PromptKind) else named
    )


def chance(probability: float) -> str:
    """A probability for a reader: two digits, and no zero that is none."""
    return "below 0.0001" if probability < 0.0001 else f"{probability:.2g}"  # noqa: PLR2004  that is how it reads


def share(part: int, whole: int) -> str:
    """A share in whole per cent; a dash where there is no whole."""
    return f"{round(100 * part / whole)} %" if whole else "-"


def as_of(instant: datetime) -> str:
    """The instant for which figures stand."""
    return f"as of {words.moment(instant)}"
