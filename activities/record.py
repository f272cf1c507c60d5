"""``record``: the one place where a command becomes events. Judged, appended and projected in one transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contracts import (
    Answer,
    CaseRecorded,
    IqaRecorded,
    QuarterRecorded,
    RecordCase,
    RecordIqa,
    RecordQuarter,
)
from activities.deciders import CASE, IQA, QUARTER, Decider, Envelope, EnvelopeT, RecordedT, StateT
from activities.memory import Memory, Remembered
from activities.pages import as_kept, page, told
from activities.ports import (
    Claimed,
    Ledger,
    LedgerBehind,
    StoredCommand,
    StoredEvent,
    Transaction,
    Unavailable,
)
from domain.errors import Reason, Refused
from domain.ids import command_hash
from domain.rows import Rows
from domain.values import Value

_log = structlog.get_logger("iqa.record")

MOST_ATTEMPTS_AT_A_BUG = 3


@dataclass(frozen=True)
class Judgement(Generic[RecordedT]):
    """What came of a command, and every event after the version that the workflow had folded."""

    events: tuple[RecordedT, ...]
    answer: Answer | None
    refused: Refused | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Request(Generic[EnvelopeT]):
    """A command for a stream, as a workflow asks for it to be recorded."""

    stream: str
    folded: int
    now: datetime
    envelope: EnvelopeT

    @cached_property
    def hash(self) -> str:
        """The hash of who asks and what."""
        return command_hash(self.envelope.actor, self.envelope.command)


@dataclass(frozen=True)
class Standing(Generic[StateT, RecordedT]):
    """A stream as it stands, its events after the version that the workflow had folded, and an earlier answer."""

    version: int
    state: StateT | None
    unseen: tuple[RecordedT, ...]
    answered: StoredCommand | None


class Recorder:
    """The activities that write to the ledger; nothing else does."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._memory = Memory()

    @activity.defn(name="record_iqa")
    async def record_iqa(self, request: RecordIqa) -> IqaRecorded:
        """Judge a command for an IQA and record what follows.

        Raises ``Unavailable`` (retried), ``LedgerBehind`` (never retried) and, for anything unexpected, ``Bug``
        after three attempts.
        """
        asked = Request(request.stream, request.folded, request.now, request.envelope)
        judgement = await self._guarded(IQA, asked)
        events, more = page(judgement.events)
        return IqaRecorded(
            events=events,
            answer=judgement.answer,
            refused=judgement.refused,
            facts=judgement.facts,
            more=more,
        )

    @activity.defn(name="record_quarter")
    async def record_quarter(self, request: RecordQuarter) -> QuarterRecorded:
        """Judge a command for a quarter and record what follows; raises as ``record_iqa`` does."""
        asked = Request(request.stream, request.folded, request.now, request.envelope)
        judgement = await self._guarded(QUARTER, asked)
        events, more = page(judgement.events)
        return QuarterRecorded(
            events=events,
            answer=judgement.answer,
            refused=judgement.refused,
            facts=told(judgement.facts),
            more=more,
        )

    @activity.defn(name="record_case")
    async def record_case(self, request: RecordCase) -> CaseRecorded:
        """Judge a command for a case and record what follows; raises as ``record_iqa`` does."""
        asked = Request(request.stream, request.folded, request.now, request.envelope)
        judgement = await self._guarded(CASE, asked)
        events, more = page(judgement.events)
        return CaseRecorded(
            events=events,
            answer=judgement.answer,
            refused=judgement.refused,
            facts=judgement.facts,
            more=more,
        )

    async def _guarded(
        self, decider: Decider[EnvelopeT, StateT, RecordedT], request: Request[EnvelopeT]
    ) -> Judgement[RecordedT]:
        envelope = request.envelope
        log = _log.bind(stream=request.stream, command_id=str(envelope.command_id), actor=envelope.actor)
        log = log.bind(command=envelope.command.kind)
        try:
            async with self._ledger.transaction(request.stream) as transaction:
                judgement = await judge(decider, transaction, request, self._memory)
        except Unavailable as error:
            log.warning("unavailable", error=type(error.__cause__).__name__)
            raise ApplicationError(str(error), type="Unavailable") from None
        except LedgerBehind as error:
            log.exception("ledger_behind", folded=request.folded)
            raise ApplicationError(str(error), type="LedgerBehind", non_retryable=True) from None
        except Exception as error:
            # Not raised from the cause: its text may hold a person's words, and would go into the history.
            log.exception("bug")
            last = activity.info().attempt >= MOST_ATTEMPTS_AT_A_BUG
            raise ApplicationError(type(error).__name__, type="Bug", non_retryable=last) from None
        outcome = judgement.refused.reason if judgement.refused else "recorded"
        log.info(outcome, events=list(judgement.answer.events) if judgement.answer else [])
        return judgement


