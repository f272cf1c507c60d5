"""``record``: the one place where a command becomes events. Judged, appended and projected in one transaction."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

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
from domain import kinds
from domain.errors import Reason, Refused
from domain.refusals import Keeper, RefusedAttempt, is_kept
from domain.rows import Rows
from domain.stream import (
    Answer,
    CommandT,
    EventT,
    Kind,
    Outcome,
    Recorded,
    RecordRequest,
    StateT,
    answered,
    tag,
)
from domain.values import Value

_log = structlog.get_logger("iqa.record")

MOST_ATTEMPTS_AT_A_BUG = 3


@dataclass(frozen=True)
class Grounds:
    """What a command was judged on: where its stream stood, the facts as they are kept, and the hash of the rules."""

    version: int
    facts: dict[str, Any]
    rules: str


@dataclass(frozen=True)
class Judgement:
    """What came of a command and on which grounds, and every event after the version that the workflow had folded."""

    events: tuple[StoredEvent, ...]
    came_to: Answer | Refused
    grounds: Grounds

    @property
    def answer(self) -> Answer | None:
        """The answer to an accepted command."""
        return self.came_to if isinstance(self.came_to, Answer) else None

    @property
    def refused(self) -> Refused | None:
        """The refusal of any other."""
        return self.came_to if isinstance(self.came_to, Refused) else None


@dataclass(frozen=True)
class Standing(Generic[StateT]):
    """A stream as it stands, its events after the version that the workflow had folded, and an earlier answer."""

    version: int
    state: StateT | None
    unseen: tuple[StoredEvent, ...]
    answered: StoredCommand | None


def activity_name(kind: Kind[CommandT, StateT, EventT]) -> str:
    """What the engine calls the activity that records for a kind of stream."""
    return f"record_{kind.name}"


class Recorder:
    """The activities that write to the ledger; nothing else does. ``rules`` is the hash of those that judge here."""

    def __init__(self, ledger: Ledger, rules: str) -> None:
        self._ledger = ledger
        self._rules = rules
        self._memory = Memory()

    def activities(self) -> list[Callable[[Any], Awaitable[Any]]]:
        """One activity for each kind of stream."""
        return [self.activity(kind) for kind in kinds.KINDS]

    def activity(
        self, kind: Kind[CommandT, StateT, EventT]
    ) -> Callable[[RecordRequest[CommandT]], Awaitable[Outcome[EventT]]]:
        """The activity of that kind, which decodes the kind's own commands and events."""

        async def record(request: RecordRequest[CommandT]) -> Outcome[EventT]:
            return await self.record(kind, request)

        record.__annotations__ = {"request": kind.request, "return": kind.outcome}
        return activity.defn(name=activity_name(kind))(record)

    async def record(
        self, kind: Kind[CommandT, StateT, EventT], request: RecordRequest[CommandT]
    ) -> Outcome[EventT]:
        """Judge a command for a stream and record what follows.

        Raises ``Unavailable`` (retried), ``LedgerBehind`` (never retried) and, for anything unexpected, ``Bug``
        after three attempts.
        """
        envelope = request.envelope
        log = _log.bind(stream=request.stream, command_id=str(envelope.command_id), actor=envelope.actor)
        log = log.bind(command=envelope.kind)
        try:
            async with self._ledger.transaction(request.stream) as transaction:
                judgement = await self._judged(kind, transaction, request)
                came_of_it = _outcome(kind, judgement)
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
        return came_of_it

    async def _judged(
        self,
        kind: Kind[CommandT, StateT, EventT],
        transaction: Transaction,
        request: RecordRequest[CommandT],
    ) -> Judgement:
        """Decide on the stream as it stands, under its lock; a command that was decided before is answered again."""
        standing = await _standing(kind, transaction, request, self._memory)
        version, state, unseen = standing.version, standing.state, standing.unseen
        if version < request.folded:
            msg = f"{request.stream}: the ledger holds {version}, the workflow has folded {request.folded}"
            raise LedgerBehind(msg)
        if standing.answered:
            return await _again(transaction, standing.answered, request, unseen)
        facts = await transaction.facts(kind.needs(request.envelope, state), request.now)
        grounds = Grounds(version, facts.recorded(), self._rules)
        decision = kind.decide(request.envelope, state, facts)
        if isinstance(decision, Refused):
            return await _refuse(transaction, request, decision, grounds, unseen)
        fresh = _stored(decision, request, version)
        folded, notices = kind.fold_with_notices(state, decode(kind, fresh), request.stream)
        answer = Answer(
            command_id=request.envelope.command_id,
            command_hash=request.envelope.hash,
            events=tuple(event.kind for event in fresh),
            version=version + len(fresh),
        )
        try:
            command = _kept(request, answer, grounds)
            await transaction.keep(command, fresh, kind.rows(state), kind.rows(folded), notices)
        except Claimed as claimed:
            refused = Refused(reason=claimed.reason, detail=claimed.detail)
            return await _refuse(transaction, request, refused, grounds, unseen)
        if fresh:
            self._memory.keep(request.stream, Remembered.up_to(fresh, folded))
        return Judgement((*unseen, *fresh), answer, grounds)


