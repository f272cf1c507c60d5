"""The ladder: who hears next of what nobody takes on, and when (report ¶2.10, ¶6.6).

One missed step is one matter, whoever is told of it; it waits for the highest, whom policy names last.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from domain.calendar import BeyondCalendar, end_of_day
from domain.escalations import (
    AcknowledgeEscalation,
    Escalation,
    EscalationAcknowledged,
    EscalationClimbed,
    EscalationCommand,
    EscalationEvent,
    EscalationHandedOver,
    EscalationRaised,
    Escalations,
    EscalationsSettled,
    of_id,
)
from domain.facts import Facts
from domain.notices import About, Due, Notice, NoticeKind
from domain.offices import SENIORS
from domain.people import Person, Role, line_of
from domain.policy import EscalatedMatter, Rung
from domain.post import read_on

CHIEF: Final = frozenset({Role.CHIEF_CROWN_PROSECUTOR})
"""Who of the Area has to be known as well when something goes up: the chief stands above lines that end too early."""


def raised(
    stream: str,
    deadline: str,
    matter: EscalatedMatter,
    people: Iterable[str],
    escalations: Sequence[Escalation],
    facts: Facts,
) -> EscalationRaised:
    """Put a missed step of a stream to these people, the highest last, with the instant at which it goes up."""
    return EscalationRaised(
        escalation_id=f"{stream}.e{len(escalations) + 1}",
        deadline=deadline,
        to=tuple(dict.fromkeys(people)),
        matter=matter,
        climb_due=_climb_due(facts.policy.ladder(matter), 0, facts.now, facts),
    )


def told_before(deadline: str, escalations: Iterable[Escalation]) -> frozenset[str]:
    """Whom one has to know with their lines when what that deadline names goes up; nobody for any other deadline."""
    _, _, escalation_id = deadline.partition("escalation:")
    one = of_id(escalations, escalation_id)
    return frozenset(one.told) if one else frozenset()


def climbed(
    escalation_id: str | None, escalations: Escalations, facts: Facts
) -> tuple[EscalationClimbed, ...]:
    """Put that one higher."""
    return tuple(_climbed(one, facts) for one in escalations if one.escalation_id == escalation_id)


def _climbed(one: Escalation, facts: Facts) -> EscalationClimbed:
    """Go up until a rung has somebody new; beyond the last nobody is left, and it stays there."""
    rungs, rung = facts.policy.ladder(one.matter), one.rung
    to: tuple[str, ...] = ()
    while rung + 1 < len(rungs) and not to:
        rung += 1
        to = _above(rungs[rung].to, one.told, facts)
    due = _climb_due(rungs, rung, one.raised_at, facts)
    return EscalationClimbed(escalation_id=one.escalation_id, to=to, rung=rung, climb_due=due)


def asked(
    command: EscalationCommand, escalations: Escalations, actor: str, area: str, facts: Facts
) -> tuple[EscalationAcknowledged | EscalationHandedOver, ...]:
    """Take one on, or hand it over; whether it is open was judged before."""
    if isinstance(command, AcknowledgeEscalation):
        return _taken_on(command, escalations, actor, area, facts)
    return (EscalationHandedOver(escalation_id=command.escalation_id, whose=command.whose, to=command.to),)


def _taken_on(
    command: AcknowledgeEscalation, escalations: Escalations, actor: str, area: str, facts: Facts
) -> tuple[EscalationAcknowledged, ...]:
    """Take it on; a senior manager or the chief of the Area takes on whatever else was raised of the same step."""
    named, person = of_id(escalations, command.escalation_id), facts.person(actor)
    covers = person is not None and person.area == area and person.role in SENIORS
    others = (
        one.escalation_id
        for one in escalations
        if covers and named and one != named and one.is_open and one.deadline == named.deadline
    )
    return tuple(
        EscalationAcknowledged(escalation_id=escalation_id, by=actor, will_do=command.will_do)
        for escalation_id in (command.escalation_id, *others)
    )


def settled(escalations: Iterable[Escalation], waiting: Collection[str]) -> EscalationsSettled | None:
    """Settle what is about none of the steps that still wait, named as their deadlines are; None where all wait."""
    ids = tuple(one.escalation_id for one in escalations if one.is_open and one.deadline not in waiting)
    return EscalationsSettled(escalation_ids=ids) if ids else None


def notices(
    event: EscalationEvent,
    escalations: Iterable[Escalation],
    late: str | None,
    due: Callable[[str], Due | None],
    about: About,
) -> tuple[Notice, ...]:
    """Who hears of it, and when what a deadline names had been due; whoever is late has heard of it as overdue."""
    match event:
        case EscalationRaised(matter=EscalatedMatter.PACE, to=to):
            return about.to(*to, kind=NoticeKind.PACE_RAISED)
        case EscalationRaised(matter=matter, to=to):
            others = (each for each in to if each != late)
            urgent, of = _is_urgent(matter), due(event.deadline)
            return about.to(*others, kind=NoticeKind.ESCALATION, urgent=urgent, of=of)
        case EscalationClimbed(escalation_id=escalation_id, to=above):
            one = of_id(escalations, escalation_id)
            urgent, of = (_is_urgent(one.matter), due(one.deadline)) if one else (False, None)
            return about.to(*above, kind=NoticeKind.ESCALATION_CLIMBED, urgent=urgent, of=of)
        case _:
            return ()


def _is_urgent(matter: EscalatedMatter) -> bool:
    return matter is EscalatedMatter.URGENT_ACTION


def _climb_due(rungs: Sequence[Rung], rung: int, raised_at: datetime, facts: Facts) -> datetime | None:
    """When it goes to the next rung: the end of so many working days after it could be read first.

    Where the calendar ends before, at its end: what was missed is recorded and told all the same.
    """
    if rung + 1 >= len(rungs):
        return None
    try:
        told_on = read_on(raised_at, facts.policy.notices, facts.calendar)
        return facts.calendar.due(told_on, rungs[rung + 1].after)
    except BeyondCalendar:
        return end_of_day(facts.calendar.last_day)


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
