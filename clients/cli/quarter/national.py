"""One quarter in all Areas, side by side in the order of their codes: no league table (¶6.12)."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Part, Report, Table
from clients.cli.quarter import area_report
from clients.cli.quarter.views import LOCAL, PROMPT_HEADINGS, parsed
from clients.desk import national as desk_national
from clients.desk.desk import Desk, SignedIn
from clients.desk.figures import bunched, chance, judged, prompt_cells, prompt_named, share
from clients.desk.national import National
from domain.assessment import Judgement
from domain.quarter.pace.figures import Bunching


def national(
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3")], *, asking: Asking = ASKING
) -> Report:
    """Show one quarter of every Area side by side, with totals and shares."""
    parsed(quarter)

    async def see(desk: Desk, by: SignedIn) -> National:
        return await desk_national.national(desk, by, quarter)

    found = at_desk(asking, see)
    document = found.model_dump(mode="json")
    for line in (line for line in found.areas if line.verified is False):
        raise area_report.altered(line.area, quarter, document)
    if not found.areas:
        return Report(document, (f"{quarter}: no Area has opened it.", *_missing(found.not_opened)))
    return Report(document, tuple(_parts(found)))


def _parts(found: National) -> Iterator[Part]:
    headings = (*("AREA", "", *_SHARES, "OUTSTANDING", "BUNCHING", "BY CHANCE"),)
    rows = [
        _row(line.area, "closed" if line.frozen else "open", line.figures, line.bunching)
        for line in found.areas
    ]
    yield Table(headings, [*rows, _row("All", "", found.totals, found.bunching)])
    yield from _apart(found)
    yield from _missing(found.not_opened)
    yield from judged({one: found.totals[f"judged_{one}"] for one in Judgement})
    yield from _asked_first(found)
    if found.bunching:
        yield bunched(found.bunching)
    yield (
        "Shares are of the IQAs undertaken; talks before the marks of those held, sampled and fed back of those drawn. "
        "Open quarters stand as of now. "
        f"How each figure is counted: docs/quarter.md ({LOCAL})."
    )


def _apart(found: National) -> Iterator[Part]:
    """The same without those for which a rule of selection was set aside, and themed ones by themselves."""
    named = [*((line.area, line.apart) for line in found.areas), ("All", found.totals_apart)]
    known = [(name, apart) for name, apart in named if apart is not None]
    headings = ("AREA", *_SHARES)
    if known:
        yield "Without those for which a rule of selection was set aside (¶4.22):"
        yield Table(headings, [(name, *_shares(apart.without_overridden)) for name, apart in known])
    if any(apart.themed["undertaken"] for _, apart in known):
        yield "Themed assessments by themselves (¶4.7, ¶4.18); they count above as well:"
        yield Table(headings, [(name, *_shares(apart.themed)) for name, apart in known])


def _asked_first(found: National) -> Iterator[Part]:
    """What was asked first by each prompt in each Area, and in all Areas that tell it by number (¶2.13, ¶6.12)."""
    rows = [
        (line.area, prompt_named(one.prompt), *prompt_cells(one, line.figures["undertaken"]))
        for line in found.areas
        for one in line.prompts
        if one.iqas is not None
    ]
    if rows:
        every = [
            ("All", prompt_named(one.prompt), *prompt_cells(one, one.undertaken)) for one in found.prompts
        ]
        yield "Asked first, and recorded all the same; by rule and Area, never by person (¶2.13, ¶6.12):"
        yield Table(("AREA", "PROMPT", *PROMPT_HEADINGS), [*rows, *every], frozenset({"PROMPT"}))
    if floors := sorted({line.prompts_told_from for line in found.areas if line.prompts}):
        fewest = " or ".join(map(str, floors))
        yield f"What was asked first in fewer than {fewest} IQAs of an Area is not told by number, nor in the sums."


def _row(name: str, state: str, figures: dict[str, int], bunching: Bunching | None) -> tuple[str, ...]:
    known = bunching if bunching and bunching.index is not None else None
    return (
        name,
        state,
        *_shares(figures),
        str(figures["outstanding"]),
        f"{known.index:.2f}" if known else "-",
        chance(known.probability or 0.0) if known else "-",
    )


def _shares(figures: dict[str, int]) -> tuple[str, ...]:
    """What is undertaken, and how it ended and was checked, with the share of each."""

    def with_share(field: str, whole: str) -> str:
        return f"{figures[field]} ({share(figures[field], figures[whole])})"

    return (
        str(figures["undertaken"]),
        with_share("completed_on_time", "undertaken"),
        with_share("conversations_held", "undertaken"),
        with_share("conversations_before_marks", "conversations_held"),
        with_share("left_no_time", "undertaken"),
        with_share("drawn", "undertaken"),
        with_share("sampled", "drawn"),
        with_share("fed_back", "drawn"),
    )


_SHARES: Final = (
    *("UNDERTAKEN", "ON TIME", "TALK HELD", "BEFORE MARKS", "TOO LATE", "DRAWN", "SAMPLED", "FED BACK"),
)
"""The headings of what has a share."""


def _missing(not_opened: Sequence[str]) -> tuple[str, ...]:
    return (f"Not opened in: {', '.join(not_opened)}.",) if not_opened else ()
