"""Reach other workflows: a quarter opens and tells its IQAs, an IQA hands actions to a case.

On a rate-limited queue of their own, so that no person's step waits behind them.
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

from activities.contracts import OpenOne, PassOn, TellOne
from activities.search import attributes
from domain.casework.commands import StartCase
from domain.errors import Reason
from domain.ids import case_id

_log = structlog.get_logger("iqa.opening")


class Opener:
    """Activities that reach other workflows; each may run again, and takes effect once, by the id of its command.

    Each attempt is an Update of its own: under one id the engine would give the failure of a broken workflow for ever.
    """

    @activity.defn(name="open_iqa")
    async def open_iqa(self, request: OpenOne) -> None:
        """Start the workflow of an IQA; one that runs or has completed is left alone, a lost one starts again."""
        opening = request.start.opening
        try:
            await activity.client().start_workflow(
                "iqa",
                request.start,
                id=request.iqa_id,
                task_queue=request.task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
                search_attributes=attributes(request.start),
                static_summary=f"{opening.category} IQA of {opening.prosecutor}, {opening.quarter}",
            )
        except WorkflowAlreadyStartedError:
            _log.info("already_open", iqa=request.iqa_id)

    @activity.defn(name="tell_iqa")
    async def tell_iqa(self, request: TellOne) -> None:
        """Tell an IQA what its quarter has to say to it; one that knows already, has ended or refuses is left alone."""
        handle = activity.client().get_workflow_handle(request.iqa_id)
        try:
            await handle.execute_update("command", request.envelope)
        except WorkflowUpdateFailedError as error:
            _leave_alone(error, "not_told", request.iqa_id)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            _log.warning("iqa_has_ended", iqa=request.iqa_id)

    @activity.defn(name="pass_on")
    async def pass_on(self, request: PassOn) -> None:
        """Note on a case what an IQA hands over; the case's workflow is started when it does not run."""
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            "case",
            StartCase(urn=request.urn),
            id=case_id(request.urn),
            task_queue=request.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        try:
            await activity.client().execute_update_with_start_workflow(
                "command",
                request.envelope,
                start_workflow_operation=start,
            )
        except WorkflowUpdateFailedError as error:
            _leave_alone(error, "not_passed_on", request.urn)


_NOTHING_NEEDED = frozenset({Reason.ALREADY_DONE, Reason.IQA_CLOSED, Reason.IQA_ENDED})


def _leave_alone(error: WorkflowUpdateFailedError, event: str, about: str) -> None:
    """Log a refusal, which stays one however often it is asked, and go on; raise anything else again."""
    reason = error.cause.type if isinstance(error.cause, ApplicationError) else None
    if reason not in set(Reason):
        raise error
    log = _log.info if reason in _NOTHING_NEEDED else _log.error
    log(event, about=about, reason=reason)
