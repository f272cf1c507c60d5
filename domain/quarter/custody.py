"""Custody while the lawyer is away: the quarter puts it to those above before anything is overdue (report ¶5.24)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from domain.custody import CustodyAway
from domain.offices import ASSESSORS, SENIORS
from domain.people import Role, line_of
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.review import in_posts


def put_above(
    area: str, told: Sequence[CustodyAway], facts: QuarterFacts
) -> Iterator[e.CustodyFoundWhileAway]:
    """Put each case and absence once to the manager and the senior above, with the cover or that there is none.

    It is put again where there was a cover and is none any more, or one who is away too.
    """
    fresh = (one for one in facts.custody if not _was_told(one, told))
    for (whose, first, last, cover, cover_away_on), cases in groupby(fresh, key=_absence):
        yield e.CustodyFoundWhileAway(
            prosecutor=whose,
            from_date=first,
            to_date=last,
            cover=cover,
            cover_away_on=cover_away_on,
            urns=tuple(one.urn for one in cases),
            tell=_above(whose, area, facts),
        )


def _absence(one: CustodyAway) -> tuple[str, date, date | None, str | None, date | None]:
    return one.prosecutor, one.from_date, one.to_date, one.cover, one.cover_away_on


def _was_told(found: CustodyAway, told: Sequence[CustodyAway]) -> bool:
    about = (found.urn, found.prosecutor, found.from_date)
    before = [one for one in told if (one.urn, one.prosecutor, one.from_date) == about]
    return any(found.is_covered or not one.is_covered for one in before)


def _above(staff_id: str, area: str, facts: QuarterFacts) -> tuple[str, ...]:
    """The manager and the senior of their line, or who covers each today; without a senior there, those of the Area."""
    line = [one for one in tuple(line_of(staff_id, facts.person))[1:] if one.area == area]
    here = [one for one in line if one.in_post(facts.today)]
    manager = next((one.staff_id for one in here if one.role in ASSESSORS), None)
    above = next((one.staff_id for one in here if one.role in SENIORS and one.staff_id != manager), None)
    seniors = (above,) if above else in_posts(facts, area, Role.SENIOR_MANAGER, Role.CHIEF_CROWN_PROSECUTOR)
    both = (manager, *seniors) if manager else seniors
    return tuple(dict.fromkeys(_there(one, facts) for one in both))


def _there(staff_id: str, facts: QuarterFacts) -> str:
    """Whoever covers them today, where that is somebody who manages and is in post, or else they themselves."""
    cover = facts.person(facts.cover(staff_id))
    fits = cover is not None and cover.role in ASSESSORS | SENIORS and cover.in_post(facts.today)
    return cover.staff_id if cover and fits else staff_id
