"""What a client can be told instead of an answer."""

from uuid import UUID

from domain.errors import Refused


class CommandRefused(Exception):
    """The command changed nothing; ``refused`` says which rule, and about what."""

    def __init__(self, refused: Refused, command_id: UUID) -> None:
        super().__init__(refused.reason)
        self.refused = refused
        self.command_id = command_id


class Unreachable(Exception):
    """No answer in time: the step may still take effect, and repeating it with the same command id is safe.

    ``seen_version`` is that of the command, which belongs to what must be repeated.
    """

    def __init__(self, command_id: UUID, what: str, seen_version: int | None = None) -> None:
        super().__init__(what)
        self.command_id = command_id
        self.what = what
        self.seen_version = seen_version


class CommandFailed(Exception):
    """The system met a bug and said so; nothing was recorded, operators are alarmed."""

    def __init__(self, command_id: UUID, kind: str) -> None:
        super().__init__(kind)
        self.command_id = command_id
        self.kind = kind
