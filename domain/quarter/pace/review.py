"""The weekly review: what waits with whom, what follows from it, and who is told (report ¶2.16, ¶6.11).

A manager who falls behind is warned first. When it persists the one above hears of it, as an escalation that the
quarter itself raises; it is settled when the manager has caught up, and not raised again before that. The chief crown
prosecutor has the pattern, in which nobody is named (¶6.12).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from domain.calendar import end_of_day
from domain.escalations import Escalation, EscalationRaised, EscalationsSettled
from domain.people import Role
from domain.policy import EscalatedMatter
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.figures import ManagerWeek, Signal
from domain.quarter.pace.load import is_senior, manager_weeks, pattern
from domain.quarter.state import AreaQuarter

PACE: Final = "pace"
"""What stands for a deadline in an escalation of pace, with the manager whose pace it is about: ``pace:XN-M02``."""

_A_WEEK: Final = timedelta(weeks=1)


def review_week(quarter: AreaQuarter, facts: QuarterFacts) -> tuple[e.QuarterEvent, ...]:
    """Go over the week that ended last; a quarter that is closed has no weeks any more."""
    if quarter.closed_at:
        return ()
    last_day = week_ended(facts)
    managers = manager_weeks(quarter, facts, last_day)
    return (
        *settled(quarter, keep={one.manager for one in managers if one.signal is not Signal.NONE}),
        *_raised(quarter, managers, facts, last_day),
        e.WeekReviewed(
            last_day=last_day,
            managers=managers,
            pattern=pattern(quarter, facts, last_day, managers),
            week_due=week_due(facts),
            tell=in_posts(facts, quarter.area, Role.CHIEF_CROWN_PROSECUTOR),
        ),
    )


def in_posts(facts: QuarterFacts, area: str, *roles: Role) -> tuple[str, ...]:
    """Return those who hold one of these posts in an Area today."""
    return tuple(
        person.staff_id
        for person in facts.people
        if person.area == area and person.role in roles and person.in_post(facts.today)
    )


def week_due(facts: QuarterFacts) -> datetime:
    """The end of the week's last day, Sunday, that comes next after now."""
    due = end_of_day(_sunday(facts.today))
    return due if due > facts.now else end_of_day(_sunday(facts.today) + _A_WEEK)


def week_ended(facts: QuarterFacts) -> date:
    """The Sunday that ended last, however late its review is taken."""
    sunday = _sunday(facts.today)
    return sunday if end_of_day(sunday) <= facts.now else sunday - _A_WEEK


def settled(quarter: AreaQuarter, keep: set[str]) -> tuple[EscalationsSettled, ...]:
    """Settle what was raised about the pace of everybody but these, whether somebody has taken it on or not."""
    ids = tuple(one.escalation_id for manager, one in _unsettled(quarter) if manager not in keep)
    return (EscalationsSettled(escalation_ids=ids),) if ids else ()


def _raised(
    quarter: AreaQuarter, managers: tuple[ManagerWeek, ...], facts: QuarterFacts, last_day: date
) -> tuple[EscalationRaised, ...]:
    known = {manager for manager, _ in _unsettled(quarter)}
    return tuple(
        EscalationRaised(
            escalation_id=f"pace-{quarter.quarter}-{last_day:%m%d}-{one.manager}",
            deadline=f"{PACE}:{one.manager}",
            to=(_told(one, facts),),
            matter=EscalatedMatter.PACE,
        )
        for one in managers
        if one.signal is Signal.RAISED and one.manager not in known
    )


def _unsettled(quarter: AreaQuarter) -> Iterator[tuple[str, Escalation]]:
    """The escalations of pace that are not settled yet, with the manager whose pace it is."""
    for one in quarter.escalations:
        if one.settled_at is None:
            yield one.deadline.removeprefix(f"{PACE}:"), one


def _told(week: ManagerWeek, facts: QuarterFacts) -> str:
    """The one above, or whoever covers them today, as long as that is a senior too and not the manager."""
    cover = facts.person(facts.cover(week.senior_manager))
    fits = cover is not None and cover.staff_id != week.manager and is_senior(cover, facts)
    return cover.staff_id if cover and fits else week.senior_manager


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
