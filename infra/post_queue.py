"""How the post stands, for whoever watches it: what waits, what came back, and why."""

from datetime import datetime, timedelta
from typing import Final

from domain.values import Code, Value
from infra.postgres.connections import Connection
from infra.postgres.sql import queries

_LONGEST_DAYS_OFF: Final = timedelta(days=6)
"""From the last round before Christmas or Easter to the first one after it, with a day to spare."""


class Trouble(Value):
    """Why some messages wait or came ``returned``: a cause (``infra/channels/causes.py``), how many, and for whom."""

    cause: Code
    returned: bool
    messages: int
    people: tuple[Code, ...]


class Queue(Value):
    """How the post stands: messages that wait, the oldest of them (UTC), those that nobody takes, the last error.

    ``unposted`` are notices in no message yet: most wait for the next digest.
    """

    queued: int
    unposted: int
    oldest: datetime | None
    returned: int
    last_error: Code | None


class Post(Queue):
    """How the post stands, with the cause of each trouble."""

    troubles: tuple[Trouble, ...] = ()

    def is_stuck(self, now: datetime) -> bool:
        """Whether a message waits for longer than any run of days off."""
        return self.oldest is not None and now - self.oldest > _LONGEST_DAYS_OFF


async def post_of(connection: Connection) -> Post:
    """How the post of a database stands."""
    queue = dict(await queries("post").queue(connection))
    troubles = [dict(row) async for row in queries("post").troubles(connection)]
    return Post.model_validate(queue | {"troubles": troubles})
