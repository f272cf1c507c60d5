"""What the activities need from the world; ``infra`` provides it."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from domain.errors import Reason
from domain.facts import Facts, Needs
from domain.notices import Notice
from domain.post import AreaPost
from domain.refusals import RefusedAttempt
from domain.rows import Rows


class Unavailable(Exception):
    """The database or the network is out of reach: the engine tries again, with back-off."""


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
    """A command as the ledger keeps it, with its answer and the facts it was judged on (JSON, as bytes).

    ``judged_version`` is where the stream stood, ``rules`` the hash of the rules that judged (``infra/rules.py``).
    ``signed_in_how`` and ``signed_in_at`` (UTC) say how whoever acted had signed in, and are None for the system.
    """

    command_id: UUID
    kind: str
    actor: str
    command_hash: str
    body: bytes
    answer: bytes
    facts: bytes
    at: datetime
    judged_version: int
    rules: str
    signed_in_how: str | None
    signed_in_at: datetime | None


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
        self,
        command: StoredCommand,
        events: Sequence[StoredEvent],
        before: Rows,
        after: Rows,
        notices: Sequence[Notice] = (),
    ) -> None:
        """Keep a command with its answer, append its events if any with their notices, bring the read tables along.

        Raises ``Claimed``, and then nothing was kept.
        """
        ...

    async def keep_refused(self, attempt: RefusedAttempt) -> None:
        """Keep what a person asked for and was refused, once however often it is sent."""
        ...


class Ledger(Protocol):
    """The append-only record of everything that was decided."""

    def transaction(self, stream: str) -> AbstractAsyncContextManager[Transaction]:
        """Begin on a stream; leaving commits. Raises ``Unavailable``."""
        ...


class MessageKind(StrEnum):
    """What a message is: what goes alone comes before the day's digest."""

    DIGEST = "digest"
    INVITATION = "invitation"
    URGENT = "urgent"


class Letter(NamedTuple):
    """A message on its way: its id stays the same however often it is tried, and so does what it says.

    ``made_at`` is UTC. ``again`` says that an earlier attempt may have reached the channel.
    """

    message_id: UUID
    to: str
    email: str
    kind: MessageKind
    made_at: datetime
    notices: tuple[Notice, ...]
    again: bool = False


class Undelivered(Exception):
    """A channel did not take a letter; ``code`` says why, without any address or word of it.

    ``down`` says that the channel takes no other letter either, ``never`` that it will never take this one.
    """

    def __init__(self, code: str, *, down: bool = False, never: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.down = down
        self.never = never


class Channel(Protocol):
    """A way to a person; delivering the same letter again looks like the same letter to them, not a second one."""

    @property
    def name(self) -> str:
        """What it is called in the outbox."""
        ...

    async def deliver(self, letter: Letter) -> None:
        """Hand a letter over, or raise ``Undelivered``."""
        ...


class Waiting(NamedTuple):
    """A message that waits in the outbox; ``email`` is None for somebody who is not in post."""

    message_id: UUID
    to: str
    kind: MessageKind
    channel: str
    made_at: datetime
    attempts: int
    email: str | None
    notices: tuple[Notice, ...]


class Round(Protocol):
    """One round of an Area's post, which nobody else makes meanwhile; each step is committed before the next."""

    async def gather(self, *, digest: bool, channel_of: Callable[[MessageKind], str]) -> None:
        """Put what is due into messages: a digest for each person, what goes alone by itself."""
        ...

    async def next_waiting(self, skip: Collection[str]) -> Waiting | None:
        """The oldest message that was not tried in this round, but for those of channels that are down."""
        ...

    async def begin_attempt(self, message_id: UUID, channel: str) -> None:
        """Note that a channel is about to be tried."""
        ...

    async def sent(self, message_id: UUID) -> None:
        """Note that the message is out."""
        ...

    async def not_sent(self, message_id: UUID, why: Undelivered) -> None:
        """Note why it is not; it waits for the next round, or never goes."""
        ...

    async def came_to(self) -> tuple[int, int]:
        """How many messages were sent in this round, and how many wait."""
        ...


class Outbox(Protocol):
    """The messages that carry notices out of the system."""

    async def posts(self, now: datetime) -> Sequence[AreaPost]:
        """What each Area has in it at an instant (UTC), but for Areas that have nothing. Raises ``Unavailable``."""
        ...

    def round(self, area: str, now: datetime) -> AbstractAsyncContextManager[Round]:
        """Begin a round, named by its instant (UTC). Raises ``Unavailable``, also while somebody else makes one."""
        ...
