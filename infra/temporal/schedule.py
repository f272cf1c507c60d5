"""The Schedule of the post, one for each people's queue: a worker makes it as it starts, `iqa status` looks at it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, cast

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionExecutionStartWorkflow,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleDescription,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
    WorkflowExecutionStatus,
)
from temporalio.service import RPCError, RPCStatusCode

from activities.contracts import StartPost
from workflows import options
from workflows.post import PostWorkflow

_SILENT: Final = options.POST_RUN + 5 * options.POST_EVERY
"""How long no run may begin: a run that does not end keeps off the next ones until it is ended."""


def schedule_id(task_queue: str) -> str:
    """The id of the Schedule, with which the ids of its runs begin as well."""
    return f"{task_queue}-post"


async def keep_schedule(client: Client, task_queue: str) -> None:
    """Make the Schedule, or bring one that differs up to date; one that is paused stays so.

    Workers that do so at once make one and the same. Raises ``RPCError``.
    """
    wanted = _schedule(task_queue)
    try:
        await client.create_schedule(schedule_id(task_queue), wanted)
    except ScheduleAlreadyRunningError:
        handle = client.get_schedule_handle(schedule_id(task_queue))
        await handle.update(lambda found: _brought_up_to_date(found, wanted))


async def fault_of(client: Client, task_queue: str, now: datetime, within: timedelta) -> str | None:
    """What is wrong with the Schedule at an instant (UTC), in words; None when it is as it should be.

    The server has ``within`` for each answer. Raises ``RPCError``, but for a Schedule that is missing.
    """
    handle = client.get_schedule_handle(schedule_id(task_queue))
    try:
        found = await handle.describe(rpc_timeout=within)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return "has no Schedule: a worker makes one as it starts"
    if found.schedule.state.paused:
        note = found.schedule.state.note
        return f"is paused: {note}" if note else "is paused"
    if now - _last_sign(found) > _SILENT:
        return f"began no run since {_last_sign(found):%Y-%m-%d %H:%M} UTC"
    return await _last_fault(client, found, within)


def _schedule(task_queue: str) -> Schedule:
    """Every minute a run, unless one is under way; what was missed while the server was down is not made up for."""
    return Schedule(
        action=ScheduleActionStartWorkflow(
            PostWorkflow.run,
            StartPost(),
            id=schedule_id(task_queue),
            task_queue=options.bulk_queue(task_queue),
            execution_timeout=options.POST_RUN,
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=options.POST_EVERY)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=options.POST_EVERY),
    )


def _brought_up_to_date(found: ScheduleUpdateInput, wanted: Schedule) -> ScheduleUpdate | None:
    """The change that is to be made, if any; whether it is paused is for operators to say."""
    there = found.description.schedule
    if (_run(there), there.spec, there.policy) == (_run(wanted), wanted.spec, wanted.policy):
        return None
    return ScheduleUpdate(replace(wanted, state=there.state))


def _run(schedule: Schedule) -> tuple[object, ...]:
    """What is started, and how."""
    action = cast(ScheduleActionStartWorkflow, schedule.action)
    return action.workflow, action.id, action.task_queue, action.execution_timeout


def _last_sign(found: ScheduleDescription) -> datetime:
    """When it began a run last, or was made or changed, if that is later."""
    info = found.info
    begun = [action.started_at for action in info.recent_actions]
    return max([info.created_at, *begun, *([info.last_updated_at] if info.last_updated_at else [])])


async def _last_fault(client: Client, found: ScheduleDescription, within: timedelta) -> str | None:
    """How the last run that is over ended, where that was not well."""
    for action in reversed(found.info.recent_actions):
        run = cast(ScheduleActionExecutionStartWorkflow, action.action)
        handle = client.get_workflow_handle(run.workflow_id, run_id=run.first_execution_run_id)
        status = (await handle.describe(rpc_timeout=within)).status
        if status is WorkflowExecutionStatus.COMPLETED:
            return None
        if status and status is not WorkflowExecutionStatus.RUNNING:
            return f"its run {run.workflow_id} ended as {status.name.lower()}"
    return None
