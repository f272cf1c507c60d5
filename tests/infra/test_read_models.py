"""What the read tables tell a client."""

from datetime import UTC, datetime, timedelta

from domain.ids import iqa_id
from domain.iqa.commands import RecordAction
from domain.questions import Category
from infra.postgres import read_models
from infra.postgres.read_models import Waiting
from tests.area import Kind, today
from tests.commands import select_case
from tests.records import Desk
from tests.system import System

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def waiting(**changes: object) -> Waiting:
    row = dict.fromkeys(Waiting.model_fields) | {"stream": "s", "step": "mark", "item": "", "who": "M1"}
    return Waiting.model_validate(row | {"missed": False, "urgent": False, "asks_for": ()} | changes)


def test_a_step_is_overdue_once_its_time_has_passed_or_it_was_missed() -> None:
    assert waiting(due=NOW - timedelta(seconds=1)).is_overdue(NOW)
    assert waiting(due=NOW + timedelta(days=1), missed=True).is_overdue(NOW)
    assert not waiting(due=NOW).is_overdue(NOW)
    assert not waiting(due=None).is_overdue(NOW)


async def test_an_inbox_is_in_the_order_in_which_things_are_due(system: System) -> None:
    sooner = await system.open("P1")
    later = await system.open("P2")
    await system.send(sooner, "M1", select_case(system))

    async with system.connection() as connection:
        found = await read_models.inbox(connection, system.id("M1"))
        row = await read_models.iqa(connection, sooner)
        claims = await read_models.claims_of(connection, system.id("P1"))

    dues = [one.due for one in found if one.due]
    assert {one.stream for one in found} == {sooner, later}
    assert dues == sorted(dues)
    assert row
    assert (row.urn, row.stage) == (system.urn("P1", Kind.ANY_WORK), "marking")
    assert {claim.stream for claim in claims} == {sooner}


async def test_what_is_urgent_stands_before_what_else_is_due_by_the_same_time(desk: Desk) -> None:
    it = iqa_id(desk.quarter, desk.id("P1"), Category.CASEWORK, 1)
    await desk.open(it, "P1")
    await desk.ask(it, "M1", select_case(desk))
    for urgent in (False, True):
        by = today() + timedelta(days=1)
        action = RecordAction(what="Send the letter.", owner=desk.id("P2"), due_on=by, urgent=urgent)
        await desk.ask(it, "M1", action)

    async with desk.connection() as connection:
        found = await read_models.inbox(connection, desk.id("P2"))

    assert len({one.due for one in found}) == 1
    assert [(one.item, one.urgent) for one in found] == [("a2", True), ("a1", False)]


async def test_a_command_is_found_with_its_answer_and_what_was_never_asked_is_not(system: System) -> None:
    it = await system.open("P1")
    answer = await system.send(it, "M1", select_case(system))

    async with system.connection() as connection:
        asked = await read_models.asked(connection, it, answer.command_id)
        never = await read_models.asked(connection, "iqa-nowhere", answer.command_id)

    assert asked
    assert (asked.kind, asked.body["seen_version"], asked.answer) == ("select_case", 1, answer)
    assert never is None


async def test_a_stream_is_known_once_anything_was_recorded_in_it(system: System) -> None:
    it = await system.open("P1")

    async with system.connection() as connection:
        assert await read_models.has_stream(connection, it)
        assert not await read_models.has_stream(connection, "iqa-nowhere")
        assert await read_models.iqa(connection, "iqa-nowhere") is None
        assert await read_models.escalation(connection, "none") is None
