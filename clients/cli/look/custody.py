"""How a case with somebody in custody is told whose prosecutor is away."""

from clients.desk.names import Naming
from domain import words
from domain.custody import CustodyAway


def in_custody(one: CustodyAway, found: Naming) -> str:
    """The case, whose it is, from when to when they are away, and who stands in or that nobody does."""
    until = f"to {words.a_day(one.to_date)}" if one.to_date else "on, until further notice"
    away = f"{found.person(one.prosecutor)} is away from {words.a_day(one.from_date)} {until}"
    named = found.person(one.cover) if one.cover else None
    cover = words.covered(named, one.cover_away_on) if named else "nobody is named to cover"
    return f"  {one.urn}: somebody is in custody; {away}, {cover}."
