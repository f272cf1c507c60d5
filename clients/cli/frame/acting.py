"""The person at the command line, and the desk that they are at: one for each command."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from clients.cli.frame import present
from clients.cli.frame.failures import usage
from clients.cli.frame.options import Asking
from clients.cli.frame.refusals import interrupted
from clients.desk.desk import PATIENCE_S, Desk, SignedIn, opened
from clients.desk.names import names_in
from clients.errors import Abandoned, CommandRefused, Unreachable
from infra.settings import Settings

T = TypeVar("T")


def settings() -> Settings:
    """The settings from the environment; raises ``SettingRefused``."""
    return Settings.from_environment()


def at_desk(
    asking: Asking, use: Callable[[Desk, SignedIn], Awaitable[T]], *, patience_s: float = PATIENCE_S
) -> T:
    """Ask something at a desk as whoever acts; raises ``Failure``, or as the desk does."""
    ours = settings()
    actor = asking.actor or ours.actor
    if actor is None:
        says, remedy = "Nobody is said to act.", "Give your staff id with --as, or set IQA_ACTOR."
        raise usage(says, remedy)
    return asyncio.run(_used(ours, actor, use, patience_s))


def operating(use: Callable[[Desk], Awaitable[T]]) -> T:
    """Do something at a desk that belongs to whoever runs the system; raises ``Failure``, or as the desk does."""

    async def used() -> T:
        async with opened(settings(), now=present.now) as desk:
            return await use(desk)

    return asyncio.run(used())


async def _used(
    ours: Settings, actor: str, use: Callable[[Desk, SignedIn], Awaitable[T]], patience_s: float
) -> T:
    async with opened(ours, now=present.now, patience_s=patience_s) as desk:
        try:
            return await use(desk, SignedIn(staff_id=actor, place=present.machine(), at=desk.now()))
        except Abandoned as error:
            raise interrupted(error.command_id, error.seen_version) from error
        except CommandRefused as error:
            with suppress(Unreachable):
                error.names = await names_in(desk, error.refused)
            raise
