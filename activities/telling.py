"""The way to other workflows: a quarter opens and tells its IQAs, an IQA hands actions on to a case.

It runs on a rate-limited queue of its own, so that no person's step waits behind them.
"""

from typing import Any

import structlog
from temporalio import activity
from temporalio.client import (
    RPCError,
    RPCStatusCode,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
)
from temporalio.common import (
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

from activities.contracts import Tell
from activities.search import attributes
from domain.casework.commands import StartCase
from domain.casework.kind import CASE
from domain.errors import Reason
from domain.ids import urn_of
from domain.iqa.commands import OpenIqa, StartIqa
from domain.kinds import kind_of
from domain.stream import Envelope

_log = structlog.get_logger("iqa.telling")


class Teller:
    """The activity that reaches other workflows; it may run again, and takes effect once, by the id of its command.

    Each attempt is an Update of its own: under one id the engine would give the failure of a broken workflow for ever.
    """

    @activity.defn(name="tell")
    async def tell(self, request: Tell) -> None:
        """Tell a stream something; one that knows already, has ended or refuses is left alone.

        An opening starts a workflow. What is told to a case starts its workflow when it does not run.
        """
        kind = kind_of(request.stream)
        envelope = kind.envelope.model_validate(request.envelope)
        if isinstance(envelope.command, OpenIqa):
            await _open(request, StartIqa.of(envelope), envelope.command)
            return
        try:
            await (_update_with_start if kind is CASE else _update)(request, envelope)
        except WorkflowUpdateFailedError as error:
            _leave_alone(error, request.stream)


async def _open(request: Tell, start: StartIqa, opening: OpenIqa) -> None:
    """Start the workflow of an IQA; one that runs or has completed is left alone, a lost one starts again."""
    try:
        await activity.client().start_workflow(
            "iqa",
            start,
            id=request.stream,
            task_queue=request.task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            search_attributes=attributes(start),
            static_summary=f"{opening.category} IQA of {opening.prosecutor}, {opening.quarter}",
        )
    except WorkflowAlreadyStartedError:
        _log.info("already_open", stream=request.stream)


async def _update(request: Tell, envelope: Envelope[Any]) -> None:
    handle = activity.client().get_workflow_handle(request.stream)
    try:
        await handle.execute_update("command", envelope)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        _log.warning("has_ended", stream=request.stream)


async def _update_with_start(request: Tell, envelope: Envelope[Any]) -> None:
    start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        CASE.name,
        StartCase(urn=urn_of(request.stream)),
        id=request.stream,
        task_queue=request.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    await activity.client().execute_update_with_start_workflow(
        "command", envelope, start_workflow_operation=start
    )


_NOTHING_NEEDED = frozenset({Reason.ALREADY_DONE, Reason.IQA_CLOSED, Reason.IQA_ENDED})


def _leave_alone(error: WorkflowUpdateFailedError, stream: str) -> None:
    """Log a refusal, which stays one however often it is asked, and go on; raise anything else again."""
    reason = error.cause.type if isinstance(error.cause, ApplicationError) else None
    if reason not in set(Reason):
        raise error
    log = _log.info if reason in _NOTHING_NEEDED else _log.error
    log("not_told", stream=stream, reason=reason)
