"""Who may do what to an Area's quarter: one table, from commands to posts in the Area."""

from typing import Final

from domain.escalations import AcknowledgeEscalation, told_of
from domain.offices import SENIORS, SYSTEM, Allowed, Relation
from domain.people import Role
from domain.quarter import commands as c
from domain.quarter.state import AreaQuarter

_TOLD: Allowed = frozenset({Relation.TOLD})

WHO_MAY: Final[dict[type[c.QuarterCommand], Allowed]] = {
    c.OpenQuarter: SENIORS | {Role.ADMINISTRATOR},
    c.TakePass: SYSTEM,
    AcknowledgeEscalation: SENIORS | _TOLD,
    c.CloseQuarter: SENIORS | SYSTEM,
    c.TellingDone: SYSTEM,
    c.ReviewWeek: SYSTEM,
    c.PickForSample: SENIORS,
    c.HandOverWork: SENIORS | {Role.ADMINISTRATOR},
    c.ApplyPolicy: SENIORS | {Role.ADMINISTRATOR},
    c.DeadlinePassed: SYSTEM,
    c.CatchUp: SYSTEM,
}


def named(command: c.QuarterCommand, quarter: AreaQuarter, actor: str) -> Allowed:
    """What the state says the actor is: somebody to whom it was put, or nothing."""
    return _TOLD if actor in told_of(command, quarter.escalations) else frozenset()
