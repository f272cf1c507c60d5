"""What the world does to an IQA: databases that stop, forget or refuse, and payloads that are no commands."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.common import RawValue
from temporalio.service import RPCError

from clients.command_ids import new_command_id
from clients.errors import CommandFailed, CommandRefused, Unreachable
from clients.gateway import Gateway
from domain.assessment import Answer as MarkAnswer
from domain.assessment import Mark
from domain.errors import Reason
from domain.iqa import commands as c
from infra.temporal.histories import runs
from tests.area import today
from tests.commands import select_case
from tests.engines import OwnPostgres, StockEngine
from tests.servers import Database, soon
from tests.system import System, running_system
from tests.workflows import told
from tests.workflows.conftest import Keep

_LONG_SAVES = 24


def _long(begins: str, questions: Iterable[int]) -> tuple[Mark, ...]:
    """Answers whose texts are nearly as long as they may be, in letters of two bytes."""
    text = f"The act of {begins}. {'é' * 19_000}"
    return tuple(
        Mark(question=each, answer=MarkAnswer.YES, good_practice=f"{each}. {text}") for each in questions
    )


async def test_a_database_that_stops_delays_a_command_and_loses_nothing(
    engine: str, own_postgres: OwnPostgres
) -> None:
    async with (
        own_postgres() as (postgres, database),
        running_system(engine, database) as system,
    ):
        system.gateway = Gateway(system.client, system.answer_to, patience=timedelta(seconds=1))
        iqa, command_id = await system.open(), new_command_id()
        await postgres.stop()
        with pytest.raises(Unreachable):
            await system.send(iqa, "M1", select_case(system), command_id)
        described = await system.handle(iqa).describe()
        [waiting] = described.raw_description.pending_activities
        await postgres.start()

        async def it_is_answered() -> None:
            answer = await system.send(iqa, "M1", select_case(system), command_id)
            assert answer.events == ("case_selected",)

        await soon(it_is_answered, within_s=15)
        assert waiting.last_failure.application_failure_info.type == "Unavailable"
        assert await system.kinds(iqa) == ["iqa_opened", "case_selected"]


async def test_an_unexpected_error_fails_the_command_after_three_attempts_and_nothing_else(
    system: System,
) -> None:
    iqa = await system.open()
    before = await system.state(iqa)
    await system.execute("alter table iqa.waits add constraint never check (false) not valid")

    with pytest.raises(CommandFailed) as failed:
        await system.send(iqa, "M1", select_case(system))
    await system.execute("alter table iqa.waits drop constraint never")

    assert failed.value.kind == "Bug"
    assert await system.state(iqa) == before
    history = await system.history(iqa)
    [started] = told.of_kind(history, "ACTIVITY_TASK_FAILED")
    assert started.activity_task_failed_event_attributes.failure.message == "CheckViolationError"
    assert (await system.send(iqa, "M1", select_case(system))).events == ("case_selected",)


async def test_a_deadline_that_meets_an_error_is_tried_again_later_and_missed_once(
    system: System, keep: Keep
) -> None:
    iqa = await system.open()
    pending = (await system.state(iqa)).deadlines[0]
    await system.execute("alter table iqa.escalations add constraint never check (false) not valid")
    await system.forward(iqa, by=pending.due - await system.now(iqa) + timedelta(seconds=10))

    async def it_backs_off() -> None:
        summaries = told.summaries(await system.history(iqa), "TIMER_STARTED")
        assert any("was refused" in summary for summary in summaries)

    await soon(it_backs_off)
    await system.execute("alter table iqa.escalations drop constraint never")
    await system.forward(iqa, by=timedelta(minutes=5))

    await system.until(iqa, lambda state: bool(state.missed))
    assert await system.kinds(iqa) == ["iqa_opened", "deadline_missed", "escalation_raised"]
    await keep(system, "a_deadline_that_meets_an_error", iqa)


async def test_an_opening_that_is_refused_is_tried_ever_more_slowly_until_it_can_be(
    system: System, keep: Keep
) -> None:
    iqa = system.new_iqa("P1")
    opening = (await system.opening("P1")).model_copy(update={"prosecutor": system.id("P99")})
    await system.start(iqa, opening)

    await system.forward(iqa, by=timedelta(hours=6))
    tries = told.kinds(await system.history(iqa))["ACTIVITY_TASK_SCHEDULED"]
    async with system.connection() as connection:
        await connection.execute(
            "insert into iqa.people select $1, role, area, unit, reports_to, email, from_date, to_date"
            " from iqa.people where staff_id = $2",
            system.id("P99"),
            system.id("P1"),
        )
    await system.forward(iqa, by=timedelta(hours=2))

    assert 8 <= tries <= 12
    assert (await system.until(iqa, lambda _: True)).prosecutor == system.id("P99")
    await keep(system, "an_opening_refused_for_a_while", iqa)


async def test_a_ledger_that_was_restored_from_an_old_backup_is_not_written_to(system: System) -> None:
    iqa = await system.open()
    await system.send(iqa, "M1", select_case(system))
    await system.execute("create table lost as select * from iqa.ledger where version = 2")
    await system.execute("delete from iqa.ledger where version = 2")

    with pytest.raises(CommandFailed) as failed:
        await system.send(iqa, "M1", c.ReplaceCase(because="better_case"))

    assert failed.value.kind == "LedgerBehind"
    assert await system.kinds(iqa) == ["iqa_opened"]

    await system.execute("insert into iqa.ledger select * from lost")
    replaced = await system.send(iqa, "M1", c.ReplaceCase(because="better_case"))
    assert replaced.version == 3


LONG = "x" * 2_000_000
DEEP = "[" * 100_000 + "]" * 100_000


def envelope(command: str, command_id: str | None = None, actor: str = '"P1"') -> str:
    return f'{{"command_id": "{command_id or uuid4()}", "actor": {actor}, "command": {command}}}'


GARBAGE = {
    "no JSON": "{",
    "null": "null",
    "a list": "[1, 2]",
    "an empty object": "{}",
    "an unknown kind": envelope('{"kind": "mark_everything_yes"}'),
    "no kind": envelope('{"text": "Hello"}'),
    "a missing field": envelope('{"kind": "comment"}'),
    "a wrong type": envelope('{"kind": "select_case", "urn": 7, "work": "all", "seen_version": {}}'),
    "no command id": envelope('{"kind": "catch_up"}', command_id="none"),
    "a blank actor": envelope('{"kind": "catch_up"}', actor='" "'),
    "a text too long": envelope(json.dumps({"kind": "comment", "text": LONG[:1_900_000]})),
    "half a surrogate pair": envelope('{"kind": "comment", "text": "\\ud83d"}'),
    "a NUL": envelope('{"kind": "comment", "text": "\\u0000"}'),
    "not a number": envelope('{"kind": "query_mark", "question": NaN, "text": "why"}'),
    "a huge number": envelope('{"kind": "query_mark", "question": ' + "9" * 5_000 + ', "text": "why"}'),
    "deep lists": envelope(DEEP),
}


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(system: System) -> Client:
    """A client without this system's converter: whatever it sends goes out as it is."""
    return await Client.connect(system.client.service_client.config.target_host)


