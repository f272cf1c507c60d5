"""Brings workflows and ledger together again after a restore or a loss: the ledger is what happened.

A workflow that is gone is started again and catches up; one that lags is told to. One that has folded more
than the ledger holds knows of commands that a restored ledger has lost: it refuses every command
(``LedgerBehind``), is reported, and is started over from the ledger only when an operator says so.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from enum import StrEnum
from typing import Final

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.contracts import Wake
from activities.ports import StoredCommand
from domain.values import Code, Value
from infra.postgres import Connection
from infra.sql import queries
from infra.stream_kinds import STREAM_KINDS, StreamKind, attributes

_QUERY: Final = timedelta(seconds=5)
_RUNNING: Final = "ExecutionStatus = 'Running' AND WorkflowType = '{workflow}' AND TaskQueue = '{queue}'"
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
    """Go through every stream that is not finished, and every workflow that runs on the task queue.

    ``restart_ahead`` gives up what only the workflows know: each one that is ahead is terminated and started
    from the ledger, or from its own input where the ledger has never heard of it; the history of the run that
    was ended stays in the engine. A workflow that gives no answer (no worker, or a task that keeps failing) is
    told as such. Raises ``RPCError`` when the server is away.
    """
    for kind in STREAM_KINDS:
        work = _Reconciliation(kind, connection, client, task_queue)
        for stream in await work.streams():
            if (found := await work.reconcile(stream, restart_ahead=restart_ahead)) is not None:
                yield found


class _Silent(Exception):
    """A workflow runs and does not say how far it is."""


class _Reconciliation:
    """The streams of one kind."""

    def __init__(self, kind: StreamKind, connection: Connection, client: Client, task_queue: str) -> None:
        self._kind = kind
        self._connection = connection
        self._client = client
        self._task_queue = task_queue

    async def streams(self) -> list[str]:
        """The ids of open streams and of running workflows, which may be of streams that the ledger lacks."""
        rows = queries("ledger").streams(self._connection, prefix=self._kind.prefix)
        known = [row["stream"] async for row in rows]
        wanted = _RUNNING.format(workflow=self._kind.workflow, queue=self._task_queue.replace("'", "''"))
        running = {run.id async for run in self._client.list_workflows(wanted)}
        unfinished = {
            stream
            for stream in known
            if stream not in running and not await self._kind.finished(self._connection, stream)
        }
        return sorted(running | unfinished)

    async def reconcile(self, stream: str, *, restart_ahead: bool) -> Reconciled | None:
        """Hold one stream against its workflow and act on it; None when it has ended meanwhile."""
        try:
            folded = await self._folded(stream)
        except _Silent:
            return Reconciled(stream=stream, found=Found.NO_ANSWER, ledger=await self._version(stream))
        # Read after the workflow was asked: a command recorded between the two must not make it look ahead.
        version = await self._version(stream)
        found = await self._settled(stream, folded, version, restart_ahead=restart_ahead)
        return Reconciled(stream=stream, found=found, ledger=version, folded=folded) if found else None

    async def _settled(
        self, stream: str, folded: int | None, version: int, *, restart_ahead: bool
    ) -> Found | None:
        if folded is None:
            return await self._start_again(stream)
        if folded > version:
            return await self._start_over(stream) if restart_ahead else Found.AHEAD
        if folded < version:
            wake = Wake(stream=stream, version=version)
            await self._client.get_workflow_handle(stream).signal("catch_up", wake)
            return Found.CAUGHT_UP
        return Found.IN_STEP

    async def _start_again(self, stream: str) -> Found | None:
        opening = await self._opening(stream)
        if opening is None or await self._kind.finished(self._connection, stream):
            return None
        await self._start(stream, self._kind.again(stream, opening), WorkflowIDConflictPolicy.USE_EXISTING)
        return Found.STARTED_AGAIN

    async def _start_over(self, stream: str) -> Found:
        opening = await self._opening(stream)
        argument = self._kind.again(stream, opening) if opening else await self._first_input(stream)
        await self._start(stream, argument, WorkflowIDConflictPolicy.TERMINATE_EXISTING)
        return Found.STARTED_OVER

    async def _start(self, stream: str, argument: Value, conflict: WorkflowIDConflictPolicy) -> None:
        await self._client.start_workflow(
            self._kind.workflow,
            argument,
            id=stream,
            task_queue=self._task_queue,
            id_conflict_policy=conflict,
            search_attributes=attributes(argument),
            static_summary="started by reconcile",
        )

    async def _folded(self, stream: str) -> int | None:
        """How far the running workflow of a stream is; None when none runs. Raises ``_Silent``."""
        handle = self._client.get_workflow_handle(stream)
        try:
            described = await handle.describe()
            if described.status is not WorkflowExecutionStatus.RUNNING:
                return None
            folded: int = await handle.query("version", result_type=int, rpc_timeout=_QUERY)
        except WorkflowQueryFailedError as error:
            raise _Silent from error
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            if error.status in _SERVER_AWAY:
                raise
            raise _Silent from error
        return folded

    async def _first_input(self, stream: str) -> Value:
        """What the running workflow was started with."""
        events = self._client.get_workflow_handle(stream).fetch_history_events(page_size=1)
        first = await anext(aiter(events))
        payloads = first.workflow_execution_started_event_attributes.input.payloads
        decoded: list[Value] = await self._client.data_converter.decode(payloads, [self._kind.argument])
        return decoded[0]

    async def _opening(self, stream: str) -> StoredCommand | None:
        row = await queries("ledger").opening(self._connection, stream=stream)
        return StoredCommand(**dict(row)) if row else None

    async def _version(self, stream: str) -> int:
        version: int = await queries("operations").version(self._connection, stream=stream)
        return version
