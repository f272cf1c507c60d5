"""What the read tables tell a client, and how a command was answered; nothing here reads a clock."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.casework.requested import RequestAnswer, Wanted
from domain.errors import Refused
from domain.ids import case_id, urn_of
from domain.periods import Quarter
from domain.rows import ClaimRow, ConversationRow, EscalationRow, IqaRow
from domain.stream import Answer, answered
from domain.values import Code, Note, Value
from infra.postgres.roster import Source
from infra.postgres.sql import queries


class Waiting(Value):
    """A step that waits for a person, with the IQA that it belongs to; ``due`` is UTC.

    What is about the IQA is None where the stream is a case's own.
    """

    stream: Code
    step: Code
    item: str
    who: Code
    due: datetime | None
    missed: bool
    urgent: bool
    prosecutor: Code | None
    assessor: Code | None
    urn: Code | None
    quarter: Code | None
    stage: Code | None
    target_on: date | None
    asks_for: tuple[Code, ...]

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether it was due before now (UTC)."""
        return self.missed or (self.due is not None and self.due < now)


class Asked(Value):
    """A command as the ledger keeps it: its JSON, what was answered, and when it was judged (UTC)."""

    kind: Code
    at: datetime
    body: dict[str, Any]
    answer: Answer | Refused


async def iqa(source: Source, iqa_id: str) -> IqaRow | None:
    """Find one IQA as lists show it."""
    row = await queries("read_models").iqa(source, iqa_id=iqa_id)
    return IqaRow.model_validate(dict(row)) if row else None


async def has_stream(source: Source, stream: str) -> bool:
    """Tell whether anything was ever recorded in a stream."""
    found: bool = await queries("read_models").has_stream(source, stream=stream)
    return found


async def escalation(source: Source, escalation_id: str) -> EscalationRow | None:
    """Find one escalation."""
    row = await queries("read_models").escalation(source, escalation_id=escalation_id)
    return EscalationRow.model_validate(dict(row)) if row else None


async def inbox(source: Source, who: str) -> tuple[Waiting, ...]:
    """What waits for one person, the soonest first, so that what is overdue stands on top."""
    rows = queries("read_models").inbox(source, who=who)
    return tuple([Waiting.model_validate(dict(row)) async for row in rows])


async def escalations_of(source: Source, who: str, quarter: str | None = None) -> tuple[EscalationRow, ...]:
    """What was put to one person, at first or as it went up, the latest first."""
    rows = queries("read_models").escalations_of(source, who=who, quarter=quarter)
    return tuple([EscalationRow.model_validate(dict(row)) async for row in rows])


async def escalations_in(
    source: Source, area: str, reader: str, quarter: str | None = None
) -> tuple[EscalationRow, ...]:
    """What was escalated in an Area, the latest first; about somebody's pace only what was put to the reader."""
    rows = queries("read_models").escalations_in(source, area=area, quarter=quarter, reader=reader)
    return tuple([EscalationRow.model_validate(dict(row)) async for row in rows])


class RuleCount(Value):
    """In how many IQAs of an Area a rule was set aside; without a rule, how many are themed."""

    area: Code
    rule: Code | None
    iqas: int


async def exceptions_of(source: Source, quarter: str, who: str) -> tuple[IqaRow, ...]:
    """The exceptions of a quarter in the IQAs that one person assesses or is above."""
    period = Quarter.parse(quarter)
    rows = queries("read_models").exceptions_of(
        source, quarter=quarter, since=period.begins, until=period.ends, who=who
    )
    return tuple([IqaRow.model_validate(dict(row)) async for row in rows])


