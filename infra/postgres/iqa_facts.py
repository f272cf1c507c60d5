"""Gathers what an IQA, or what is noted on a case, decides on: the case, its pool, a conversation, another IQA."""

from collections.abc import Iterable
from datetime import date, datetime

from domain.calendar import day_of
from domain.cases import CaseFile
from domain.facts import CaseFacts, CaseNeeds
from domain.iqa.eligibility import Assessed, candidate
from domain.iqa.facts import IqaFacts, IqaNeeds, NotedConversation
from domain.policy import Policy
from infra.postgres.connections import Connection
from infra.postgres.quarter_facts import named_iqa
from infra.postgres.shared_facts import shared_facts
from infra.postgres.sql import queries
from infra.reference import Library


async def case_facts(connection: Connection, library: Library, needs: CaseNeeds, now: datetime) -> CaseFacts:
    """Load what a decision on a case needs; raises ``UnknownVersion``."""
    case_file, _ = await _case_files(connection, needs.urn)
    return CaseFacts(**await shared_facts(connection, library, needs, now), case_file=case_file)


async def iqa_facts(connection: Connection, library: Library, needs: IqaNeeds, now: datetime) -> IqaFacts:
    """Load what a decision in an IQA needs; raises ``UnknownVersion``."""
    shared = await shared_facts(connection, library, needs, now)
    case_file, pool = await _case_files(connection, needs.urn, needs.pool_of)
    return IqaFacts(
        **shared,
        case_file=case_file,
        eligible_cases=_eligible(pool, needs, shared["policy"], day_of(now)),
        conversation=await _conversation(connection, needs.conversation_id),
        named_iqa=await named_iqa(connection, needs.named_iqa),
    )


async def _case_files(
    connection: Connection, urn: str | None, pool_of: str | None = None
) -> tuple[CaseFile | None, tuple[CaseFile, ...]]:
    """The case asked for, and the pool of which it is selected."""
    if urn is None and pool_of is None:
        return None, ()
    rows = queries("facts").case_files(connection, urn=urn, pool_of=pool_of)
    files = [(row, CaseFile.model_validate_json(row["case_file"])) async for row in rows]
    asked_for = next((case_file for row, case_file in files if row["is_asked_for"]), None)
    return asked_for, tuple(case_file for row, case_file in files if row["is_in_pool"])


def _eligible(pool: Iterable[CaseFile], needs: IqaNeeds, policy: Policy, today: date) -> int:
    """How many cases could have been chosen without an override: the pool of which one was selected."""
    if needs.pool_of is None or needs.pool_for is None:
        return 0
    assessed = Assessed(
        prosecutor=needs.pool_of,
        assessor=needs.pool_for,
        category=needs.category,
        today=today,
        rules=policy.selection,
    )
    return sum(candidate(case_file, assessed).eligible for case_file in pool)


async def _conversation(connection: Connection, conversation_id: str | None) -> NotedConversation | None:
    if conversation_id is None:
        return None
    row = await queries("facts").noted_conversation(connection, conversation_id=conversation_id)
    return NotedConversation.model_validate(dict(row)) if row else None
