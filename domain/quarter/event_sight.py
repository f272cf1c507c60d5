"""Who may read an event of a quarter: the view that each is of, and what was raised about one manager's pace."""

from typing import assert_never

from domain.escalations import (
    EscalationAcknowledged,
    EscalationEvent,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
    ids_of,
)
from domain.people import Person
from domain.quarter import events as e
from domain.quarter.sight import View, judge_sight
from domain.quarter.state import AreaQuarter


def may_read_event(person: Person, event: e.QuarterEvent, quarter: AreaQuarter) -> bool:
    """Tell whether a person may read an event of a quarter's story; ``quarter`` is the state as it is now."""
    if isinstance(event, EscalationEvent):
        about = ids_of(event)
        return any(person.staff_id in one.told for one in quarter.escalations if one.escalation_id in about)
    return judge_sight(person, view_of(event), quarter.area) is None


def view_of(event: e.QuarterEvent) -> View:
    """Return the view that an event is of; what a review raised is about the pace of one manager."""
    match event:
        case e.QuarterOpened() | e.IqasPlanned() | e.PlanChanged() | e.Told() | e.WorkHandedOver():
            return View.REPORT
        case e.IqasNumbered() | e.SampleDrawn() | e.BlockPassedOver() | e.SecondCheckReassigned():
            return View.REPORT
        case e.CustodyFoundWhileAway():
            return View.REPORT
        case e.PassTaken() | e.WeekReviewed() | e.PolicyApplied() | e.QuarterClosed() | e.QuarterEnded():
            return View.REPORT
        case EscalationRaised() | EscalationHandedOver() | EscalationAcknowledged() | EscalationsSettled():
            return View.LINES
        case never:
            assert_never(never)
