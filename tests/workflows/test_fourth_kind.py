"""A further kind of stream is a folder, a workflow file and one entry: everything else takes it as it is."""

import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from clients.command_ids import new_command_id
from clients.gateway import Start
from domain import kinds
from domain.errors import Reason
from domain.stream import Outcome
from infra.postgres.kept import kept
from infra.postgres.rebuild import rebuild
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from infra.temporal.reconcile import Found
from tests import clock
from tests.faults.reconciling import reconciled
from tests.records import Desk
from tests.servers import Database
from tests.system import A_MOMENT, System, running_system
from tests.workflows import visits
from tests.workflows.visits import (
    VISIT,
    CallOff,
    PlanVisit,
    StartVisit,
    VisitCommand,
    VisitEnvelope,
    VisitEvent,
)


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one entry, and the workflow file where its name leads to."""
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, VISIT))
    monkeypatch.setitem(sys.modules, "workflows.visit", visits)


@pytest_asyncio.fixture(loop_scope="session")
async def visited(entered: None, engine: str, database: Database) -> AsyncIterator[System]:
    """An application that knows of visits."""
    async with running_system(engine, database) as running:
        yield running


async def ask(desk: Desk, command: VisitCommand, command_id: UUID | None = None) -> Outcome[VisitEvent]:
    envelope = VisitEnvelope(command_id=command_id or uuid4(), actor=desk.id("S1"), command=command)
    request = VISIT.request(stream=f"visit-{desk.area}", folded=0, now=desk.now, envelope=envelope)
    return await ActivityEnvironment().run(desk.recorder.activity(VISIT), request)


async def test_it_is_recorded_answered_again_and_rebuilt_as_the_others_are(desk: Desk, entered: None) -> None:
    plan, command_id = PlanVisit(area=desk.area, host=desk.id("M1"), over_at=desk.now), uuid4()

    planned = await ask(desk, plan, command_id)
    again = await ask(desk, plan, command_id)
    await ask(desk, CallOff())
    refused = await ask(desk, CallOff())

    assert planned.answer is not None
    assert again.answer == planned.answer
    assert refused.refused is not None
    assert refused.refused.reason is Reason.ALREADY_DONE
    assert [recorded.kind for recorded in refused.events] == ["visit_planned", "visit_ended"]
    assert await desk.rows("select recipient from iqa.notices") == [{"recipient": desk.id("M1")}]
    await desk.execute("delete from iqa.notices")
    async with desk.connection() as connection:
        assert (await rebuild(connection)).mended == (f"visit-{desk.area}",)


async def test_its_workflow_waits_is_started_again_by_reconcile_and_passes_the_audit(visited: System) -> None:
    stream, now = f"visit-{visited.area}", clock.now()
    plan = PlanVisit(area=visited.area, host=visited.id("M1"), over_at=now + timedelta(days=1))
    start = StartVisit(command_id=new_command_id(), actor=visited.id("S1"), opening=plan)
    envelope = VisitEnvelope(command_id=start.command_id, actor=start.actor, command=plan)
    handle = visited.client.get_workflow_handle(stream)

    answer = await visited.gateway.send(
        stream, envelope, start=Start(VISIT.name, start, visited.settings.task_queue)
    )
    await handle.terminate("by mistake")
    found = await reconciled(visited)
    await visited.skipper.fast_forward(handle, timedelta(days=1) + A_MOMENT)

    assert answer.events == ("visit_planned",)
    assert found[stream].found is Found.STARTED_AGAIN
    assert await handle.result() == {"version": 2}
    async with visited.connection() as connection:
        ledger = await kept(connection, stream)
    assert await replay(stream, await runs(visited.client, stream), Library.load(), ledger) == ()
