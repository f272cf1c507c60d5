"""A ledger stream inside a workflow: recorded under one lock, folded, waited on; every workflow here has one.

Without the lock two handlers would fold each other's events twice, or lose them: the event loop runs another handler
at every await.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    ApplicationErrorCategory,
    is_cancelled_exception,
)

from activities.contracts import Answer
from domain.errors import Refused
from domain.ids import derived_id
from workflows import options


class Envelope(Protocol):
    """A command on its way, whatever it is addressed to."""

    @property
    def actor(self) -> str: ...
    @property
    def command(self) -> Any: ...  # noqa: ANN401  a union that each kind of stream closes for itself


class RecordedEvent(Protocol):
    """A recorded event of any kind of stream."""

    @property
    def version(self) -> int: ...


StateT = TypeVar("StateT")
EnvelopeT = TypeVar("EnvelopeT", bound=Envelope)
EnvelopeT_contra = TypeVar("EnvelopeT_contra", contravariant=True)
RecordedT = TypeVar("RecordedT", bound=RecordedEvent)
RecordedT_co = TypeVar("RecordedT_co", bound=RecordedEvent, covariant=True)


class Outcome(Protocol[RecordedT_co]):
    """What a ``record`` activity returns."""

    @property
    def events(self) -> Sequence[RecordedT_co]: ...
    @property
    def answer(self) -> Answer | None: ...
    @property
    def refused(self) -> Refused | None: ...
    @property
    def more(self) -> bool: ...


_OWN_WORK: Final = 4
"""How many times as long as after reading its stream a history is, at least, before a run starts over."""

Record = Callable[[int, EnvelopeT], Awaitable[Outcome[RecordedT]]]
"""Calls the stream's ``record`` activity, with the version folded so far."""


class Stream(Generic[EnvelopeT, StateT, RecordedT]):
    """One stream as far as this workflow has folded it; ``state`` is None before its first event."""

    def __init__(
        self,
        fold: Callable[[StateT | None, Sequence[RecordedT], str], StateT | None],
        record: Record[EnvelopeT, RecordedT],
        show: Callable[[StateT], None],
    ) -> None:
        self.id = workflow.info().workflow_id
        self.version = 0
        self.state: StateT | None = None
        self.is_behind = False
        self.refusals = 0
        self._fold = fold
        self._record = record
        self._show = show
        self._lock = asyncio.Lock()
        self._read_at: int | None = None

    async def record(self, envelope: EnvelopeT) -> Outcome[RecordedT]:
        """Record a command once the lock is held, and fold every event that came back.

        Raises a non-retryable ``ApplicationError`` of the type ``Bug`` or ``LedgerBehind`` when the activity gave
        up: any other error in a handler would fail the workflow task for ever.
        """
        async with self._lock:
            try:
                outcome, self.version, self.state = await self._all_pages(envelope)
            except ActivityError as error:
                raise _given_up(error) from error
            self._read_at = self._read_at or workflow.info().get_current_history_length()
            if self.state is not None:
                self._show(self.state)
            return outcome

    async def _all_pages(self, envelope: EnvelopeT) -> tuple[Outcome[RecordedT], int, StateT | None]:
        """Record a command; asked again, it brings the next page of a long stream, and nothing is done twice.

        Each page is folded as it comes, since all at once could block the workflow for longer than the engine lets it.
        """
        outcome = await self._record(self.version, envelope)
        version, state = self._folded(self.version, self.state, outcome.events)
        while outcome.more:
            outcome = await self._record(version, envelope)
            version, state = self._folded(version, state, outcome.events)
        return outcome, version, state

    def _folded(
        self, version: int, state: StateT | None, events: Sequence[RecordedT]
    ) -> tuple[int, StateT | None]:
        return (events[-1].version, self._fold(state, events, self.id)) if events else (version, state)

    async def record_for_the_system(self, envelope: EnvelopeT) -> None:
        """Record a command of a timer or a workflow; refused without any news, raise an alarm and back off.

        A command of the system must never loop: the next attempt has another id (``system_id``).
        """
        version = self.version
        try:
            outcome = await self.record(envelope)
            refused = str(outcome.refused.reason) if outcome.refused else None
        except ApplicationError as error:
            refused = error.type
        if refused is None or self.version != version:
            self.refusals = 0
            return
        kind = envelope.command.kind
        workflow.logger.error("system_command_refused", extra={"command": kind, "refused": refused})
        self.refusals += 1
        await workflow.sleep(options.back_off(self.refusals), summary=f"{kind} was refused: {refused}")

    def system_id(self, *about: object) -> UUID:
        """The id of a system command: derived, so that a repeated attempt is answered and not done again."""
        return derived_id(self.id, *about, self.version, self.refusals)

    def attempt_id(self, command_id: UUID) -> UUID:
        """That id at first; another after each refusal, which the ledger would only give again to the same id."""
        return derived_id(command_id, self.refusals) if self.refusals else command_id

    def news(self) -> Callable[[], bool]:
        """A condition that holds once anything was folded, or should be."""
        version = self.version
        return lambda: self.version != version or self.is_behind

    async def passed(self, deadline: str, due: datetime, woken: Callable[[], bool]) -> bool:
        """Wait for the deadline, or until woken; return whether it passed."""
        left = max(due - workflow.now(), timedelta(0))
        group = workflow.create_event_group(deadline)
        try:
            await workflow.wait_condition(
                woken, timeout=left, timeout_summary=f"{deadline} due {due:%Y-%m-%d}", event_groups=[group]
            )
        except TimeoutError:
            return True
        return False

    async def start_over_when_long(self, start: object) -> None:
        """Continue as new once the history is long; the new run folds the stream again from the ledger.

        Not before most of the history is this run's own work: what a very long stream takes to read may by itself be
        as long as the engine likes a history to be, and a run that did nothing else would never end starting over.
        """
        length = workflow.info().get_current_history_length()
        if workflow.info().is_continue_as_new_suggested() and length >= _OWN_WORK * (self._read_at or length):
            await workflow.wait_condition(workflow.all_handlers_finished)
            workflow.continue_as_new(start)


def answer_of(outcome: Outcome[RecordedT] | None) -> Answer:
    """Return the answer, or raise the refusal."""
    if outcome is not None and outcome.answer is not None:
        return outcome.answer
    raise refusal(outcome.refused if outcome else None)


def refusal(refused: Refused | None) -> ApplicationError:
    """The error that carries a refusal to the client: its reason as the type, its data as details, no free text."""
    reason = refused.reason if refused else "unknown"
    return ApplicationError(
        reason, refused, type=reason, non_retryable=True, category=ApplicationErrorCategory.BENIGN
    )


def _given_up(error: ActivityError) -> BaseException:
    """Turn the failure of an activity into one that a handler may raise; a cancellation stays one."""
    if is_cancelled_exception(error):
        return error
    kind = error.cause.type if isinstance(error.cause, ApplicationError) else None
    return ApplicationError("record gave up", type=kind or "Bug", non_retryable=True)
