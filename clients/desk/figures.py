"""Figures in words: what is counted of a quarter and what each count is a share of, and its bunching in a sentence."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from clients.desk.national import PromptTotal
from domain import words
from domain.assessment import Judgement
from domain.prompts import PromptKind
from domain.quarter.close.report import Figures, PromptCount
from domain.quarter.pace.figures import Bunching


class Row(NamedTuple):
    """A figure: what it says, its field, and the field that it is a share of; empty where it is none."""

    says: str
    field: str
    whole: str = ""

    def of(self, figures: Figures) -> str:
        """The figure with its share, and the day by which the last of what is to come is due."""
        part = getattr(figures, self.field)
        if not self.whole:
            return str(part)
        day = figures.conversations_due_by if self.field == "conversations_to_come" else None
        due_by = f", due by {words.a_day(day)}" if day else ""
        return f"{part} ({share(part, getattr(figures, self.whole))}){due_by}"

    def of_sums(self, sums: Mapping[str, int]) -> str:
        """The same of sums by field."""
        part = sums[self.field]
        return f"{part} ({share(part, sums[self.whole])})" if self.whole else str(part)


ROWS: Final = (
    Row("Undertaken", "undertaken"),
    Row("Completed", "completed", "undertaken"),
    Row("Completed without a missed deadline", "completed_on_time", "undertaken"),
    Row("Conversation held", "conversations_held", "undertaken"),
    Row("Conversation held before the marks", "conversations_before_marks", "conversations_held"),
    Row("Conversation held over the marks", "conversations_over_marks", "conversations_held"),
    Row("Conversation closed as impossible", "conversations_impossible", "undertaken"),
    Row("Conversation not held", "conversations_not_held", "undertaken"),
    Row("Conversation not held yet", "conversations_to_come", "undertaken"),
    Row("Confirmed too late to be assured", "left_no_time", "undertaken"),
    Row("Drawn for the dip sample", "drawn", "undertaken"),
    Row("Drawn and sampled", "sampled", "drawn"),
    Row("Drawn and fed back", "fed_back", "drawn"),
    Row("Second checks in which the case was read", "cases_read", "sampled"),
    Row("Questions re-marked in them", "re_marked"),
    Row("Questions that policy asks them to re-mark", "re_marks_asked"),
    Row("Picked beside the draw", "picked"),
    Row("Picked and sampled", "picked_sampled"),
)
"""What a report tells of each category, in the order of the process; how each is counted is in docs/quarter.md."""


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
