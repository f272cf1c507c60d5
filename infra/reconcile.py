"""Brings workflows and ledger together again after a restore or a loss: the ledger is what happened.

A workflow that is gone is started again and catches up; one that lags is told to; one that has folded more than the
ledger holds is reported, for it knows of commands that the restored ledger has lost.
"""

from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple

from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
)
from temporalio.common import WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.contracts import StartCase, StartIqa, StartQuarter, Wake
from activities.deciders import CASE, IQA, QUARTER, Decider
from activities.record import decode
from domain.casework.next_step import next_step as case_next
from domain.iqa.commands import OpenIqa
from domain.iqa.next_step import Finish
from domain.iqa.next_step import next_step as iqa_next
from domain.quarter.commands import OpenQuarter
from domain.quarter.next_step import Finish as QuarterFinish
from domain.quarter.next_step import next_step as quarter_next
from domain.values import Code, Value
from infra.ledger import events_of
from infra.postgres import Connection
from infra.sql import queries


class Found(StrEnum):
    """What was found of a stream's workflow, and done about it."""

    IN_STEP = "in_step"
    STARTED_AGAIN = "started_again"
    CAUGHT_UP = "caught_up"
    AHEAD = "ahead"


class Reconciled(Value):
    """One open stream; versions are those of the ledger and of what the workflow had folded."""

    stream: Code
    found: Found
    ledger: int
    folded: int | None = None


class _Kind(NamedTuple):
    """How streams of a kind are recognised, folded and started."""

    prefix: str
    workflow: str
    decider: Decider[Any, Any, Any]
    is_finished: Callable[[Any], bool]
    start: Callable[[str, dict[str, Any]], Value]


def _start_iqa(_: str, opening: dict[str, Any]) -> Value:
    return StartIqa(
        command_id=opening["command_id"],
        actor=opening["actor"],
        opening=OpenIqa.model_validate_json(opening["body"]),
    )


def _start_quarter(_: str, opening: dict[str, Any]) -> Value:
    return StartQuarter(
        command_id=opening["command_id"],
        actor=opening["actor"],
        opening=OpenQuarter.model_validate_json(opening["body"]),
    )


def _start_case(stream: str, _: dict[str, Any]) -> Value:
    return StartCase(urn=stream.removeprefix("case-"), behind=True)


_KINDS: Final = (
    _Kind("iqa-", "iqa", IQA, lambda iqa: isinstance(iqa_next(iqa), Finish), _start_iqa),
    _Kind(
        "quarter-",
        "quarter",
        QUARTER,
        lambda quarter: isinstance(quarter_next(quarter), QuarterFinish),
        _start_quarter,
    ),
    _Kind(
        "case-",
        "case",
        CASE,
        lambda notes: isinstance(case_next(notes), Finish),
        _start_case,
    ),
)


async def reconcile(connection: Connection, client: Client, task_queue: str) -> AsyncIterator[Reconciled]:
    """Go through every stream that is not finished; needs a worker. Raises ``RPCError`` when the server is away."""
    for kind in _KINDS:
        heads = [dict(row) async for row in queries("operations").heads(connection, prefix=kind.prefix)]
        for head in heads:
            stream, version = head["stream"], head["version"]
            if not await _finished(connection, kind, stream):
                yield await _reconcile_one(connection, client, task_queue, kind, stream, version)


async def _finished(connection: Connection, kind: _Kind, stream: str) -> bool:
    events = decode(kind.decider, await events_of(connection, stream))
    return kind.is_finished(kind.decider.fold(None, events, stream))


async def _reconcile_one(  # noqa: PLR0913  one call site; a bundle would only rename the six
    connection: Connection, client: Client, task_queue: str, kind: _Kind, stream: str, version: int
) -> Reconciled:
    folded = await _folded(client, stream)
    if folded is None:
        opening = await queries("operations").opening(connection, stream=stream)
        await client.start_workflow(
            kind.workflow,
            kind.start(stream, dict(opening)),
            id=stream,
            task_queue=task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )
        return Reconciled(stream=stream, found=Found.STARTED_AGAIN, ledger=version)
    if folded > version:
        return Reconciled(stream=stream, found=Found.AHEAD, ledger=version, folded=folded)
    if folded < version:
        wake = Wake(stream=stream, version=version)
        await client.get_workflow_handle(stream).signal("catch_up", wake)
        return Reconciled(stream=stream, found=Found.CAUGHT_UP, ledger=version, folded=folded)
    return Reconciled(stream=stream, found=Found.IN_STEP, ledger=version, folded=folded)


async def _folded(client: Client, stream: str) -> int | None:
    """How far the running workflow of a stream is; None when none runs."""
    handle = client.get_workflow_handle(stream)
    try:
        described = await handle.describe()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    if described.status is not WorkflowExecutionStatus.RUNNING:
        return None
    folded: int = await handle.query("version", result_type=int)
    return folded
