"""Gathers the facts of a decision inside the transaction that records it."""

from datetime import datetime, timedelta
from typing import Final

from domain.calendar import day_of
from domain.cases import CaseFile
from domain.eligibility import Assessed, candidate
from domain.facts import Facts, Needs, NotedConversation
from domain.people import Absence, Person
from infra import roster
from infra.postgres import Connection
from infra.quarter_facts import people_of_area, quarter_facts
from infra.reference import Library
from infra.sql import queries

_LOOK_BACK: Final = timedelta(days=180)
"""Absences that ended longer ago than any clock can have been running are left out."""


async def load_facts(connection: Connection, library: Library, needs: Needs, now: datetime) -> Facts:
    """Load what a decision needs; raises ``UnknownVersion`` when its reference data is not installed."""
    current = library.current
    policy = library.policy(needs.policy) if needs.policy else current.policy
    question_set = (
        library.question_set(needs.question_set)
        if needs.question_set
        else current.question_set(needs.category)
    )
    people = (*await _people(connection, needs, now), *await people_of_area(connection, needs))
    people = tuple({person.staff_id: person for person in people}.values())
    facts = Facts(
        now=now,
        policy=policy,
        calendar=current.calendar,
        question_set=question_set,
        people=people,
        absences=await _absences(connection, people, now),
        case_file=await _case_file(connection, needs.urn),
        conversation=await _conversation(connection, needs.conversation_id),
        **await quarter_facts(connection, needs, now),
    )
    if needs.pool_of is None:
        return facts
    return facts.model_copy(update={"eligible_cases": await _eligible(connection, needs, facts)})


async def _people(connection: Connection, needs: Needs, now: datetime) -> tuple[Person, ...]:
    if not needs.people:
        return ()
    rows = queries("facts").people_with_lines(connection, staff_ids=sorted(needs.people), today=day_of(now))
    return tuple([Person.model_validate(dict(row)) async for row in rows])


async def _absences(connection: Connection, people: tuple[Person, ...], now: datetime) -> tuple[Absence, ...]:
    if not people:
        return ()
    ids = [person.staff_id for person in people]
    rows = queries("facts").absences_among(connection, staff_ids=ids, since=day_of(now) - _LOOK_BACK)
    return tuple([Absence.model_validate(dict(row)) async for row in rows])


async def _case_file(connection: Connection, urn: str | None) -> CaseFile | None:
    return await roster.case_file(connection, urn) if urn else None


async def _conversation(connection: Connection, conversation_id: str | None) -> NotedConversation | None:
    if conversation_id is None:
        return None
    row = await queries("facts").noted_conversation(connection, conversation_id=conversation_id)
    return NotedConversation.model_validate(dict(row)) if row else None


async def _eligible(connection: Connection, needs: Needs, facts: Facts) -> int:
    """How many cases could have been chosen without an override: the pool of which one was selected."""
    files = await roster.case_files_of(connection, needs.pool_of or "")
    assessed = Assessed(
        prosecutor=needs.pool_of or "",
        category=needs.category,
        today=day_of(facts.now),
        rules=facts.policy.selection,
    )
    return sum(candidate(case_file, assessed).eligible for case_file in files)
