"""Gathers what a decision of any kind of stream rests on: the instant, reference data, people and their absences."""

from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import TypeAdapter

from domain.calendar import day_of
from domain.facts import Needs
from domain.people import Absence, Person
from infra.postgres.connections import Connection
from infra.postgres.sql import queries
from infra.reference import Library

_LOOK_BACK: Final = timedelta(days=180)
"""Absences that ended longer ago than any clock can have been running are left out."""

_PEOPLE: Final = TypeAdapter(tuple[Person, ...])
_ABSENCES: Final = TypeAdapter(tuple[Absence, ...])


async def shared_facts(
    connection: Connection, library: Library, needs: Needs, now: datetime
) -> dict[str, Any]:
    """Return the fields of ``Facts``; raises ``UnknownVersion`` when reference data is not installed."""
    current = library.current
    asked = needs.question_set
    people, absences = await _people_and_absences(connection, needs, now)
    return {
        "now": now,
        "policy": library.policy(needs.policy) if needs.policy else current.policy,
        "calendar": current.calendar,
        "question_set": library.question_set(asked) if asked else current.question_set(needs.category),
        "people": people,
        "absences": absences,
    }


async def _people_and_absences(
    connection: Connection, needs: Needs, now: datetime
) -> tuple[tuple[Person, ...], tuple[Absence, ...]]:
    others = await _people_of_area(connection, needs)
    if not needs.people and not others:
        return (), ()
    row = await queries("facts").people_and_absences(
        connection,
        staff_ids=sorted(needs.people),
        others=[person.staff_id for person in others],
        today=day_of(now),
        since=day_of(now) - _LOOK_BACK,
    )
    people = {person.staff_id: person for person in (*_PEOPLE.validate_json(row["people"]), *others)}
    return tuple(people.values()), _ABSENCES.validate_json(row["absences"])


async def _people_of_area(connection: Connection, needs: Needs) -> tuple[Person, ...]:
    """Return everyone of the Area who is asked for."""
    if needs.area is None:
        return ()
    rows = queries("quarter").area_people(connection, area=needs.area, roles=sorted(needs.roles))
    return tuple([Person.model_validate(dict(row)) async for row in rows])
