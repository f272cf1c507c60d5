"""What record remembers of a stream is believed only as far as the ledger proves it."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from temporalio.exceptions import ApplicationError

from activities.memory import Memory, Remembered
from activities.ports import StoredEvent
from domain.assessment import Mode
from domain.ids import TIMER
from domain.iqa import commands as c
from tests.commands import select_case
from tests.records import Desk, desk_at
from tests.servers import Database

IQA = "iqa-one"
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def event(version: int, command_id: UUID, body: bytes = b"{}") -> StoredEvent:
    return StoredEvent(version, AT, "XT-P1", command_id, "comment_made", body)


def test_a_stream_is_remembered_by_the_events_of_its_last_command() -> None:
    first, last = uuid4(), uuid4()
    stored = (event(1, first), event(2, last), event(3, last))

    remembered = Remembered.up_to(stored, "state")

    assert remembered.tail == stored[1:]
    assert (remembered.before, remembered.version) == (1, 3)


def test_what_is_remembered_is_proven_by_those_events_alone() -> None:
    first, last, next_one = uuid4(), uuid4(), uuid4()
    tail = (event(2, last), event(3, last))
    remembered = Remembered.up_to(tail, "state")

    assert remembered.is_told_by(tail)
    assert remembered.is_told_by((event(1, first), *tail, event(4, next_one)))
    assert not remembered.is_told_by(())
    assert not remembered.is_told_by(tail[:1])
    assert not remembered.is_told_by((event(2, last, b"other"), tail[1]))
    assert not remembered.is_told_by((tail[0], event(3, next_one)))


def test_the_stream_longest_unused_is_forgotten_first() -> None:
    memory, one = Memory(most=2), Remembered((event(1, uuid4()),), "state")
    memory.keep("a", one)
    memory.keep("b", one)
    memory.keep("a", one)
    memory.keep("c", one)

    assert [memory.of(stream) for stream in ("a", "b", "c")] == [one, None, one]


async def test_the_rest_of_a_stream_is_not_read_again(desk: Desk) -> None:
    await desk.open(IQA)
    await desk.ask(IQA, "M1", select_case(desk), folded=1)
    unreadable = json.dumps({"kind": "from a later release"})
    await desk.execute(f"update iqa.ledger set body = '{unreadable}' where version = 1")  # noqa: S608

    outcome = await desk.ask(IQA, "M1", c.PlanConversation(on=desk.now.date(), mode=Mode.VIDEO), folded=2)

    assert [recorded.version for recorded in outcome.events] == [3]


async def test_a_ledger_restored_from_before_is_read_again_in_full(desk: Desk) -> None:
    await desk.open(IQA)
    await desk.ask(IQA, "M1", select_case(desk))
    await desk.execute("delete from iqa.ledger where version > 1; delete from iqa.case_claims")

    caught_up = await desk.ask(IQA, TIMER, c.CatchUp())
    selected = await desk.ask(IQA, "M1", select_case(desk), folded=1)

    assert [recorded.version for recorded in caught_up.events] == [1]
    assert [recorded.version for recorded in selected.events] == [2]
    with pytest.raises(ApplicationError, match="has folded 3"):
        await desk.ask(IQA, TIMER, c.CatchUp(), folded=3)


async def test_what_another_worker_recorded_is_read_too(desk: Desk, database: Database) -> None:
    await desk.open(IQA)
    async with desk_at(desk.area, database.dsn, database.owner_dsn) as elsewhere:
        await elsewhere.ask(IQA, "M1", select_case(desk))

    outcome = await desk.ask(IQA, "M1", c.PlanConversation(on=desk.now.date(), mode=Mode.VIDEO), folded=1)

    assert [recorded.event.kind for recorded in outcome.events] == ["case_selected", "conversation_planned"]


async def test_a_workflow_that_lags_gets_what_is_remembered_too(desk: Desk) -> None:
    await desk.open(IQA)
    await desk.ask(IQA, "M1", select_case(desk))

    outcome = await desk.ask(IQA, TIMER, c.CatchUp(), folded=0)

    assert [recorded.version for recorded in outcome.events] == [1, 2]
