"""A step is answered as soon as the ledger has it; whatever fails before its workflow knows, it takes effect once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
import pytest_asyncio
from temporalio.client import Interceptor
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput
from temporalio.worker import Interceptor as WorkerInterceptor

from clients.command_ids import new_command_id
from clients.errors import CommandFailed, CommandRefused, Unreachable
from clients.gateway import Gateway
from domain.errors import Reason
from domain.iqa import commands as c
from domain.stream import Answer
from infra import wiring
from infra.postgres.answers import Answers
from infra.postgres.connections import open_pool
from tests.area import Kind
from tests.commands import select_case
from tests.faults.cases import Case, folded, step_of
from tests.faults.holds import Moment, held
from tests.faults.machine import Machine, Part
from tests.faults.steps import MARK, RELEASED, SELECT, Seat, seats
from tests.faults.work import nothing_left
from tests.servers import Database, soon
from tests.system import GIVEN_UP_S, System, running_system
from tests.workflows import told

PATIENT = timedelta(seconds=30)


class Gate(Interceptor, WorkerInterceptor):
    """Keeps back, while it is shut, what an activity brings: the ledger has it, and the workflow does not know."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002  its name there
        return _Kept(next, self.open)

    @asynccontextmanager
    async def shut(self) -> AsyncIterator[None]:
        """Keep it shut until left."""
        self.open.clear()
        try:
            yield
        finally:
            self.open.set()


class _Kept(ActivityInboundInterceptor):
    def __init__(self, following: ActivityInboundInterceptor, is_open: asyncio.Event) -> None:
        super().__init__(following)
        self._open = is_open

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002, ANN401  as there
        brought = await super().execute_activity(input)
        await self._open.wait()
        return brought


@asynccontextmanager
async def told_early(system: System, patience: timedelta = PATIENT) -> AsyncIterator[Gateway]:
    """Give the system the gateway that tells what the ledger has."""
    async with await open_pool(system.settings.dsn or "", application_name="asking") as pool:
        system.gateway = Gateway(system.client, system.answer_to, patience=patience, recorded=Answers(pool))
        yield system.gateway


@pytest_asyncio.fixture(loop_scope="session")
async def gate() -> Gate:
    return Gate()


@pytest_asyncio.fixture(loop_scope="session")
async def gated(engine: str, database: Database, gate: Gate) -> AsyncIterator[System]:
    """An application whose workflows learn of what was recorded when the gate lets them."""
    async with (
        running_system(engine, database, with_worker=False) as system,
        wiring.worker(system.settings, interceptors=[system.in_time, gate]),
        told_early(system),
    ):
        yield system


async def test_a_step_is_answered_before_its_workflow_knows_of_it(gated: System, gate: Gate) -> None:
    iqa = await gated.open()
    async with gate.shut():
        answer = await gated.send(iqa, "M1", select_case(gated))
        assert (answer.events, answer.version) == (("case_selected",), 2)
        assert await folded(gated, iqa) == 1

    await it_has_folded(gated, iqa, 2)


async def test_a_refusal_by_facts_is_told_before_its_workflow_knows_of_it(gated: System, gate: Gate) -> None:
    iqa = await gated.open()
    async with gate.shut():
        assert await refusal_of(gated.send(iqa, "M1", select_case(gated, "P1", Kind.FINALISED))) is (
            Reason.CASE_NOT_LIVE
        )


async def test_the_next_step_is_not_refused_for_what_the_workflow_has_yet_to_learn(
    gated: System, gate: Gate
) -> None:
    iqa = await gated.open()
    async with gate.shut():
        await gated.send(iqa, "M1", select_case(gated))
        marks = await step_of(seats(gated)[0], iqa, MARK)
        # Sent as if its sender had heard of nothing, it is refused for what is true no more.
        unheard = Gateway(gated.client, gated.answer_to, patience=PATIENT)
        assert await refusal_of(unheard.send(iqa, marks)) is Reason.NO_CASE_SELECTED
        sent = asyncio.create_task(gated.gateway.send(iqa, marks))
        await accepted(gated, iqa, 2)

    assert (await sent).events == ("marks_recorded",)
    await it_has_folded(gated, iqa, 3)


