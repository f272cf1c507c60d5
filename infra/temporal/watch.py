"""What ails the workflows that run, or should: nothing that a list of parts would show.

Streams that nothing chases, activities that keep failing, openings that a quarter put off, workflows behind the ledger.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from secrets import SystemRandom
from typing import Final, TypeVar

from temporalio.api.failure.v1 import Failure
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from domain import kinds
from domain.ids import kind_name
from domain.quarter.kind import QUARTER
from domain.values import Code, Line, Value

_WAIT: Final = timedelta(seconds=3)
_PAGE: Final = 1_000
_MOST: Final = 50
_AT_ONCE: Final = 20
_KEEPS_FAILING: Final = 4
"""An activity that fails for the fourth time: a restart of a database or a worker costs fewer attempts."""

_A_MOMENT_S: Final = 1.0
_LONGEST_CAUSE: Final = 200
_RUNNING: Final = "ExecutionStatus = 'Running' AND WorkflowType IN ({kinds}) AND TaskQueue = '{queue}'"

T = TypeVar("T")


class Failing(Value):
    """An activity that keeps failing: of which stream, how often by now, and the last cause in one line."""

    stream: Code
    activity: Code
    attempts: int
    cause: Line


class PutOff(Value):
    """A stream that its quarter could not tell something, its opening perhaps, and the cause in one line."""

    stream: Code
    quarter: Code
    cause: Line


class Failures(Value):
    """What keeps failing, among so many workflows that were looked at of all that run."""

    failing: tuple[Failing, ...] = ()
    looked_at: int = 0
    running: int = 0


async def running(client: Client, task_queue: str) -> frozenset[str]:
    """The streams that have a running workflow, as the engine's list has it: a moment late. Raises ``RPCError``."""
    names = ", ".join(f"'{kind.name}'" for kind in kinds.KINDS)
    query = _RUNNING.format(kinds=names, queue=task_queue.replace("'", "''"))
    listed = client.list_workflows(query, page_size=_PAGE, rpc_timeout=_WAIT)
    return frozenset([run.id async for run in listed])


async def without_workflow(client: Client, known: frozenset[str], streams: Iterable[str]) -> tuple[str, ...]:
    """Which of these streams have no workflow: at most 50 are named, each asked for by itself. Raises ``RPCError``."""
    missing = sorted(set(streams) - known)[:_MOST]
    gone = await asyncio.gather(*(_is_gone(client, stream) for stream in missing))
    return tuple(stream for stream, is_gone in zip(missing, gone, strict=True) if is_gone)


async def failures(client: Client, known: frozenset[str], within: timedelta) -> Failures:
    """Which of these workflows have an activity that keeps failing: at most 50 are named.

    No list of the engine tells, so that each is asked for by itself, in an order of chance, as many as there is time
    for.
    """
    found: list[Failing] = []
    looked_at = 0
    waiting = list(known)
    SystemRandom().shuffle(waiting)

    async def look() -> None:
        nonlocal looked_at
        while waiting and len(found) < _MOST:
            found.extend(await _failing(client, waiting.pop()))
            looked_at += 1

    looks = [asyncio.create_task(look()) for _ in range(_AT_ONCE)]
    done, late = await asyncio.wait(looks, timeout=within.total_seconds())
    for task in late:
        task.cancel()
    for task in done:
        task.result()
    by_stream = tuple(sorted(found[:_MOST], key=lambda one: one.stream))
    return Failures(failing=by_stream, looked_at=looked_at, running=len(known))


async def put_off(client: Client, known: Iterable[str]) -> tuple[PutOff, ...]:
    """What the quarters that run could not tell: it waits until something is due in them."""
    quarters = sorted(stream for stream in known if kind_name(stream) == QUARTER.name)
    answers = await _each(quarters, lambda one: _asked(client, one, "put_off", dict[str, str]))
    return tuple(
        PutOff(stream=stream, quarter=quarter, cause=_in_a_line(cause))
        for quarter, answer in zip(quarters, answers, strict=True)
        for stream, cause in sorted((answer or {}).items())
    )[:_MOST]


async def behind(client: Client, known: frozenset[str], recorded: Mapping[str, int]) -> tuple[str, ...]:
    """Which of these streams the ledger holds more of than their workflow knows; one that is about to fold is none."""
    asked = [stream for stream in recorded if stream in known]
    late = await _late(client, asked, recorded)
    if late:
        await asyncio.sleep(_A_MOMENT_S)
    return tuple(sorted(await _late(client, late, recorded)))


async def ahead(
    client: Client,
    known: frozenset[str],
    recorded: Mapping[str, int],
    read_again: Callable[[], Awaitable[Mapping[str, int]]],
) -> tuple[str, ...]:
    """Which of these streams' workflows know more than the ledger, also than what it holds once they were asked."""
    asked = sorted(stream for stream in recorded if stream in known)
    answers = await _each(asked, lambda one: _asked(client, one, "version", int))
    more = {one: told for one, told in zip(asked, answers, strict=True) if told and told > recorded[one]}
    later = await read_again() if more else {}
    return tuple(stream for stream, told in more.items() if told > later.get(stream, told))


async def _late(client: Client, streams: Sequence[str], recorded: Mapping[str, int]) -> list[str]:
    answers = await _each(streams, lambda one: _asked(client, one, "version", int))
    known = zip(streams, answers, strict=True)
    return [stream for stream, version in known if version is not None and version < recorded[stream]]


async def _asked(client: Client, stream: str, query: str, kind: type[T]) -> T | None:
    """What a workflow answers; nothing where it gives no answer, which is told as what else it is."""
    try:
        answer: T = await client.get_workflow_handle(stream).query(query, result_type=kind, rpc_timeout=_WAIT)
    except (RPCError, WorkflowQueryFailedError):
        return None
    return answer


async def _each(streams: Sequence[str], ask: Callable[[str], Awaitable[T]]) -> list[T]:
    few = asyncio.Semaphore(_AT_ONCE)

    async def one(stream: str) -> T:
        async with few:
            return await ask(stream)

    return await asyncio.gather(*map(one, streams))


async def _failing(client: Client, stream: str) -> list[Failing]:
    """The activities of a workflow that keep failing. Raises ``RPCError``."""
    try:
        described = await client.get_workflow_handle(stream).describe(rpc_timeout=_WAIT)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return []
    return [
        Failing(
            stream=stream,
            activity=one.activity_type.name,
            attempts=one.attempt,
            cause=_in_a_line(f"{_kind_of(one.last_failure)}{one.last_failure.message}"),
        )
        for one in described.raw_description.pending_activities
        if one.attempt >= _KEEPS_FAILING and one.HasField("last_failure")
    ]


async def _is_gone(client: Client, stream: str) -> bool:
    try:
        described = await client.get_workflow_handle(stream).describe(rpc_timeout=_WAIT)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return True
    return described.status is not WorkflowExecutionStatus.RUNNING


def _kind_of(failure: Failure) -> str:
    kind = failure.application_failure_info.type
    return f"{kind}: " if kind else ""


def _in_a_line(cause: str) -> str:
    """The first line of a cause, which is never blank; what activities fail with holds nobody's words."""
    return (cause.strip() or "no cause is told").splitlines()[0][:_LONGEST_CAUSE]
