"""The engine, for commands that look at it or operate it."""

import asyncio

from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from clients.gateway import Engine, NotReached, connect
from infra.settings import Settings

_LONGEST_S = 4.0


async def client(settings: Settings) -> Engine:
    """A client of the engine; raises ``Failure`` when it is out of reach."""
    try:
        async with asyncio.timeout(_LONGEST_S):
            return await connect(settings)
    except (NotReached, TimeoutError) as error:
        raise out_of_reach(str(error) or "no answer in time") from error


def out_of_reach(why: str) -> Failure:
    """The engine can't be asked, and nothing was to be changed."""
    says = f"Temporal is out of reach: {why}."
    return Failure(ExitCode.UNREACHABLE, says, "Try again once it answers; `iqa status` looks at every part.")
