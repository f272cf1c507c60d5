"""How the system is: server, worker, database, queue lag, stuck workflows, what is overdue. For people and monitoring."""

from datetime import UTC, datetime, timedelta
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, DescribeTaskQueueResponse
from temporalio.client import Client
from temporalio.service import RPCError

from domain.values import Code, Value
from infra.database import DatabaseNotPrepared, DatabaseOutOfReach, connected
from infra.settings import Settings
from infra.sql import queries
from infra.temporal import StackNotRunning, connect

_RPC: Final = timedelta(seconds=2)
_POLLED_WITHIN: Final = timedelta(minutes=2)
_STUCK: Final = "TemporalReportedProblems IS NOT NULL AND ExecutionStatus = 'Running'"


class Part(Value):
    """One part of the system: whether it answers, and what there is to say about it."""

    name: Code
    up: bool
    says: str = ""


class Status(Value):
    """The whole: its parts, workflows whose tasks keep failing, and what is overdue by step (as of now, UTC)."""

    as_of: datetime
    parts: tuple[Part, ...]
    queue_lag_s: float | None = None
    stuck: tuple[Code, ...] = ()
    open_iqas: int | None = None
    overdue: dict[str, int] = {}

    @property
    def healthy(self) -> bool:
        """Whether everything answers and nothing is stuck; what is overdue is people's business, not monitoring's."""
        return all(part.up for part in self.parts) and not self.stuck


async def status(settings: Settings) -> Status:
    """Ask every part; one that does not answer is told as such, never raised. Takes at most about ten seconds."""
    now = datetime.now(UTC)
    database, opened, overdue = await _database(settings, now)
    try:
        client = await connect(settings, identity="iqa-status")
        workers, lag = await _workers(client, settings.task_queue)
        stuck = tuple([workflow.id async for workflow in client.list_workflows(_STUCK, limit=50)])
    except (StackNotRunning, RPCError, RuntimeError) as error:
        down = Part(name="temporal", up=False, says=_said(error))
        unknown = Part(name="worker", up=False, says="not known: the server does not answer")
        return Status(as_of=now, parts=(down, unknown, database), open_iqas=opened, overdue=overdue)
    server = Part(name="temporal", up=True, says=client.service_client.config.target_host)
    return Status(
        as_of=now,
        parts=(server, workers, database),
        queue_lag_s=lag,
        stuck=stuck,
        open_iqas=opened,
        overdue=overdue,
    )


async def _database(settings: Settings, now: datetime) -> tuple[Part, int | None, dict[str, int]]:
    try:
        async with connected(settings) as connection:
            rows = [row async for row in queries("operations").overdue(connection, now=now)]
            opened = await queries("operations").open_iqas(connection)
    except DatabaseOutOfReach as error:
        return Part(name="database", up=False, says=error.why), None, {}
    except DatabaseNotPrepared:
        return Part(name="database", up=False, says="no tables: run the migrations with `iqa run`"), None, {}
    return Part(name="database", up=True), opened, {row["step"]: row["overdue"] for row in rows}


async def _workers(client: Client, task_queue: str) -> tuple[Part, float]:
    """Who polls the people's queue, and how long its oldest task has waited (seconds)."""
    workflow = await _describe(client, task_queue, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
    activity = await _describe(client, task_queue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
    since = datetime.now(UTC) - _POLLED_WITHIN
    alive = {
        poller.identity
        for poller in workflow.pollers
        if poller.last_access_time.ToDatetime(tzinfo=UTC) > since
    }
    lag = max(
        answer.stats.approximate_backlog_age.ToTimedelta().total_seconds() for answer in (workflow, activity)
    )
    says = (
        f"{len(alive)} on {task_queue}" if alive else f"nobody polls {task_queue}: start one with `iqa run`"
    )
    return Part(name="worker", up=bool(alive), says=says), lag


async def _describe(
    client: Client, task_queue: str, kind: TaskQueueType.ValueType
) -> DescribeTaskQueueResponse:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=kind,
        report_stats=True,
    )
    return await client.workflow_service.describe_task_queue(request, timeout=_RPC)


def _said(error: Exception) -> str:
    if isinstance(error, StackNotRunning):
        return "nothing runs here: start it with `iqa run`"
    return error.message if isinstance(error, RPCError) else str(error)