async def test_what_follows_an_answer_at_once_is_judged_where_it_is_recorded(
    gated: System, gate: Gate
) -> None:
    iqa = await gated.open()
    async with gate.shut():
        await gated.send(iqa, "M1", select_case(gated))
        sent = asyncio.create_task(refusal_of(gated.send(iqa, "M1", c.ConfirmAssessment(seen_version=2))))
        await accepted(gated, iqa, 2)

    assert await sent is Reason.QUESTIONS_UNANSWERED
    assert await gated.kinds(iqa) == ["iqa_opened", "case_selected"]


async def test_seven_steps_sent_at_once_after_each_other_are_all_recorded(gated: System) -> None:
    for seat in seats(gated)[:6]:
        iqa = await gated.open(seat.prosecutor)
        for step in RELEASED[1:]:
            answer = await gated.gateway.send(iqa, await step_of(seat, iqa, step))
            assert answer.events[0] == step.effect
        assert nothing_left(await gated.state(iqa))


async def test_a_command_that_is_sent_twice_at_once_has_one_effect_and_two_equal_answers(
    gated: System, gate: Gate
) -> None:
    iqa, command_id = await gated.open(), new_command_id()
    async with gate.shut():
        first, second = await asyncio.gather(
            *(gated.send(iqa, "M1", select_case(gated), command_id) for _ in range(2))
        )

    assert first == second == await gated.send(iqa, "M1", select_case(gated), command_id)
    assert await gated.kinds(iqa) == ["iqa_opened", "case_selected"]


async def test_an_id_that_answers_another_command_is_a_conflict_and_never_its_answer(gated: System) -> None:
    iqa, command_id = await gated.open(), new_command_id()
    await refusal_of(gated.send(iqa, "M1", select_case(gated, "P1", Kind.FINALISED), command_id))
    done = await gated.send(iqa, "M1", select_case(gated))

    other = gated.send(iqa, "M1", c.ReplaceCase(because="better_case"), done.command_id)

    assert await refusal_of(other) is Reason.COMMAND_ID_REUSED


async def test_a_client_that_gives_up_may_ask_again(gated: System, gate: Gate) -> None:
    iqa, command_id = await gated.open(), new_command_id()
    async with held(gated, Moment.BEFORE, [iqa]), told_early(gated, timedelta(seconds=0.5)):
        with pytest.raises(Unreachable):
            await gated.send(iqa, "M1", select_case(gated), command_id)

    async with told_early(gated):
        again = await gated.send(iqa, "M1", select_case(gated), command_id)
    assert again.events == ("case_selected",)
    assert await gated.kinds(iqa) == ["iqa_opened", "case_selected"]


async def test_a_failure_of_the_activity_is_told_although_the_ledger_never_says_anything(
    gated: System,
) -> None:
    iqa = await gated.open()
    await gated.execute("alter table iqa.waits add constraint never check (false) not valid")

    with pytest.raises(CommandFailed):
        await gated.send(iqa, "M1", select_case(gated))

    await gated.execute("alter table iqa.waits drop constraint never")


async def test_where_the_client_has_no_ledger_the_engine_answers(gated: System) -> None:
    iqa = await gated.open()
    async with await open_pool("postgresql://nobody@127.0.0.1:9/nowhere") as nowhere:
        gateway = Gateway(gated.client, gated.answer_to, patience=PATIENT, recorded=Answers(nowhere))

        answer = await gateway.send(iqa, await step_of(seats(gated)[0], iqa, SELECT))

    assert answer.version == await folded(gated, iqa) == 2


async def test_a_server_that_hangs_once_a_step_is_accepted_withholds_no_answer(machine: Machine) -> None:
    async with before_its_step(machine) as (case, sent, let_go), machine.paused(Part.SERVER):
        await let_go()
        answer = await sent

    await case.check(answer)


