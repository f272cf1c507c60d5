"""An audit of everything: honest records are verified, what was altered is named, and it goes on where it stopped."""

from pathlib import Path

import pytest

from domain.casework import commands as on_case
from domain.ids import case_id
from domain.iqa import commands as c
from tests.area import Kind
from tests.clients.typed import CommandLine, at
from tests.commands import mark_all, select_case
from tests.workflows.quarters import ask_case, open_quarter, quarter_until


async def work(iqa: CommandLine) -> list[str]:
    """An open quarter, an IQA that is confirmed, one that is open and one that is withdrawn."""
    system = iqa.system
    await open_quarter(system)
    await quarter_until(system, lambda quarter: not quarter.unopened)
    first, second, third = [await system.open(one) for one in ("P1", "P2", "P3")]
    await system.send(first, "M1", select_case(system))
    await system.send(first, "M1", mark_all(await system.state(first)))
    await system.send(first, "M1", c.ConfirmAssessment(seen_version=3))
    await system.send(third, "M2", c.Withdraw(because="no_case"))
    return [first, second, third]


async def test_everything_is_gone_through_once_and_goes_on_where_it_stopped(
    iqa: CommandLine, tmp_path: Path
) -> None:
    await work(iqa)
    file = tmp_path / "audit.jsonl"
    told = ("audit", "--file", str(file), "--json")

    whole = await iqa.ok(*told, by="I1")
    lines = file.read_text().splitlines()
    file.write_text("\n".join(lines[:3]) + "\n" + lines[3][:20])
    rest = await iqa.ok(*told, by="I1")
    again = await iqa.ok(*told, by="I1")

    streams = whole.document["streams"]
    assert streams == whole.document["verdicts"]["verified"] == len(lines) - 2 > 3
    assert "goes on after 2 records" in rest.err
    assert rest.document == whole.document == again.document
    assert "goes on" not in again.err
    assert len(file.read_text().splitlines()) == len(lines)


async def test_what_was_altered_is_named_and_nothing_else(iqa: CommandLine, tmp_path: Path) -> None:
    marked, shown, gone = await work(iqa)
    system, file = iqa.system, str(tmp_path / "audit.jsonl")
    await system.rows("update iqa.ledger set actor = 'XT-M9' where stream = $1 and version = 2", marked)
    await system.rows("update iqa.waits set due = due + interval '1 day' where stream = $1", shown)
    for table, key in (("ledger", "stream"), ("commands", "stream"), ("iqas", "iqa_id"), ("waits", "stream")):
        await system.rows(f"delete from iqa.{table} where {key} = $1", gone)  # noqa: S608  made up here

    told = await iqa("audit", "--file", file, "--json", by="I1")
    operator = await iqa("audit", "--file", file, "--anew", "--json")

    assert (told.code, operator.code) == (8, 8)
    assert {one["stream"]: one["verdict"] for one in told.document["found"]} == dict.fromkeys(
        (marked, shown, gone), "altered"
    )
    [waits] = [one for one in told.document["found"] if one["stream"] == shown]
    assert waits["differences"][0].startswith("read table waits: ")
    assert [one["differences"] for one in operator.document["found"]] == [[], [], []]


async def test_what_other_rules_decided_otherwise_ends_with_9_and_accuses_nobody(
    iqa: CommandLine, tmp_path: Path
) -> None:
    it = iqa.system.new_iqa("P1")
    async with iqa.system.desk() as desk:
        await desk.open(it)
    await iqa.system.execute("update iqa.commands set rules = repeat('f', 64)")
    changed = "replace(convert_from(body, 'utf8'), 'assessment_first', 'conversation_first')::bytea"
    await iqa.system.execute(f"update iqa.ledger set body = {changed}")  # noqa: S608  made up here

    ran = await iqa("audit", "--file", str(tmp_path / "audit.jsonl"), by="I1")

    assert ran.code == 9
    assert "accuses nobody" in ran.err


async def test_auditors_alone_or_whoever_runs_the_system_and_no_file_of_another(
    iqa: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "audit.jsonl"
    senior = await iqa("audit", "--file", str(file), by="S1")
    file.write_text("My own words.\n")
    taken = await iqa("audit", "--file", str(file), by="I1")
    nowhere = await iqa("audit", "--file", str(tmp_path / "none" / "audit.jsonl"), by="I1")

    assert (senior.code, taken.code, nowhere.code) == (5, 2, 2)
    assert file.read_text() == "My own words.\n"


async def test_a_record_that_is_saved_is_told_and_verified_where_nothing_runs(
    iqa: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked, shown, _ = await work(iqa)
    file = tmp_path / "saved.json"

    told = await iqa.ok("history", marked, "--json", by="I1")
    await iqa.ok("history", marked, "--save", str(file), by="I1")
    assessed = await iqa("history", shown, "--save", str(tmp_path / "other.json"), by="P2")
    again = await iqa("history", marked, "--save", str(file), by="I1")
    at(monkeypatch, {"IQA_DATA": str(tmp_path / "nothing")})
    alone = await iqa.ok("history", "--file", str(file), "--json")
    forged = tmp_path / "forged.json"
    forged.write_text(file.read_text().replace(f'"{iqa.system.id("M1")}"', '"XT-M9"'))
    altered = await iqa("history", marked, "--file", str(forged))
    another = await iqa("history", shown, "--file", str(file))
    file.write_text(file.read_text()[:500])
    broken = await iqa("history", "--file", str(file))

    assert (alone.document["verdict"], alone.document["history"]) == ("verified", True)
    assert [one["what"] for one in alone.document["story"]] == [one["what"] for one in told.document["story"]]
    assert (assessed.code, again.code, altered.code, another.code, broken.code) == (5, 2, 8, 2, 2)
    assert not (tmp_path / "other.json").exists()


async def test_a_cases_own_record_is_told_verified_and_saved(iqa: CommandLine, tmp_path: Path) -> None:
    system = iqa.system
    urn = system.urn("P1", Kind.ANY_WORK)
    chase = on_case.RecordAction(urn=urn, what="Chase it.", owner=system.id("P2"))
    await ask_case(system, "M1", urn, chase)
    file = str(tmp_path / "case.json")

    told = await iqa.ok("history", case_id(urn), "--replay", by="I1")
    await iqa.ok("history", case_id(urn), "--save", file, by="I1")

    assert "verified; history, decisions and ledger agree" in told.out
    assert "verified; history, decisions and ledger agree" in (await iqa.ok("history", "--file", file)).out
