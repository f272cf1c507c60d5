"""Who may do what to an Area's quarter: one table, from commands to posts in the Area."""

from collections.abc import Iterable
from typing import Final

from domain.facts import Facts, OpenEscalation
from domain.offices import SENIORS, SYSTEM, Allowed, Relation
from domain.people import Role
from domain.quarter import commands as c
from domain.quarter.state import AreaQuarter

_TOLD: Allowed = frozenset({Relation.TOLD})

WHO_MAY: Final[dict[type[c.QuarterCommand], Allowed]] = {
    c.OpenQuarter: SENIORS | {Role.ADMINISTRATOR},
    c.IqaOpeningDone: SYSTEM,
    c.TakePass: SYSTEM,
    c.TakeEscalations: SYSTEM,
    c.AcknowledgeEscalation: SENIORS | _TOLD,
    c.CloseQuarter: SENIORS | SYSTEM,
    c.TellingDone: SYSTEM,
    c.ReviewWeek: SYSTEM,
    c.BeginPost: SYSTEM,
    c.PostDone: SYSTEM,
    c.PickForSample: SENIORS,
    c.HandOverWork: SENIORS | {Role.ADMINISTRATOR},
    c.ApplyPolicy: SENIORS | {Role.ADMINISTRATOR},
    c.DeadlinePassed: SYSTEM,
    c.CatchUp: SYSTEM,
}


def named(command: c.QuarterCommand, quarter: AreaQuarter, actor: str, facts: Facts) -> Allowed:
    """What state and facts say the actor is: somebody to whom the matter was put, or nothing."""
    escalation_id = command.escalation_id if isinstance(command, c.AcknowledgeEscalation) else ""
    matter = quarter.escalation(escalation_id)
    told = matter.told if matter else tuple(one.to for one in _raised(escalation_id, facts))
    return _TOLD if actor in told else frozenset()


def _raised(escalation_id: str, facts: Facts) -> Iterable[OpenEscalation]:
    return (one for one in facts.open_escalations if one.escalation_id == escalation_id)
