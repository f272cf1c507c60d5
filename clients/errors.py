"""What a client can be told instead of an answer: it is refused, nobody answered, or the system failed."""

import asyncio
from uuid import UUID

from domain.errors import Refused


class CommandRefused(Exception):
    """Nothing was changed, or may be seen; ``refused`` says which rule, and about what.

    ``command_id`` is None where nothing was sent. ``names`` are those of the people in its detail, once looked up.
    """

    def __init__(self, refused: Refused, command_id: UUID | None = None) -> None:
        super().__init__(refused.reason)
        self.refused = refused
        self.command_id = command_id
        self.names: dict[str, str] = {}


class Unreachable(Exception):
    """No answer in time: the step may still take effect, and repeating it with the same command id is safe.

    ``seen_version`` is that of the command, which belongs to what must be repeated. ``command_id`` is None for whoever
    only looked: nothing is under way then. ``remedy`` is what an operator can do about it, where that is known.
    """

    def __init__(
        self, command_id: UUID | None, what: str, seen_version: int | None = None, *, remedy: str = ""
    ) -> None:
        super().__init__(what)
        self.command_id = command_id
        self.what = what
        self.seen_version = seen_version
        self.remedy = remedy


class NotRunning(Unreachable):
    """The workflow that should answer is gone: an operator brings it and the ledger together again."""


class CommandFailed(Exception):
    """The system met a bug and said so; nothing was recorded, operators are alarmed."""

    def __init__(self, command_id: UUID, kind: str) -> None:
        super().__init__(kind)
        self.command_id = command_id
        self.kind = kind


class Abandoned(asyncio.CancelledError):
    """Whoever waited for an answer stopped waiting, with Ctrl-C perhaps; the step may still take effect.

    To repeat it safely takes its id and what its sender had seen.
    """

    def __init__(self, command_id: UUID, seen_version: int | None = None) -> None:
        super().__init__()
        self.command_id = command_id
        self.seen_version = seen_version
