"""One IQA that stands before one step, what its user does whatever happens, and what must then be true."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final, Self, TypeVar
from uuid import UUID

from temporalio.client import WorkflowHistory
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import Replayer

from clients.command_ids import new_command_id
from clients.errors import Unreachable
from domain.calendar import day_of
from domain.ids import QUARTER
from domain.iqa.commands import IqaEnvelope, StartIqa
from domain.stream import Answer
from infra.temporal.connection import IqaPlugin
from tests.faults.steps import DEADLINE, OPEN, Seat, Step, way_to
from tests.servers import soon
from tests.system import A_MOMENT, System
from tests.workflows import told
from workflows.iqa import IqaWorkflow

PATIENCE_S: Final = 30.0
ResultT = TypeVar("ResultT")


async def patiently(works: Callable[[], Awaitable[ResultT]]) -> ResultT:
    """Do something again until it works, while parts of the system come and go."""
    found: list[ResultT] = []

    async def it_works() -> None:
        found.append(await works())

    await soon(it_works, within_s=PATIENCE_S)
    return found[0]


async def insist(system: System, iqa: str, envelope: IqaEnvelope) -> Answer:
    """Send a command, and send it again with the same id for as long as no answer comes."""
    give_up_at = monotonic() + PATIENCE_S
    while True:
        try:
            return await system.gateway.send(iqa, envelope)
        except Unreachable:
            if monotonic() > give_up_at:
                raise
        await asyncio.sleep(0.1)


async def step_of(seat: Seat, iqa: str, step: Step) -> IqaEnvelope:
    """The command for a step of an IQA as it stands now, under a new id."""
    assert step.ask is not None
    state, day = await seat.system.state(iqa), day_of(await seat.system.now(iqa))
    command = step.ask(seat, state, day)
    return IqaEnvelope(command_id=new_command_id(), actor=step.who.of(state), command=command)


@dataclass(frozen=True)
class Case:
    """An IQA before its step; ``command_id`` is that of a person's command, None where a timer asks."""

    seat: Seat
    iqa: str
    step: Step
    envelope: IqaEnvelope | None

    @classmethod
    async def before(cls, seat: Seat, step: Step) -> Self:
        """Bring an IQA to where the step is next."""
        iqa = seat.system.new_iqa(seat.prosecutor)
        for done in way_to(step):
            if done is OPEN:
                await open_iqa(seat, iqa)
            else:
                await insist(seat.system, iqa, await step_of(seat, iqa, done))
        return cls(seat, iqa, step, await step_of(seat, iqa, step) if step.ask else None)

    async def take(self) -> Answer | None:
        """Take the step, until it has taken effect and its workflow knows; None where no command was sent."""
        if self.envelope is not None:
            return await insist(self.seat.system, self.iqa, self.envelope)
        if self.step is OPEN:
            await open_iqa(self.seat, self.iqa)
        if self.step is DEADLINE:
            await self._let_it_pass()
        return None

    async def effects(self) -> int:
        """How often the step stands in the ledger."""
        return (await self.seat.system.kinds(self.iqa)).count(self.step.effect)

    async def recorded_at(self) -> datetime:
        """When the effect was written, by the clock on the wall (UTC)."""
        [kept] = await self._commands()
        at: datetime = kept["recorded_at"]
        return at

    async def check(self, answer: Answer | None) -> None:
        """Assert that it took effect once: in the ledger, the commands, the read tables and the history."""
        system = self.seat.system
        kinds = await system.kinds(self.iqa)
        assert await self.effects() == 1
        assert [event.version for event in await system.events(self.iqa)] == list(range(1, len(kinds) + 1))
        assert len(await self._commands()) == 1
        assert await system.read_rows(self.iqa) == await system.folded_rows(self.iqa)
        assert await folded(system, self.iqa) == len(kinds)
        await _replay(await system.history(self.iqa))
        if answer is not None and self.envelope is not None:
            assert answer.command_id == self.envelope.command_id
            assert answer.events == await self._events_of(answer.command_id)
            assert await system.gateway.send(self.iqa, self.envelope) == answer
            assert len(await system.kinds(self.iqa)) == len(kinds)

    async def attempts(self) -> int:
        """How often the engine started the activity of this step."""
        history = await self.seat.system.history(self.iqa)
        [scheduled] = [
            event.event_id
            for event in told.of_kind(history, "ACTIVITY_TASK_SCHEDULED")
            if told.summary(event).startswith(f"{self.step.kind} by ")
        ]
        started = [
            event.activity_task_started_event_attributes
            for event in told.of_kind(history, "ACTIVITY_TASK_STARTED")
        ]
        return next(start.attempt for start in started if start.scheduled_event_id == scheduled)

    async def _let_it_pass(self) -> None:
        pending = (await self.seat.system.state(self.iqa)).deadlines[0]
        by = pending.due - await self.seat.system.now(self.iqa) + A_MOMENT
        passing = asyncio.create_task(self.seat.system.forward(self.iqa, by=by))
        await _knows(self.seat.system, self.iqa, self.step.effect)
        passing.cancel()
        await asyncio.wait([passing])

    async def _commands(self) -> list[dict[str, Any]]:
        sql = "select recorded_at from iqa.commands where stream = $1 and kind = $2"
        return await self.seat.system.rows(sql, self.iqa, self.step.kind)

    async def _events_of(self, command_id: UUID) -> tuple[str, ...]:
        events = await self.seat.system.events(self.iqa)
        return tuple(recorded.event.kind for recorded in events if recorded.command_id == command_id)


async def folded(system: System, iqa: str) -> int:
    """The version that the workflow stands at, by its own word."""
    return await system.handle(iqa).query(IqaWorkflow.version, rpc_timeout=timedelta(seconds=2))


async def open_iqa(seat: Seat, iqa: str) -> None:
    """Open the IQA, and wait until its workflow knows."""
    opening = await seat.system.opening(seat.prosecutor)
    await seat.system.client.start_workflow(
        IqaWorkflow.run,
        StartIqa(command_id=new_command_id(), actor=QUARTER, opening=opening),
        id=iqa,
        task_queue=seat.system.settings.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    await _knows(seat.system, iqa, OPEN.effect)


async def _knows(system: System, iqa: str, effect: str) -> None:
    """Wait until the ledger shows the effect and the workflow has folded it."""

    async def shown() -> None:
        kinds = await system.kinds(iqa)
        assert effect in kinds
        assert await folded(system, iqa) == len(kinds)

    await soon(shown, within_s=PATIENCE_S)


async def _replay(history: WorkflowHistory) -> None:
    await Replayer(workflows=[], plugins=[IqaPlugin()]).replay_workflow(history)
