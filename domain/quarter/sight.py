"""Who may see what of a quarter: one table from views to posts, and the lines about single people (¶6.12).

What stands in no table is seen by nobody.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from domain.errors import Reason, Refused
from domain.people import Person, Role
from domain.quarter.pace.figures import ManagerWeek
from domain.quarter.sample.own_figures import SamplerFigures


class View(StrEnum):
    """What there is to see of quarters: of escalations all of an Area, and in lines what is about one person.

    Of exceptions everybody who may see them sees those of their line, and some besides how many there are by rule.
    The list is that of an Area's IQAs, each as far as one may read it.
    """

    PACE = "pace"
    LIST = "list"
    REPORT = "report"
    NATIONAL = "national"
    SAMPLE = "sample"
    ESCALATIONS = "escalations"
    EXCEPTIONS = "exceptions"
    EXCEPTIONS_COUNTED = "exceptions_counted"
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
    View.LIST: {
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
    View.EXCEPTIONS: {
        Role.LEGAL_MANAGER: Reach.OWN_AREA,
        Role.SENIOR_MANAGER: Reach.OWN_AREA,
        Role.CHIEF_CROWN_PROSECUTOR: Reach.OWN_AREA,
        Role.LEGAL_ASSURANCE: Reach.EVERY_AREA,
        Role.AUDITOR: Reach.EVERY_AREA,
    },
    View.EXCEPTIONS_COUNTED: {
        Role.CHIEF_CROWN_PROSECUTOR: Reach.OWN_AREA,
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


def may_see_line(person: Person, assessor: str, senior_manager: str) -> bool:
    """Tell whether a person may see a line about an assessor: their own, and those of whom they are above (¶6.12)."""
    return person.staff_id in {assessor, senior_manager}


def checks_for(person: Person, area: str, found: Iterable[SamplerFigures]) -> tuple[SamplerFigures, ...]:
    """Return whose second checks in an Area a person may see counted: their own, and its chief everybody's."""
    chief = is_chief_of(person, area)
    return tuple(one for one in found if chief or one.sampler == person.staff_id)


def is_chief_of(person: Person, area: str) -> bool:
    """Tell whether somebody is at the head of an Area."""
    return person.role is Role.CHIEF_CROWN_PROSECUTOR and person.area == area


def lines_for(person: Person, weeks: Iterable[ManagerWeek]) -> tuple[ManagerWeek, ...]:
    """Return the lines about single people that a person may see: their own, and those of whom they are above.

    By staff id: nobody is ranked. The chief and everybody else see the Area's pattern alone.
    """
    shown = (one for one in weeks if may_see_line(person, one.manager, one.senior_manager))
    return tuple(sorted(shown, key=lambda one: one.manager))
