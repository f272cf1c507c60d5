"""What each sampler's second checks came to: for themselves and for the chief, never a rank (¶6.4, ¶6.5, ¶6.12)."""

from collections import Counter
from collections.abc import Iterable

from domain.rows import IqaRow
from domain.values import Code, Value


class SamplerFigures(Value):
    """One sampler's checks in a quarter: given to them, recorded, with the case read, and what they re-marked.

    ``re_marks_asked`` is how many questions policy asked for in the recorded; ``judgements`` counts what was ticked.
    """

    sampler: Code
    given: int
    recorded: int
    cases_read: int
    re_marked: int
    re_marks_asked: int
    judgements: dict[Code, int]


def figures(rows: Iterable[IqaRow]) -> tuple[SamplerFigures, ...]:
    """Return the figures of everybody who has a second check among these IQAs, by staff id."""
    by_sampler: dict[str, list[IqaRow]] = {}
    for row in rows:
        if row.sampler is not None:
            by_sampler.setdefault(row.sampler, []).append(row)
    return tuple(_of(sampler, by_sampler[sampler]) for sampler in sorted(by_sampler))


def _of(sampler: str, given: list[IqaRow]) -> SamplerFigures:
    recorded = [one for one in given if one.sampled_at is not None]
    return SamplerFigures(
        sampler=sampler,
        given=len(given),
        recorded=len(recorded),
        cases_read=sum(one.case_read for one in recorded),
        re_marked=sum(one.re_marked for one in recorded),
        re_marks_asked=sum(one.re_marks_asked for one in recorded),
        judgements=dict(sorted(Counter(j for one in recorded for j in one.judgements).items())),
    )