async def exceptions_counted(source: Source, quarter: str, area: str | None) -> tuple[RuleCount, ...]:
    """How many exceptions a quarter has by Area and rule, then how many themed IQAs; of one Area, where it is named."""
    period, sql = Quarter.parse(quarter), queries("read_models")
    asked = {"quarter": quarter, "since": period.begins, "until": period.ends, "area": area}
    rules = [RuleCount.model_validate(dict(row)) async for row in sql.exceptions_counted(source, **asked)]
    themed = [RuleCount(**dict(row), rule=None) async for row in sql.themed_counted(source, **asked)]
    return (*rules, *themed)


class ManagerReviewed(Value):
    """In which IQAs of a manager a week's review found a rule set aside, and who is above."""

    senior_manager: Code
    set_aside: tuple[Code, ...] = ()


async def weeks_reviewed(source: Source, stream: str, version: int) -> tuple[ManagerReviewed, ...]:
    """What the weekly review at that version of a quarter's stream named of exceptions."""
    body = await queries("read_models").recorded_at_version(source, stream=stream, version=version)
    return tuple(ManagerReviewed.model_validate(one) for one in json.loads(body)["managers"])


async def undertaken(source: Source, area: str, quarter: str) -> dict[str, bool]:
    """The IQAs of an Area whose assessment was confirmed in a quarter, and whether each was withdrawn."""
    period = Quarter.parse(quarter)
    rows = queries("read_models").undertaken(source, area=area, since=period.begins, until=period.ends)
    return {row["iqa_id"]: row["withdrawn"] async for row in rows}


async def claims_of(source: Source, prosecutor: str) -> tuple[ClaimRow, ...]:
    """Which work of a prosecutor on which case an IQA assesses."""
    rows = queries("read_models").claims_of(source, prosecutor=prosecutor)
    return tuple([ClaimRow.model_validate(dict(row)) async for row in rows])


async def conversations(
    source: Source, manager: str, prosecutor: str, since: date
) -> tuple[ConversationRow, ...]:
    """Everyday case conversations of a manager with a prosecutor, the latest first."""
    rows = queries("read_models").conversations(source, manager=manager, prosecutor=prosecutor, since=since)
    return tuple([ConversationRow.model_validate(dict(row)) async for row in rows])


async def agreed_requests(source: Source, prosecutor: str, urns: Iterable[str]) -> dict[str, str]:
    """What a prosecutor asked to have assessed, was agreed and is not selected yet: by the case, the first of each."""
    sql, asked = queries("read_models"), dict[str, dict[str, str]]()
    async for row in sql.requests_on(source, streams=[case_id(urn) for urn in urns]):
        event = json.loads(row["body"])
        asked.setdefault(f"{row['stream']}.{event['request_id']}", {}).update(event)
    rows = sql.selections_of(source, prosecutor=prosecutor)
    used = {json.loads(row["body"]).get("request_id") async for row in rows}
    theirs = (prosecutor, Wanted.ASSESSMENT, RequestAnswer.AGREED)
    found: dict[str, str] = {}
    for request_id, one in asked.items():
        if request_id not in used and (one["prosecutor"], one["wanted"], one.get("answer")) == theirs:
            found.setdefault(urn_of(request_id.rpartition(".")[0]), request_id)
    return found


async def asked(source: Source, stream: str, command_id: UUID) -> Asked | None:
    """Find a command that was judged before, and its answer."""
    row = await queries("ledger").command(source, stream=stream, command_id=command_id)
    if row is None:
        return None
    return Asked(kind=row["kind"], at=row["at"], body=json.loads(row["body"]), answer=answered(row["answer"]))


class Acknowledged(Value):
    """Who took an escalation on when (UTC), and what they will do."""

    escalation_id: Code
    by: Code
    will_do: Note
    at: datetime


async def acknowledgements(source: Source, streams: Iterable[str]) -> dict[str, Acknowledged]:
    """What somebody above has taken on in some streams, by the id of the escalation."""
    rows = queries("read_models").acknowledgements(source, streams=sorted(streams))
    found = [Acknowledged.model_validate(json.loads(row["body"]) | {"at": row["at"]}) async for row in rows]
    return {one.escalation_id: one for one in found}
