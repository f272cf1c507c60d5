"""Commands as people send them: sealed with who acts, an id and what they saw; delivered; and what came of them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from clients.command_ids import new_command_id
from clients.desk import addresses, references
from clients.desk.addresses import Address
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import with_names
from clients.desk.outcomes import Accepted
from clients.desk.refusals import kept_if_refused
from clients.errors import Abandoned, CommandRefused, NotRunning, Unreachable
from domain.errors import Reason, Refused
from domain.ids import is_quarter
from domain.stream import Answer, Envelope
from domain.values import Value
from infra.postgres import read_models
from infra.postgres.answers import Answers
from infra.postgres.connections import Connection

if TYPE_CHECKING:
    from clients.gateway import Gateway

_AT_LEAST_S: Final = 0.5


class Again(NamedTuple):
    """What makes a command the very same as one sent before: its id, and the version that its sender saw."""

    command_id: UUID | None = None
    seen_version: int | None = None


ONCE: Final = Again()


class Sealed(NamedTuple):
    """A command ready to be delivered: sent again as it is, it is done once at most."""

    address: Address
    envelope: Envelope[Any]
    seen_version: int | None
    give_up_at: float

    @property
    def command_id(self) -> UUID:
        """The id under which it is answered."""
        return self.envelope.command_id


def left_s(give_up_at: float) -> float:
    """The seconds that are left until then, by the clock of ``time.monotonic``; a few in any case."""
    return max(give_up_at - monotonic(), _AT_LEAST_S)


@contextmanager
def repeatable(command_id: UUID, seen_version: int | None = None) -> Iterator[None]:
    """Tell whatever goes unanswered with what makes repeating the command safe.

    Raises ``Unreachable`` or, where the waiting is cancelled, ``Abandoned``.
    """
    try:
        yield
    except Unreachable as error:
        raise type(error)(command_id, error.what, seen_version, remedy=error.remedy) from error
    except asyncio.CancelledError as error:
        raise Abandoned(command_id, seen_version) from error


async def send(desk: Desk, by: SignedIn, stream: str, command: Value, again: Again = ONCE) -> Accepted:
    """Send a command to a stream and return what came of it; its ``seen_version`` is filled in here.

    Raises ``CommandRefused``, ``Unreachable`` (repeat it with the same id), ``CommandFailed`` or, where its waiting is
    cancelled, ``Abandoned``.
    """
    sealed = await seal(desk, by, stream, command, again)
    return await accepted(desk, by, sealed, await deliver(desk, sealed))


async def seal(desk: Desk, by: SignedIn, stream: str, command: Value, again: Again = ONCE) -> Sealed:
    """Make a command ready: its sender is known, and it says what they had seen; a repeated one says what it said.

    Raises ``CommandRefused``, ``Unreachable`` or ``Abandoned``.
    """
    command_id, give_up_at = again.command_id or new_command_id(), monotonic() + desk.patience_s
    seen = again.seen_version
    with repeatable(command_id, seen):
        async with (
            kept_if_refused(desk, by.staff_id, stream, command, command_id),
            desk.acting(by) as (connection, person),
        ):
            address = addresses.of(await references.stream(connection, person, stream, desk.today))
            stream = address.stream
            row = await read_models.iqa(connection, stream) if address.is_iqa else None
            if address.is_iqa and row is None:
                raise CommandRefused(Refused(reason=Reason.NOT_OPEN, detail=stream), command_id)
            if row is not None and hasattr(command, "seen_version"):
                if seen is None:
                    seen = await _seen_before(connection, stream, again.command_id) or row.version
                command = command.model_copy(update={"seen_version": seen})
            of = row.prosecutor if row else None
            command = await references.within(connection, person, command, desk.today, of)
    envelope = address.envelope(
        command_id=command_id, actor=person.staff_id, command=command, signed_in=by.sign_in
    )
    return Sealed(address, envelope, seen, give_up_at)


async def deliver(desk: Desk, sealed: Sealed) -> Answer:
    """Bring a sealed command to its stream and wait for the answer; raises as ``send`` does."""
    stream, envelope = sealed.address.stream, sealed.envelope
    with repeatable(sealed.command_id, sealed.seen_version):
        gateway = await gateway_for(desk, left_s(sealed.give_up_at))
        start = sealed.address.start(desk.settings.task_queue)
        async with kept_if_refused(desk, envelope.actor, stream, envelope.command, envelope.command_id):
            return await gateway.send(stream, envelope, start=start)


async def accepted(desk: Desk, by: SignedIn, sealed: Sealed, answer: Answer) -> Accepted:
    """Return what came of a command, as far as its sender may read it; raises as ``send`` does."""
    stream = sealed.address.stream
    with repeatable(sealed.command_id, sealed.seen_version):
        async with desk.acting(by) as (connection, person):
            outcome = await sealed.address.outcome(connection, person, stream)
            return await with_names(connection, outcome.of(sealed.envelope.kind, stream, answer))


async def gateway_for(desk: Desk, left_s: float) -> "Gateway":
    """Return the way to the engine for a command that may take so many seconds; raises ``Unreachable``."""
    from clients.gateway import Gateway  # noqa: PLC0415  the engine's library takes longer to load than most looks

    async def known_answer(stream: str, command_id: UUID) -> Answer | Refused | None:
        async with desk.reading() as connection:
            return await earlier_answer(connection, stream, command_id)

    engine, recorded = await desk.engine(left_s), Answers(await desk.pool())
    return Gateway(engine, known_answer, patience=timedelta(seconds=left_s), recorded=recorded)


async def earlier_answer(connection: Connection, stream: str, command_id: UUID) -> Answer | Refused | None:
    """Return the stored answer to a command whose workflow has ended; raises ``Unreachable`` when it has not."""
    asked = await read_models.asked(connection, stream, command_id)
    if asked is not None:
        return asked.answer
    if not await read_models.has_stream(connection, stream):
        quarter = is_quarter(stream)
        return Refused(reason=Reason.QUARTER_NOT_OPEN if quarter else Reason.NOT_OPEN, detail=stream)
    row = await read_models.iqa(connection, stream)
    if row is not None and row.closed_at is not None:
        return Refused(reason=Reason.IQA_CLOSED, detail=stream)
    raise NotRunning(command_id, f"the workflow of {stream} is not running")


async def recorded_at(connection: Connection, stream: str, command_id: UUID) -> datetime | None:
    """Return when a command of that id was recorded (UTC), where it was done; None where it was not, or not yet."""
    asked = await read_models.asked(connection, stream, command_id)
    return asked.at if asked is not None and isinstance(asked.answer, Answer) else None


async def _seen_before(connection: Connection, stream: str, repeated: UUID | None) -> int | None:
    """What the sender of a command had seen when they sent it first."""
    asked = await read_models.asked(connection, stream, repeated) if repeated else None
    seen: int | None = asked.body.get("seen_version") if asked else None
    return seen
