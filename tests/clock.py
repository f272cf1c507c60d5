"""The instant at which tests take place, whatever day it is: no test asks the machine's clock.

Each test begins at 10:00 in London on the second Wednesday of the next quarter, and its time runs from there.
Whatever workflow a test starts begins at the test's present instant, and one that a workflow has started for it
begins at that workflow's: it is started with a delay, and the delay is skipped (``BeginsInTime``). So the first
``workflow.now()`` is an instant that the test knows, and so are the days in ``tests.area``.

A process of its own (``iqa run``, a worker that may be killed) acts by the machine's clock, as do the workflows that
it starts: ask nothing of their day or hour.
"""

from asyncio import Lock, wait_for
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any, Final

import pytest
from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.client import (
    Client,
    Interceptor,
    OutboundInterceptor,
    QueryWorkflowInput,
    StartWorkflowInput,
    StartWorkflowUpdateInput,
    StartWorkflowUpdateWithStartInput,
    WorkflowHandle,
    WorkflowUpdateHandle,
)
from temporalio.service import RPCError
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from domain.calendar import LONDON, day_of
from domain.periods import Quarter
from tests.servers import soon

QUARTER: Final = Quarter.containing(day_of(datetime.now(UTC))).next()
"""The quarter in which tests take place."""

_WEDNESDAY: Final = 2
_A_MOMENT: Final = timedelta(seconds=1)
_ASKED_AGAIN_S: Final = 10.0
_STARTED_ALONE: Final = 1
"""The length of a history without a task."""


def _second_wednesday(first: date) -> date:
    return first + timedelta(days=(_WEDNESDAY - first.weekday()) % 7 + 7)


TODAY: Final = _second_wednesday(QUARTER.first_day)
"""The day on which every test begins."""

BEGINS: Final = datetime.combine(TODAY, time(10), tzinfo=LONDON).astimezone(UTC)
"""The instant (UTC) at which every test begins."""

_begun: list[float] = [monotonic()]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Let the test begin when every test begins."""
    _begun[:] = [monotonic()]
    yield


def now() -> datetime:
    """The test's present instant (UTC)."""
    return BEGINS + timedelta(seconds=monotonic() - _begun[0])


class BeginsInTime(Interceptor):
    """Lets every workflow that a client starts begin at the test's present instant, or at its starter's."""

    def __init__(self, plain: Client) -> None:
        given = plain.config()
        given["interceptors"] = [*given["interceptors"], self]
        self.one_at_a_time: defaultdict[str, Lock] = defaultdict(Lock)
        self.skipper = TimeSkipper(plain, config=TimeSkippingConfig(enabled=False))
        self.client = TimeSkipper(Client(**given), config=TimeSkippingConfig(enabled=False)).client

    async def reaches(self, stream: str, begins: datetime) -> None:
        """Skip the delay, until its first task is there; a workflow that ran already stands at its own instant.

        What skips on before that task is there would skip it as well; and an engine that was asked to skip while it
        was still setting the delay's timer may never answer.
        """
        handle = self.skipper.client.get_workflow_handle(stream)
        while (left := begins - await self.skipper.get_current_time(handle)) > _A_MOMENT:
            with suppress(TimeoutError):
                await wait_for(self.skipper.fast_forward(handle, left), _ASKED_AGAIN_S)

        async def it_has_a_task() -> None:
            task = EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED
            assert any([event.event_type == task async for event in handle.fetch_history_events()])

        await soon(it_has_a_task)

    async def let_begin(self) -> None:
        """Skip the delay of every workflow that a backup was taken within: no other start has one."""
        async for run in self.skipper.client.list_workflows("ExecutionStatus = 'Running'"):
            described = await self.skipper.client.get_workflow_handle(run.id).describe()
            if described.history_length == _STARTED_ALONE and described.execution_time:
                await self.reaches(run.id, described.execution_time)

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002  its name there
        return _Starting(next, self)


class _Starting(OutboundInterceptor):
    def __init__(self, following: OutboundInterceptor, in_time: BeginsInTime) -> None:
        super().__init__(following)
        self._in_time = in_time
        self._skipper = in_time.skipper

    async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:  # noqa: A002
        if input.start_delay is not None:
            return await super().start_workflow(input)
        begins, signal = await self._instant(), input.start_signal
        async with self._in_time.one_at_a_time[input.id]:
            input.start_delay, input.start_signal = begins - datetime.now(UTC), None
            handle = await super().start_workflow(input)
            await self._in_time.reaches(handle.id, begins)
        if signal:  # with the start it would begin at the machine's time
            await handle.signal(signal, args=input.start_signal_args)
        return handle

    async def start_update_with_start_workflow(
        self,
        input: StartWorkflowUpdateWithStartInput,  # noqa: A002
    ) -> WorkflowUpdateHandle[Any]:
        """Start the workflow first, since such a start takes no delay; what is wrong then shows below."""
        with suppress(RPCError):
            await self.start_workflow(_alone(input))
        return await super().start_update_with_start_workflow(input)

    async def start_workflow_update(self, input: StartWorkflowUpdateInput) -> WorkflowUpdateHandle[Any]:  # noqa: A002
        """Wait until it has begun: an Update that comes before would wake it at the machine's time."""
        await self._has_begun(input.id)
        return await super().start_workflow_update(input)

    async def query_workflow(self, input: QueryWorkflowInput) -> Any:  # noqa: A002, ANN401
        await self._has_begun(input.id)
        return await super().query_workflow(input)

    async def _instant(self) -> datetime:
        if not activity.in_activity():
            return now()
        asking = self._skipper.client.get_workflow_handle(activity.info().workflow_id or "")
        return await self._skipper.get_current_time(asking)

    async def _has_begun(self, stream: str) -> None:
        async with self._in_time.one_at_a_time[stream]:
            return


def _alone(input: StartWorkflowUpdateWithStartInput) -> StartWorkflowInput:  # noqa: A002
    given = {
        one.name: getattr(input.start_workflow_input, one.name) for one in fields(input.start_workflow_input)
    }
    return StartWorkflowInput(
        **given,
        start_signal=None,
        start_signal_args=(),
        rpc_metadata=input.rpc_metadata,
        rpc_timeout=input.rpc_timeout,
        request_eager_start=False,
    )
