"""Wakes the quarter for what was escalated or cannot wait; the signal carries no news, so a lost one loses nothing."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.contracts import Wake, WakeQuarter
from activities.opening import Opener
from workflows import options


class QuarterBell:
    """Rings for whatever presses next in one stream, once in a run of its workflow."""

    def __init__(self) -> None:
        self._rung = 0

    async def ring(self, pressing: int, quarter: str, version: int) -> None:
        """Wake the quarter when more presses than it was woken for; start its workflow again when it is gone."""
        if pressing == self._rung:
            return
        self._rung = pressing
        wake = Wake(stream=workflow.info().workflow_id, version=version)
        try:
            await workflow.get_external_workflow_handle(quarter).signal("wake", wake)
        except ApplicationError:
            await self._start_again(quarter, wake)

    async def _start_again(self, quarter: str, wake: Wake) -> None:
        """Whoever escalates goes on alone when no such quarter was ever opened."""
        queue = workflow.info().task_queue
        known = await workflow.execute_activity_method(
            Opener.wake_quarter,
            WakeQuarter(quarter_id=quarter, task_queue=queue, wake=wake),
            task_queue=options.bulk_queue(queue),
            summary=quarter,
            **options.BULK,
        )
        if not known:
            workflow.logger.warning("quarter_not_open", extra={"quarter": quarter})
