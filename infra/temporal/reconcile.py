"""Brings workflows and ledger together again after a restore or a loss: the ledger is what happened.

A workflow that is gone is started again and catches up; one that lags is told to. One that has folded more
than the ledger holds knows of commands that a restored ledger has lost: it refuses every command
(``LedgerBehind``), is reported, and is started over from the ledger only when an operator says so.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle, WorkflowQueryFailedError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.contracts import Nudge
from activities.ports import StoredCommand
from activities.record import decode
from activities.search import attributes
from domain import kinds
from domain.mendings import Mended
from domain.stream import Kind
from domain.values import Code, Value
from infra.postgres.connections import Connection
from infra.postgres.kept import sent
from infra.postgres.ledger import events_of
from infra.postgres.mendings import keep_mending
from infra.postgres.sql import queries
from infra.temporal.schedule import keep_schedule

_ANSWER: Final = timedelta(seconds=5)
_DIGESTED: Final = timedelta(seconds=15)
"""How long a workflow may take over what its history holds: an attempt that the restored server waits for in vain
ends after ten seconds, the engine's default."""
_ATTEMPTS_WITHOUT_FAULT: Final = 2
"""The one that a restored server waits for in vain, and the one after it."""
_BETWEEN_LOOKS: Final = timedelta(milliseconds=100)
_RUNNING: Final = "ExecutionStatus = 'Running'"
_ENDED: Final = "ExecutionStatus = 'Completed' AND CloseTime > '{since}'"
_SERVER_AWAY: Final = frozenset({RPCStatusCode.UNAVAILABLE, RPCStatusCode.UNAUTHENTICATED})


class Found(StrEnum):
    """What was found of a stream's workflow, and done about it."""

    IN_STEP = "in_step"
    STARTED_AGAIN = "started_again"
    CAUGHT_UP = "caught_up"
    AHEAD = "ahead"
    STARTED_OVER = "started_over"
    NO_ANSWER = "no_answer"


class Reconciled(Value):
    """One stream: the version of the ledger, and that which the workflow had folded where it said so."""

    stream: Code
    found: Found
    ledger: int
    folded: int | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing is left for an operator to do."""
        return self.found not in {Found.AHEAD, Found.NO_ANSWER}


async def reconcile(
    connection: Connection, client: Client, task_queue: str, *, restart_ahead: bool = False
) -> AsyncIterator[Reconciled]:
    """Go through every stream that is not finished, and every workflow on the task queue that may know more.

    The Schedule of the post is made again where it is missing. What is done is kept in the database before it is done,
    for auditors.

    ``restart_ahead`` gives up what only the workflows know: each one that is ahead is terminated and started
    from the ledger, or from its own input where the ledger has never heard of it; the history of the run that
    was ended stays in the engine. A workflow that gives no answer (no worker, or a task that keeps failing) is
    told as such. Raises ``RPCError`` when the server is away.
    """
    await keep_schedule(client, task_queue)
    await keep_mending(connection, Mended.RECONCILED)
    for kind in kinds.KINDS:
        work = _Reconciliation(kind, connection, client, task_queue)
        for stream in await work.streams():
            if (found := await work.reconcile(stream, restart_ahead=restart_ahead)) is not None:
                yield found


class _Silent(Exception):
    """A workflow runs and does not say how far it is."""


class _Standing(NamedTuple):
    """The last run of a stream's workflow: whether it still runs, and the version it reached, if it says so."""

    running: bool = False
    folded: int | None = None


