"""Looks up people, absences and cases as they were last imported."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

import asyncpg

from domain.cases import Case, CaseFile, Contribution, Milestone
from domain.people import Absence, Person
from domain.values import Code, Value
from infra.postgres.connections import Connection, Pool
from infra.postgres.sql import queries

Source: TypeAlias = "Connection | Pool"
"""Where a look-up runs: in somebody's transaction, or on a connection of its own."""


async def person(source: Source, staff_id: str) -> Person | None:
    """Find one person, also one who has left."""
    record = await queries("roster").person(source, staff_id=staff_id)
    return None if record is None else Person.model_validate(dict(record))


async def person_alike(source: Source, staff_id: str) -> Person | None:
    """Find the one person whose id differs in capitals alone; nobody where these are several."""
    found = [record async for record in queries("roster").person_alike(source, staff_id=staff_id)]
    return Person.model_validate(dict(found[0])) if len(found) == 1 else None


async def people_of(source: Source, area: str) -> tuple[Person, ...]:
    """Everyone of an Area by staff id, also those who have left."""
    records = queries("roster").people_of(source, area=area)
    return tuple([Person.model_validate(dict(record)) async for record in records])


async def names(source: Source, staff_ids: Iterable[str]) -> dict[str, str]:
    """What some people are called, by staff id; to be shown, and kept nowhere."""
    records = queries("roster").names(source, staff_ids=sorted(set(staff_ids)))
    return {record["staff_id"]: record["name"] async for record in records}


async def reports_of(source: Source, manager: str) -> tuple[Person, ...]:
    """Those who report to a manager directly, by staff id."""
    records = queries("roster").reports_of(source, manager=manager)
    return tuple([Person.model_validate(dict(record)) async for record in records])


async def absences_of(source: Source, staff_id: str) -> tuple[Absence, ...]:
    """When a person is away, earliest first."""
    records = queries("roster").absences_of(source, staff_id=staff_id)
    return tuple([Absence.model_validate(dict(record)) async for record in records])


class AwayNow(Value):
    """Whoever is away today, until which day (London, None where it is open), who covers them and who is above."""

    staff_id: Code
    to_date: date | None
    cover: Code | None
    reports_to: Code | None


async def away_near(source: Source, who: str, today: date) -> tuple[AwayNow, ...]:
    """Those who are away on a day (London) and whom somebody covers, or who report to them, by staff id."""
    records = queries("roster").away_near(source, who=who, today=today)
    return tuple([AwayNow.model_validate(dict(record)) async for record in records])


async def case_file(source: Source, urn: str) -> CaseFile | None:
    """Find one case with all that is known of it."""
    cases = [record async for record in queries("roster").cases(source, urns=[urn])]
    return next(iter(await _files(source, cases)), None)


async def case_files_of(source: Source, staff_id: str) -> tuple[CaseFile, ...]:
    """The cases allocated to a person, and those allocated elsewhere on which they worked, by URN."""
    return await _files(
        source, [record async for record in queries("roster").cases_of(source, staff_id=staff_id)]
    )


async def _files(source: Source, records: Sequence[asyncpg.Record]) -> tuple[CaseFile, ...]:
    cases = [Case.model_validate(dict(record)) for record in records]
    urns = [case.urn for case in cases]
    contributions: dict[str, list[Contribution]] = defaultdict(list)
    async for record in queries("roster").contributions_to(source, urns=urns):
        contributions[record["urn"]].append(Contribution.model_validate(dict(record)))
    milestones: dict[str, list[Milestone]] = defaultdict(list)
    async for record in queries("roster").milestones_of(source, urns=urns):
        milestones[record["urn"]].append(Milestone.model_validate(dict(record)))
    return tuple(
        CaseFile(
            case=case, contributions=tuple(contributions[case.urn]), milestones=tuple(milestones[case.urn])
        )
        for case in cases
    )
