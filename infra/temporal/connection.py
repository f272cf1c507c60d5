"""Temporal: one plugin for client, worker and replayer, and how a process connects."""

from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from temporalio.client import Client, Interceptor
from temporalio.plugin import SimplePlugin
from temporalio.service import RPCError
from temporalio.worker import Worker

from domain import kinds
from domain.stream import Kind
from infra.embedded.running import running_stack
from infra.errors import EngineOutOfReach
from infra.settings import Settings
from infra.temporal.causes import told
from infra.temporal.sandbox import sandboxed
from infra.temporal.wire import CONVERTER, compression
from workflows import options
from workflows.post import PostWorkflow


def workflow_of(kind: Kind[Any, Any, Any]) -> type:
    """The workflow of a kind of stream, which its name leads to: ``workflows/case.py`` holds ``CaseWorkflow``."""
    workflow: type = getattr(import_module(f"workflows.{kind.name}"), f"{kind.name.capitalize()}Workflow")
    return workflow


class StackNotRunning(EngineOutOfReach):
    """Neither a server is set nor is the embedded one running."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(f"nothing runs on {data_dir}: start it with `iqa run`")


class IqaPlugin(SimplePlugin):
    """Converter, workflows and sandbox policy, the same for whoever reads or writes a history."""

    def __init__(self, activities: Sequence[Callable[..., Awaitable[Any]]] = ()) -> None:
        super().__init__(
            "iqa",
            data_converter=CONVERTER,
            workflows=[*map(workflow_of, kinds.KINDS), PostWorkflow],
            activities=list(activities),
            workflow_runner=sandboxed,
        )


async def connect(
    settings: Settings,
    plugin: IqaPlugin | None = None,
    *,
    identity: str,
    interceptors: Sequence[Interceptor] = (),
) -> Client:
    """Connect to the server that the settings name, or to the embedded one; raises ``EngineOutOfReach``."""
    stack = running_stack(settings.data_dir) if settings.embeds_temporal else None
    if stack is None and settings.embeds_temporal:
        raise StackNotRunning(settings.data_dir)
    where: Any = {"target_host": stack.temporal_address} if stack else settings.temporal_connection()
    try:
        return await Client.connect(
            **where,
            plugins=[plugin or IqaPlugin()],
            identity=identity,
            interceptors=interceptors,
            grpc_compression=compression(where["target_host"]),
        )
    except (RuntimeError, RPCError) as error:
        raise told(error, where["target_host"]) from error


def build_worker(client: Client, task_queue: str, *, workflows: Sequence[type] = ()) -> Worker:
    """The worker of the people's queue; activities and workflows come with the client's plugin, more if given."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=workflows,
        sticky_queue_schedule_to_start_timeout=options.STICKY,
        graceful_shutdown_timeout=options.GRACEFUL_SHUTDOWN,
    )


def build_bulk_worker(client: Client, task_queue: str) -> Worker:
    """The worker of the post and of what quarters do to their IQAs: so many a second, beside the people's queue."""
    return Worker(
        client,
        task_queue=options.bulk_queue(task_queue),
        sticky_queue_schedule_to_start_timeout=options.STICKY,
        max_task_queue_activities_per_second=options.BULK_PER_SECOND,
        graceful_shutdown_timeout=options.GRACEFUL_SHUTDOWN,
    )
