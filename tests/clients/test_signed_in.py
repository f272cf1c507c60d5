"""Each command says how and when whoever acted had signed in; a story tells auditors alone."""

from typing import Any

from tests import clock
from tests.clients.typed import CommandLine


async def sign_ins(iqa: CommandLine, stream: str, by: str) -> list[dict[str, Any] | None]:
    """How whoever acted had signed in, line by line of a story."""
    told = (await iqa.ok("history", stream, "--json", by=by)).document["story"]
    return [line["signed_in"] for line in told if line["who"] == iqa.system.id("M1")]


async def test_a_command_keeps_how_and_when_its_sender_signed_in(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    await iqa.ok("draw", it, by="M1")

    [sent] = await iqa.system.rows(
        "select signed_in_how, signed_in_at from iqa.commands where kind = 'draw_case'"
    )

    assert sent["signed_in_how"] == "command_line"
    assert abs((sent["signed_in_at"] - clock.now()).total_seconds()) < 60


async def test_an_auditor_reads_it_in_the_story_and_nobody_else(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    await iqa.ok("draw", it, by="M1")

    [one] = await sign_ins(iqa, it, "I1")
    told = await iqa.ok("history", it, by="I1")

    assert one
    assert one["how"] == "command_line"
    assert "signed in at the command line at " in told.out
    for somebody in ("M1", "S1"):
        assert await sign_ins(iqa, it, somebody) == [None]
        assert "signed in" not in (await iqa.ok("history", it, by=somebody)).out


async def test_a_quarter_keeps_how_whoever_opened_it_had_signed_in(iqa: CommandLine) -> None:
    await iqa.ok("open-quarter", iqa.system.area, iqa.system.quarter, by="A1")

    kept = await iqa.system.rows("select signed_in_how from iqa.commands where kind = 'open_quarter'")

    assert [one["signed_in_how"] for one in kept] == ["command_line"]


async def test_what_the_system_does_is_signed_in_nowhere(iqa: CommandLine) -> None:
    await iqa.system.open("P1")

    kept = await iqa.system.rows("select signed_in_how from iqa.commands where actor like 'system:%'")

    assert {one["signed_in_how"] for one in kept} == {None}
