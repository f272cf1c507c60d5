"""Who hears of what happens in an Area's quarter; what other streams are told, those tell themselves."""

from typing import assert_never

from domain.notices import About, Notice, NoticeKind
from domain.policy import EscalatedMatter
from domain.quarter import events as e
from domain.quarter.pace.figures import ManagerWeek, Signal
from domain.quarter.state import AreaQuarter

Notices = tuple[Notice, ...]


def notices(event: e.QuarterEvent, _: AreaQuarter, quarter: AreaQuarter, about: About) -> Notices:
    """Return the notices that one event leads to, between the states before and after it."""
    if isinstance(event, e.QuarterOpened | e.PlanEvent | e.SampleEvent | e.PostEvent | e.Told):
        return ()
    if isinstance(event, e.EscalationEvent):
        return _of_escalation(event, quarter, about)
    if isinstance(event, e.ClockEvent):
        return _of_clock(event, quarter, about)
    if isinstance(event, e.WorkHandedOver):
        return about.to(event.to, kind=NoticeKind.WORK_HANDED_OVER)
    assert_never(event)


def _of_escalation(event: e.EscalationEvent, quarter: AreaQuarter, about: About) -> Notices:
    """What was taken was told where it was raised, but for somebody's pace; the next rung hears of it from here."""
    match event:
        case e.EscalationTaken(matter=EscalatedMatter.PACE, to=to):
            return about.to(to, kind=NoticeKind.PACE_RAISED)
        case e.EscalationClimbed(escalation_id=escalation_id, to=to):
            one = quarter.escalation(escalation_id)
            urgent = one is not None and one.matter is EscalatedMatter.URGENT_ACTION
            return about.to(*to, kind=NoticeKind.ESCALATION_CLIMBED, urgent=urgent)
        case e.EscalationTaken() | e.EscalationsSettled() | e.EscalationAcknowledged():
            return ()
        case never:
            assert_never(never)


def _of_clock(event: e.ClockEvent, quarter: AreaQuarter, about: About) -> Notices:
    match event:
        case e.WeekReviewed(managers=managers, tell=tell):
            weeks = tuple(told for week in managers for told in _of_week(week, about))
            return (*weeks, *about.to(*tell, kind=NoticeKind.PACE_PATTERN))
        case e.QuarterClosed(tell=tell):
            return about.to(quarter.opened_by, *tell, kind=NoticeKind.QUARTER_CLOSED)
        case e.PassTaken() | e.PolicyApplied() | e.QuarterEnded():
            return ()
        case never:
            assert_never(never)


def _of_week(week: ManagerWeek, about: About) -> Notices:
    """The manager is warned; the one above hears of it as a matter when it persists (report ¶2.16)."""
    warned = week.signal is not Signal.NONE
    return about.to(week.manager, kind=NoticeKind.PACE_WARNING) if warned else ()
