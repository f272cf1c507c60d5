"""Gathers the facts of a decision inside the transaction that records it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from domain.calendar import day_of
from domain.cases import CaseFile
from domain.facts import Facts, Needs, NotedConversation
from domain.iqa.eligibility import Assessed, candidate
from domain.people import Absence, Person
from domain.policy import Policy
from infra.postgres.connections import Connection
from infra.postgres.quarter_facts import people_of_area, quarter_facts
from infra.postgres.sql import queries
from infra.reference import Library

_LOOK_BACK: Final = timedelta(days=180)
"""Absences that ended longer ago than any clock can have been running are left out."""

_PEOPLE: Final = TypeAdapter(tuple[Person, ...])
_ABSENCES: Final = TypeAdapter(tuple[Absence, ...])


async def load_facts(connection: Connection, library: Library, needs: Needs, now: datetime) -> Facts:
    """Load what a decision needs; raises ``UnknownVersion`` when its reference data is not installed."""
    current = library.current
    policy = library.policy(needs.policy) if needs.policy else current.policy
    question_set = (
        library.question_set(needs.question_set)
        if needs.question_set
        else current.question_set(needs.category)
    )
    people, absences = await _people_and_absences(connection, needs, now)
    case_file, pool = await _case_files(connection, needs)
    return Facts(
        now=now,
        policy=policy,
        policy_installed=needs.policy_asked if needs.policy_asked in library.policies else None,
        calendar=current.calendar,
        question_set=question_set,
        people=people,
        absences=absences,
        case_file=case_file,
        eligible_cases=_eligible(pool, needs, policy, day_of(now)),
        conversation=await _conversation(connection, needs.conversation_id),
        **await quarter_facts(connection, needs, now),
    )


async def _people_and_absences(
    connection: Connection, needs: Needs, now: datetime
) -> tuple[tuple[Person, ...], tuple[Absence, ...]]:
    others = await people_of_area(connection, needs)
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


async def _case_files(connection: Connection, needs: Needs) -> tuple[CaseFile | None, tuple[CaseFile, ...]]:
    """The case asked for, and the pool of which it is selected."""
    if needs.urn is None and needs.pool_of is None:
        return None, ()
    rows = queries("facts").case_files(connection, urn=needs.urn, pool_of=needs.pool_of)
    files = [(row, CaseFile.model_validate_json(row["case_file"])) async for row in rows]
    asked_for = next((case_file for row, case_file in files if row["is_asked_for"]), None)
    return asked_for, tuple(case_file for row, case_file in files if row["is_in_pool"])


def _eligible(pool: Iterable[CaseFile], needs: Needs, policy: Policy, today: date) -> int:
    """How many cases could have been chosen without an override: the pool of which one was selected."""
    if needs.pool_of is None:
        return 0
    assessed = Assessed(
        prosecutor=needs.pool_of, category=needs.category, today=today, rules=policy.selection
    )
    return sum(candidate(case_file, assessed).eligible for case_file in pool)


async def _conversation(connection: Connection, conversation_id: str | None) -> NotedConversation | None:
    if conversation_id is None:
        return None
    row = await queries("facts").noted_conversation(connection, conversation_id=conversation_id)
    return NotedConversation.model_validate(dict(row)) if row else None
