"""Gathers what an IQA, or what is noted on a case, decides on: the case, its pool, a conversation, another IQA."""

import json
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from domain.calendar import day_of
from domain.cases import CaseFile
from domain.casework.requested import RequestAnswer, Wanted
from domain.facts import CaseFacts, CaseNeeds
from domain.ids import urn_of
from domain.iqa.eligibility import Assessed, Candidate, candidate
from domain.iqa.facts import AskedFor, IqaFacts, IqaNeeds, LooksOf, NotedConversation
from domain.iqa.sight import Part
from domain.policy import Policy
from domain.talks import NotedTalk
from infra.postgres.connections import Connection
from infra.postgres.looks import looked_before
from infra.postgres.quarter_facts import named_iqa
from infra.postgres.read_models import claims_of
from infra.postgres.shared_facts import shared_facts
from infra.postgres.sql import queries
from infra.reference import Library

_CHANCE_BYTES: Final = 32


async def case_facts(connection: Connection, library: Library, needs: CaseNeeds, now: datetime) -> CaseFacts:
    """Load what a decision on a case needs; raises ``UnknownVersion``."""
    case_file, _ = await _case_files(connection, needs.urn)
    return CaseFacts(**await shared_facts(connection, library, needs, now), case_file=case_file)


async def iqa_facts(connection: Connection, library: Library, needs: IqaNeeds, now: datetime) -> IqaFacts:
    """Load what a decision in an IQA needs; raises ``UnknownVersion``."""
    shared = await shared_facts(connection, library, needs, now)
    case_file, pool = await _case_files(connection, needs.urn, needs.pool_of)
    eligible = _eligible(pool, needs, shared["policy"], day_of(now))
    return IqaFacts(
        **shared,
        case_file=case_file,
        eligible_cases=len(eligible),
        pool=await _unclaimed(connection, eligible, needs),
        chance=secrets.token_hex(_CHANCE_BYTES) if needs.draw_for else "",
        conversation=await _conversation(connection, needs.conversation_id),
        request=await _request(connection, needs.request_id),
        named_iqa=await named_iqa(connection, needs.named_iqa),
        looked_before=await _seen_before(connection, needs.looks_of, now),
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


def _eligible(
    pool: Iterable[CaseFile], needs: IqaNeeds, policy: Policy, today: date
) -> tuple[Candidate, ...]:
    """The cases that could be chosen without an override: the pool of which one is selected."""
    if needs.pool_of is None or needs.pool_for is None:
        return ()
    assessed = Assessed(
        prosecutor=needs.pool_of,
        assessor=needs.pool_for,
        category=needs.category,
        today=today,
        rules=policy.selection,
    )
    return tuple(one for case_file in pool if (one := candidate(case_file, assessed)).eligible)


async def _unclaimed(
    connection: Connection, eligible: Iterable[Candidate], needs: IqaNeeds
) -> tuple[Candidate, ...]:
    """Those of them from which an IQA draws, each without the work that another one assesses."""
    if needs.pool_of is None or needs.draw_for is None:
        return ()
    claims = await claims_of(connection, needs.pool_of)
    taken = {(claim.urn, claim.work) for claim in claims if claim.stream != needs.draw_for}
    left = (one.without(taken) for one in eligible)
    return tuple(one for one in left if one.eligible)


async def _seen_before(connection: Connection, of: LooksOf | None, now: datetime) -> bool:
    """Whether somebody had seen an IQA: they did something in it, picked it for the sample, or were shown its marks."""
    if of is None:
        return False
    did: bool = await queries("facts").acted(
        connection, stream=of.iqa_id, quarter=of.quarter_id, actor=of.person
    )
    return did or await looked_before(connection, of.person, of.iqa_id, now, Part.MARKS) is not None


async def _conversation(connection: Connection, conversation_id: str | None) -> NotedConversation | None:
    """The talk that was noted under that id, which is the case's stream, a full stop and its number there."""
    if conversation_id is None:
        return None
    stream, _, number = conversation_id.rpartition(".")
    async for row in queries("facts").conversations(connection, stream=stream):
        talk = NotedTalk.model_validate_json(row["body"])
        if talk.conversation_id == number:
            named = {"conversation_id": conversation_id, "urn": urn_of(stream)}
            return NotedConversation(**dict(talk) | named)
    return None


async def _request(connection: Connection, request_id: str | None) -> AskedFor | None:
    """What was asked for under that id, which is the case's stream, a full stop and its number there."""
    if request_id is None:
        return None
    stream, _, number = request_id.rpartition(".")
    found: dict[str, Any] = {}
    async for row in queries("facts").requests(connection, stream=stream):
        event = json.loads(row["body"])
        if event["request_id"] == number:
            found |= event
    if not found:
        return None
    return AskedFor(
        request_id=request_id,
        urn=urn_of(stream),
        prosecutor=found["prosecutor"],
        assessment=found["wanted"] == Wanted.ASSESSMENT,
        agreed=found.get("answer") == RequestAnswer.AGREED,
    )
