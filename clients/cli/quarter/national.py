"""One quarter in all Areas, side by side in the order of their codes: no league table (¶6.12)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from clients.cli.frame import present
from clients.cli.frame.looking import look
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Report, Table
from clients.cli.quarter import area_report
from clients.cli.quarter.views import LOCAL, allowed, bunched, chance, library, not_here, parsed, share
from domain.ids import quarter_id
from domain.people import Person
from domain.quarter.close.report import AreaReport
from domain.quarter.pace.bunching import together
from domain.quarter.pace.figures import Bunching
from domain.quarter.sight import View
from domain.values import Code, Value
from infra.postgres.connections import Connection
from infra.postgres.national import reports
from infra.postgres.quarter_views import Frozen, all_frozen, areas
from infra.reference import Library, UnknownVersion

_LONGEST_S: Final = 30.0
"""Fourteen Areas' quarters are read as a whole."""

FIGURES: Final = (
    *("undertaken", "completed", "completed_on_time", "conversations_held", "conversations_impossible"),
    *("conversations_not_held", "left_no_time", "drawn", "sampled", "fed_back", "picked", "picked_sampled"),
)
"""What is told of an Area, summed over its categories; nobody is named."""


class AreaLine(Value):
    """One Area's quarter."""

    area: Code
    frozen: bool
    report_hash: Code | None = None
    verified: bool | None = None
    figures: dict[str, int]
    bunching: Bunching | None = None


def national(
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3")], *, asking: Asking = ASKING
) -> Report:
    """Show one quarter of every Area side by side, with totals and shares."""
    parsed(quarter)
    reference = library()

    async def see(connection: Connection, person: Person) -> Report:
        allowed(person, View.NATIONAL)
        every = await areas(connection, quarter)
        opened = [one.area for one in every if one.opened]
        kept = await _kept(connection, opened, quarter)
        still_open = [area for area in opened if area not in kept]
        told = await _standing(connection, reference, still_open, quarter)
        lines = [_line(area, kept.get(area), told) for area in opened]
        not_opened = [one.area for one in every if not one.opened]
        return _told(quarter, lines, not_opened)

    return look(asking, see, longest_s=_LONGEST_S)


async def _kept(connection: Connection, areas: Sequence[str], quarter: str) -> dict[str, Frozen]:
    """The frozen reports of closed quarters, by Area; raises ``Failure`` for one that was altered."""
    found = await all_frozen(connection, [quarter_id(area, quarter) for area in areas])
    for one in (one for one in found.values() if not one.verified):
        raise area_report.altered(one)
    return {one.report.area: one for one in found.values()}


async def _standing(
    connection: Connection, reference: Library, areas: Sequence[str], quarter: str
) -> dict[str, AreaReport]:
    """What the reports of open quarters would say now, by Area; raises ``Failure``."""
    try:
        return await reports(connection, reference, areas, quarter, present.now())
    except UnknownVersion as error:
        raise not_here(error) from error


def _line(area: str, kept: Frozen | None, standing: Mapping[str, AreaReport]) -> AreaLine:
    told = kept.report if kept else standing[area]
    return AreaLine(
        area=area,
        frozen=kept is not None,
        report_hash=kept.report_hash if kept else None,
        verified=kept.verified if kept else None,
        figures=_figures(told),
        bunching=told.bunching,
    )


def _figures(told: AreaReport) -> dict[str, int]:
    counted = {field: sum(getattr(one, field) for one in told.categories) for field in FIGURES}
    return counted | {
        "not_undertaken": told.not_undertaken,
        "withdrawn": told.withdrawn,
        "escalations": told.escalations,
        "escalations_open": told.escalations_open,
        "outstanding": told.outstanding_in_all,
        "still_uncovered": sum(one.count for one in told.still_uncovered),
    }


def _told(quarter: str, lines: Sequence[AreaLine], not_opened: Sequence[str]) -> Report:
    totals = {name: sum(line.figures[name] for line in lines) for name in (lines[0].figures if lines else ())}
    overall = together(line.bunching for line in lines if line.bunching)
    document: dict[str, Any] = {
        "quarter": quarter,
        "areas": [line.model_dump(mode="json") for line in lines],
        "not_opened": list(not_opened),
        "totals": totals,
        "bunching": overall.model_dump(mode="json") if overall else None,
    }
    if not lines:
        return Report(document, (f"{quarter}: no Area has opened it.", *_missing(not_opened)))
    headings = (
        *("AREA", "", "UNDERTAKEN", "ON TIME", "TALK HELD", "TOO LATE", "DRAWN", "SAMPLED", "FED BACK"),
        *("OUTSTANDING", "BUNCHING", "BY CHANCE"),
    )
    rows = [
        _row(line.area, "closed" if line.frozen else "open", line.figures, line.bunching) for line in lines
    ]
    everything = _row("All", "", totals, overall)
    explained = (
        "Shares are of the IQAs undertaken; sampled and fed back of those drawn. Open quarters stand as of now. "
        f"How each figure is counted: docs/quarter.md ({LOCAL})."
    )
    together_in_words = (bunched(overall),) if overall else ()
    table = Table(headings, [*rows, everything])
    return Report(document, (table, *_missing(not_opened), *together_in_words, explained))


def _row(name: str, state: str, figures: dict[str, int], bunching: Bunching | None) -> tuple[str, ...]:
    def with_share(field: str, whole: str) -> str:
        return f"{figures[field]} ({share(figures[field], figures[whole])})"

    known = bunching if bunching and bunching.index is not None else None
    return (
        name,
        state,
        str(figures["undertaken"]),
        with_share("completed_on_time", "undertaken"),
        with_share("conversations_held", "undertaken"),
        with_share("left_no_time", "undertaken"),
        with_share("drawn", "undertaken"),
        with_share("sampled", "drawn"),
        with_share("fed_back", "drawn"),
        str(figures["outstanding"]),
        f"{known.index:.2f}" if known else "-",
        chance(known.probability or 0.0) if known else "-",
    )


def _missing(not_opened: Sequence[str]) -> tuple[str, ...]:
    return (f"Not opened in: {', '.join(not_opened)}.",) if not_opened else ()
