"""What the activities need from the world; ``infra`` provides it."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from domain.errors import Reason
from domain.facts import Facts, Needs
from domain.rows import Rows


class Unavailable(Exception):
    """The database or the network is out of reach: the engine tries again, with back-off."""


class Bug(Exception):
    """Something that must not happen: three attempts, then the command fails and operators are alarmed."""


class LedgerBehind(Exception):
    """The ledger holds less than the workflow has folded: it was restored from an older backup. Never appended to."""


class Claimed(Exception):
    """A constraint across streams decided against this command."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class StoredEvent(NamedTuple):
    """An event as the ledger keeps it; ``body`` is the JSON of the event, as bytes."""

    version: int
    at: datetime
    actor: str
    command_id: UUID
    kind: str
    body: bytes


class StoredCommand(NamedTuple):
    """A command as the ledger keeps it, with its answer and the facts it was judged on (JSON, as bytes)."""

    command_id: UUID
    kind: str
    actor: str
    command_hash: str
    body: bytes
    answer: bytes
    facts: bytes
    at: datetime


class Found(NamedTuple):
    """What a stream holds: its events after a version, and what was answered to a command that comes again."""

    events: tuple[StoredEvent, ...]
    command: StoredCommand | None


class Transaction(Protocol):
    """One stream: everything read and written here is one decision, which begins with ``find``."""

    async def find(self, command_id: UUID, after: int) -> Found:
        """Lock the stream, wait for the decision that is under way, and then read what it holds."""
        ...

    async def facts(self, needs: Needs, now: datetime) -> Facts:
        """Everything that a decision needs to know, as of this transaction; raises ``UnknownVersion``."""
        ...

    async def keep(
        self, command: StoredCommand, events: Sequence[StoredEvent], before: Rows, after: Rows
    ) -> None:
        """Keep a command with its answer, append its events if any, and bring the read tables along.

        Raises ``Claimed``, and then nothing was kept.
        """
        ...


class Ledger(Protocol):
    """The append-only record of everything that was decided."""

    def transaction(self, stream: str) -> AbstractAsyncContextManager[Transaction]:
        """Begin on a stream; leaving commits. Raises ``Unavailable``."""
        ...


class Openings(Protocol):
    """Tells how a stream was opened, to start its workflow again."""

    async def opening(self, stream: str) -> StoredCommand | None:
        """The command that opened a stream; None when there is no such stream. Raises ``Unavailable``."""
        ...
