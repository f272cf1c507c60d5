"""The national view: one quarter of every Area side by side, in the order of their codes: no league table (¶6.12)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.errors import CommandRefused
from domain.assessment import Judgement
from domain.ids import quarter_id
from domain.looks import Showing
from domain.quarter.close.report import AreaReport, Figures, PromptCount
from domain.quarter.pace.bunching import together
from domain.quarter.pace.figures import Bunching
from domain.quarter.sight import View, judge_sight
from domain.values import Code, Value
from infra.postgres.national import reports
from infra.postgres.quarter_views import Frozen, all_frozen, areas

LONGEST_S: Final = 30.0
"""Fourteen Areas' quarters are read as a whole."""

FIGURES: Final = (
    *("undertaken", "completed", "completed_on_time", "conversations_held", "conversations_impossible"),
    *("conversations_before_marks", "conversations_over_marks"),
    *("conversations_not_held", "conversations_to_come", "left_no_time"),
    *("drawn", "sampled", "fed_back", "picked", "picked_sampled"),
    *("re_marked", "re_marks_asked", "cases_read"),
)
"""What is told of an Area, summed over its categories; nobody is named."""


class Apart(Value):
    """The figures that are told of a part: those without a rule set aside, and of themed assessments alone."""

    without_overridden: dict[str, int]
    themed: dict[str, int]


class PromptTotal(Value):
    """One prompt over those Areas that tell its numbers: how many these are, and how many IQAs they have undertaken."""

    prompt: Code
    areas: int
    undertaken: int
    iqas: int
    asked: int
    recorded: int


class AreaLine(Value):
    """One Area's quarter; ``verified`` says whether a frozen report still has its hash.

    ``apart`` is None for one that was frozen before such figures were told. ``prompts`` has no number where it would be
    of fewer than ``prompts_told_from`` IQAs.
    """

    area: Code
    frozen: bool
    report_hash: Code | None = None
    verified: bool | None = None
    figures: dict[str, int]
    apart: Apart | None = None
    prompts: tuple[PromptCount, ...] = ()
    prompts_told_from: int = 0
    bunching: Bunching | None = None


class National(Value):
    """Every Area that opened the quarter, those that did not, and the totals."""

    quarter: Code
    areas: tuple[AreaLine, ...]
    not_opened: tuple[Code, ...]
    totals: dict[str, int]
    totals_apart: Apart | None = None
    prompts: tuple[PromptTotal, ...] = ()
    bunching: Bunching | None


async def national(desk: Desk, by: SignedIn, quarter: str) -> National:
    """Show one quarter of every Area; raises ``CommandRefused``, ``Unreachable``, or ``UnknownVersion`` of a policy."""
    quarter = references.quarter(quarter, desk.today)
    async with desk.looking(by, Showing.NATIONAL, longest_s=LONGEST_S) as (connection, person, _):
        if refused := judge_sight(person, View.NATIONAL):
            raise CommandRefused(refused)
        every = await areas(connection, quarter)
        opened = [one.area for one in every if one.opened]
        frozen = await all_frozen(connection, [quarter_id(area, quarter) for area in opened])
        kept = {one.report.area: one for one in frozen.values()}
        still_open = [area for area in opened if area not in kept]
        standing = await reports(connection, desk.library, still_open, quarter, desk.now())
    lines = [_line(area, kept.get(area), standing) for area in opened]
    totals = {name: sum(line.figures[name] for line in lines) for name in (lines[0].figures if lines else ())}
    return National(
        quarter=quarter,
        areas=tuple(lines),
        not_opened=tuple(one.area for one in every if not one.opened),
        totals=totals,
        totals_apart=_together(lines),
        prompts=tuple(prompts_together(lines)),
        bunching=together(line.bunching for line in lines if line.bunching),
    )


def _line(area: str, kept: Frozen | None, standing: Mapping[str, AreaReport]) -> AreaLine:
    told = kept.report if kept else standing[area]
    return AreaLine(
        area=area,
        frozen=kept is not None,
        report_hash=kept.report_hash if kept else None,
        verified=kept.verified if kept else None,
        figures=_figures(told),
        apart=_apart(told),
        prompts=told.prompts,
        prompts_told_from=told.prompts_told_from,
        bunching=told.bunching,
    )


def _apart(told: AreaReport) -> Apart | None:
    """The figures of each part, summed over the categories; None where a category does not tell them."""
    without = [one.without_overridden for one in told.categories]
    themed = [one.themed for one in told.categories]
    if None in (*without, *themed):
        return None
    return Apart(without_overridden=_summed(filter(None, without)), themed=_summed(filter(None, themed)))


def _summed(found: Iterable[Figures]) -> dict[str, int]:
    every = tuple(found)
    return {field: sum(getattr(one, field) for one in every) for field in FIGURES}


def _together(lines: Iterable[AreaLine]) -> Apart | None:
    """The sums over all Areas, as far as every one of them tells the parts."""
    known = [line.apart for line in lines]
    told = [one for one in known if one is not None]
    if not told or len(told) < len(known):
        return None
    return Apart(
        without_overridden={name: sum(one.without_overridden[name] for one in told) for name in FIGURES},
        themed={name: sum(one.themed[name] for one in told) for name in FIGURES},
    )


def prompts_together(lines: Sequence[AreaLine]) -> Iterator[PromptTotal]:
    """The sums of what Areas tell by number, so that they give away nothing that an Area does not tell."""
    for prompt in dict.fromkeys(one.prompt for line in lines for one in line.prompts):
        told = [
            (line.figures["undertaken"], one)
            for line in lines
            for one in line.prompts
            if one.prompt == prompt and one.iqas is not None
        ]
        if told:
            yield PromptTotal(
                prompt=prompt,
                areas=len(told),
                undertaken=sum(undertaken for undertaken, _ in told),
                **{
                    name: sum(getattr(one, name) for _, one in told) for name in ("iqas", "asked", "recorded")
                },
            )


def _figures(told: AreaReport) -> dict[str, int]:
    judged = Counter[str]()
    for one in told.judgements:
        judged[f"judged_{one.judgement}"] += one.count
    return (
        _summed(told.categories)
        | {f"judged_{judgement}": judged[f"judged_{judgement}"] for judgement in Judgement}
        | _of_the_whole(told)
    )


def _of_the_whole(told: AreaReport) -> dict[str, int]:
    return {
        "not_undertaken": told.not_undertaken,
        "withdrawn": told.withdrawn,
        "asked_for": told.asked_for,
        "escalations": told.escalations,
        "escalations_open": told.escalations_open,
        "outstanding": told.outstanding_in_all,
        "still_uncovered": sum(one.count for one in told.still_uncovered),
    }
