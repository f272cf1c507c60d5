"""When a workflow has taken its first step: an Update that is sent earlier waits for that, and not for its own."""

import asyncio
from typing import Any, Final

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle

_TASKS: Final = 2
_LONGEST_S: Final = 30.0


async def opened(handle: WorkflowHandle[Any, Any]) -> None:
    """Return once the workflow has folded what its first activity brought, with its second task."""
    done = 0
    async with asyncio.timeout(_LONGEST_S):
        async for event in handle.fetch_history_events(wait_new_event=True):
            done += event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
            if done == _TASKS:
                return
