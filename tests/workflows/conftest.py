"""Keeps what engine tests have brought about among the golden histories, when a session is asked to."""

from typing import Protocol

import pytest
from temporalio.client import WorkflowHistory

from infra.temporal.histories import runs
from tests.servers import soon
from tests.system import System
from tests.workflows import golden
from tests.workflows.asked import replayed


class Keep(Protocol):
    """Keeps a run of a stream's workflow under a name, the last one unless told which."""

    async def __call__(self, system: System, name: str, stream: str, *, run: int = -1) -> None: ...


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Keep:
    """Keep a history for good, or do nothing in any other session."""
    writes = request.config.getoption("--write-histories")

    async def kept(system: System, name: str, stream: str, *, run: int = -1) -> None:
        if writes:
            history = await _settled(system, stream, run)
            golden.write(golden.FOLDER, name, history, await golden.states(history))

    return kept


async def _settled(system: System, stream: str, run: int) -> WorkflowHistory:
    """The history, once all that the workflow asked for stands in it."""
    found: list[WorkflowHistory] = []

    async def settled() -> None:
        history = (await runs(system.client, stream))[run]
        assert await replayed(history) == (None, [])
        found.append(history)

    await soon(settled)
    return found[-1]
