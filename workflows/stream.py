"""A ledger stream inside a workflow: recorded under one lock, folded, waited on; every workflow here has one.

Without the lock two handlers would fold each other's events twice, or lose them: the event loop runs another handler
at every await.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final, Generic
from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    ApplicationErrorCategory,
    is_cancelled_exception,
)

from activities.record import activity_name
from domain.errors import Refused
from domain.ids import derived_id
from domain.stream import (
    LONGEST,
    Answer,
    CatchUp,
    CommandT,
    Deadline,
    DeadlinePassed,
    Envelope,
    EventT,
    Kind,
    Outcome,
    Recorded,
    RecordRequest,
    StateT,
    tag,
    too_long,
)
from workflows import options
from workflows.search import Shown

_OWN_WORK: Final = 4
"""How many times as long as after reading its stream a history is, at least, before a run starts over."""

_OWN_BYTES: Final = 8 * 1024 * 1024
"""Or by how many bytes it has grown: the engine ends a workflow whose history passes 50 MiB."""

_FULL: Final = 32 * 1024 * 1024
_MOST_WHEN_FULL: Final = 16 * 1024
"""A stream that takes so many bytes to read takes only short commands more, so that what is left to do in it can be."""


class Stream(Generic[CommandT, StateT, EventT]):
    """One stream as far as this workflow has folded it; ``state`` is None before its first event.

    ``actor`` is who asks what the stream asks of itself.
    """

    def __init__(self, kind: Kind[CommandT, StateT, EventT], actor: str) -> None:
        self.id = workflow.info().workflow_id
        self.version = 0
        self.state: StateT | None = None
        self.is_behind = False
        self.refusals = 0
        self._kind = kind
        self._actor = actor
        self._shown = Shown()
        self._lock = asyncio.Lock()
        self._read_at: int | None = None
        self._read_bytes = 0

    def screen(self, envelope: Envelope[CommandT]) -> None:
        """Raise the refusal of what the state alone refuses; all else is for ``record`` to judge.

        So is what was sent after an answer that is not folded here yet: a step may follow from the one before it.
        """
        if self.state is None or envelope.after > self.version:
            return
        most = _MOST_WHEN_FULL if self._read_bytes > _FULL else LONGEST
        if refused := self._kind.screen(envelope, self.state) or too_long(envelope.command, most):
            raise refusal(refused)

    async def record(self, envelope: Envelope[CommandT]) -> Outcome[EventT]:
        """Record a command once the lock is held, and fold every event that came back.

        Raises a non-retryable ``ApplicationError`` of the type ``Bug`` or ``LedgerBehind`` when the activity gave
        up: any other error in a handler would fail the workflow task for ever.
        """
        async with self._lock:
            try:
                outcome, self.version, self.state = await self._all_pages(envelope)
            except ActivityError as error:
                raise _given_up(error) from error
            if self._read_at is None:
                self._read_at = workflow.info().get_current_history_length()
                self._read_bytes = workflow.info().get_current_history_size()
            self._show()
            return outcome

    async def _all_pages(self, envelope: Envelope[CommandT]) -> tuple[Outcome[EventT], int, StateT | None]:
        """Record a command; asked again, it brings the next page of a long stream, and nothing is done twice.

        Each page is folded as it comes, since all at once could block the workflow for longer than the engine lets it.
        """
        outcome = await self._page(self.version, envelope)
        version, state = self._folded(self.version, self.state, outcome.events)
        while outcome.more:
            outcome = await self._page(version, envelope)
            version, state = self._folded(version, state, outcome.events)
        return outcome, version, state

    async def _page(self, folded: int, envelope: Envelope[CommandT]) -> Outcome[EventT]:
        """Have the kind's activity judge and record the command; it brings what was recorded after ``folded``."""
        request: RecordRequest[CommandT] = self._kind.request(
            stream=self.id, folded=folded, now=workflow.now(), envelope=envelope
        )
        outcome: Outcome[EventT] = await workflow.execute_activity(
            activity_name(self._kind),
            request,
            result_type=self._kind.outcome,
            summary=f"{envelope.kind} by {envelope.actor}",
            **options.RECORD,
        )
        return outcome

    def _show(self) -> None:
        """Bring the search attributes up to date."""
        shown = self._kind.listing(self.state) if self.state is not None else None
        if shown and (changes := self._shown.changes(shown)):
            workflow.upsert_search_attributes(changes)

    def _folded(
        self, version: int, state: StateT | None, events: Sequence[Recorded[EventT]]
    ) -> tuple[int, StateT | None]:
        return (events[-1].version, self._kind.fold(state, events, self.id)) if events else (version, state)

    async def record_for_the_system(self, envelope: Envelope[CommandT]) -> None:
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
        kind = envelope.kind
        workflow.logger.error("system_command_refused", extra={"command": kind, "refused": refused})
        self.refusals += 1
        await workflow.sleep(options.back_off(self.refusals), summary=f"{kind} was refused: {refused}")

    async def ask_itself(self, command: CommandT | CatchUp | DeadlinePassed) -> None:
        """Record a command of the stream's own: of a timer, or of what its workflow has done."""
        command_id = self.system_id(tag(command), command.model_dump_json())
        await self.record_for_the_system(
            self._kind.envelope.model_validate(
                {"command_id": command_id, "actor": self._actor, "command": command}
            )
        )

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

    async def wait(self, deadline: Deadline[Any] | None, news: Callable[[], bool]) -> bool:
        """Wait for news, at most until the deadline; record that it passed, and return whether it did.

        A stream that may hold more than was folded catches up instead.
        """
        if self.is_behind:
            self.is_behind = False
            await self.ask_itself(CatchUp())
        elif deadline is None:
            await workflow.wait_condition(news)
        elif await self._passed(deadline, news):
            await self.ask_itself(DeadlinePassed(deadline=deadline.name, due=deadline.due))
            return True
        return False

    async def _passed(self, deadline: Deadline[Any], woken: Callable[[], bool]) -> bool:
        """Wait for the deadline, or until woken; return whether it passed."""
        left = max(deadline.due - workflow.now(), timedelta(0))
        summary = f"{deadline.name} due {deadline.due:%Y-%m-%d}"
        group = workflow.create_event_group(deadline.name)
        try:
            await workflow.wait_condition(woken, timeout=left, timeout_summary=summary, event_groups=[group])
        except TimeoutError:
            return True
        return False

    async def start_over_when_long(self, start: object) -> None:
        """Continue as new once the history is long; the new run folds the stream again from the ledger.

        Not before most of the history is this run's own work: what a very long stream takes to read may by itself be
        as long as the engine likes a history to be, and a run that did nothing else would never end starting over.
        """
        info = workflow.info()
        length = info.get_current_history_length()
        grown = info.get_current_history_size() - self._read_bytes
        has_worked = length >= _OWN_WORK * (self._read_at or length) or grown >= _OWN_BYTES
        if info.is_continue_as_new_suggested() and has_worked:
            await workflow.wait_condition(workflow.all_handlers_finished)
            workflow.continue_as_new(start)


def answer_of(outcome: Outcome[Any] | None) -> Answer:
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
