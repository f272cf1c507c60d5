"""The only client code that speaks Temporal: it sends one command and brings back one answer.

Commands are idempotent by their id, so every failure to hear the answer can be repeated safely.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from temporalio.client import (
    Client,
    RPCError,
    RPCStatusCode,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError

from activities.contracts import Answer
from clients.errors import CommandFailed, CommandRefused, Unreachable
from domain.errors import Reason, Refused
from domain.ids import command_hash
from domain.values import Value

PATIENCE: Final = timedelta(seconds=4.5)
"""How long a person waits for an answer before being told that there is none yet."""

_CROWDED_PATIENCE: Final = timedelta(seconds=30)
"""How long to go on while the engine answers that too many Updates of one workflow are under way (ten at a time)."""

KnownAnswer = Callable[[str, UUID], Awaitable[Answer | Refused | None]]
"""Looks an earlier answer up in the ledger: for a command repeated after its workflow has ended."""


class Gateway:
    """Sends commands to the workflow of a stream."""

    def __init__(self, client: Client, known_answer: KnownAnswer, *, patience: timedelta = PATIENCE) -> None:
        self._client = client
        self._known_answer = known_answer
        self._patience = patience

    async def send(self, stream: str, envelope: Value, command_id: UUID, actor: str, command: Value) -> Answer:
        """Send a command and wait for its answer.

        Raises ``CommandRefused``, ``Unreachable`` (repeat with the same id) or ``CommandFailed``.
        """
        answer = await self._answer(stream, envelope, command_id)
        if answer.command_hash != command_hash(actor, command):
            raise CommandRefused(Refused(reason=Reason.COMMAND_ID_REUSED), command_id)
        return answer

    async def _answer(self, stream: str, envelope: Value, command_id: UUID) -> Answer:
        try:
            return await self._update(stream, envelope, command_id)
        except WorkflowUpdateFailedError as error:
            raise _told(error, command_id) from error
        except (WorkflowUpdateRPCTimeoutOrCancelledError, TimeoutError) as error:
            raise Unreachable(command_id, "no worker answered in time") from error
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return await self._after_the_end(stream, command_id)
            raise Unreachable(command_id, f"Temporal: {error.status.name}") from error

    async def _update(self, stream: str, envelope: Value, command_id: UUID) -> Answer:
        """Execute the Update; while the engine is crowded with Updates of this workflow, try again."""
        handle = self._client.get_workflow_handle(stream)
        loop = asyncio.get_running_loop()
        crowded_until = loop.time() + _CROWDED_PATIENCE.total_seconds()
        pause = 0.05
        while True:
            try:
                async with asyncio.timeout(self._patience.total_seconds()):
                    return await handle.execute_update(
                        "command", envelope, id=str(command_id), result_type=Answer
                    )
            except RPCError as error:
                if error.status is not RPCStatusCode.RESOURCE_EXHAUSTED or loop.time() > crowded_until:
                    raise
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)

    async def _after_the_end(self, stream: str, command_id: UUID) -> Answer:
        known = await self._known_answer(stream, command_id)
        if known is None:
            known = Refused(reason=Reason.IQA_CLOSED, detail=stream)
        if isinstance(known, Refused):
            raise CommandRefused(known, command_id)
        return known


def _told(error: WorkflowUpdateFailedError, command_id: UUID) -> CommandRefused | CommandFailed:
    """Read the refusal from the details of the error; its text is never read."""
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type in set(Reason):
        details = cause.details[0] if cause.details else {"reason": cause.type}
        return CommandRefused(Refused.model_validate(details), command_id)
    kind = cause.type if isinstance(cause, ApplicationError) and cause.type else type(cause).__name__
    return CommandFailed(command_id, kind)
