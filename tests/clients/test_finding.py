"""Somebody finds their IQAs on the command line, and types as little of an id as will do."""

import pytest

from clients.cli.frame.exit_codes import ExitCode
from domain.iqa.commands import SelectCase
from domain.questions import Work
from tests.area import Kind
from tests.clients.typed import CommandLine


async def selected(iqa: CommandLine) -> str:
    it = await iqa.system.open("P1")
    urn = iqa.system.urn("P1", Kind.ANY_WORK)
    select = SelectCase(urn=urn, work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=1)
    await iqa.system.send(it, "M1", select)
    return it


async def test_a_prosecutor_finds_their_own_when_nothing_waits_for_them(iqa: CommandLine) -> None:
    it = await selected(iqa)

    inbox = await iqa.ok("inbox", by="P1")
    listed = await iqa.ok("list", by="P1")
    document = (await iqa.ok("list", "--json", by="P1")).document

    assert "Nothing waits for Priya Nair" in inbox.out
    assert it in listed.out
    assert f"Sam Ortiz ({iqa.system.id('M1')})" in listed.out
    assert "SAMPLED" not in listed.out
    assert document["iqas"][0]["sampled"] is None
    assert document["names"][iqa.system.id("M1")] == "Sam Ortiz"


async def test_what_is_overdue_is_told_with_whose_it_is(iqa: CommandLine) -> None:
    it = await selected(iqa)
    await iqa.system.forward_past(it, "mark")

    own = await iqa.ok("list", by="M1")
    of_the_area = await iqa.ok("list", "--area", iqa.system.area.lower(), by="S1")
    of_the_team = await iqa.ok("list", "--team", "--quarter", iqa.system.quarter.lower(), by="S1")

    assert "  mark and confirm the assessment, due" in own.out
    for listed in (of_the_area, of_the_team):
        assert f"Sam Ortiz ({iqa.system.id('M1')}) to mark and confirm the assessment, due" in listed.out


async def test_whoever_reads_no_whole_area_lists_none(iqa: CommandLine) -> None:
    refused = await iqa("list", "--area", iqa.system.area, by="M1")

    assert refused.code == ExitCode.NOT_PERMITTED


async def test_an_iqa_is_found_by_words(iqa: CommandLine) -> None:
    it = await selected(iqa)

    found = await iqa.ok("find", "nair ortiz", it[-6:], by="M1")
    nothing = await iqa.ok("find", "nair", by="P2")
    empty = await iqa("find", " ", by="M1")

    assert it in found.out
    assert nothing.out == "Nothing that you may read has all of these words.\n"
    assert empty.code == ExitCode.USAGE


@pytest.mark.parametrize("typed", [("show",), ("eligible",), ("history",), ("mark", "--template")])
async def test_a_command_takes_the_end_of_an_id(iqa: CommandLine, typed: tuple[str, ...]) -> None:
    it = await selected(iqa)
    tail = it.rpartition("-P1-")[2]

    ran = await iqa.ok(*typed, f" p1-{tail.lower()} ", by="M1")

    assert it in ran.out or "open" in ran.out


async def test_several_are_named_to_whoever_may_see_them(iqa: CommandLine) -> None:
    urn = iqa.system.urn("P1", Kind.ANY_WORK)

    refused = await iqa(
        "note-conversation", urn[-3:], "--prosecutor", "p1", "--mode", "video", "--view", "Bail.", by="M1"
    )
    noted = await iqa.ok(
        "note-conversation", urn[-5:], "--prosecutor", "p1", "--mode", "video", "--view", "Bail.", by="M1"
    )

    assert refused.code == ExitCode.NOT_FOUND
    assert "Refused by the rule several" in refused.err
    assert urn in refused.err
    assert f"case-{urn}" in noted.out