async def test_a_worker_that_is_killed_after_the_answer_leaves_nothing_undone(machine: Machine) -> None:
    async with before_its_step(machine) as (case, sent, let_go), machine.paused(Part.SERVER):
        await let_go()
        answer = await sent
        await machine.kill(Part.WORKER)

    await it_has_folded(case.seat.system, case.iqa, answer.version)
    await case.check(answer)


async def test_a_database_that_is_killed_once_a_step_is_accepted_delays_its_answer(machine: Machine) -> None:
    async with before_its_step(machine) as (case, sent, _):
        await machine.kill(Part.DATABASE)

        answer = await sent

    await it_has_folded(case.seat.system, case.iqa, answer.version)
    await case.check(answer)


async def test_a_database_that_hangs_once_a_step_is_accepted_is_given_up_on_in_time(machine: Machine) -> None:
    async with before_its_step(machine, timedelta(seconds=1)) as (case, sent, let_go):
        began = monotonic()
        async with machine.paused(Part.DATABASE):
            with pytest.raises(Unreachable):
                await sent
            assert monotonic() - began < GIVEN_UP_S
        await let_go()

    async with told_early(case.seat.system):
        answer = await case.take()
        assert answer
        await it_has_folded(case.seat.system, case.iqa, answer.version)
        await case.check(answer)


async def test_a_database_that_hangs_as_a_step_is_sent_is_given_up_on_in_time(machine: Machine) -> None:
    system = await machine.new_area()
    case = await Case.before(Seat(system, "P1", seats(system)[0].work), SELECT)
    assert case.envelope
    async with told_early(system, timedelta(seconds=1)) as gateway:
        await gateway.send(case.iqa, case.envelope)  # opens the connection that then hangs
        marks = await step_of(case.seat, case.iqa, MARK)
        began = monotonic()
        async with machine.paused(Part.DATABASE):
            with pytest.raises(Unreachable):
                await gateway.send(case.iqa, marks)
            assert monotonic() - began < GIVEN_UP_S


@asynccontextmanager
async def before_its_step(
    machine: Machine, patience: timedelta = PATIENT
) -> AsyncIterator[tuple[Case, "asyncio.Task[Answer]", Callable[[], Awaitable[None]]]]:
    """An IQA whose step was accepted and waits for its stream; with what lets it go on."""
    system = await machine.new_area()
    case = await Case.before(Seat(system, "P1", seats(system)[0].work), SELECT)
    assert case.envelope
    async with told_early(system, patience) as gateway, _holding(system, case.iqa) as (caught, let_go):
        sent = asyncio.create_task(gateway.send(case.iqa, case.envelope))
        await caught(1)
        yield case, sent, let_go


@asynccontextmanager
async def _holding(
    system: System, iqa: str
) -> AsyncIterator[tuple[Callable[[int], Awaitable[None]], Callable[[], Awaitable[None]]]]:
    """Hold a stream's lock, with what waits until a step has come to it, and what gives it back."""
    hold = held(system, Moment.BEFORE, [iqa])
    caught, gone = await hold.__aenter__(), asyncio.Event()

    async def let_go() -> None:
        if not gone.is_set():
            gone.set()
            await hold.__aexit__(None, None, None)

    try:
        yield caught, let_go
    finally:
        await let_go()


async def refusal_of(sent: Awaitable[Answer]) -> Reason:
    """The reason for which a command is refused."""
    with pytest.raises(CommandRefused) as told:
        await sent
    return told.value.refused.reason


async def accepted(system: System, iqa: str, updates: int) -> None:
    """Wait until the history holds the acceptance of so many Updates."""

    async def they_are() -> None:
        kinds = told.kinds(await system.history(iqa))
        assert kinds["WORKFLOW_EXECUTION_UPDATE_ACCEPTED"] == updates

    await soon(they_are)


async def it_has_folded(system: System, iqa: str, version: int) -> None:
    """Wait until the workflow knows what the ledger holds."""

    async def it_has() -> None:
        assert await folded(system, iqa) == version

    await soon(it_has, within_s=30)
