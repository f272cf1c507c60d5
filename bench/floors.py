"""Plays floor workflows: the same steps as an IQA's, with nothing behind them."""

import asyncio
from collections.abc import Sequence
from itertools import count
from time import perf_counter
from uuid import uuid4

from temporalio.client import Client
from temporalio.common import TypedSearchAttributes

from bench.floor import FloorWorkflow
from bench.opened import opened
from bench.steps import Start, Step


class Floor:
    """Floor workflows on one task queue, which has the floor's name."""

    def __init__(
        self, name: str, client: Client, steps: Sequence[Step], shown: TypedSearchAttributes | None = None
    ) -> None:
        self.name = name
        self._client = client
        self._steps = steps
        self._shown = shown
        self._numbers = count()

    async def play(self) -> list[float]:
        """Play one from its start to its end; returns the seconds that each Update took."""
        first, *others = self._steps
        handle = await self._client.start_workflow(
            FloorWorkflow.run,
            Start(first, len(self._steps)),
            id=f"{self.name}-{next(self._numbers)}",
            task_queue=self.name,
            search_attributes=self._shown,
        )
        await opened(handle)
        took = []
        for step in others:
            begun = perf_counter()
            await handle.execute_update("step", step, id=str(uuid4()), result_type=str)
            took.append(perf_counter() - begun)
        await asyncio.wait_for(handle.result(), timeout=30)
        return took
