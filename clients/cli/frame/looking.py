"""Commands that only look: each on one connection, for one known person."""

import asyncio
from collections.abc import Awaitable, Callable

from clients.cli.frame import acting
from clients.cli.frame.options import Asking
from clients.cli.frame.report import Report
from domain.people import Person
from infra.postgres.connections import Connection
from infra.postgres.database import connected

_LONGEST_S = 4.0

Look = Callable[[Connection, Person], Awaitable[Report]]


def look(asking: Asking, see: Look, *, longest_s: float = _LONGEST_S) -> Report:
    """See something as the person who asks; raises ``Failure``, or as ``connected`` does."""
    return asyncio.run(_look(asking, see, longest_s))


async def _look(asking: Asking, see: Look, longest_s: float) -> Report:
    settings = acting.settings()
    actor = acting.actor_of(asking, settings)
    async with connected(settings, longest_s=longest_s) as connection:
        return await see(connection, await acting.known(connection, actor))
