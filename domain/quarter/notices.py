"""Who hears of what happens in an Area's quarter; what other streams are told, those tell themselves."""

from typing import assert_never

from domain import ladder
from domain.notices import About, Notice, NoticeKind
from domain.quarter import events as e
from domain.quarter.pace.figures import ManagerWeek, Signal
from domain.quarter.state import AreaQuarter

Notices = tuple[Notice, ...]


def notices(event: e.QuarterEvent, _: AreaQuarter, quarter: AreaQuarter, about: About) -> Notices:
    """Return the notices that one event leads to, between the states before and after it."""
    if isinstance(event, e.QuarterOpened | e.PlanEvent | e.SampleEvent | e.Told):
        return ()
    if isinstance(event, e.PaceEvent):
        return ladder.notices(event, quarter.escalations, None, lambda _: None, about)
    if isinstance(event, e.ClockEvent):
        return _of_clock(event, quarter, about)
    if isinstance(event, e.WorkHandedOver):
        return about.to(event.to, kind=NoticeKind.WORK_HANDED_OVER)
    if isinstance(event, e.CustodyFoundWhileAway):
        return about.to(*event.tell, kind=NoticeKind.CUSTODY_WHILE_AWAY)
    assert_never(event)


def _of_clock(event: e.ClockEvent, quarter: AreaQuarter, about: About) -> Notices:
    match event:
        case e.WeekReviewed(managers=managers, tell=tell):
            weeks = tuple(told for week in managers for told in _of_week(week, about))
            above = sorted({week.senior_manager for week in managers if week.set_aside})
            return (
                *weeks,
                *about.to(*above, kind=NoticeKind.RULES_SET_ASIDE),
                *about.to(*tell, kind=NoticeKind.PACE_PATTERN),
            )
        case e.QuarterClosed(tell=tell):
            return about.to(quarter.opened_by, *tell, kind=NoticeKind.QUARTER_CLOSED)
        case e.PassTaken() | e.PolicyApplied() | e.QuarterEnded():
            return ()
        case never:
            assert_never(never)


def _of_week(week: ManagerWeek, about: About) -> Notices:
    """The manager is warned; the one above hears of it as an escalation when it persists (report ¶2.16)."""
    warned = week.signal is not Signal.NONE
    return about.to(week.manager, kind=NoticeKind.PACE_WARNING) if warned else ()
