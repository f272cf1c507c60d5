"""A whole application for one test on the session's servers: its own Area, worker, gateway and IQAs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import pytest_asyncio
from temporalio.client import Client, ScheduleHandle, WorkflowHandle, WorkflowHistory
from temporalio.worker import Worker

from activities.contracts import Nudge, StartPost
from clients.command_ids import new_command_id
from clients.gateway import Gateway
from domain.ids import QUARTER, iqa_id
from domain.iqa.commands import IqaCommand, IqaEnvelope, OpenIqa, StartIqa
from domain.iqa.state import Iqa
from domain.questions import Category
from domain.stream import Answer
from infra import wiring
from infra.settings import Settings
from infra.temporal.connection import connect
from infra.temporal.schedule import keep_schedule, schedule_id
from tests.area import new_code
from tests.clock import BeginsInTime
from tests.records import Desk, Records, desk_at
from tests.servers import Database, soon
from workflows import options
from workflows.contracts import IqaEnded, PostEnded
from workflows.iqa import IqaWorkflow
from workflows.post import PostWorkflow

A_MOMENT = timedelta(seconds=2)
"""How much later than its deadline a timer may fire."""

GIVEN_UP_S: Final = 10.0
"""Within which a client has given up that waits for four seconds, on cores that other tests keep busy."""

_ordinals = count(101)
"""Above any that a quarter plans: a test may open an IQA beside those of the plan."""


class System(Records):
    """The application as its users meet it."""

    def __init__(self, area: str, settings: Settings, owner_dsn: str, in_time: BeginsInTime) -> None:
        super().__init__(area, owner_dsn)
        self.settings = settings
        self.in_time = in_time
        self.skipper = in_time.skipper
        self.client: Client = in_time.client
        # Patient, since many tests share two cores; how long a person waits is tested where it matters.
        self.gateway = Gateway(self.client, self.answer_to, patience=timedelta(seconds=20))

    async def open(
        self, prosecutor: str = "P1", *, policy: str = "default-1", target_on: date | None = None
    ) -> str:
        """Open an IQA that the prosecutor's own manager assesses, and wait until it is open."""
        iqa = self.new_iqa(prosecutor)
        await self.start(iqa, await self.opening(prosecutor, policy=policy, target_on=target_on))
        await self.until(iqa, lambda _: True)
        return iqa

    def worker(self) -> AbstractAsyncContextManager[Worker]:
        """A worker of its own; what its activities start begins in time as well."""
        return wiring.worker(self.settings, interceptors=[self.in_time])

    def new_iqa(self, prosecutor: str = "P1") -> str:
        """An id for an IQA of that prosecutor which no other test has."""
        return iqa_id(self.quarter, self.id(prosecutor), Category.CASEWORK, next(_ordinals))

    async def start(
        self, iqa: str, opening: OpenIqa, *, actor: str = QUARTER
    ) -> WorkflowHandle[IqaWorkflow, IqaEnded]:
        """Start the workflow of an IQA."""
        return await self.client.start_workflow(
            IqaWorkflow.run,
            StartIqa(command_id=uuid4(), actor=actor, opening=opening),
            id=iqa,
            task_queue=self.settings.task_queue,
        )

    def handle(self, iqa: str) -> WorkflowHandle[IqaWorkflow, IqaEnded]:
        return self.client.get_workflow_handle_for(IqaWorkflow.run, iqa)

    async def send(self, iqa: str, actor: str, command: IqaCommand, command_id: UUID | None = None) -> Answer:
        """Send a command as a client does; raises what the gateway raises."""
        command_id, actor = command_id or new_command_id(), self.id(actor)
        envelope = IqaEnvelope(command_id=command_id, actor=actor, command=command)
        return await self.gateway.send(iqa, envelope)

    async def now(self, iqa: str) -> datetime:
        """The time (UTC) on the workflow's own clock."""
        return await self.skipper.get_current_time(self.handle(iqa))

    async def forward(self, *iqas: str, by: timedelta) -> None:
        """Let so much time pass for these workflows, with every timer on the way."""
        await asyncio.gather(*(self.skipper.fast_forward(self.handle(iqa), by) for iqa in iqas))

    async def forward_past(self, iqa: str, deadline: str) -> Iqa:
        """Let time pass until just after a pending deadline, and wait until that was acted on."""
        pending = (await self.state(iqa)).deadline(deadline)
        assert pending is not None, f"{deadline} is not pending"
        await self.forward(iqa, by=pending.due - await self.now(iqa) + A_MOMENT)
        return await self.until(iqa, lambda state: state.deadline(deadline) != pending)

    async def ended(self, iqa: str) -> IqaEnded:
        """Let the days of comment pass, which may be all that is left, and wait until the workflow has ended."""
        if (await self.state(iqa)).comment_until:
            await self.forward_past(iqa, "comment")
        return await self.handle(iqa).result()

    async def until(self, iqa: str, holds: Callable[[Iqa], bool]) -> Iqa:
        """Wait until the ledger shows a state of which something holds."""

        async def shows() -> None:
            assert holds(await self.state(iqa))

        await soon(shows)
        return await self.state(iqa)

    async def run_post(self, now: datetime) -> PostEnded:
        """Have the rounds made that are due at an instant (UTC); raises ``WorkflowFailureError``."""
        return await (await self.start_post(now)).result()

    async def start_post(self, now: datetime) -> WorkflowHandle[PostWorkflow, PostEnded]:
        """Start a run of the post, as its Schedule does, but for an instant (UTC)."""
        return await self.client.start_workflow(
            PostWorkflow.run,
            StartPost(now=now),
            id=f"{schedule_id(self.settings.task_queue)}-{uuid4()}",
            task_queue=options.bulk_queue(self.settings.task_queue),
        )

    @asynccontextmanager
    async def scheduled_post(self) -> AsyncIterator[ScheduleHandle]:
        """The post by its Schedule, as a worker's process makes it, until left."""
        await keep_schedule(self.client, self.settings.task_queue)
        handle = self.client.get_schedule_handle(schedule_id(self.settings.task_queue))
        try:
            yield handle
        finally:
            await handle.delete()

    async def catch_up(self, iqa: str) -> None:
        """Tell the workflow that the ledger may hold more than it has folded."""
        await self.handle(iqa).signal(IqaWorkflow.catch_up, Nudge(stream=iqa, version=0))

    def desk(self) -> AbstractAsyncContextManager[Desk]:
        """A desk on the same database: another process that records."""
        return desk_at(self.area, self.settings.dsn or "", self.owner_dsn)

    async def shown(self, iqa: str, attribute: str) -> object:
        """A search attribute of the workflow now; None where it has none."""
        return (await self.all_shown(iqa)).get(attribute)

    async def all_shown(self, iqa: str) -> dict[str, object]:
        """All search attributes of the workflow now."""
        described = await self.handle(iqa).describe()
        return {pair.key.name: pair.value for pair in described.typed_search_attributes}

    async def history(self, iqa: str) -> WorkflowHistory:
        """The history of the workflow's last run."""
        return await self.handle(iqa).fetch_history()


@asynccontextmanager
async def running_system(
    temporal_address: str,
    database: Database,
    *,
    area: str | None = None,
    with_worker: bool = True,
    policy: Path | None = None,
    mail: str | None = None,
) -> AsyncIterator[System]:
    """An application on any engine and database, with a worker of its own on a task queue of its own.

    ``mail`` is the server that it sends mail to; without one notices stay in the inbox.
    """
    area = area or new_code()
    settings = Settings(
        data_dir=Path("/nowhere"),
        dsn=database.dsn,
        policy_file=policy,
        task_queue=f"iqa-{area}",
        temporal=(("TEMPORAL_ADDRESS", temporal_address),),
        mail=mail,
        public_url="https://iqa.example.test/inbox" if mail else None,
    )
    in_time = BeginsInTime(await connect(settings, identity="iqa-test"))
    system = System(area, settings, database.owner_dsn, in_time)
    await system.import_area()
    if not with_worker:
        yield system
        return
    async with system.worker():
        yield system


@pytest_asyncio.fixture(loop_scope="session")
async def system(engine: str, database: Database) -> AsyncIterator[System]:
    """An application for one test."""
    async with running_system(engine, database) as running:
        yield running
