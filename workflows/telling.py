"""Telling other streams, each what is for it in its order, on a queue whose rate is limited: no person's step waits."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

from activities.contracts import Tell
from activities.telling import Teller
from domain.stream import Telling
from workflows import options


async def tell(tellings: Iterable[Telling[Any]], actor: str, how: options.ActivityOptions) -> dict[str, str]:
    """Tell each stream what is for it, and return why those that were not reached were not: these hear nothing more."""
    of_streams: dict[str, list[Telling[Any]]] = {}
    for telling in tellings:
        of_streams.setdefault(telling.stream, []).append(telling)
    causes = await asyncio.gather(*(_in_turn(of_one, actor, how) for of_one in of_streams.values()))
    return {stream: cause for stream, cause in zip(of_streams, causes, strict=True) if cause}


async def _in_turn(tellings: Sequence[Telling[Any]], actor: str, how: options.ActivityOptions) -> str:
    """Tell one thing after the other; return why something did not arrive, or nothing where all of it did."""
    info = workflow.info()
    try:
        for telling in tellings:
            request = Tell(
                stream=telling.stream,
                task_queue=info.task_queue,
                envelope=telling.envelope(info.workflow_id, actor),
            )
            await workflow.execute_activity_method(
                Teller.tell,
                request,
                task_queue=options.bulk_queue(info.task_queue),
                summary=telling.stream,
                **how,
            )
    except ActivityError as error:
        if is_cancelled_exception(error):
            raise
        return str(error.cause or error)
    return ""
