"""Reconcile as an operator runs it."""

from collections.abc import Mapping

from infra.temporal.reconcile import Found, Reconciled, reconcile
from tests.servers import soon
from tests.system import System


async def reconciled(system: System, *, restart_ahead: bool = False) -> Mapping[str, Reconciled]:
    """What reconcile found and did, by stream."""
    queue = system.settings.task_queue
    async with system.connection() as connection:
        found = reconcile(connection, system.client, queue, restart_ahead=restart_ahead)
        return {one.stream: one async for one in found}


async def everything_is_in_step(system: System) -> None:
    """Wait until reconcile finds nothing to do."""

    async def it_is() -> None:
        left = [one for one in (await reconciled(system)).values() if one.found is not Found.IN_STEP]
        assert not left, f"still not in step: {left}"

    await soon(it_is, within_s=60)
