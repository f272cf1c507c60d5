"""A quarter's first days, proved like an IQA."""

from datetime import timedelta

from temporalio.contrib.pydantic import pydantic_data_converter

from infra.postgres.kept import kept
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import calls, runs
from tests.journeys.walk import Walk
from tests.servers import soon
from tests.workflows.quarters import open_quarter, quarter_of, quarter_until


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
        walk.keep(histories[-1], "quarter", len(ledger.events), "open")

    await soon(it_repeats)
    assert len(opened.opened) == 5
    [seed] = await system.rows("select seed from iqa.sample_seeds")
    told = repr(await calls(await runs(system.client, quarter), pydantic_data_converter))
    assert opened.seed_commitment in told
    assert seed["seed"].hex() not in told
