"""Commands as they are sent: who acts, its id, what they had seen; and tells what happened and what waits next."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from clients.cli.frame import acting, addresses, refusals
from clients.cli.frame.addresses import Address
from clients.cli.frame.options import Sending
from clients.cli.frame.report import Report
from clients.cli.frame.what_waits import told
from clients.command_ids import new_command_id
from clients.errors import Unreachable
from clients.gateway import Gateway, connect
from domain.errors import Reason, Refused
from domain.ids import is_quarter
from domain.iqa.commands import IqaCommand
from domain.people import Person
from domain.stream import Answer, Envelope
from domain.values import Value
from infra.errors import OutOfReach
from infra.postgres import read_models
from infra.postgres.answers import Answers
from infra.postgres.connections import Connection
from infra.postgres.database import connected
from infra.settings import Settings

LONGEST_S: Final = 3.5
"""How long a person waits in all: with the start of the process, on a busy machine too, below five seconds."""


def send(sending: Sending, iqa_id: str, command: IqaCommand) -> Report:
    """Send a command to an IQA and tell what came of it; its ``seen_version`` is filled in here.

    Raises ``Failure``.
    """
    return send_to(addresses.iqa(iqa_id), sending, command)


def send_to(address: Address, sending: Sending, command: Value) -> Report:
    """Send a command to any stream and tell what came of it; raises ``Failure`` or as ``Errand.run`` does."""
    return Errand(sending).send(address, command)


Ask = Callable[[Connection, Person, Gateway], Awaitable[Report]]
Find = Callable[[Connection, Person], Awaitable[Address]]
"""Where a command goes, for one that has to look first."""
Tell = Callable[[Connection, Address, str, Answer], Awaitable[Report]]
"""What came of a command of that kind, as ``what_waits.told`` tells it."""


class Errand:
    """One command on its way to a stream and back: who acts, with which id, and how long they wait."""

    def __init__(self, sending: Sending) -> None:
        self.settings: Settings = acting.settings()
        self.actor = acting.actor_of(sending, self.settings)
        self.command_id: UUID = sending.command_id or new_command_id()
        self._repeated = sending.command_id is not None
        self._seen_version = sending.seen_version
        self._give_up_at = monotonic() + LONGEST_S

    def send(self, to: Address | Find, command: Value, tell: Tell = told) -> Report:
        """Send a command and tell what came of it; raises as ``run`` does."""

        async def ask(connection: Connection, person: Person, gateway: Gateway) -> Report:
            address = to if isinstance(to, Address) else await to(connection, person)
            sealed = await self._sealed(connection, address, command)
            start = address.start(self.settings.task_queue)
            answer = await gateway.send(address.stream, sealed, start=start)
            return await tell(connection, address, sealed.kind, answer)

        return self.run(ask)

    def run(self, ask: Ask) -> Report:
        """Ask, and tell.

        Raises ``Failure``, ``DatabaseNotPrepared``, or as the gateway does; whatever goes wrong is told with the id
        that makes repeating it safe.
        """
        return asyncio.run(self._run(ask))

    async def _run(self, ask: Ask) -> Report:
        try:
            async with connected(self.settings) as connection:
                async with asyncio.timeout(self._left()):
                    person = await acting.known(connection, self.actor)
                return await ask(connection, person, await self._gateway(connection))
        except OutOfReach as error:
            what = f"{error.what} is out of reach ({error.why})"
            raise self._unreachable(what) from error
        except Unreachable as error:
            raise self._unreachable(error.what) from error
        except asyncio.CancelledError as error:
            raise refusals.interrupted(self.command_id, self._seen_version) from error

    async def _sealed(self, connection: Connection, address: Address, command: Value) -> Envelope[Any]:
        """The command with what its sender had seen: a repeated one says what it said before."""
        row = await read_models.iqa(connection, address.stream) if address.is_iqa else None
        if address.is_iqa and row is None:
            raise acting.no_such_iqa(address.stream)
        if row is not None and hasattr(command, "seen_version"):
            if self._seen_version is None:
                self._seen_version = await self._seen_before(connection, address.stream) or row.version
            command = command.model_copy(update={"seen_version": self._seen_version})
        return address.envelope(command_id=self.command_id, actor=self.actor, command=command)

    def _left(self) -> float:
        return max(self._give_up_at - monotonic(), 0.5)

    async def _gateway(self, connection: Connection) -> Gateway:
        async def known_answer(stream: str, command_id: UUID) -> Answer | Refused | None:
            return await earlier_answer(connection, stream, command_id)

        client = await connect(self.settings, patience_s=self._left())
        patience = timedelta(seconds=self._left())
        return Gateway(client, known_answer, patience=patience, recorded=Answers(connection))

    async def _seen_before(self, connection: Connection, stream: str) -> int | None:
        if not self._repeated:
            return None
        asked = await read_models.asked(connection, stream, self.command_id)
        seen: int | None = asked.body.get("seen_version") if asked else None
        return seen

    def _unreachable(self, what: str) -> Unreachable:
        return Unreachable(self.command_id, what, self._seen_version)


async def earlier_answer(connection: Connection, stream: str, command_id: UUID) -> Answer | Refused | None:
    """The stored answer to a command whose workflow has ended; raises ``Unreachable`` when it has not."""
    asked = await read_models.asked(connection, stream, command_id)
    if asked is not None:
        refused = asked.answer.get("kind") == "refused"
        return Refused.model_validate(asked.answer) if refused else Answer.model_validate(asked.answer)
    if not await read_models.has_stream(connection, stream):
        quarter = is_quarter(stream)
        return Refused(reason=Reason.QUARTER_NOT_OPEN if quarter else Reason.NOT_OPEN, detail=stream)
    row = await read_models.iqa(connection, stream)
    if row is not None and row.closed_at is not None:
        return Refused(reason=Reason.IQA_CLOSED, detail=stream)
    what = f"the workflow of {stream} is not running (an operator starts it again with `iqa reconcile`)"
    raise Unreachable(command_id, what)
