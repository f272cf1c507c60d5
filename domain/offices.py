"""Who may do what by their post in an Area, or by what a state says they are."""

from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.ids import is_system
from domain.iqa.access import Relation
from domain.people import Role

Allowed = frozenset[Role | Relation]
"""Posts in the Area, and relations that a state alone shows."""

SYSTEM: Allowed = frozenset({Relation.SYSTEM})
ASSESSORS: Allowed = frozenset({Role.LEGAL_MANAGER, Role.SENIOR_MANAGER})
SENIORS: Allowed = frozenset({Role.SENIOR_MANAGER, Role.CHIEF_CROWN_PROSECUTOR})


def screen_post(actor: str, allowed: Allowed) -> Refused | None:
    """Refuse a person what only a part of this system does, and the other way round."""
    able = Relation.SYSTEM in allowed if is_system(actor) else bool(allowed - SYSTEM)
    return None if able else _not_permitted(allowed)


def judge_post(
    actor: str, allowed: Allowed, area: str, facts: Facts, named: Allowed = frozenset()
) -> Refused | None:
    """Refuse a person who is unknown, not in post, or whom neither post nor state (``named``) allows."""
    if is_system(actor):
        return None
    person = facts.person(actor)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=actor)
    if not person.in_post(facts.today):
        return Refused(reason=Reason.NOT_IN_POST, detail=actor)
    if named & allowed or (person.area == area and person.role in allowed):
        return None
    return _not_permitted(allowed)


def _not_permitted(allowed: Allowed) -> Refused:
    """Name those who are allowed; the system only where nobody else is."""
    named = allowed - SYSTEM or allowed
    return Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {', '.join(sorted(named))}")
