"""An open quarter's report in figures alone, from what was counted where the IQAs are listed: for many Areas at once.

It says what ``reporting.report`` would say, without who and which one by one.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from domain.calendar import Calendar, day_of, end_of_day, start_of_day
from domain.periods import Quarter
from domain.policy import Policy
from domain.quarter.close.asked import prompt_counts
from domain.quarter.close.report import (
    AreaReport,
    CategoryReport,
    Figures,
    JudgementCount,
    StepCount,
    UncoveredCount,
)
from domain.quarter.pace import bunching
from domain.quarter.pace.last_weeks import last_weeks, no_time_from
from domain.quarter.pace.standing import Escalated, PromptStanding
from domain.quarter.state import AreaQuarter
from domain.questions import Category
from domain.values import Code, Value


class Bounds(Value):
    """The instants (UTC) between which is counted: from when no time is left, the last weeks, and how far one looks.

    ``now`` is when it is counted: what is due later is still to come.
    """

    area: Code
    no_time_from: datetime
    weeks_from: datetime
    looked_until: datetime
    now: datetime
    asked_for_counts: bool


class Part(StrEnum):
    """Of which of the IQAs something is counted: of all, of those without a rule set aside, of themed ones alone.

    What prosecutors asked for and policy does not count is in none of these, and counted by itself.
    """

    ALL = "all"
    WITHOUT_OVERRIDDEN = "without_overridden"
    THEMED = "themed"
    ASKED_FOR = "asked_for"


class Counted(Value):
    """What was counted of one category of an Area's quarter, of all or of a part.

    ``to_undertake`` are neither confirmed in time nor withdrawn, ``opened_meanwhile`` those that the quarter's plan has
    as not opened yet. ``confirmed`` and ``confirmed_late`` are those that the bunching is measured on.
    """

    category: Category
    part: Part = Part.ALL
    undertaken: int
    completed: int
    completed_on_time: int
    conversations_held: int
    conversations_before_marks: int
    conversations_over_marks: int
    conversations_impossible: int
    conversations_to_come: int
    conversations_due_by: date | None
    left_no_time: int
    drawn: int
    picked: int
    sampled: int
    fed_back: int
    re_marked: int
    re_marks_asked: int
    cases_read: int
    picked_sampled: int
    withdrawn: int
    to_undertake: int
    opened_meanwhile: int
    confirmed: int
    confirmed_late: int


class Counts(Value):
    """Everything that was counted of an Area's quarter."""

    categories: tuple[Counted, ...] = ()
    judgements: tuple[JudgementCount, ...] = ()
    escalated: Escalated = Escalated()
    still_uncovered: tuple[UncoveredCount, ...] = ()
    waits: tuple[StepCount, ...] = ()
    prompts: tuple[PromptStanding, ...] = ()


def bounds(quarter: AreaQuarter, policy: Policy, calendar: Calendar, now: datetime) -> Bounds:
    """Return between which instants a quarter is counted, as of now (UTC)."""
    period = Quarter.parse(quarter.quarter)
    return Bounds(
        area=quarter.area,
        no_time_from=start_of_day(no_time_from(period, policy, calendar)),
        weeks_from=start_of_day(last_weeks(period, policy).first_day),
        looked_until=end_of_day(min(day_of(now), period.last_day)),
        now=now,
        asked_for_counts=policy.planning.asked_for_counts,
    )


def report(
    quarter: AreaQuarter, counts: Counts, policy: Policy, calendar: Calendar, now: datetime
) -> AreaReport:
    """Return what the quarter came to as of now (UTC)."""
    period = Quarter.parse(quarter.quarter)
    found = tuple(one for one in counts.categories if one.part is Part.ALL)
    late = last_weeks(period, policy)
    looked_at = calendar.working_days(period.first_day, min(day_of(now), period.last_day))
    asked = [one for one in counts.categories if one.part is Part.ASKED_FOR]
    confirmed = sum(one.confirmed for one in (*found, *asked))
    confirmed_late = sum(one.confirmed_late for one in (*found, *asked))
    unopened = len(quarter.unopened) - sum(one.opened_meanwhile for one in (*found, *asked))
    weeks = policy.pace.bunching_weeks
    return AreaReport(
        area=quarter.area,
        quarter=quarter.quarter,
        as_of=now,
        categories=tuple(_categories(counts.categories)),
        withdrawn=sum(one.withdrawn for one in found),
        not_undertaken=sum(one.to_undertake for one in found) + unopened,
        asked_for=sum(one.undertaken for one in asked),
        escalations=counts.escalated.raised + len(quarter.escalations),
        escalations_open=counts.escalated.not_taken_on + len(quarter.unacknowledged),
        bunching=bunching.of_counts(confirmed, confirmed_late, looked_at, late, weeks),
        judgements=tuple(sorted(counts.judgements, key=lambda one: (one.category, one.judgement))),
        prompts=prompt_counts(counts.prompts, policy),
        prompts_told_from=policy.selection.told_from,
        still_uncovered=counts.still_uncovered,
        waits=counts.waits,
    )


def _categories(found: Iterable[Counted]) -> Iterable[CategoryReport]:
    """What was undertaken of each category, in all and of each part."""
    of = {(one.category, one.part): one for one in found}
    for category in Category:
        counted = of.get((category, Part.ALL))
        if counted is not None and counted.undertaken:
            yield CategoryReport(
                **dict(_figures(counted)),
                category=category,
                without_overridden=_figures(of.get((category, Part.WITHOUT_OVERRIDDEN))),
                themed=_figures(of.get((category, Part.THEMED))),
            )


def _figures(counted: Counted | None) -> Figures:
    """The figures of what was counted; where nothing was, each is none."""
    if counted is None:
        nothing: dict[str, object] = dict.fromkeys(Figures.model_fields, 0)
        return Figures.model_validate(nothing | {"conversations_due_by": None})
    settled = counted.conversations_held + counted.conversations_impossible + counted.conversations_to_come
    return Figures(
        **counted.model_dump(include=_COUNTED), conversations_not_held=counted.undertaken - settled
    )


_COUNTED = set(Figures.model_fields) & set(Counted.model_fields)
"""What is counted as it is reported."""
