"""How the system is, for people and for monitoring: its parts, what lags, what is stuck, what is overdue."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import PollerInfo, TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, DescribeTaskQueueResponse
from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from domain.values import Code, Value
from infra.errors import DatabaseNotPrepared, DatabaseOutOfReach, EngineOutOfReach
from infra.post_queue import Post, post_of
from infra.postgres.database import connected
from infra.postgres.sql import queries
from infra.settings import Settings
from infra.temporal import watch
from infra.temporal.connection import connect
from infra.temporal.schedule import fault_of
from workflows import options

_WAIT: Final = timedelta(seconds=3)
_ALTOGETHER: Final = timedelta(seconds=8)
"""How long a part has for each answer, and for all of them; both servers are asked at once."""

_POLLED_WITHIN: Final = timedelta(seconds=90)
"""A worker's poll takes a minute when nothing is to be done, and shows in the engine's lists when it begins."""

_RUNNING: Final = "ExecutionStatus = 'Running' AND TaskQueue = '{queue}'"
_ON_EITHER: Final = "ExecutionStatus = 'Running' AND TaskQueue IN ('{queue}', '{bulk}')"
_STUCK: Final = f"{_ON_EITHER} AND TemporalReportedProblems IS NOT NULL"
_MOST_STUCK: Final = 50

_LOOKING: Final = timedelta(seconds=2)
"""How long the workflows are looked at, one by one."""

_ASKED: Final = 3
_EVERY: Final = options.POST_EVERY.total_seconds()


class Part(Value):
    """One part of the system: whether it answers, and what there is to say about it."""

    name: Code
    up: bool
    says: str = ""


class Status(Value):
    """The whole as of one instant (UTC): its parts, workflows whose tasks keep failing, and overdue steps by kind.

    ``lost`` are open streams that have no workflow, ``behind`` those whose workflow knows less than the ledger and
    ``ahead`` those whose knows more, which `iqa reconcile` mends, and for which it has to be run after a backup was put
    back (``restored_at``, UTC); ``failures`` are activities that keep failing, and ``put_off`` what a quarter could not
    tell, an opening perhaps. ``queue_lag_s`` is how long the oldest task has waited for a worker. What nobody could
    tell is None.
    """

    as_of: datetime
    parts: tuple[Part, ...]
    queue_lag_s: float | None = None
    stuck: tuple[Code, ...] = ()
    lost: tuple[Code, ...] = ()
    behind: tuple[Code, ...] = ()
    ahead: tuple[Code, ...] = ()
    restored_at: datetime | None = None
    failures: watch.Failures | None = None
    put_off: tuple[watch.PutOff, ...] | None = None
    open_iqas: int | None = None
    overdue: dict[str, int] | None = None
    post: Post | None = None

    @property
    def healthy(self) -> bool:
        """Whether everything answers and nothing is stuck; what is overdue is for people, not for monitoring.

        Mail that waits is none of it until it has waited longer than any run of days off.
        """
        waits = self.post is not None and self.post.is_stuck(self.as_of)
        failing = self.failures is not None and self.failures.failing
        apart = self.lost or self.behind or self.ahead or self.restored_at
        ails = self.stuck or apart or failing or self.put_off or waits
        return all(part.up for part in self.parts) and not ails


class _Engine(NamedTuple):
    server: Part
    worker: Part
    schedule: Part
    queue_lag_s: float | None = None
    stuck: tuple[str, ...] = ()
    client: Client | None = None


class _Records(NamedTuple):
    database: Part
    open_iqas: int | None = None
    overdue: dict[str, int] | None = None
    post: Post | None = None
    streams: tuple[str, ...] = ()
    lately: Mapping[str, int] = {}
    restored_at: datetime | None = None


class _Workflows(NamedTuple):
    lost: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    failures: watch.Failures | None = None
    put_off: tuple[watch.PutOff, ...] | None = None
    ahead: tuple[str, ...] = ()


async def status(settings: Settings) -> Status:
    """Ask every part; one that does not answer is told as such and never raised. Takes less than ten seconds."""
    now = datetime.now(UTC)
    engine, records = await asyncio.gather(_engine(settings, now), _records(settings, now))
    workflows = await _workflows(engine, records, settings)
    return Status(
        as_of=now,
        parts=(engine.server, engine.worker, records.database, engine.schedule),
        queue_lag_s=engine.queue_lag_s,
        stuck=engine.stuck,
        **workflows._asdict(),
        open_iqas=records.open_iqas,
        overdue=records.overdue,
        post=records.post,
        restored_at=records.restored_at,
    )


async def _records(settings: Settings, now: datetime) -> _Records:
    try:
        async with connected(settings, longest_s=_ALTOGETHER.total_seconds()) as connection:
            rows = [row async for row in queries("operations").overdue(connection, now=now)]
            opened = await queries("operations").open_iqas(connection)
            streams = tuple([row["stream"] async for row in queries("operations").open_streams(connection)])
            recorded = queries("operations").recorded_lately(connection)
            lately = {row["stream"]: row["version"] async for row in recorded}
            restored_at = await queries("operations").restored_at(connection)
            post = await post_of(connection)
    except DatabaseOutOfReach as error:
        return _Records(Part(name="database", up=False, says=error.why))
    except DatabaseNotPrepared:
        return _Records(Part(name="database", up=False, says="has no tables: `iqa prepare` makes them"))
    overdue = {row["step"]: row["overdue"] for row in rows}
    return _Records(Part(name="database", up=True), opened, overdue, post, streams, lately, restored_at)


async def _recorded_lately(settings: Settings) -> Mapping[str, int]:
    return (await _records(settings, datetime.now(UTC))).lately


async def _workflows(engine: _Engine, records: _Records, settings: Settings) -> _Workflows:
    """What ails the workflows; one that was closed since the database was asked is not lost."""
    client = engine.client
    if client is None:
        return _Workflows()
    try:
        async with asyncio.timeout(_WAIT.total_seconds()):
            known = await watch.running(client, settings.task_queue)
            gone, failures = await asyncio.gather(
                watch.without_workflow(client, known, records.streams),
                watch.failures(client, known, _LOOKING),
            )
            if gone:
                still = (await _records(settings, datetime.now(UTC))).streams
                gone = tuple(stream for stream in gone if stream in still)
    except (RPCError, TimeoutError):
        return _Workflows()
    if not engine.worker.up:  # whom a workflow's own answers would come from
        return _Workflows(gone, failures=failures)
    with suppress(TimeoutError):
        async with asyncio.timeout(_WAIT.total_seconds()):
            behind, put_off, ahead = await asyncio.gather(
                watch.behind(client, known, records.lately),
                watch.put_off(client, known),
                watch.ahead(client, known, records.lately, lambda: _recorded_lately(settings)),
            )
            return _Workflows(gone, behind, failures, put_off, ahead)
    return _Workflows(gone, failures=failures)


async def _engine(settings: Settings, now: datetime) -> _Engine:
    says = "does not answer"
    try:
        async with asyncio.timeout(_ALTOGETHER.total_seconds()):
            return await _asked(settings, now)
    except EngineOutOfReach as error:
        says = error.why
    except RPCError as error:
        says = f"answers with {error.status.name}"
    except TimeoutError:
        pass
    worker, post = (
        Part(name=name, up=False, says="not known without the server") for name in ("worker", "post")
    )
    return _Engine(Part(name="temporal", up=False, says=says), worker, post)


async def _asked(settings: Settings, now: datetime) -> _Engine:
    async with asyncio.timeout(_WAIT.total_seconds()):
        client = await connect(settings, identity="iqa-status")
    worker, lag = await _worker(client, settings.task_queue)
    stuck = await _ids(client, _STUCK, settings.task_queue, _MOST_STUCK)
    address = client.service_client.config.target_host
    server = Part(name="temporal", up=True, says=address)
    return _Engine(server, worker, await _schedule(client, settings.task_queue, now), lag, stuck, client)


async def _schedule(client: Client, task_queue: str, now: datetime) -> Part:
    """Whether the post runs by its Schedule, and its last run ended well."""
    fault = await fault_of(client, task_queue, now, _WAIT)
    return Part(name="post", up=fault is None, says=fault or f"every {_EVERY:.0f} s")


async def _worker(client: Client, task_queue: str) -> tuple[Part, float]:
    """Whether somebody works on the people's queue, and how long its oldest task has waited (seconds)."""
    queues = await asyncio.gather(
        _describe(client, task_queue, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW),
        _describe(client, task_queue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
    )
    lag = max(queue.stats.approximate_backlog_age.ToTimedelta().total_seconds() for queue in queues)
    names = _polled_lately(queues[0].pollers)
    if not names:
        return Part(name="worker", up=False, says=f"nobody polls {task_queue}: `iqa run` starts one"), lag
    if not await _somebody_works(client, task_queue):
        says = f"nobody takes tasks from {task_queue}; polled lately by {', '.join(names)}"
        return Part(name="worker", up=False, says=says), lag
    return Part(name="worker", up=True, says=", ".join(names)), lag


def _polled_lately(pollers: Sequence[PollerInfo]) -> list[str]:
    since = datetime.now(UTC) - _POLLED_WITHIN
    alive = (poller for poller in pollers if poller.last_access_time.ToDatetime(tzinfo=UTC) > since)
    return sorted({poller.identity for poller in alive})


async def _somebody_works(client: Client, task_queue: str) -> bool:
    """Ask a few running workflows, if there are any: the list of pollers goes on naming a worker that was killed."""
    asked = await _ids(client, _RUNNING, task_queue, _ASKED)
    return not asked or any(await asyncio.gather(*(_is_worked_on(client, one) for one in asked)))


async def _is_worked_on(client: Client, workflow_id: str) -> bool:
    """Whether a worker answers for a workflow, or fails at its task again and again, which it also has to take."""
    handle = client.get_workflow_handle(workflow_id)
    try:
        await handle.query("version", rpc_timeout=_WAIT)
    except WorkflowQueryFailedError:
        return True
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return True
        described = await handle.describe(rpc_timeout=_WAIT)
        return described.raw_description.pending_workflow_task.attempt > 1
    return True


async def _ids(client: Client, query: str, task_queue: str, most: int) -> tuple[str, ...]:
    queue = task_queue.replace("'", "''")
    wanted = query.format(queue=queue, bulk=options.bulk_queue(queue))
    found = client.list_workflows(wanted, limit=most, page_size=most, rpc_timeout=_WAIT)
    return tuple([workflow.id async for workflow in found])


async def _describe(
    client: Client, task_queue: str, kind: TaskQueueType.ValueType
) -> DescribeTaskQueueResponse:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=kind,
        report_stats=True,
    )
    return await client.workflow_service.describe_task_queue(request, timeout=_WAIT)
