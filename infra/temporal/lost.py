"""Open streams whose workflow is gone: nothing chases them any more, until `iqa reconcile` starts it again."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain import kinds

_WAIT: Final = timedelta(seconds=3)
_PAGE: Final = 1_000
_MOST: Final = 50
_RUNNING: Final = "ExecutionStatus = 'Running' AND WorkflowType IN ({kinds}) AND TaskQueue = '{queue}'"


async def without_workflow(client: Client, task_queue: str, streams: Sequence[str]) -> tuple[str, ...]:
    """Which of these streams have no running workflow: at most 50 of them are named.

    The engine's list of workflows is a moment behind, so that each one that it lacks is asked for by itself.
    Raises ``RPCError``.
    """
    if not streams:
        return ()
    names = ", ".join(f"'{kind.name}'" for kind in kinds.KINDS)
    query = _RUNNING.format(kinds=names, queue=task_queue.replace("'", "''"))
    running = {run.id async for run in client.list_workflows(query, page_size=_PAGE, rpc_timeout=_WAIT)}
    missing = sorted(set(streams) - running)[:_MOST]
    gone = await asyncio.gather(*(_is_gone(client, stream) for stream in missing))
    return tuple(stream for stream, is_gone in zip(missing, gone, strict=True) if is_gone)


async def _is_gone(client: Client, stream: str) -> bool:
    try:
        described = await client.get_workflow_handle(stream).describe(rpc_timeout=_WAIT)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return True
    return described.status is not WorkflowExecutionStatus.RUNNING
