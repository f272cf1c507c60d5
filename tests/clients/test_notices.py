"""A person reads what they were told, plans a conversation with a time, and operators see how the post stands."""

from datetime import timedelta

import pytest

from domain import words
from tests.area import today
from tests.clients.test_reading import confirmed
from tests.clients.typed import CommandLine
from tests.servers import soon


async def test_everybody_reads_what_they_were_told_and_nobody_elses(iqa: CommandLine) -> None:
    it = await confirmed(iqa)
    manager = await iqa.ok("notices", "--json", by="M1")
    prosecutor = await iqa.ok("notices", "--json", by="P1")
    nobody = await iqa.ok("notices", by="P2")

    assert [one["kind"] for one in manager.document["notices"]] == ["iqa_assigned"]
    [told] = prosecutor.document["notices"]
    assert (told["kind"], told["stream"], told["says"]) == (
        "assessment_confirmed",
        it,
        "an assessment of your work to read",
    )
    assert (told["channel"], told["sent_at"], "to" in told) == (None, None, False)
    assert nobody.out == f"Nothing was told to Daniel Frost ({iqa.system.id('P2')}) in the last 14 days.\n"


async def test_a_conversation_is_planned_with_a_time_and_both_are_invited(iqa: CommandLine) -> None:
    it = await confirmed(iqa)
    on = today() + timedelta(days=1)
    await iqa.ok(
        "plan-conversation",
        it,
        "--on",
        "tomorrow",
        "--at",
        "14:30",
        "--minutes",
        "45",
        "--mode=video",
        by="M1",
    )

    state = await iqa.system.state(it)
    assert state.plan is not None
    assert (state.plan.on, str(state.plan.at), state.plan.minutes) == (on, "14:30:00", 45)
    assert f"{words.a_day(on)} at 14:30" in (await iqa.ok("notices", by="P1")).out
    assert f"Planned for {words.a_day(on)} at 14:30" in (await iqa.ok("show", it, by="P1")).out
    await iqa.ok("withdraw", it, "--because", "no_case", by="S1")
    assert "a planned conversation that was called off" in (await iqa.ok("notices", by="P1")).out


@pytest.mark.parametrize(
    "typed", [("--at", "25:00"), ("--at", "half past two"), ("--minutes", "0"), ("--minutes", "481")]
)
async def test_a_time_or_a_length_that_is_none_is_a_fault_of_usage(
    iqa: CommandLine, typed: tuple[str, str]
) -> None:
    ran = await iqa("plan-conversation", "iqa-1", "--on", "tomorrow", "--mode=video", *typed, by="M1")

    assert ran.code == 2
    assert "Give" in ran.err or "write it as 14:30" in ran.err


async def test_a_number_of_days_beyond_all_reason_lists_everything(iqa: CommandLine) -> None:
    await iqa.system.open()

    assert "an assessment for you to do" in (await iqa.ok("notices", "--days", "999999999", by="M1")).out


@pytest.mark.parametrize(
    ("made", "code", "says"),
    [(timedelta(hours=1), 0, "Post: 1 waiting"), (timedelta(days=7), 7, "for P1: smtp answered 451")],
)
async def test_status_tells_how_the_post_stands_and_when_it_is_stuck(
    iqa: CommandLine, made: timedelta, code: int, says: str
) -> None:
    waits = """
        insert into iqa.messages (message_id, area, recipient, kind, channel, made_at, failed_at, last_error)
        values (gen_random_uuid(), 'XN', 'P1', 'digest', 'smtp', now() - $1::interval, now(), 'smtp_451')
    """
    await iqa.system.rows(waits, made)
    await soon(lambda: _a_worker_polls(iqa))
    async with iqa.system.scheduled_post():
        ran = await iqa("status")
        document = (await iqa("status", "--json")).document

    assert ran.code == code
    assert says in ran.out + ran.err
    assert (document["post"]["queued"], document["post"]["last_error"]) == (1, "smtp_451")


async def _a_worker_polls(iqa: CommandLine) -> None:
    """A worker that has only just begun is down until its first poll has arrived."""
    parts = {part["name"]: part["up"] for part in (await iqa("status", "--json")).document["parts"]}
    assert parts["worker"]
