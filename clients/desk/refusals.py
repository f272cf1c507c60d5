"""Refused attempts: kept where a command of this desk is refused, and read by auditors alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.errors import CommandRefused, Unreachable
from domain.looks import Showing
from domain.refusals import Keeper, RefusedAttempt, is_kept, judge_sight
from domain.stream import tag
from domain.values import Code, Value
from infra.postgres.refusals import keep_refused, refused_since

_MOST_DAYS: Final = 3_660


class RefusalLine(Value):
    """A refused attempt: who asked for what when (UTC), of which stream, and by which rule it was refused."""

    at: datetime
    who: Code
    command: Code
    stream: Code
    rule: Code


class Refusals(Naming):
    """What was refused, the latest first."""

    refusals: tuple[RefusalLine, ...]


@asynccontextmanager
async def kept_if_refused(
    desk: Desk, actor: str, stream: str, command: Value, command_id: UUID
) -> AsyncIterator[None]:
    """Keep the refusal of a command that is on its way, and go on refusing it.

    What ``record`` refused is there already and stays. Where the database is out of reach the refusal is told all the
    same, and nothing is kept of it.
    """
    try:
        yield
    except CommandRefused as error:
        if not is_kept(actor, error.refused.reason):
            raise
        attempt = RefusedAttempt(
            stream=stream,
            command_id=command_id,
            actor=actor,
            command=tag(command),
            rule=error.refused.reason,
            at=desk.now(),
            kept_by=Keeper.DESK,
        )
        with suppress(Unreachable):
            async with desk.reading() as connection:
                await keep_refused(connection, attempt)
        raise


async def refusals(desk: Desk, by: SignedIn, *, days: int, stream: str | None = None) -> Refusals:
    """List what was refused in so many days, of one stream or of all; raises ``Unreachable`` or ``CommandRefused``."""
    since = desk.now() - timedelta(days=min(days, _MOST_DAYS))
    async with desk.looking(by, Showing.REFUSALS, stream or "") as (connection, person, look):
        if refused := judge_sight(person):
            raise CommandRefused(refused)
        if stream:
            stream = await references.stream(connection, person, stream, desk.today)
            look.of(stream)
        found = await refused_since(connection, since, stream)
        return await with_names(connection, Refusals(refusals=tuple(map(_line, found))))


def _line(one: RefusedAttempt) -> RefusalLine:
    return RefusalLine(at=one.at, who=one.actor, command=one.command, stream=one.stream, rule=one.rule)
