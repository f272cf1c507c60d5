"""Keeps what engine tests have brought about among the golden histories, when a session is asked to."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from temporalio.client import WorkflowHistory

from infra.temporal.histories import runs
from tests.servers import soon
from tests.system import System
from tests.workflows import golden
from tests.workflows.asked import replayed

Keep: TypeAlias = Callable[[System, str, str], Awaitable[None]]
"""Keeps the last run of a stream's workflow under a name."""


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Keep:
    """Keep a history for good, or do nothing in any other session."""
    writes = request.config.getoption("--write-histories")

    async def kept(system: System, name: str, stream: str) -> None:
        if writes:
            history = await _settled(system, stream)
            golden.write(golden.FOLDER, name, history, await golden.states(history))

    return kept


async def _settled(system: System, stream: str) -> WorkflowHistory:
    """The history, once all that the workflow asked for stands in it."""
    found: list[WorkflowHistory] = []

    async def settled() -> None:
        history = (await runs(system.client, stream))[-1]
        assert await replayed(history) == (None, [])
        found.append(history)

    await soon(settled)
    return found[-1]
