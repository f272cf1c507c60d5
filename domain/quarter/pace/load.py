"""What waits with each manager, and how much of it falls into the quarter's last weeks at the pace so far.

The forecast is plain on purpose (docs/quarter.md): assessments still to come, less those that would be confirmed
before the last weeks begin if a manager went on at the pace since the quarter was opened. All of it is local policy.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from domain.calendar import day_of, end_of_day
from domain.iqa.state import Step as IqaStep
from domain.offices import SENIORS
from domain.people import Person
from domain.periods import Quarter
from domain.policy import Order, Policy
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.bunching import bunching
from domain.quarter.pace.figures import Bunching, ManagerWeek, OnesWeek, Pattern, Signal
from domain.quarter.pace.last_weeks import days_to_assure, last_weeks, no_time_from
from domain.quarter.pace.standing import WaitStanding
from domain.quarter.state import AreaQuarter, Step

_ONE_DAY = timedelta(days=1)


class Clock(NamedTuple):
    """How many working days a pace was kept for, and how many are left until the last weeks begin."""

    gone: int
    left: int


class Task(NamedTuple):
    """An IQA of the quarter, as far as it counts for a manager's load."""

    assessor: str
    above: str
    target_on: date
    confirmed: bool
    left_no_time: bool


def forecast(to_come: int, confirmed: int, clock: Clock) -> int:
    """Return how many of those to come fall into the last weeks at the pace so far, rounded up."""
    if clock.gone == 0:
        return to_come
    return max(0, to_come - confirmed * clock.left // clock.gone)


def manager_weeks(quarter: AreaQuarter, facts: QuarterFacts, day: date) -> tuple[ManagerWeek, ...]:
    """Return how it stands with each manager who has an IQA of the quarter, by staff id; nobody else is named.

    A manager is behind when an assessment should be confirmed by its target and is not, and more than policy's
    share of what they have would fall into the last weeks. The first such review warns the manager; it goes to the
    one above when policy's number of reviews in a row have warned.
    """
    period = Quarter.parse(quarter.quarter)
    clock = _clock(quarter, period, facts, day)
    tasks: dict[str, list[Task]] = {}
    for task in _tasks(quarter, period, facts):
        tasks.setdefault(task.assessor, []).append(task)
    waits = _waits(facts)
    due_by = _due_by(facts)
    set_aside = _set_aside(quarter, facts, day)
    before = {one.manager: one.weeks_behind for one in quarter.weeks}

    def week(manager: str, own: list[Task]) -> ManagerWeek:
        to_come = [task for task in own if not task.confirmed]
        found = ManagerWeek(
            manager=manager,
            senior_manager=_above(manager, own, facts),
            to_assess=len(to_come),
            behind=sum(due_by(task.target_on) <= day for task in to_come),
            forecast=forecast(len(to_come), len(own) - len(to_come), clock),
            left_no_time=sum(task.left_no_time for task in own),
            set_aside=set_aside.get(manager, ()),
        )
        found = found.model_copy(update=waits.get(manager, {}))
        return _signalled(found, len(own), before.get(manager, 0), facts.policy)

    return tuple(week(manager, tasks[manager]) for manager in sorted(tasks))


def pattern(quarter: AreaQuarter, facts: QuarterFacts, day: date, managers: Iterable[ManagerWeek]) -> Pattern:
    """Return the Area's week without anybody's name: what waits anywhere, and the sum of what managers have."""
    period = Quarter.parse(quarter.quarter)
    weeks = tuple(managers)
    overdue = [one for one in facts.waiting if one.overdue(facts.now) and not one.urgent]
    conversations = sum(one.step == IqaStep.CONVERSE for one in overdue)
    return Pattern(
        urgent_actions=sum(one.urgent for one in facts.waiting),
        conversations_overdue=conversations,
        others_overdue=len(overdue) - conversations,
        days_to_assure=days_to_assure(day, period, facts.policy, facts.calendar),
        to_assess=sum(one.to_assess for one in weeks),
        behind=sum(one.behind for one in weeks),
        forecast=sum(one.forecast for one in weeks),
        left_no_time=sum(one.left_no_time for one in weeks),
        warned=sum(one.signal is Signal.WARNED for one in weeks),
        raised=sum(one.signal is Signal.RAISED for one in weeks),
        bunching=bunched(quarter, facts, day),
    )


def as_it_stands(quarter: AreaQuarter, facts: QuarterFacts) -> tuple[tuple[ManagerWeek, ...], Pattern]:
    """Return how it stands today, with the signals that the last review gave: looking warns nobody."""
    last = {one.manager: one for one in quarter.weeks}
    found = manager_weeks(quarter, facts, facts.today)
    weeks = tuple(
        one.model_copy(update={"signal": known.signal, "weeks_behind": known.weeks_behind})
        for one in found
        for known in [last.get(one.manager, OnesWeek(manager=one.manager, signal=Signal.NONE))]
    )
    return weeks, pattern(quarter, facts, facts.today, weeks)


def bunched(quarter: AreaQuarter, facts: QuarterFacts, day: date) -> Bunching:
    """Measure the bunching of what was confirmed in the quarter up to a day."""
    period, policy = Quarter.parse(quarter.quarter), facts.policy
    until = min(day, period.last_day)
    confirmed = (day_of(iqa.confirmed_at) for iqa in facts.standing if iqa.confirmed_at)
    return bunching(
        (one for one in confirmed if period.first_day <= one <= until),
        facts.calendar.working_days(period.first_day, until),
        last_weeks(period, policy),
        policy.pace.bunching_weeks,
    )


def _clock(quarter: AreaQuarter, period: Quarter, facts: QuarterFacts, day: date) -> Clock:
    late, calendar = last_weeks(period, facts.policy), facts.calendar
    gone = calendar.working_days(day_of(quarter.opened_at), min(day, period.last_day))
    left = calendar.working_days(day + _ONE_DAY, late.first_day - _ONE_DAY)
    return Clock(len(gone), len(left))


def _tasks(quarter: AreaQuarter, period: Quarter, facts: QuarterFacts) -> Iterator[Task]:
    """Every IQA that counts for a manager: those open, and those that are planned and not open yet."""
    opened, late_from = set(), no_time_from(period, facts.policy, facts.calendar)
    for iqa in facts.standing:
        opened.add(iqa.iqa_id)
        if iqa.withdrawn_at is None and iqa.quarter in {None, quarter.quarter}:
            done = iqa.confirmed_at is not None
            late = iqa.confirmed_at is not None and day_of(iqa.confirmed_at) >= late_from
            yield Task(iqa.assessor, iqa.senior_manager, iqa.target_on, done, late)
    for planned in quarter.unopened:
        if planned.iqa_id not in opened:
            yield Task(
                planned.assessor, planned.assessor, planned.target_on, confirmed=False, left_no_time=False
            )


def _waits(facts: QuarterFacts) -> dict[str, dict[str, int]]:
    """What waits by the manager of its IQA: urgent actions of anybody, and what is overdue with the manager."""
    assessors = {iqa.iqa_id: iqa.assessor for iqa in facts.standing}
    counts: dict[str, Counter[str]] = {}
    for wait in facts.waiting:
        manager = assessors.get(wait.stream)
        if manager and (what := _what(wait, manager, facts)):
            counts.setdefault(manager, Counter())[what] += 1
    return {manager: dict(counted) for manager, counted in counts.items()}


def _what(wait: WaitStanding, manager: str, facts: QuarterFacts) -> str | None:
    if wait.urgent:
        return "urgent_actions"
    if wait.who != manager or not wait.overdue(facts.now):
        return None
    return "conversations_overdue" if wait.step == IqaStep.CONVERSE else "others_overdue"


def _set_aside(quarter: AreaQuarter, facts: QuarterFacts, day: date) -> dict[str, tuple[str, ...]]:
    """By manager, the IQAs in which a rule of selection was set aside since the review before, up to a day's end."""
    due = quarter.deadline(Step.WEEK)
    if due is None:
        return {}
    since, until = end_of_day(day_of(due.due) - timedelta(weeks=1)), end_of_day(day)
    found: dict[str, tuple[str, ...]] = {}
    for iqa in facts.standing:
        if iqa.withdrawn_at is None and iqa.set_aside_at is not None and since < iqa.set_aside_at <= until:
            found[iqa.assessor] = (*found.get(iqa.assessor, ()), iqa.iqa_id)
    return found


def _due_by(facts: QuarterFacts) -> Callable[[date], date]:
    """Give the day by which an assessment with that target should be confirmed."""
    days = facts.policy.working_days
    talk_first = days.conversation_after_selection + days.confirmation_after_conversation
    first = facts.policy.order is Order.ASSESSMENT_FIRST
    allowed = days.marks_after_selection if first else talk_first

    @cache
    def due_by(target_on: date) -> date:
        return facts.calendar.add_working_days(target_on, allowed)

    return due_by


def _signalled(week: ManagerWeek, iqas: int, before: int, policy: Policy) -> ManagerWeek:
    bunches = week.forecast * 100 > iqas * policy.pace.bunching_percent
    if not (week.behind and bunches):
        return week
    weeks = before + 1
    signal = Signal.RAISED if weeks > policy.pace.raised_after_weeks else Signal.WARNED
    return week.model_copy(update={"weeks_behind": weeks, "signal": signal})


def _above(manager: str, tasks: list[Task], facts: QuarterFacts) -> str:
    """Whoever the manager reports to now, as far as that is a senior manager or the chief; else as the IQA has it."""
    person = facts.person(manager)
    above = facts.person(person.reports_to) if person else None
    return above.staff_id if above and is_senior(above, facts) else tasks[-1].above


def is_senior(person: Person, facts: QuarterFacts) -> bool:
    """Tell whether the person is a senior manager or chief crown prosecutor in post today."""
    return person.role in SENIORS and person.in_post(facts.today)
