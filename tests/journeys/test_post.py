"""A round of the post in an Area that has no quarter, told by the history of its run."""

from temporalio.contrib.pydantic import pydantic_data_converter

from domain.casework.commands import RecordAction
from infra.temporal.histories import ended
from tests.area import Kind
from tests.journeys.walk import Walk
from tests.post import next_opening
from tests.workflows.quarters import ask_case
from tests.workflows.told import summaries


async def test_urgent_notices_go_out_without_any_quarter(walk: Walk) -> None:
    system = walk.system
    action = RecordAction(
        urn=system.urn("P1", Kind.ANY_WORK),
        what="Write to the victim today.",
        owner=system.id("P1"),
        urgent=True,
    )
    await ask_case(system, "M1", action.urn, action)
    [told] = await system.rows("select max(at) as last from iqa.notices")
    now = next_opening(told["last"])
    run = await system.start_post(now)
    await run.result()

    history = await run.fetch_history()
    asked, made = summaries(history, "ACTIVITY_TASK_SCHEDULED")
    assert (asked, made) == (f"{now:%Y-%m-%d %H:%M} UTC", system.area)
    assert await ended(history, pydantic_data_converter) == {"rounds": 1, "sent": 1, "failed": 0}
    assert "victim" not in history.to_json()
    await walk.keep(history)
