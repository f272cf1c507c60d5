"""What goes into and comes out of each activity: one model each, fields only ever added, with defaults."""

from datetime import datetime
from typing import Any

from domain.values import Code, Value


class Nudge(Value):
    """A nudge that carries no news: the receiver reads what there is."""

    stream: Code
    version: int


class Tell(Value):
    """Tell a stream what another has for it, on the people's task queue; ``envelope`` is that of the stream's kind."""

    stream: Code
    task_queue: Code
    envelope: dict[str, Any]


class StartPost(Value):
    """Make the post rounds that are due at an instant (UTC); without one, when the run begins."""

    now: datetime | None = None


class AskPost(Value):
    """Ask which post rounds are due at an instant (UTC)."""

    now: datetime


class PostRound(Value):
    """Make a round of an Area's post as of ``now`` (UTC), which names the round in the outbox.

    With the digest everything goes out, without it what goes alone.
    """

    area: Code
    now: datetime
    digest: bool = True


class PostDue(Value):
    """The post rounds that are due, each Area's at most once."""

    rounds: tuple[PostRound, ...] = ()


class PostMade(Value):
    """What a post round came to: messages handed to a channel, and those that stay in the queue.

    ``more`` says that the time was up before every message was tried: the same request goes on with the rest.
    """

    sent: int = 0
    failed: int = 0
    more: bool = False
