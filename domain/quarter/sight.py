"""Who may see what of a quarter: one table from views to posts, the view that each event is of, and lines about people.

What stands in no table is seen by nobody. Lines about single people are for them and for the one above (¶6.12).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, assert_never

from domain.errors import Reason, Refused
from domain.escalations import (
    EscalationAcknowledged,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
)
from domain.people import Person, Role
from domain.quarter import events as e
from domain.quarter.pace.figures import ManagerWeek
from domain.quarter.state import AreaQuarter


class View(StrEnum):
    """What there is to see of quarters: of escalations all of an Area, and in lines what is about one person."""

    PACE = "pace"
    REPORT = "report"
    NATIONAL = "national"
    SAMPLE = "sample"
    ESCALATIONS = "escalations"
    LINES = "lines"


class Reach(StrEnum):
    """Of which Areas a post may see it."""

    OWN_AREA = "own_area"
    EVERY_AREA = "every_area"


MAY_SEE: Final[Mapping[View, Mapping[Role, Reach]]] = {
    View.PACE: {
        Role.LEGAL_MANAGER: Reach.OWN_AREA,
        Role.SENIOR_MANAGER: Reach.OWN_AREA,
        Role.CHIEF_CROWN_PROSECUTOR: Reach.OWN_AREA,
        Role.ADMINISTRATOR: Reach.OWN_AREA,
        Role.LEGAL_ASSURANCE: Reach.EVERY_AREA,
        Role.AUDITOR: Reach.EVERY_AREA,
    },
    View.REPORT: {
        Role.SENIOR_MANAGER: Reach.OWN_AREA,
        Role.CHIEF_CROWN_PROSECUTOR: Reach.OWN_AREA,
        Role.ADMINISTRATOR: Reach.OWN_AREA,
        Role.LEGAL_ASSURANCE: Reach.EVERY_AREA,
        Role.AUDITOR: Reach.EVERY_AREA,
    },
    View.NATIONAL: {
        Role.CHIEF_CROWN_PROSECUTOR: Reach.EVERY_AREA,
        Role.ADMINISTRATOR: Reach.EVERY_AREA,
        Role.LEGAL_ASSURANCE: Reach.EVERY_AREA,
        Role.AUDITOR: Reach.EVERY_AREA,
    },
    View.SAMPLE: {
        Role.LEGAL_MANAGER: Reach.OWN_AREA,
        Role.SENIOR_MANAGER: Reach.OWN_AREA,
        Role.CHIEF_CROWN_PROSECUTOR: Reach.OWN_AREA,
        Role.ADMINISTRATOR: Reach.OWN_AREA,
        Role.LEGAL_ASSURANCE: Reach.EVERY_AREA,
        Role.AUDITOR: Reach.EVERY_AREA,
    },
    View.ESCALATIONS: {
        Role.CHIEF_CROWN_PROSECUTOR: Reach.OWN_AREA,
        Role.ADMINISTRATOR: Reach.OWN_AREA,
        Role.LEGAL_ASSURANCE: Reach.EVERY_AREA,
        Role.AUDITOR: Reach.EVERY_AREA,
    },
    View.LINES: {},
}
"""The posts that may see each; whoever is not named may not. The assessed never see who was sampled."""


def judge_sight(person: Person, view: View, area: str | None = None) -> Refused | None:
    """Refuse a person whose post does not show them this, or not of this Area."""
    reach = MAY_SEE[view].get(person.role)
    if reach is None:
        return Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {', '.join(sorted(MAY_SEE[view]))}")
    if reach is Reach.OWN_AREA and person.area != area:
        return Refused(reason=Reason.OTHER_AREA, detail=area or "")
    return None


def may_read_event(person: Person, event: e.QuarterEvent, quarter: AreaQuarter) -> bool:
    """Tell whether a person may read an event of a quarter's story; ``quarter`` is the state as it is now."""
    view = view_of(event)
    if view is View.LINES:
        return any(
            person.staff_id in one.told for one in quarter.escalations if one.escalation_id in _raised(event)
        )
    return judge_sight(person, view, quarter.area) is None


def view_of(event: e.QuarterEvent) -> View:
    """Return the view that an event is of; what a review raised is about the pace of one manager."""
    match event:
        case e.QuarterOpened() | e.IqasPlanned() | e.PlanChanged() | e.Told() | e.WorkHandedOver():
            return View.REPORT
        case e.IqasNumbered() | e.SampleDrawn() | e.BlockPassedOver() | e.SecondCheckReassigned():
            return View.REPORT
        case e.PassTaken() | e.WeekReviewed() | e.PolicyApplied() | e.QuarterClosed() | e.QuarterEnded():
            return View.REPORT
        case EscalationRaised() | EscalationHandedOver() | EscalationAcknowledged() | EscalationsSettled():
            return View.LINES
        case never:
            assert_never(never)


def _raised(event: e.QuarterEvent) -> frozenset[str]:
    ids = getattr(event, "escalation_ids", None) or (getattr(event, "escalation_id", ""),)
    return frozenset(ids)


def lines_for(person: Person, weeks: Iterable[ManagerWeek]) -> tuple[ManagerWeek, ...]:
    """Return the lines about single people that a person may see: their own, and those of whom they are above.

    By staff id: nobody is ranked. The chief and everybody else see the Area's pattern alone.
    """
    shown = (one for one in weeks if person.staff_id in {one.manager, one.senior_manager})
    return tuple(sorted(shown, key=lambda one: one.manager))