def _outcome(kind: Kind[Any, Any, EventT], judgement: Judgement) -> Outcome[EventT]:
    """What the workflow gets of a judgement: of many events a page."""
    events, more = page(judgement.events)
    return kind.outcome(
        events=decode(kind, events),
        answer=judgement.answer,
        refused=judgement.refused,
        facts=told(judgement.grounds.facts),
        rules=judgement.grounds.rules,
        more=more,
    )


async def _standing(
    kind: Kind[CommandT, StateT, EventT],
    transaction: Transaction,
    request: RecordRequest[CommandT],
    memory: Memory,
) -> Standing[StateT]:
    """Read the stream: from its last command on where the ledger proves what is remembered, otherwise all of it.

    What the workflow has not seen stays as it is stored: of a long stream no more is decoded than goes out at once.
    """
    known, command_id = memory.of(request.stream), request.envelope.command_id
    stored, answered = await transaction.find(
        command_id, after=min(known.before, request.folded) if known else 0
    )
    if known and not known.is_told_by(stored):
        known, (stored, answered) = None, await transaction.find(command_id, after=0)
    folded, state = (known.version, known.state) if known else (0, None)
    state = kind.fold(state, decode(kind, _after(folded, stored)), request.stream)
    if stored:
        memory.keep(request.stream, Remembered.up_to(stored, state))
    return Standing(stored[-1].version if stored else 0, state, _after(request.folded, stored), answered)


def _after(version: int, stored: Iterable[StoredEvent]) -> tuple[StoredEvent, ...]:
    return tuple(event for event in stored if event.version > version)


def decode(
    kind: Kind[CommandT, StateT, EventT], stored: Iterable[StoredEvent]
) -> tuple[Recorded[EventT], ...]:
    """Read events from the bytes that the ledger keeps."""
    return tuple(
        kind.recorded.model_validate(
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


def _stored(decision: Iterable[Value], request: RecordRequest[Any], version: int) -> tuple[StoredEvent, ...]:
    return tuple(
        StoredEvent(
            version=version + n,
            at=request.now,
            actor=request.envelope.actor,
            command_id=request.envelope.command_id,
            kind=tag(event),
            body=event.model_dump_json(exclude_defaults=False).encode(),
        )
        for n, event in enumerate(decision, start=1)
    )


async def _refuse(
    transaction: Transaction,
    request: RecordRequest[Any],
    refused: Refused,
    grounds: Grounds,
    unseen: tuple[StoredEvent, ...],
) -> Judgement:
    await transaction.keep(_kept(request, refused, grounds), (), Rows(), Rows())
    await _keep_refused(transaction, request, refused)
    return Judgement(unseen, refused, grounds)


async def _keep_refused(transaction: Transaction, request: RecordRequest[Any], refused: Refused) -> None:
    """Keep what a person attempted, for auditors; the system's own refused commands stand in the ledger alone."""
    envelope = request.envelope
    if not is_kept(envelope.actor, refused.reason):
        return
    attempt = RefusedAttempt(
        stream=request.stream,
        command_id=envelope.command_id,
        actor=envelope.actor,
        command=envelope.kind,
        rule=refused.reason,
        at=request.now,
        kept_by=Keeper.RECORD,
    )
    await transaction.keep_refused(attempt)


def _kept(request: RecordRequest[Any], answer: Answer | Refused, grounds: Grounds) -> StoredCommand:
    envelope = request.envelope
    return StoredCommand(
        command_id=envelope.command_id,
        kind=envelope.kind,
        actor=envelope.actor,
        command_hash=envelope.hash,
        body=envelope.command.model_dump_json().encode(),
        answer=answer.model_dump_json().encode(),
        facts=as_kept(grounds.facts),
        at=request.now,
        judged_version=grounds.version,
        rules=grounds.rules,
        signed_in_how=envelope.signed_in.how if envelope.signed_in else None,
        signed_in_at=envelope.signed_in.at if envelope.signed_in else None,
    )


async def _again(
    transaction: Transaction,
    stored: StoredCommand,
    request: RecordRequest[Any],
    unseen: tuple[StoredEvent, ...],
) -> Judgement:
    grounds = Grounds(stored.judged_version, json.loads(stored.facts), stored.rules)
    if stored.command_hash != request.envelope.hash:
        refused = Refused(reason=Reason.COMMAND_ID_REUSED)
        await _keep_refused(transaction, request, refused)
        return Judgement(unseen, refused, grounds)
    return Judgement(unseen, answered(stored.answer), grounds)
