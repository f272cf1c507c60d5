"""What whoever runs the system types."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from clients.desk import administration
from clients.desk.desk import Desk
from infra.status import Status
from infra.temporal.watch import Failing, Failures, PutOff
from tests.area import EXPORT, Kind, today, write_export
from tests.clients.typed import CommandLine, at, environment, typed_in_process
from tests.clients.typing_at import at_a_terminal
from tests.clock import now
from tests.commands import select_case
from tests.factories import NOW


async def test_an_import_tells_what_changed_in_each_table(iqa: CommandLine, tmp_path: Path) -> None:
    export = write_export(iqa.system.area, tmp_path / "area")

    again = await iqa.ok("import", str(export))
    document = (await iqa.ok("import", str(export), "--json")).document

    assert "people: 0 added, 0 updated, 15 unchanged, 0 removed" in again.out
    assert [change["table"] for change in document["changes"]] == [
        "people",
        "absences",
        "cases",
        "contributions",
        "milestones",
    ]


async def test_an_import_names_custody_whose_prosecutor_is_away_soon_by_the_absences_that_it_brings(
    iqa: CommandLine, tmp_path: Path
) -> None:
    first, later = (str(today() + timedelta(days=days)) for days in (6, 20))
    p1, p2 = iqa.system.id("P1"), iqa.system.id("P2")
    export = write_export(
        iqa.system.area, tmp_path, absences=[(p1, first, later, "leave", ""), (p2, later, later, "leave", "")]
    )

    said = await iqa.ok("import", str(export))
    document = (await iqa.ok("import", str(export), "--json")).document

    urn = iqa.system.urn("P1", Kind.PRESSING)
    assert f"{urn}: somebody is in custody;" in said.out
    assert [(one["urn"], one["cover"]) for one in document["custody"]] == [
        (urn, None),
        (iqa.system.urn("P6", Kind.PRESSING), iqa.system.id("P5")),
    ]


async def test_a_faulty_import_tells_every_fault_with_its_place_and_changes_nothing(
    iqa: CommandLine, tmp_path: Path
) -> None:
    export = write_export(iqa.system.area, tmp_path / "area")
    people = export / "people.csv"
    people.write_text(people.read_text().replace("senior_manager", "manager").replace("-i1@", "-i1 at "))

    ran = await iqa("import", str(export))

    assert ran.code == 2
    assert "people.csv:3: role: 'manager'" in ran.err
    assert "people.csv:16: email: " in ran.err
    assert "nothing was changed" in ran.err


async def test_a_bar_shows_how_far_an_import_is_on_a_terminal(
    iqa: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    ran = await iqa("import", str(EXPORT))

    assert ran.code == 0
    assert "cases" in ran.err


async def test_a_healthy_system_says_so_part_by_part(iqa: CommandLine) -> None:
    await iqa.system.open("P1")

    async with iqa.system.scheduled_post():
        ran = await iqa.ok("status")
        document = (await iqa.ok("status", "--json")).document

    assert document["healthy"]
    assert [part["name"] for part in document["parts"]] == ["temporal", "worker", "database", "post"]
    assert "Open IQAs: 1" in ran.out


async def test_a_part_that_is_down_is_named(iqa: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IQA_TASK_QUEUE", "nobody-polls-this")

    ran = await iqa("status", "--json")

    assert ran.code == 7
    assert "worker is down" in ran.err
    assert not ran.document["healthy"]


AILING: Final = {
    "stuck": ("iqa-1",),
    "lost": ("iqa-2",),
    "behind": ("iqa-3",),
    "ahead": ("iqa-6",),
    "restored_at": NOW,
    "failures": Failures(
        failing=(
            Failing(stream="iqa-4", activity="record_iqa", attempts=9, cause="Unavailable: DiskFullError"),
        ),
        looked_at=40,
        running=90,
    ),
    "put_off": (PutOff(stream="iqa-5", quarter="quarter-1", cause="RuntimeError: no"),),
}


@pytest.mark.parametrize(
    ("what", "says", "remedy"),
    [
        ("stuck", "stuck: iqa-1", "The worker's log says more"),
        ("lost", "has no workflow, nothing chases it: iqa-2", "`iqa reconcile`"),
        ("behind", "its workflow knows less than the ledger: iqa-3", "`iqa reconcile`"),
        ("ahead", "its workflow knows more than the ledger: iqa-6", "`iqa reconcile`"),
        ("restored_at", "a backup was put back, ", "`iqa reconcile`"),
        (
            "failures",
            "iqa-4: record_iqa keeps failing (9 attempts), Unavailable: DiskFullError",
            "Mend the cause",
        ),
        (
            "put_off",
            "iqa-5: put off by quarter-1, last with RuntimeError: no",
            "tries again at its next deadline",
        ),
    ],
)
async def test_whatever_ails_is_told_in_a_line_with_what_to_do(
    what: str, says: str, remedy: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def found(_: Desk) -> Status:
        return Status.model_validate({"as_of": now(), "parts": (), what: AILING[what]})

    at(monkeypatch, {})
    monkeypatch.setattr(administration, "status", found)

    ran = await typed_in_process(capsys, "status")

    assert (ran.code, says in ran.err, remedy in ran.err) == (7, True, True), ran.err


async def test_a_look_at_some_of_the_workflows_says_of_how_many(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def found(_: Desk) -> Status:
        return Status(as_of=now(), parts=(), failures=Failures(looked_at=40, running=90))

    at(monkeypatch, {})
    monkeypatch.setattr(administration, "status", found)

    assert "Looked at 40 of 90 workflows" in (await typed_in_process(capsys, "status")).out


async def test_a_workflow_that_is_gone_is_started_again(iqa: CommandLine) -> None:
    it = await iqa.system.open("P1")
    await iqa.system.handle(it).terminate("lost")

    lost = await iqa("replace", it, "--because", "other", by="M1")
    found = (await iqa.ok("reconcile", "--json")).document
    settled = await iqa.ok("reconcile")
    again = await iqa("replace", it, "--because", "other", by="M1")

    assert lost.code == 7
    assert "iqa reconcile" in lost.err
    assert [(one["stream"], one["found"]) for one in found["changed"]] == [(it, "started_again")]
    assert "0 brought together" in settled.out
    assert (again.code, "no_case_selected" in again.err) == (3, True)


async def test_read_tables_are_made_again_from_the_ledger_and_a_sound_one_stays_as_it_is(
    iqa: CommandLine,
) -> None:
    it = await iqa.system.open("P1")
    await iqa.system.send(it, "M1", select_case(iqa.system))
    before = await iqa.system.read_rows(it)
    sound = (await iqa.ok("rebuild", "--json")).document
    await iqa.system.execute("delete from iqa.case_claims")
    await iqa.system.execute("update iqa.iqas set stage = 'closed', yes = 12")
    await iqa.system.execute(
        "insert into iqa.waits values ('iqa-no-such', 'mark', '', 'nobody', null, false)"
    )

    mended = await iqa.ok("rebuild")

    assert (sound["streams"], sound["mended"]) == (1, [])
    assert "2 streams, 2 shown otherwise" in mended.out
    assert await iqa.system.read_rows(it) == before
    assert (await iqa.system.read_rows("iqa-no-such")).waits == ()


async def test_without_an_engine_there_is_nothing_to_reconcile(
    iqa: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:9")

    ran = await iqa("reconcile")

    assert ran.code == 7
    assert "Temporal is out of reach" in ran.err


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [(("backup", "/nowhere/new"), 7, "nothing to back up"), (("restore", "/nowhere"), 8, "can't be trusted")],
)
async def test_what_is_not_there_is_neither_backed_up_nor_restored(
    typed: tuple[str, str],
    code: int,
    says: str,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    at(monkeypatch, {"IQA_DATA": str(data_dir)})

    ran = await typed_in_process(capsys, *typed)

    assert (ran.code, says in ran.err) == (code, True)


async def test_a_systematic_mistake_is_told_once_and_each_place_kept_in_a_file(
    iqa: CommandLine, tmp_path: Path
) -> None:
    export, kept = write_export(iqa.system.area, tmp_path / "area"), tmp_path / "faults.txt"
    cases = export / "cases.csv"
    cases.write_text(re.sub(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", r"\3/\2/\1", cases.read_text()))

    once = await iqa("import", str(export))
    every = await iqa("import", str(export), "--all-faults", str(kept))
    nowhere = await iqa("import", str(export), "--all-faults", str(tmp_path))

    assert [ran.code for ran in (once, every, nowhere)] == [2, 2, 2]
    assert len(once.err.splitlines()) == 4 + 1
    assert "cases.csv:2: received_on: " in once.err.splitlines()[0]
    assert "and 41 more like it, on lines 3, 4, 5, 6, 7 and 36 more" in once.err.splitlines()[0]
    assert "With --all-faults FILE each is written into a file." in once.err
    assert f"Each stands in {kept}." in every.err
    assert len(kept.read_text().splitlines()) > 100
    assert f"{tmp_path} can't be written: Is a directory." in nowhere.err


async def test_removals_are_listed_before_they_are_allowed(iqa: CommandLine, tmp_path: Path) -> None:
    export = write_export(iqa.system.area, tmp_path / "area")
    milestones = export / "milestones.csv"
    lines = milestones.read_text().splitlines(keepends=True)
    urn = lines[1].split(",")[0]
    kept = [line for line in lines if not line.startswith(urn)] + [f"{urn},next_hearing,{today()}\n"]
    milestones.write_text("".join(kept[:1] + kept[-1:]))

    refused = await iqa("import", str(export))
    document = (await iqa("import", str(export), "--json")).document
    done = await iqa.ok("import", str(export), "--allow-removals")

    assert refused.code == 3
    assert refused.err.startswith("milestones.csv lacks ")
    assert "(100 %, of which 10 % may go): " in refused.err
    assert lines[1].strip().replace(",", " ") in refused.err
    assert "With --allow-removals they are removed; nothing was changed." in refused.err
    assert lines[1].strip().replace(",", " ") in document["removals"]["milestones"]
    assert "milestones: 1 added" in done.out


@pytest.mark.parametrize("columns", [60, 80])
async def test_the_faults_of_an_import_stand_whole_on_a_narrow_terminal(
    iqa: CommandLine, tmp_path: Path, columns: int
) -> None:
    export = write_export(iqa.system.area, tmp_path / "area")
    (export / "Absences.csv").touch()
    people = export / "people.csv"
    people.write_text(people.read_text().replace(",", ";"))

    async with at_a_terminal(environment(iqa.system), "import", str(export), columns=columns) as (
        person,
        process,
    ):
        code = await process.wait()
        await person.sees("Correct the 2 faults and import again; nothing was changed.")
        assert person.has("people.csv:1: is separated by semicolons: export it with commas")
        assert person.has("Absences.csv: is not read, since absences.csv lies beside it:")
        shown = person.shown

    assert code == 2
    assert "…" not in shown
