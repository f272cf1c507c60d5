"""What the engine takes for the steps of an IQA when nothing is judged and nothing written: a no-op activity each.

As many steps as an IQA has, the first in the workflow's start and the others Updates. With an Update for the first
one too, the floor would make a round trip that no IQA makes.
"""

import asyncio
from datetime import timedelta

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from bench.steps import ANSWER, Result, Start, Step
    from workflows import search


@activity.defn(name="noop")
async def noop(step: Step) -> Result:
    """Do nothing, and say as much as ``record`` does."""
    return Result("x" * step.result_bytes)


@workflow.defn(name="floor")
class FloorWorkflow:
    """The skeleton of an IQA: one lock around a regular activity, as often as there are steps."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        self._done = 0
        self._steps = start.steps
        self._lock = asyncio.Lock()

    @workflow.run
    async def run(self, start: Start) -> int:
        """Take the first step, then wait for the others."""
        await self._take(start.first)
        await workflow.wait_condition(lambda: self._done == self._steps)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._done

    @workflow.update(name="step")
    async def step(self, step: Step) -> str:
        """Take a step."""
        await workflow.wait_condition(lambda: self._done > 0)
        await self._take(step)
        return ANSWER

    @step.validator
    def _screened(self, step: Step) -> None:
        """Refuse nothing."""

    async def _take(self, step: Step) -> None:
        async with self._lock:
            await workflow.execute_activity(noop, step, start_to_close_timeout=timedelta(seconds=5))
            self._done += 1
        if step.stage:
            due = search.DUE_AT.value_set(workflow.now() + timedelta(days=10))
            workflow.upsert_search_attributes([search.STAGE.value_set(step.stage), due])
