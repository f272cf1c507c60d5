"""Escalated matters in the quarter: taken, put one rung higher, settled, taken on (report ¶2.10, ¶6.6).

One missed step may be put to several people at once, each as an escalation of its own. They climb as one
matter: on that of the last of them, since policy names the highest last.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.offices import SENIORS
from domain.people import Person, Role, line_of
from domain.policy import EscalatedMatter, Rung
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.state import AreaQuarter, Escalation

_AT_ONCE: Final = timedelta(hours=1)
"""How soon after midnight what fell due at midnight is raised, unless something was down."""


def matters(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationEvent, ...]:
    """Everything that a pass finds about escalated matters."""
    return (*settled(quarter, facts), *taken(quarter, facts), *climbed(quarter, facts))


def taken(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationTaken, ...]:
    """What was escalated and not taken yet, each once, with the instant at which it goes up."""
    return tuple(
        e.EscalationTaken(
            **escalation.model_dump(),
            climb_due=_climb_due(_rungs(escalation.matter, facts), 0, escalation.raised_at, facts),
        )
        for escalation in facts.open_escalations
        if quarter.escalation(escalation.escalation_id) is None
    )


def climbed(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationClimbed, ...]:
    """What nobody took on in time, one rung up, to somebody who was not told yet."""
    settled_now = frozenset(facts.settled_escalations)
    found = []
    for matter in _matters(quarter):
        waiting = [one for one in matter if one.is_open and one.escalation_id not in settled_now]
        highest = max(reversed(waiting), key=lambda one: one.rung, default=None)
        if highest and highest.climb_due and highest.climb_due <= facts.now:
            found.append(_climb(highest, matter, facts))
    return tuple(found)


def settled(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationsSettled, ...]:
    """What no longer waits."""
    ids = tuple(
        one.escalation_id
        for one in quarter.unacknowledged
        if one.escalation_id in frozenset(facts.settled_escalations)
    )
    return (e.EscalationsSettled(escalation_ids=ids),) if ids else ()


def acknowledge(
    command: c.AcknowledgeEscalation, actor: str, quarter: AreaQuarter, facts: Facts
) -> tuple[e.EscalationTaken | e.EscalationAcknowledged, ...] | Refused:
    """Take it on, even if it was raised a moment ago and the quarter had not taken it yet.

    A senior manager or the chief takes on whatever else was raised of the same step.
    """
    news = taken(quarter, facts)
    waiting: tuple[Escalation | e.EscalationTaken, ...] = (*quarter.unacknowledged, *news)
    named = next((one for one in waiting if one.escalation_id == command.escalation_id), None)
    if named is None:
        return Refused(reason=Reason.UNKNOWN_ESCALATION, detail=command.escalation_id)
    person = facts.person(actor)
    others = [
        one
        for one in waiting
        if one != named and (one.stream, one.deadline) == (named.stream, named.deadline)
    ]
    covers = others if person and person.area == quarter.area and person.role in SENIORS else []
    acknowledged = (
        e.EscalationAcknowledged(escalation_id=one.escalation_id, by=actor, will_do=command.will_do)
        for one in (named, *covers)
    )
    return (*news, *acknowledged)


def _matters(quarter: AreaQuarter) -> Iterable[list[Escalation]]:
    """The escalations by the missed step that raised them; those of one were raised in the same instant."""
    found: dict[tuple[str, str, datetime], list[Escalation]] = {}
    for one in quarter.escalations:
        found.setdefault((one.stream, one.deadline, one.raised_at), []).append(one)
    return found.values()


def _climb(one: Escalation, matter: Sequence[Escalation], facts: Facts) -> e.EscalationClimbed:
    """Go up until a rung has somebody new; beyond the last nobody is left, and it stays there."""
    told = tuple(dict.fromkeys(staff_id for each in matter for staff_id in each.told))
    rungs, rung = _rungs(one.matter, facts), one.rung
    to: tuple[str, ...] = ()
    while rung + 1 < len(rungs) and not to:
        rung += 1
        to = _above(rungs[rung].to, told, facts)
    return e.EscalationClimbed(
        escalation_id=one.escalation_id,
        to=to,
        rung=rung,
        climb_due=_climb_due(rungs, rung, one.raised_at, facts),
    )


def _rungs(matter: EscalatedMatter | None, facts: Facts) -> tuple[Rung, ...]:
    return facts.policy.ladder(matter) if matter else ()


def _climb_due(rungs: Sequence[Rung], rung: int, raised_at: datetime, facts: Facts) -> datetime | None:
    """When it goes to the next rung: the end of so many working days after it fell due."""
    if rung + 1 >= len(rungs):
        return None
    return facts.calendar.due(_fell_due(raised_at), rungs[rung + 1].after)


def _fell_due(raised_at: datetime) -> date:
    """The day it fell due: deadlines end with a day, and what was missed is raised a moment later."""
    return day_of(raised_at - _AT_ONCE)


def _above(roles: Iterable[Role], told: Sequence[str], facts: Facts) -> tuple[str, ...]:
    """Whoever of these roles stands above those told, with their cover of today; each once, nobody twice."""
    people = [person for role in roles if (person := _in_role(role, told, facts))]
    found = (staff_id for one in people for staff_id in (one.staff_id, facts.cover(one.staff_id)))
    return tuple(dict.fromkeys(staff_id for staff_id in found if staff_id not in told))


def _in_role(role: Role, told: Sequence[str], facts: Facts) -> Person | None:
    """The first in that role above them; else a chief of the Area for a chief, and for others the next above."""
    lines = list(
        dict.fromkeys(person.staff_id for staff_id in told for person in line_of(staff_id, facts.person))
    )
    people = [person for staff_id in lines if (person := facts.person(staff_id))]
    of_area = [person for person in facts.people if role is Role.CHIEF_CROWN_PROSECUTOR]
    in_role = [person for person in (*people, *of_area) if person.role is role]
    fit = (person for person in in_role or people if person.in_post(facts.today))
    return next((person for person in fit if person.staff_id not in told), None)
