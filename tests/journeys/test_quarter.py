"""A quarter's first days, proved like an IQA."""

from datetime import timedelta

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.iqa import commands as c
from infra.postgres.kept import kept
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import calls, runs
from tests.journeys.walk import Walk
from tests.servers import soon
from tests.workflows.quarters import (
    begin_the_next_quarter,
    open_quarter,
    quarter_of,
    quarter_until,
    until_day,
)
from tests.workflows.test_quarter import confirm


async def test_a_quarter_opens_its_iqas_and_goes_over_them(walk: Walk) -> None:
    system, quarter = walk.system, quarter_of(walk.system)
    await open_quarter(system)
    opened = await quarter_until(system, lambda found: len(found.opened) == len(found.planned) > 0)
    handle = system.client.get_workflow_handle(quarter)
    await system.skipper.fast_forward(handle, timedelta(days=4))

    async def it_repeats() -> None:
        histories = await runs(system.client, quarter)
        async with system.connection() as connection:
            ledger = await kept(connection, quarter)
        assert {event.kind for event in ledger.events} >= {"quarter_opened", "told", "pass_taken"}
        assert await replay(quarter, histories, Library.load(), ledger) == ()
        await walk.keep(histories[-1])

    await soon(it_repeats)
    assert len(opened.opened) == 5
    [seed] = await system.rows("select seed from iqa.sample_seeds")
    told = repr(await calls(await runs(system.client, quarter), pydantic_data_converter))
    assert opened.seed_commitment in told
    assert seed["seed"].hex() not in told


@pytest.mark.long
async def test_a_quarter_that_is_left_alone_closes_and_ends(walk: Walk) -> None:
    """Every pass, week and the close come by themselves; its only block is passed over, as all of it is withdrawn."""
    system = walk.system
    period = await begin_the_next_quarter(system)
    quarter = await quarter_until(system, lambda found: bool(found.opened))
    first = next(one for one in quarter.planned if one.prosecutor == system.id("P1"))
    await confirm(system, first.iqa_id, "P1", "M1")
    for planned in quarter.planned:
        await system.send(planned.iqa_id, "S1", c.Withdraw(because="opened_in_error"))
    await until_day(system, period.last_day + timedelta(days=40))
    ended = await quarter_until(system, lambda found: found.ended_at is not None)
    handle = system.client.get_workflow_handle(quarter_of(system))
    await handle.result()

    assert ended.closed_at is not None
    assert [one.iqa_ids for one in ended.passed_over] == [(first.iqa_id,)]
    assert ended.deadlines == ()
    await walk.keep(await handle.fetch_history())
