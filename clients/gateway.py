"""The only client code that speaks Temporal: it sends one command and brings back one answer.

Commands are idempotent by their id, so every failure to hear the answer can be repeated safely.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any, Final, NamedTuple, Protocol, TypeAlias
from uuid import UUID

from temporalio.client import (
    Client,
    RPCError,
    RPCStatusCode,
    WithStartWorkflowOperation,
    WorkflowHistory,
    WorkflowUpdateFailedError,
    WorkflowUpdateHandle,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    WorkflowUpdateStage,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError

from clients.errors import CommandFailed, CommandRefused, Unreachable
from domain.errors import Reason, Refused
from domain.quarter.commands import StartQuarter
from domain.stream import Answer, Envelope, too_long
from domain.values import Value
from infra.embedded.running import running_stack
from infra.errors import NO_ANSWER, EngineOutOfReach
from infra.settings import Settings
from infra.temporal.causes import told
from infra.temporal.wire import CONVERTER, compression

Engine: TypeAlias = Client
History: TypeAlias = WorkflowHistory

PATIENCE: Final = timedelta(seconds=4)
"""How long a person waits for an answer before being told that there is none yet."""

_CROWDED_PATIENCE: Final = timedelta(seconds=30)
"""How long to go on while too many Updates of one workflow are under way (stock servers admit ten)."""

_FIRST_LOOK_S: Final = 0.003
_MOST_APART_S: Final = 0.1
"""How soon after its acceptance a command may have been recorded, and how often the ledger is asked at least."""

_LONG_S: Final = 0.5
"""How long the ledger may take to say how far a stream is."""

KnownAnswer = Callable[[str, UUID], Awaitable[Answer | Refused | None]]
"""Looks an earlier answer up in the ledger: for a command repeated after its workflow has ended."""


class Recorded(Protocol):
    """What the ledger holds by now; where it can't be asked, nothing."""

    async def version(self, stream: str) -> int: ...

    async def answer(self, stream: str, command_id: UUID, command_hash: str) -> Answer | Refused | None: ...


class Start(NamedTuple):
    """The workflow that a command may be the first of: its registered name, its input, and its task queue."""

    workflow: str
    argument: Value
    task_queue: str


async def connect(
    settings: Settings, *, identity: str = "iqa-client", patience_s: float = PATIENCE.total_seconds()
) -> Client:
    """Connect to the server that the settings name, or to the embedded one; raises ``EngineOutOfReach``.

    The client has the plugin's converter and no workflows: importing those takes longer than a command.
    """
    stack = running_stack(settings.data_dir) if settings.embeds_temporal else None
    if stack is None and settings.embeds_temporal:
        msg = f"nothing runs on {settings.data_dir}: start it with `iqa run`"
        raise EngineOutOfReach(msg)
    where: Any = {"target_host": stack.temporal_address} if stack else settings.temporal_connection()
    try:
        async with asyncio.timeout(patience_s):
            return await Client.connect(
                **where,
                data_converter=CONVERTER,
                identity=identity,
                grpc_compression=compression(where["target_host"]),
            )
    except TimeoutError as error:
        raise EngineOutOfReach(NO_ANSWER) from error
    except (RuntimeError, RPCError) as error:
        raise told(error, where["target_host"]) from error


@contextmanager
def reached() -> Iterator[None]:
    """Turn what the engine answers instead of an answer into ``EngineOutOfReach``; for what only looks."""
    try:
        yield
    except RPCError as error:
        raise EngineOutOfReach(error.status.name) from error