@pytest.mark.parametrize("what", GARBAGE)
async def test_a_payload_that_is_no_command_is_refused_and_the_workflow_goes_on(
    system: System, stranger: Client, what: str
) -> None:
    iqa = await system.open()
    payload = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=GARBAGE[what].encode()))

    with pytest.raises((WorkflowUpdateFailedError, RPCError)):
        async with asyncio.timeout(3):
            await stranger.get_workflow_handle(iqa).execute_update("command", payload, id=str(uuid4()))

    assert (await system.send(iqa, "M1", select_case(system))).events == ("case_selected",)
    assert told.kinds(await system.history(iqa))["WORKFLOW_TASK_FAILED"] == 0


async def test_a_signal_that_is_none_is_dropped_and_the_workflow_goes_on(
    system: System, stranger: Client
) -> None:
    iqa = await system.open()
    payload = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b'{"stream": 7'))

    await stranger.get_workflow_handle(iqa).signal("catch_up", payload)

    assert (await system.send(iqa, "M1", select_case(system))).events == ("case_selected",)


@pytest_asyncio.fixture(loop_scope="session")
async def forgetful(stock_engine: StockEngine, database: Database) -> AsyncIterator[System]:
    """An application on a server that asks for a new history after forty events."""
    limits = {"limit.historyCount.suggestContinueAsNew": "40"}
    async with stock_engine(limits) as address, running_system(address, database) as system:
        yield system


