"""Lets time pass for chosen workflows of the embedded engine, each on a clock of its own: for showing and testing."""

import asyncio
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig


class SkippableClock:
    """The clocks of the workflows on an engine that was started with ``time_skipping``."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False))

    async def now(self, stream: str) -> datetime:
        """The time (UTC) on the clock of a workflow."""
        return await self._skipper.get_current_time(self._client.get_workflow_handle(stream))

    async def forward(self, *streams: str, by: timedelta) -> None:
        """Let so much time pass for these workflows together, with every timer on the way (about a second each)."""
        handles = [self._client.get_workflow_handle(stream) for stream in streams]
        await asyncio.gather(*(self._skipper.fast_forward(handle, by) for handle in handles))
