"""The close report of an Area's quarter, computed from how its IQAs stand, and its hash.

The hash is taken over canonical JSON (keys in order, no blanks, UTF-8), so that a report can be verified from the
bytes that the ledger keeps, whatever fields later releases add to it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from domain.calendar import day_of, start_of_day
from domain.errors import Refused
from domain.ids import document_hash
from domain.iqa.state import HELD, Step, Talk
from domain.people import Role
from domain.periods import Quarter
from domain.quarter import events as e
from domain.quarter.close.asked import prompt_counts
from domain.quarter.close.report import (
    AreaReport,
    CategoryReport,
    Figures,
    JudgementCount,
    Outstanding,
    StepCount,
    StillWaits,
    Uncovered,
    UncoveredCount,
)
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace import review
from domain.quarter.pace.last_weeks import no_time_from
from domain.quarter.pace.load import bunched
from domain.quarter.planning.coverage import not_asked_for
from domain.quarter.sample.population import Drawn, Pick
from domain.quarter.state import AreaQuarter
from domain.questions import Category
from domain.rows import IqaRow

LISTED: Final = 200
"""How many outstanding steps a report lists one by one, the soonest due first."""

PEOPLE_LISTED: Final = 1000
"""For how many people and steps a report says how many wait, by staff id."""

UNCOVERED_LISTED: Final = 200
"""How many a report names of whom a kind of case is still to be assessed."""

_LAST = datetime.max.replace(tzinfo=UTC)


def report(
    quarter: AreaQuarter, facts: QuarterFacts, drawn: Iterable[e.SampleDrawn | Drawn] = ()
) -> AreaReport:
    """Return what the quarter came to as of now; ``drawn`` are draws that the state does not hold yet."""
    period = Quarter.parse(quarter.quarter)
    is_outside, confirmed = facts.policy.planning.is_outside, _confirmed_in(period, facts.standing)
    undertaken = [one for one in confirmed if not is_outside(one.source)]
    own = [one for one in facts.standing if one.quarter == quarter.quarter and not is_outside(one.source)]
    in_time = {one.iqa_id for one in confirmed}
    sampled = (*quarter.drawn, *drawn)
    open_ones = [one for one in own if one.withdrawn_at is None and one.iqa_id not in in_time]
    known = {one.iqa_id for one in facts.standing}
    unopened = [one for one in quarter.unopened if one.iqa_id not in known]
    uncovered = tuple(Uncovered(subject=one.subject, of=one.whose) for one in not_asked_for((), facts))
    subjects = Counter(one.subject for one in uncovered)
    return AreaReport(
        area=quarter.area,
        quarter=quarter.quarter,
        as_of=facts.now,
        categories=tuple(
            _category(category, found, sampled, period, facts)
            for category in Category
            if (found := [one for one in undertaken if one.category is category])
        ),
        withdrawn=sum(one.withdrawn_at is not None for one in own),
        not_undertaken=len(open_ones) + len(unopened),
        asked_for=len(confirmed) - len(undertaken),
        escalations=facts.escalated.raised + len(quarter.escalations),
        escalations_open=facts.escalated.not_taken_on + len(quarter.unacknowledged),
        bunching=bunched(quarter, facts, facts.today),
        judgements=_judgements(undertaken, sampled),
        prompts=prompt_counts(facts.prompts, facts.policy),
        prompts_told_from=facts.policy.selection.told_from,
        still_uncovered=tuple(
            UncoveredCount(subject=subject, count=count) for subject, count in sorted(subjects.items())
        ),
        uncovered=uncovered[:UNCOVERED_LISTED],
        waits=_waits(facts),
        waits_with=_waits_with(facts),
        outstanding=_outstanding(facts),
    )


def closing(
    decision: tuple[e.QuarterEvent, ...] | Refused, quarter: AreaQuarter, facts: QuarterFacts
) -> tuple[e.QuarterEvent, ...] | Refused:
    """Freeze the report in the event that closes the quarter; what was raised about pace ends with the quarter."""
    if isinstance(decision, Refused):
        return decision
    found = report(quarter, facts, (one for one in decision if isinstance(one, e.SampleDrawn)))
    above = review.in_posts(facts, quarter.area, Role.SENIOR_MANAGER, Role.CHIEF_CROWN_PROSECUTOR)
    found = found.model_copy(update={"escalations_open": facts.escalated.not_taken_on})
    frozen = {"report": found, "report_hash": report_hash(found), "tell": above}
    events = (one.model_copy(update=frozen) if isinstance(one, e.QuarterClosed) else one for one in decision)
    return (*review.settled(quarter, keep=set()), *events)


def report_hash(found: AreaReport) -> str:
    """The SHA-256 (hex) of a report, as it is frozen beside it."""
    return document_hash(found.model_dump(mode="json"))


def _confirmed_in(period: Quarter, standing: Iterable[IqaRow]) -> list[IqaRow]:
    """An IQA counts in the quarter in which its assessment was confirmed, talk or no talk (docs/policy.md)."""
    begins, ends = period.begins, period.ends
    return [one for one in standing if one.confirmed_at and begins <= one.confirmed_at <= ends]


def _category(
    category: Category,
    found: list[IqaRow],
    sampled: Iterable[e.SampleDrawn | Drawn],
    period: Quarter,
    facts: QuarterFacts,
) -> CategoryReport:
    late_from = start_of_day(no_time_from(period, facts.policy, facts.calendar))
    of_category = [one for one in sampled if one.category is category]
    drawn = frozenset(one.iqa_id for one in of_category if one.pick is Pick.RANDOM)
    picked = frozenset(one.iqa_id for one in of_category) - drawn
    to_come = _to_come(facts)

    def figures(of: Iterable[IqaRow]) -> Figures:
        return _figures(list(of), drawn, picked, late_from, to_come)

    return CategoryReport(
        **dict(figures(found)),
        category=category,
        without_overridden=figures(one for one in found if not one.overridden),
        themed=figures(one for one in found if one.themed),
    )


def _figures(
    found: Sequence[IqaRow],
    drawn: Collection[str],
    picked: Collection[str],
    late_from: datetime,
    to_come: Mapping[str, date],
) -> Figures:
    completed = [one for one in found if one.completed_at]
    checked = [one for one in found if one.iqa_id in drawn and one.sampled_at is not None]
    held = [one.before_marks for one in found if one.talk in HELD]
    impossible = sum(one.talk == Talk.IMPOSSIBLE for one in found)
    waits = [to_come[one.iqa_id] for one in found if one.iqa_id in to_come]
    return Figures(
        undertaken=len(found),
        completed=len(completed),
        completed_on_time=sum(one.missed == 0 for one in completed),
        conversations_held=len(held),
        conversations_before_marks=sum(held),
        conversations_over_marks=len(held) - sum(held),
        conversations_impossible=impossible,
        conversations_not_held=len(found) - len(held) - impossible - len(waits),
        conversations_to_come=len(waits),
        conversations_due_by=max(waits, default=None),
        left_no_time=sum(one.confirmed_at is not None and one.confirmed_at >= late_from for one in found),
        drawn=sum(one.iqa_id in drawn for one in found),
        picked=sum(one.iqa_id in picked for one in found),
        sampled=len(checked),
        re_marked=sum(one.re_marked for one in checked),
        re_marks_asked=sum(one.re_marks_asked for one in checked),
        cases_read=sum(one.case_read for one in checked),
        fed_back=sum(one.iqa_id in drawn and one.fed_back_at is not None for one in found),
        picked_sampled=sum(one.iqa_id in picked and one.sampled_at is not None for one in found),
    )


def _to_come(facts: QuarterFacts) -> dict[str, date]:
    """The day by which each conversation is due that is not held yet and not overdue, by its IQA."""
    return {
        one.stream: day_of(one.due)
        for one in facts.waiting
        if one.step == Step.CONVERSE and one.due and not one.overdue(facts.now)
    }


def _judgements(
    undertaken: Iterable[IqaRow], sampled: Iterable[e.SampleDrawn | Drawn]
) -> tuple[JudgementCount, ...]:
    """What the second checks of what was drawn have ticked."""
    drawn = {one.iqa_id for one in sampled if one.pick is Pick.RANDOM}
    checked = [one for one in undertaken if one.iqa_id in drawn and one.sampled_at is not None]
    ticked = Counter((one.category, judgement) for one in checked for judgement in one.judgements)
    return tuple(
        JudgementCount(category=category, judgement=judgement, count=count)
        for (category, judgement), count in sorted(ticked.items())
    )


def _waits(facts: QuarterFacts) -> tuple[StepCount, ...]:
    steps = Counter(one.step for one in facts.waiting)
    return tuple(StepCount(step=step, count=count) for step, count in sorted(steps.items()))


def _waits_with(facts: QuarterFacts) -> tuple[StillWaits, ...]:
    people = Counter((one.who, one.step) for one in facts.waiting)
    listed = sorted(people.items())[:PEOPLE_LISTED]
    return tuple(StillWaits(who=who, step=step, count=count) for (who, step), count in listed)


def _outstanding(facts: QuarterFacts) -> tuple[Outstanding, ...]:
    soonest = sorted(facts.waiting, key=lambda one: (one.due or _LAST, one.stream, one.step, one.item))
    return tuple(Outstanding(**one.model_dump(include=_LISTED)) for one in soonest[:LISTED])


_LISTED = set(Outstanding.model_fields)
"""What a report lists of a step that waits."""