@pytest_asyncio.fixture(loop_scope="session")
async def impatient(stock_engine: StockEngine, database: Database) -> AsyncIterator[System]:
    """An application on a server to which what a run reads of its stream is long already."""
    limits = {"limit.historyCount.suggestContinueAsNew": "1"}
    async with stock_engine(limits) as address, running_system(address, database) as system:
        yield system


async def test_a_stream_that_is_long_by_itself_is_not_started_over_without_end(impatient: System) -> None:
    iqa = await impatient.open()
    await impatient.send(iqa, "M1", select_case(impatient))
    for n in range(6):
        seen = (await impatient.state(iqa)).version
        await impatient.send(iqa, "M1", c.ReplaceCase(because="better_case", note=f"The {n}th."))
        await impatient.send(iqa, "M1", select_case(impatient, seen=seen + 1))

    histories = await runs(impatient.client, iqa)
    work = [told.kinds(history)["WORKFLOW_EXECUTION_UPDATE_ACCEPTED"] for history in histories[:-1]]
    assert work, "the engine asked to continue as new"
    assert min(work) > 0, "each run did something before it started over"
    assert (await impatient.state(iqa)).version == 14


async def test_a_history_of_few_and_long_events_is_continued_before_the_engine_would_end_it(
    system: System,
) -> None:
    iqa = await system.open()
    await system.send(iqa, "M1", select_case(system))
    first_run = (await system.handle(iqa).describe()).run_id

    for n in range(_LONG_SAVES):
        seen = (await system.state(iqa)).version
        await system.send(iqa, "M1", c.RecordMarks(marks=_long(f"{n}", (1, 2, 3, 5, 6)), seen_version=seen))

    async def it_runs_anew() -> None:
        assert (await system.handle(iqa).describe()).run_id != first_run

    await soon(it_runs_anew)
    assert (await system.state(iqa)).version == 2 + _LONG_SAVES


async def test_a_command_that_no_message_could_refuse_is_refused_before_it_is_sent(system: System) -> None:
    iqa = await system.open()
    await system.send(iqa, "M1", select_case(system))

    with pytest.raises(CommandRefused) as refused:
        await system.send(iqa, "M1", c.RecordMarks(marks=_long("", range(1, 13)), seen_version=2))

    assert refused.value.refused.reason is Reason.TOO_MANY
    await system.send(iqa, "M1", c.ReplaceCase(because="better_case"))


async def test_a_long_history_is_continued_as_new_and_nothing_is_lost(forgetful: System, keep: Keep) -> None:
    iqa, command_id = await forgetful.open(), new_command_id()
    first_run = (await forgetful.handle(iqa).describe()).run_id
    first = await forgetful.send(iqa, "M1", select_case(forgetful), command_id)
    for n in range(6):
        seen = (await forgetful.state(iqa)).version
        await forgetful.send(iqa, "M1", c.ReplaceCase(because="better_case", note=f"The {n}th."))
        await forgetful.send(iqa, "M1", select_case(forgetful, seen=seen + 1))

    async def it_runs_anew() -> None:
        assert (await forgetful.handle(iqa).describe()).run_id != first_run

    await soon(it_runs_anew)
    again = await forgetful.send(iqa, "M1", select_case(forgetful), command_id)
    with pytest.raises(CommandRefused) as conflict:
        await forgetful.send(iqa, "M1", c.ReplaceCase(because="better_case"), command_id)

    assert again == first
    assert conflict.value.refused.reason is Reason.COMMAND_ID_REUSED
    state = await forgetful.state(iqa)
    assert (state.version, state.replaced) == (14, 6)
    assert await forgetful.read_rows(iqa) == await forgetful.folded_rows(iqa)
    await forgetful.forward_past(iqa, "mark")
    assert (await forgetful.state(iqa)).missed[-1].deadline == "mark"
    assert today() >= state.opened_at.date()
    await keep(forgetful, "a_long_history", iqa, run=0)
    await keep(forgetful, "a_long_history_continued", iqa)
