"""A folded ledger stream inside a workflow: one lock around the call of ``record`` and the fold.

Without the lock two handlers would fold each other's events twice, or lose them: the event loop runs another handler
at every await.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, Protocol, TypeVar

from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    ApplicationErrorCategory,
    is_cancelled_exception,
)

from activities.contracts import Answer
from domain.errors import Refused

StateT = TypeVar("StateT")


class RecordedEvent(Protocol):
    """A recorded event of any kind of stream."""

    @property
    def version(self) -> int: ...


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


class FoldedStream(Generic[StateT, RecordedT]):
    """One stream as far as this workflow has folded it; ``state`` is None before its first event."""

    def __init__(
        self, stream: str, fold: Callable[[StateT | None, Sequence[RecordedT], str], StateT | None]
    ) -> None:
        self.stream = stream
        self.version = 0
        self.state: StateT | None = None
        self._fold = fold
        self._lock = asyncio.Lock()

    async def record(self, call: Callable[[], Awaitable[Outcome[RecordedT]]]) -> Outcome[RecordedT]:
        """Make the call once the lock is held, and fold every event that came back.

        Raises a non-retryable ``ApplicationError`` of the type ``Bug`` or ``LedgerBehind`` when the activity gave up:
        any other error in a handler would fail the workflow task for ever.
        """
        async with self._lock:
            try:
                outcome = await call()
            except ActivityError as error:
                raise given_up(error) from error
            self.state = self._fold(self.state, outcome.events, self.stream)
            self.version = outcome.events[-1].version if outcome.events else self.version
            return outcome


def given_up(error: ActivityError) -> BaseException:
    """Turn the failure of an activity into one that a handler may raise; a cancellation stays one."""
    if is_cancelled_exception(error):
        return error
    kind = error.cause.type if isinstance(error.cause, ApplicationError) else None
    return ApplicationError("record gave up", type=kind or "Bug", non_retryable=True)


def answer_of(judged: Outcome[RecordedT]) -> Answer:
    """Return the answer, or raise the refusal."""
    if judged.answer is not None:
        return judged.answer
    raise refusal(judged.refused)


def refusal(refused: Refused | None) -> ApplicationError:
    """The error that carries a refusal to the client: its reason as the type, its data as details, never free text."""
    reason = refused.reason if refused else "unknown"
    return ApplicationError(
        reason, refused, type=reason, non_retryable=True, category=ApplicationErrorCategory.BENIGN
    )