class Gateway:
    """Sends commands to the workflow of a stream.

    With ``recorded`` an answer is told as soon as the ledger has it, not only once the workflow has folded it (ADR 15).
    """

    def __init__(
        self,
        client: Client,
        known_answer: KnownAnswer,
        *,
        patience: timedelta = PATIENCE,
        recorded: Recorded | None = None,
    ) -> None:
        self._client = client
        self._known_answer = known_answer
        self._patience = patience
        self._recorded = recorded

    async def send(self, stream: str, envelope: Envelope[Any], *, start: Start | None = None) -> Answer:
        """Send a command and wait for its answer; with ``start`` the workflow is started when none runs.

        Raises ``CommandRefused``, ``Unreachable`` (repeat with the same id) or ``CommandFailed``. What is too long is
        refused here: a workflow's refusal carries what it refuses, and one too long for a message would never arrive.
        """
        if refused := too_long(envelope.command):
            raise CommandRefused(refused, envelope.command_id)
        update = partial(self._update, stream, envelope, start)
        answer = await self._answer(stream, envelope.command_id, update)
        if answer.command_hash != envelope.hash:
            raise CommandRefused(Refused(reason=Reason.COMMAND_ID_REUSED), envelope.command_id)
        return answer

    async def open_quarter(self, stream: str, opening: StartQuarter, task_queue: str) -> Answer:
        """Open a quarter and wait until it is planned; one that is open answers as it did then.

        Raises as ``send`` does.
        """
        start = Start("quarter", opening, task_queue)

        async def opened() -> Answer:
            sent = await self._with_start("open", (), str(opening.command_id), stream, start)
            return await sent.result()

        return await self._answer(stream, opening.command_id, opened)

    async def _answer(self, stream: str, command_id: UUID, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        try:
            return await self._while_crowded(ask)
        except WorkflowUpdateFailedError as error:
            raise _told(error, command_id) from error
        except (WorkflowUpdateRPCTimeoutOrCancelledError, TimeoutError) as error:
            if _cancelled():
                raise asyncio.CancelledError from error
            raise Unreachable(command_id, "no worker has answered yet") from error
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return await self._after_the_end(stream, command_id)
            raise Unreachable(command_id, f"Temporal says {error.status.name}") from error

    async def _while_crowded(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask; while the engine is crowded with Updates of this workflow, ask again."""
        loop = asyncio.get_running_loop()
        crowded_until = loop.time() + _CROWDED_PATIENCE.total_seconds()
        pause = 0.05
        while True:
            try:
                async with asyncio.timeout(self._patience.total_seconds()):
                    return await ask()
            except RPCError as error:
                if error.status is not RPCStatusCode.RESOURCE_EXHAUSTED or loop.time() > crowded_until:
                    raise
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)

    async def _update(self, stream: str, envelope: Envelope[Any], start: Start | None) -> Answer:
        update_id = str(envelope.command_id)
        if self._recorded is not None:
            envelope = envelope.model_copy(update={"after": await _version(self._recorded, stream)})
        if start is not None:
            sent = await self._with_start("command", [envelope], update_id, stream, start)
        else:
            sent = await self._client.get_workflow_handle(stream).start_update(
                "command", envelope, id=update_id, result_type=Answer, wait_for_stage=self._stage
            )
        if self._recorded is None:
            return await sent.result()
        return await _first(sent, _once_recorded(self._recorded, stream, envelope))

    @property
    def _stage(self) -> WorkflowUpdateStage:
        """How far an Update has come before the engine says anything: where the ledger is asked, it is accepted."""
        return WorkflowUpdateStage.COMPLETED if self._recorded is None else WorkflowUpdateStage.ACCEPTED

    async def _with_start(
        self, update: str, arguments: Sequence[Envelope[Any]], update_id: str, stream: str, start: Start
    ) -> WorkflowUpdateHandle[Answer]:
        operation = _starting(start, stream)
        try:
            sent: WorkflowUpdateHandle[Answer] = await self._client.start_update_with_start_workflow(
                update,
                args=arguments,
                id=update_id,
                result_type=Answer,
                start_workflow_operation=operation,
                wait_for_stage=self._stage,
            )
        except BaseException:
            # The operation keeps the error a second time, and complains later when nobody has asked for it.
            with suppress(BaseException):
                await operation.workflow_handle()
            raise
        return sent

    async def _after_the_end(self, stream: str, command_id: UUID) -> Answer:
        known = await self._known_answer(stream, command_id)
        if known is None:
            known = Refused(reason=Reason.IQA_CLOSED, detail=stream)
        if isinstance(known, Refused):
            raise CommandRefused(known, command_id)
        return known


async def _version(recorded: Recorded, stream: str) -> int:
    """How far the ledger has come; 0 where it takes too long to say: then one is screened as if one knew less."""
    asked = asyncio.create_task(recorded.version(stream))
    done, _ = await asyncio.wait({asked}, timeout=_LONG_S)
    asked.cancel()
    return asked.result() if done else 0


async def _first(sent: WorkflowUpdateHandle[Answer], recorded: Coroutine[Any, Any, Answer]) -> Answer:
    """Whichever comes first: the Update's own answer or failure, or what was recorded."""
    own, kept = asyncio.create_task(sent.result()), asyncio.create_task(recorded)
    try:
        await asyncio.wait({own, kept}, return_when=asyncio.FIRST_COMPLETED)
        return own.result() if own.done() else kept.result()
    finally:
        own.cancel()
        kept.cancel()
        # What asks a database that hangs may hang as long, and nobody waits for it any more.
        await asyncio.wait({asyncio.gather(own, kept, return_exceptions=True)}, timeout=_MOST_APART_S)


async def _once_recorded(recorded: Recorded, stream: str, envelope: Envelope[Any]) -> Answer:
    """What the ledger answers once it has something; asked ever less often, each time a quarter later."""
    command_id, command_hash = envelope.command_id, envelope.hash
    loop = asyncio.get_running_loop()
    begun, pause, found = loop.time(), _FIRST_LOOK_S, None
    while found is None:
        await asyncio.sleep(pause)
        found = await recorded.answer(stream, command_id, command_hash)
        pause = min((loop.time() - begun) / 4, _MOST_APART_S)
    if isinstance(found, Refused):
        raise CommandRefused(found, command_id)
    return found


def _cancelled() -> bool:
    """Whether this task was cancelled, by Ctrl-C perhaps, which the engine's client tells as a time-out."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _starting(start: Start, stream: str) -> WithStartWorkflowOperation[Any, Any]:
    """Start the workflow, or go on with the one that runs."""
    return WithStartWorkflowOperation(
        start.workflow,
        start.argument,
        id=stream,
        task_queue=start.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )


_ENDED_UNDER_IT: Final = "AcceptedUpdateCompletedWorkflow"
"""The engine's word for an Update whose workflow was ended before it answered: it may have been recorded."""


def _told(error: WorkflowUpdateFailedError, command_id: UUID) -> CommandRefused | CommandFailed | Unreachable:
    """Read the refusal from the details of the error; its text is never read."""
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type in set(Reason):
        details = cause.details[0] if cause.details else {"reason": cause.type}
        return CommandRefused(Refused.model_validate(details), command_id)
    kind = cause.type if isinstance(cause, ApplicationError) and cause.type else type(cause).__name__
    if kind == _ENDED_UNDER_IT:
        return Unreachable(command_id, "its workflow ended meanwhile")
    return CommandFailed(command_id, kind)
