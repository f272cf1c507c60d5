"""A quarter's report as a reader has it: frozen at its close, or what it would say today."""

from collections.abc import Iterator, Sequence
from typing import Any

from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from clients.cli.frame.report import Part, Table
from clients.cli.quarter.views import LOCAL, as_of, prompts_told
from clients.desk.figures import ROWS, bunched, judged
from clients.desk.reports import QuarterReport
from domain import words
from domain.assessment import Judgement
from domain.ids import quarter_id
from domain.quarter.close.report import CategoryReport, Figures
from domain.questions import Category


def lines(found: QuarterReport) -> Iterator[Part]:
    """The report for a reader; shares are of the IQAs undertaken, or of those drawn."""
    report = found.figures
    name = f"{report.area}, {report.quarter}"
    if found.closed_at:
        yield f"{name}: closed {words.moment(found.closed_at)}; the report has its hash {found.report_hash}."
    else:
        yield f"{name}: still open. What its report would say {as_of(report.as_of)}; nothing of it is frozen."
    if report.categories:
        yield _categories([(one.category, one) for one in report.categories])
        yield from _apart(report.categories)
    else:
        yield "No assessment was confirmed in the quarter."
    yield from judged(
        {one: sum(c.count for c in report.judgements if c.judgement == one) for one in Judgement}
    )
    undertaken = sum(one.undertaken for one in report.categories)
    yield from prompts_told(report.prompts, undertaken, report.prompts_told_from)
    yield f"Not undertaken: {report.not_undertaken}; withdrawn: {report.withdrawn}."
    if report.asked_for:
        yield f"Asked for by prosecutors, and in none of these figures: {report.asked_for}."
    yield f"Escalated: {report.escalations}; not taken on by anybody: {report.escalations_open}."
    yield bunched(report.bunching)
    still = ", ".join(f"{words.in_words(one.subject)} {one.count}" for one in report.still_uncovered)
    yield f"To be assessed in the rest of the year, as there are live cases: {still or 'nothing'}."
    yield from _outstanding(found, "Outstanding, and carried over" if found.frozen else "Outstanding")
    yield f"How each figure is counted: docs/quarter.md ({LOCAL})."


def altered(area: str, quarter: str, document: dict[str, Any]) -> Failure:
    """The report in the ledger is not the one that was frozen."""
    says = f"The report of {area} {quarter} does not have the hash that was frozen with it: it was altered."
    remedy = f"`iqa history {quarter_id(area, quarter)} --replay` tells what it was."
    return Failure(ExitCode.NOT_VERIFIED, says, remedy, **document)


def _apart(categories: Sequence[CategoryReport]) -> Iterator[Part]:
    """The same without those for which a rule of selection was set aside, and themed ones by themselves."""
    without = [(one.category, one.without_overridden) for one in categories if one.without_overridden]
    themed = [(one.category, one.themed) for one in categories if one.themed and one.themed.undertaken]
    if without:
        yield "Without those for which a rule of selection was set aside (¶4.22):"
        yield _categories(without)
    if themed:
        yield "Themed assessments by themselves (¶4.7, ¶4.18); they count above as well:"
        yield _categories(themed)


def _categories(figures: Sequence[tuple[Category, Figures]]) -> Table:
    """Figures down, categories across: as many rows as there are things to know."""
    return Table(
        ("", *(category.upper() for category, _ in figures)),
        [(row.says, *(row.of(one) for _, one in figures)) for row in ROWS],
    )


def _outstanding(found: QuarterReport, says: str) -> Iterator[Part]:
    report = found.figures
    if not report.waits:
        yield "Nothing is outstanding."
        return
    counts = ", ".join(f"{words.step(one.step, '').strip()}: {one.count}" for one in report.waits)
    yield f"{says}: {counts}."
    yield Table(
        ("DUE", "WITH", "IQA", "WHAT WAITS"),
        [
            (words.due(one.due), found.person(one.who), one.stream, words.step(one.step, one.item))
            for one in report.outstanding
        ],
    )
    left = report.outstanding_in_all - len(report.outstanding)
    if left:
        yield f"And {left} more; `--json` has the counts by person, `iqa inbox` what waits for each."
