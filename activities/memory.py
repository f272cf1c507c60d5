"""What ``record`` remembers of streams, so that a step reads the end of its stream and not all of it."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Self

from activities.ports import StoredEvent

MOST: Final = 500
"""How many streams are remembered; the one longest unused is forgotten first."""


class Remembered(NamedTuple):
    """A stream folded up to some command; ``tail`` is that command's events, by which the ledger proves it."""

    tail: tuple[StoredEvent, ...]
    state: Any

    @classmethod
    def up_to(cls, stored: Sequence[StoredEvent], state: object) -> Self:
        """Remember the state after these events, of which the last command's are there in full."""
        last = stored[-1].command_id
        return cls(tuple(event for event in stored if event.command_id == last), state)

    @property
    def version(self) -> int:
        """The version folded."""
        return self.tail[-1].version

    @property
    def before(self) -> int:
        """The version before the last command."""
        return self.tail[0].version - 1

    def is_told_by(self, stored: Sequence[StoredEvent]) -> bool:
        """Whether the ledger still holds the last command's events, byte for byte where they stood.

        It does not when it was restored from a backup, or when the transaction that wrote them was rolled back.
        """
        return self.tail == tuple(event for event in stored if self.before < event.version <= self.version)


class Memory:
    """The streams of one process, each as it was last read or written."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._streams: OrderedDict[str, Remembered] = OrderedDict()

    def of(self, stream: str) -> Remembered | None:
        """What is remembered of a stream: to be believed only where the ledger proves it."""
        return self._streams.get(stream)

    def keep(self, stream: str, remembered: Remembered) -> None:
        """Remember a stream, in place of what was remembered of it."""
        self._streams[stream] = remembered
        self._streams.move_to_end(stream)
        if len(self._streams) > self._most:
            self._streams.popitem(last=False)
