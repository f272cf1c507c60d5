"""What people asked for and were refused is kept, whoever refused it, and read by auditors alone."""

from typing import Any

import pytest

from domain.iqa.commands import SelectCase
from domain.questions import Work
from tests.area import Kind
from tests.clients.typed import CommandLine

WRITTEN = "Nobody else is to read this."


async def kept(iqa: CommandLine, *of: str) -> list[dict[str, Any]]:
    """The attempts as an auditor reads them, the latest first."""
    found: list[dict[str, Any]] = (await iqa.ok("refusals", *of, "--json", by="I1")).document["refusals"]
    return found


async def test_what_the_rules_and_what_the_state_alone_refuse_is_kept(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    guilty = iqa.system.urn("P1", Kind.GUILTY)

    by_rules = await iqa("select", it, guilty, "--work", "charging", by="M1")
    by_state = await iqa("comment", it, "--text", WRITTEN, by="P1")

    assert (by_rules.code, by_state.code) == (3, 3)
    rows = [(one["who"], one["command"], one["stream"], one["rule"]) for one in await kept(iqa)]
    assert rows == [
        (iqa.system.id("P1"), "comment", it, "assessment_not_confirmed"),
        (iqa.system.id("M1"), "select_case", it, "guilty_plea"),
    ]
    keepers = await iqa.system.rows("select rule, kept_by from iqa.refusals order by rule")
    assert {one["rule"]: one["kept_by"] for one in keepers} == {
        "assessment_not_confirmed": "desk",
        "guilty_plea": "record",
    }


async def test_an_attempt_that_is_sent_again_is_one_and_another_is_another(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    comment = ("comment", it, "--text", WRITTEN)
    command_id = "01a22156-b94e-725e-a9a7-41e4d9cbb90a"

    await iqa(*comment, "--command-id", command_id, by="P1")
    await iqa(*comment, "--command-id", command_id, by="P1")
    assert len(await kept(iqa)) == 1
    await iqa(*comment, by="P1")
    assert len(await kept(iqa)) == 2


@pytest.mark.parametrize(
    ("typed", "by", "rule"),
    [
        (("draw", "iqa-nowhere"), "M1", "not_open"),
        (("pick-sample", "iqa-nowhere", "--because", "new_manager"), "S1", "not_open"),
        (("draw", "{it}"), "P7", "not_in_post"),
        (("open-quarter", "{area}", "{quarter}"), "M1", "not_permitted"),
        (("close-quarter", "{area}", "{quarter}"), "S1", "quarter_not_open"),
    ],
)
async def test_what_is_refused_before_it_reaches_a_stream_is_kept_too(
    iqa: CommandLine, typed: tuple[str, ...], by: str, rule: str
) -> None:
    it = await iqa.system.open("P1")
    known = {"it": it, "area": iqa.system.area, "quarter": iqa.system.quarter}

    ran = await iqa(*(word.format(**known) for word in typed), by=by)

    assert rule in ran.err
    [one] = await kept(iqa)
    assert (one["who"], one["rule"]) == (iqa.system.id(by), rule)


async def test_a_command_id_used_for_something_else_is_kept_as_that(iqa: CommandLine) -> None:
    system, it = iqa.system, await iqa.system.open("P1")
    urn = system.urn("P1", Kind.ANY_WORK)
    await system.send(it, "M1", SelectCase(urn=urn, work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=1))
    [used] = await system.rows("select command_id from iqa.ledger where kind = 'case_selected'")

    ran = await iqa("replace", it, "--because", "conflict", "--command-id", str(used["command_id"]), by="M1")

    assert "command_id_reused" in ran.err
    assert [(one["command"], one["rule"]) for one in await kept(iqa)] == [
        ("replace_case", "command_id_reused")
    ]


async def test_nobody_but_an_auditor_reads_them(iqa: CommandLine) -> None:
    await iqa.system.open("P1")

    for somebody in ("P1", "M1", "S1", "C1", "A1"):
        ran = await iqa("refusals", by=somebody)
        assert ran.code == 5
        assert "auditor" in ran.err


async def test_they_hold_no_words_and_nothing_of_what_the_refusal_was_about(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    guilty = iqa.system.urn("P1", Kind.GUILTY)
    await iqa("select", it, guilty, "--work", "charging", by="M1")
    await iqa("comment", it, "--text", WRITTEN, by="P1")

    read = await iqa.ok("refusals", by="I1")
    rows = await iqa.system.rows("select r::text as row from iqa.refusals as r")

    assert "asked to" in read.out.lower()
    assert not [one for one in (read.out, *(one["row"] for one in rows)) if WRITTEN in one or guilty in one]


async def test_those_of_one_stream_and_of_the_last_days_are_listed(iqa: CommandLine) -> None:
    it, other = await iqa.system.open("P1"), await iqa.system.open("P2")
    await iqa("confirm-conversation", it, by="P1")
    await iqa("confirm-conversation", other, by="P2")

    nothing = await iqa.ok("refusals", "--of", "iqa-nowhere", by="I1")

    assert [one["stream"] for one in await kept(iqa, "--of", it)] == [it]
    assert nothing.out == "Nothing was refused in the last 14 days.\n"
