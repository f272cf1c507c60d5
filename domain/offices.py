"""Posts and relations: who may do what by their post in an Area, or by what a state says they are."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.ids import is_system
from domain.people import Role, line_of


class Relation(StrEnum):
    """What somebody is to one stream, whatever their post; no relation has the word of a post.

    The owner keeps the case action or the talk that a command names; those told are whoever an escalation
    was put to.
    """

    ASSESSOR = "assessor"
    ASSESSED = "assessed_prosecutor"
    OWNER = "owner"
    SAMPLER = "sampler"
    TOLD = "told"
    SYSTEM = "system"


Allowed = frozenset[Role | Relation]
"""Posts in the Area, and relations that a state alone shows."""

POSTS: Final[Allowed] = frozenset(Role)
SYSTEM: Final[Allowed] = frozenset({Relation.SYSTEM})
ASSESSOR: Final[Allowed] = frozenset({Relation.ASSESSOR})
ASSESSED: Final[Allowed] = frozenset({Relation.ASSESSED})
OWNER: Final[Allowed] = frozenset({Relation.OWNER})
SAMPLER: Final[Allowed] = frozenset({Relation.SAMPLER})
TOLD: Final[Allowed] = frozenset({Relation.TOLD})
ASSESSORS: Final[Allowed] = frozenset({Role.LEGAL_MANAGER, Role.SENIOR_MANAGER})
PROSECUTORS: Final[Allowed] = frozenset({Role.PROSECUTOR})
SENIORS: Final[Allowed] = frozenset({Role.SENIOR_MANAGER, Role.CHIEF_CROWN_PROSECUTOR})
READERS: Final[Allowed] = SENIORS | {Role.ADMINISTRATOR}
"""Posts that read everything of their Area."""
NATIONAL: Final[Allowed] = frozenset({Role.LEGAL_ASSURANCE, Role.AUDITOR})
"""Posts that read in every Area (report ¶6.13)."""


def screen_post(actor: str, allowed: Allowed) -> Refused | None:
    """Refuse a person what only a part of this system does, and the other way round."""
    able = Relation.SYSTEM in allowed if is_system(actor) else bool(allowed - SYSTEM)
    return None if able else forbidden(allowed)


Able = Mapping[Role | Relation, str | None]
"""Who it is that has a post above a stream, or a relation to it, by staff id; None where that post can't this time."""


def judge_post(
    actor: str,
    allowed: Allowed,
    area: str,
    facts: Facts,
    named: Allowed = frozenset(),
    able: Able = MappingProxyType({}),
) -> Refused | None:
    """Refuse a person who is unknown, not in post, or whom neither post nor state (``named``) allows.

    Who is able is named as far as the state or the person's own line tells.
    """
    if is_system(actor):
        return None
    person = facts.person(actor)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=actor)
    if not person.in_post(facts.today):
        return Refused(reason=Reason.NOT_IN_POST, detail=actor)
    if named & allowed or (person.area == area and person.role in allowed):
        return None
    return forbidden(allowed, able=_above(actor, area, facts) | dict(able))


def _above(actor: str, area: str, facts: Facts) -> dict[Role | Relation, str | None]:
    """Whoever is above a person in an Area, by post, the nearest of each."""
    line = [one for one in line_of(actor, facts.person) if one.staff_id != actor and one.area == area]
    return {one.role: one.staff_id for one in reversed(line)}


def forbidden(
    allowed: Allowed, reason: Reason = Reason.NOT_PERMITTED, able: Able = MappingProxyType({})
) -> Refused:
    """Refuse, and name those who are allowed, by id where it is known; the system only where nobody else is."""
    named = sorted(allowed - SYSTEM or allowed)
    who = (f"{one} {able[one]}" if able.get(one) else str(one) for one in named)
    return Refused(reason=reason, detail=f"allowed: {', '.join(who)}")
