"""Who was shown what, and who was refused it, is kept with what was shown, and read by auditors alone."""

from typing import Any

import asyncpg
import pytest

from clients.desk import records
from clients.desk.desk import SignedIn, opened
from clients.errors import Unreachable
from tests import clock
from tests.clients.typed import CommandLine


async def told(iqa: CommandLine, *of: str) -> list[dict[str, Any]]:
    """The looks as an auditor reads them, the latest first, but for the auditor's own."""
    ran = await iqa.ok("access-log", *of, "--json", by="I1")
    return [one for one in ran.document["looks"] if one["who"] != iqa.system.id("I1")]


async def test_each_look_is_a_line_with_what_was_shown_and_what_was_refused(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    await iqa.ok("inbox", by="M1")
    await iqa.ok("show", it, by="M1")
    await iqa("show", it, by="P5")

    rows = [
        (one["who"], one["showing"], one["stream"], one["parts"], one["refused"]) for one in await told(iqa)
    ]

    assert rows == [
        (iqa.system.id("P5"), "record", it, [], "not_permitted"),
        (iqa.system.id("M1"), "record", it, ["cover", "record"], None),
        (iqa.system.id("M1"), "inbox", None, [], None),
    ]


async def test_it_says_from_where_and_how_somebody_was_signed_in(iqa: CommandLine) -> None:
    await iqa.ok("inbox", by="M1")

    [one] = await told(iqa)

    assert one["how"] == "command_line"
    assert one["place"]
    assert one["signed_in_at"] <= one["at"]


async def test_what_one_seeks_by_and_what_is_no_id_is_not_kept(iqa: CommandLine) -> None:
    await iqa.ok("find", "somebodys-name", by="M1")
    await iqa("show", "somebodys-name", by="M1")

    rows = await iqa.system.rows("select l::text as row from iqa.looks as l")

    assert len(rows) == 2
    assert not [one for one in rows if "somebodys-name" in one["row"]]


async def test_a_command_is_no_look(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")

    await iqa("comment", it, "--text", "Thank you.", by="P1")

    assert await told(iqa) == []


async def test_it_is_read_by_person_by_stream_and_by_day(iqa: CommandLine) -> None:
    it, other = await iqa.system.open("P1"), await iqa.system.open("P2")
    for stream, who in ((it, "M1"), (other, "M1"), (it, "S1")):
        await iqa.ok("show", stream, by=who)
    m1, s1 = iqa.system.id("M1"), iqa.system.id("S1")

    assert [one["who"] for one in await told(iqa, "--of", it)] == [s1, m1]
    assert [one["stream"] for one in await told(iqa, "--who", m1)] == [other, it]
    assert len(await told(iqa, "--on", "today")) == 3
    assert await told(iqa, "--on", "yesterday") == []
    assert len(await told(iqa, "--days", "2")) == 3


async def test_an_auditor_reads_it_and_their_own_look_stands_in_it(iqa: CommandLine) -> None:
    first = await iqa.ok("access-log", by="I1")
    second = await iqa.ok("access-log", by="I1")

    assert first.out == "Nobody looked at that in these days.\n"
    assert "access log" in second.out
    assert iqa.system.id("I1") in second.out


async def test_nobody_else_does_and_that_they_tried_stands_in_it(iqa: CommandLine) -> None:
    for somebody in ("P1", "M1", "S1", "C1", "A1"):
        ran = await iqa("access-log", by=somebody)
        assert ran.code == 5

    assert {(one["showing"], one["refused"]) for one in await told(iqa)} == {("access_log", "not_permitted")}


async def test_without_its_line_nothing_is_shown(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    by = SignedIn(staff_id=iqa.system.id("M1"), at=clock.now())
    async with opened(iqa.system.settings, now=clock.now, patience_s=20) as desk:
        assert (await records.record(desk, by, it)).iqa_id == it
        owner = await asyncpg.connect(iqa.system.owner_dsn)
        await owner.execute("revoke insert on iqa.looks from iqa_app")
        with pytest.raises(Unreachable):
            await records.record(desk, by, it)
        await owner.execute("grant insert on iqa.looks to iqa_app")
        await owner.close()


async def test_of_more_than_can_be_told_the_latest_are(iqa: CommandLine) -> None:
    await iqa.system.rows(
        "insert into iqa.looks (at, who, how, signed_in_at, showing, parts, outcome)"
        " select $1::timestamptz, 'XT-M9', 'test', $1, 'inbox', '{}', 'shown' from generate_series(1, 300)",
        clock.now(),
    )

    read = await iqa.ok("access-log", by="I1")

    assert "The latest 200 are told" in read.out
