"""What the read tables tell a client."""

from datetime import UTC, datetime, timedelta

from infra.postgres import read_models
from infra.postgres.read_models import Waiting
from tests.area import Kind
from tests.commands import select_case
from tests.system import System

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def waiting(**changes: object) -> Waiting:
    row = dict.fromkeys(Waiting.model_fields) | {"stream": "s", "step": "mark", "item": "", "who": "M1"}
    return Waiting.model_validate(row | {"missed": False, "asks_for": ()} | changes)


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


async def test_a_command_is_found_with_its_answer_and_what_was_never_asked_is_not(system: System) -> None:
    it = await system.open("P1")
    answer = await system.send(it, "M1", select_case(system))

    async with system.connection() as connection:
        asked = await read_models.asked(connection, it, answer.command_id)
        never = await read_models.asked(connection, "iqa-nowhere", answer.command_id)

    assert asked
    assert (asked.kind, asked.body["seen_version"], asked.answer["version"]) == ("select_case", 1, 2)
    assert never is None


async def test_a_stream_is_known_once_anything_was_recorded_in_it(system: System) -> None:
    it = await system.open("P1")

    async with system.connection() as connection:
        assert await read_models.has_stream(connection, it)
        assert not await read_models.has_stream(connection, "iqa-nowhere")
        assert await read_models.iqa(connection, "iqa-nowhere") is None
        assert await read_models.escalation(connection, "none") is None