async def judge(
    decider: Decider[EnvelopeT, StateT, RecordedT],
    transaction: Transaction,
    request: Request[EnvelopeT],
    memory: Memory,
) -> Judgement[RecordedT]:
    """Decide on the stream as it stands, under its lock; a command that was decided before is answered again."""
    standing = await _standing(decider, transaction, request, memory)
    version, state, unseen = standing.version, standing.state, standing.unseen
    if version < request.folded:
        msg = (
            f"{request.stream}: the ledger holds version {version}, the workflow has folded {request.folded}"
        )
        raise LedgerBehind(msg)
    if standing.answered:
        return _again(standing.answered, request, unseen)
    facts = await transaction.facts(decider.needs(request.envelope, state), request.now)
    decision = decider.decide(request.envelope, state, facts)
    kept = facts.recorded()
    if isinstance(decision, Refused):
        return await _refuse(transaction, request, decision, kept, unseen)
    fresh = _stored(decision, request, version)
    recorded = decode(decider, fresh)
    folded = decider.fold(state, recorded, request.stream)
    answer = Answer(
        command_id=request.envelope.command_id,
        command_hash=request.hash,
        events=tuple(event.kind for event in fresh),
        version=version + len(fresh),
    )
    command = _kept(request, answer, kept)
    try:
        notices = decider.notices(state, recorded, request.stream)
        await transaction.keep(command, fresh, decider.rows(state), decider.rows(folded), notices)
    except Claimed as claimed:
        refused = Refused(reason=claimed.reason, detail=claimed.detail)
        return await _refuse(transaction, request, refused, kept, unseen)
    if fresh:
        memory.keep(request.stream, Remembered.up_to(fresh, folded))
    return Judgement((*unseen, *recorded), answer, None, kept)


async def _standing(
    decider: Decider[EnvelopeT, StateT, RecordedT],
    transaction: Transaction,
    request: Request[EnvelopeT],
    memory: Memory,
) -> Standing[StateT, RecordedT]:
    """Read the stream: from its last command on where the ledger proves what is remembered, otherwise all of it."""
    known, command_id = memory.of(request.stream), request.envelope.command_id
    stored, answered = await transaction.find(
        command_id, after=min(known.before, request.folded) if known else 0
    )
    if known and not known.is_told_by(stored):
        known, (stored, answered) = None, await transaction.find(command_id, after=0)
    folded, state = (known.version, known.state) if known else (0, None)
    start = min(folded, request.folded)
    events = decode(decider, (event for event in stored if event.version > start))  # versions have no gaps
    state = decider.fold(state, events[folded - start :], request.stream)
    if stored:
        memory.keep(request.stream, Remembered.up_to(stored, state))
    return Standing(stored[-1].version if stored else 0, state, events[request.folded - start :], answered)


def decode(
    decider: Decider[EnvelopeT, StateT, RecordedT], stored: Iterable[StoredEvent]
) -> tuple[RecordedT, ...]:
    """Read events from the bytes that the ledger keeps."""
    return tuple(
        decider.recorded.validate_python(
            {
                "version": event.version,
                "at": event.at,
                "actor": event.actor,
                "command_id": event.command_id,
                "event": json.loads(event.body),
            }
        )
        for event in stored
    )


def _stored(decision: Iterable[Value], request: Request[Any], version: int) -> tuple[StoredEvent, ...]:
    return tuple(
        StoredEvent(
            version=version + n,
            at=request.now,
            actor=request.envelope.actor,
            command_id=request.envelope.command_id,
            kind=getattr(event, "kind"),  # noqa: B009  every event has one; the base class does not say so
            body=event.model_dump_json(exclude_defaults=False).encode(),
        )
        for n, event in enumerate(decision, start=1)
    )


async def _refuse(
    transaction: Transaction,
    request: Request[Any],
    refused: Refused,
    facts: dict[str, Any],
    unseen: tuple[RecordedT, ...],
) -> Judgement[RecordedT]:
    await transaction.keep(_kept(request, refused, facts), (), Rows(), Rows())
    return Judgement(unseen, None, refused, facts)


def _kept(request: Request[Any], answer: Answer | Refused, facts: dict[str, Any]) -> StoredCommand:
    envelope: Envelope = request.envelope
    return StoredCommand(
        command_id=envelope.command_id,
        kind=envelope.command.kind,
        actor=envelope.actor,
        command_hash=request.hash,
        body=envelope.command.model_dump_json().encode(),
        answer=answer.model_dump_json().encode(),
        facts=as_kept(facts),
        at=request.now,
    )


def _again(
    stored: StoredCommand, request: Request[Any], unseen: tuple[RecordedT, ...]
) -> Judgement[RecordedT]:
    facts = json.loads(stored.facts)
    if stored.command_hash != request.hash:
        return Judgement(unseen, None, Refused(reason=Reason.COMMAND_ID_REUSED), facts)
    answer = json.loads(stored.answer)
    if answer.get("kind") == "refused":
        return Judgement(unseen, None, Refused.model_validate(answer), facts)
    return Judgement(unseen, Answer.model_validate(answer), None, facts)