class _Reconciliation:
    """The streams of one kind."""

    def __init__(
        self, kind: Kind[Any, Any, Any], connection: Connection, client: Client, task_queue: str
    ) -> None:
        self._kind = kind
        self._connection = connection
        self._client = client
        self._task_queue = task_queue

    async def streams(self) -> list[str]:
        """Streams that are open, and those of workflows that may know more: they run, or ended after the ledger."""
        rows = queries("ledger").streams(self._connection, prefix=self._kind.prefix)
        known = [row["stream"] async for row in rows]
        last = await queries("operations").recorded_last(self._connection)
        later = await self._runs(_RUNNING) | await self._runs(_ENDED.format(since=last.isoformat()))
        unfinished = {stream for stream in known if stream not in later and not await self._finished(stream)}
        return sorted(later | unfinished)

    async def reconcile(self, stream: str, *, restart_ahead: bool) -> Reconciled | None:
        """Hold one stream against its workflow and act on it; None when both have ended, or neither ever was."""
        try:
            standing = await self._standing(stream)
        except _Silent:
            return Reconciled(stream=stream, found=Found.NO_ANSWER, ledger=await self._version(stream))
        # Read after the workflow was asked: a command recorded between the two must not make it look ahead.
        version = await self._version(stream)
        if (standing.folded or 0) > version:
            found = await self._start_over(stream, standing, version) if restart_ahead else Found.AHEAD
        elif standing.running:
            found = await self._in_step(stream, standing, version)
        elif version == 0 or await self._finished(stream):
            return None
        else:
            found = await self._start_again(stream, version)
        return Reconciled(stream=stream, found=found, ledger=version, folded=standing.folded)

    async def _in_step(self, stream: str, standing: _Standing, version: int) -> Found:
        folded = standing.folded or 0
        if folded == version:
            return Found.IN_STEP
        await keep_mending(self._connection, Mended.CAUGHT_UP, stream, ledger=version, folded=folded)
        try:
            await self._client.get_workflow_handle(stream).signal(
                "catch_up", Nudge(stream=stream, version=version)
            )
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return Found.IN_STEP  # it ended meanwhile, and nothing ends before it has folded everything
        return Found.CAUGHT_UP

    async def _start_again(self, stream: str, version: int) -> Found:
        await keep_mending(self._connection, Mended.STARTED_AGAIN, stream, ledger=version)
        await self._start(stream, await self._input(stream), WorkflowIDConflictPolicy.USE_EXISTING)
        return Found.STARTED_AGAIN

    async def _start_over(self, stream: str, standing: _Standing, version: int) -> Found:
        folded = standing.folded
        await keep_mending(self._connection, Mended.STARTED_OVER, stream, ledger=version, folded=folded)
        await self._start(stream, await self._input(stream), WorkflowIDConflictPolicy.TERMINATE_EXISTING)
        return Found.STARTED_OVER

    async def _start(self, stream: str, argument: Value, conflict: WorkflowIDConflictPolicy) -> None:
        await self._client.start_workflow(
            self._kind.name,
            argument,
            id=stream,
            task_queue=self._task_queue,
            id_conflict_policy=conflict,
            search_attributes=attributes(argument),
            static_summary="started by reconcile",
        )

    async def _standing(self, stream: str) -> _Standing:
        """The last run of a stream's workflow. Raises ``_Silent``, and ``RPCError`` when the server is away."""
        handle = self._client.get_workflow_handle(stream)
        try:
            status = await self._settled_status(handle)
            if status is WorkflowExecutionStatus.RUNNING:
                return _Standing(running=True, folded=await handle.query("version", rpc_timeout=_ANSWER))
            if status is WorkflowExecutionStatus.COMPLETED:
                return _Standing(folded=(await handle.result(rpc_timeout=_ANSWER))["version"])
        except WorkflowQueryFailedError as error:
            raise _Silent from error
        except RPCError as error:
            if error.status in _SERVER_AWAY:
                raise
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise _Silent from error
        return _Standing()

    async def _settled_status(self, handle: WorkflowHandle[Any, Any]) -> WorkflowExecutionStatus | None:
        """The status, once no workflow task is under way: until then a query tells of less than the history holds.

        Raises ``_Silent`` when the task does not end, or keeps failing.
        """
        give_up_at = asyncio.get_running_loop().time() + _DIGESTED.total_seconds()
        while True:
            described = await handle.describe(rpc_timeout=_ANSWER)
            raw = described.raw_description
            if not raw.HasField("pending_workflow_task"):
                return described.status
            failing = raw.pending_workflow_task.attempt > _ATTEMPTS_WITHOUT_FAULT
            if failing or asyncio.get_running_loop().time() > give_up_at:
                raise _Silent
            await asyncio.sleep(_BETWEEN_LOOKS.total_seconds())

    async def _input(self, stream: str) -> Value:
        """What the stream's workflow is started with: as the ledger has it, else as its last run was started."""
        opening = await queries("ledger").opening(self._connection, stream=stream)
        if opening is not None:
            return self._kind.start_again(stream, sent(self._kind, StoredCommand(**dict(opening))))
        events = self._client.get_workflow_handle(stream).fetch_history_events(page_size=1)
        first = await anext(aiter(events))
        payloads = first.workflow_execution_started_event_attributes.input.payloads
        decoded: list[Value] = await self._client.data_converter.decode(payloads, [self._kind.start])
        return decoded[0]

    async def _finished(self, stream: str) -> bool:
        """Whether the ledger says that nothing is left to do."""
        events = decode(self._kind, await events_of(self._connection, stream))
        return self._kind.is_finished(self._kind.fold(None, events, stream))

    async def _version(self, stream: str) -> int:
        version: int = await queries("operations").version(self._connection, stream=stream)
        return version

    async def _runs(self, condition: str) -> set[str]:
        """The ids of workflows of this kind on the task queue, of which something holds."""
        queue = self._task_queue.replace("'", "''")
        query = f"{condition} AND WorkflowType = '{self._kind.name}' AND TaskQueue = '{queue}'"
        return {run.id async for run in self._client.list_workflows(query)}
