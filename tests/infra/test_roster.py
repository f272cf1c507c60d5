import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import asyncpg
import pytest
import pytest_asyncio

from domain.cases import CaseFile, ContributionKind, MilestoneKind, Plea
from domain.people import Absence, AbsenceKind, Person, Role
from domain.roster.check import Roster
from infra.postgres import roster, roster_import, roster_save
from infra.postgres.connections import Connection, Pool, open_pool
from infra.postgres.roster import Source
from infra.postgres.roster_import import ImportRefused, ImportReport, RemovalsRefused, Terms, import_directory
from infra.progress import Progress
from tests.exports import EXPORT, PEOPLE, spoilt
from tests.servers import Database


@pytest_asyncio.fixture(loop_scope="session")
async def pool(database: Database) -> AsyncIterator[Pool]:
    """Signs in with the application's rights, and no others."""
    async with await open_pool(database.dsn, max_size=3) as opened:
        yield opened


async def imported(source: Source, folder: Path, export: Mapping[str, str] = EXPORT) -> ImportReport:
    write(folder, export)
    return await import_directory(source, folder)


def write(folder: Path, export: Mapping[str, str]) -> None:
    for path in folder.glob("*.csv"):
        path.unlink()
    for table, text in export.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")


def headers(*tables: str) -> dict[str, str]:
    return {table: EXPORT[table].splitlines()[0] + "\n" for table in tables}


def counts(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    return {change.table: change[1:] for change in report.changes}


async def test_a_first_import_adds_everything(pool: Pool, tmp_path: Path) -> None:
    report = await imported(pool, tmp_path)
    assert counts(report) == {
        "people": (5, 0, 0, 0),
        "absences": (2, 0, 0, 0),
        "cases": (2, 0, 0, 0),
        "contributions": (4, 0, 0, 0),
        "milestones": (2, 0, 0, 0),
    }
    assert str(report.changes[0]) == "people: 5 added, 0 updated, 0 unchanged, 0 removed"
    assert report.warnings == ()


async def test_the_same_import_again_changes_nothing(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    async with pool.acquire() as connection:
        for _ in range(2):
            report = await imported(connection, tmp_path)
            assert {change[1:2] + change[2:3] + change[4:5] for change in report.changes} == {(0, 0, 0)}
            assert sum(change.unchanged for change in report.changes) == 15


async def test_what_was_imported_can_be_looked_up(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    p2 = Person(
        staff_id="P2",
        role=Role.PROSECUTOR,
        area="XN",
        unit="MC",
        reports_to="M1",
        email="p2@example.test",
        from_date=date(2020, 1, 6),
        to_date=date(2026, 9, 30),
    )
    assert await roster.person(pool, "P2") == p2
    assert await roster.person(pool, "P9") is None
    assert [person.staff_id for person in await roster.people_of(pool, "XN")] == [
        "C1",
        "M1",
        "P1",
        "P2",
        "S1",
    ]
    assert await roster.people_of(pool, "ZZ") == ()
    assert [person.staff_id for person in await roster.reports_of(pool, "M1")] == ["P1", "P2"]
    assert await roster.absences_of(pool, "P1") == (
        Absence(
            staff_id="P1",
            from_date=date(2026, 10, 5),
            to_date=date(2026, 10, 16),
            kind=AbsenceKind.LEAVE,
            cover="P2",
        ),
    )


async def test_a_case_file_holds_the_case_and_all_that_is_known_of_it(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    found = await roster.case_file(pool, "U1")
    assert isinstance(found, CaseFile)
    assert (found.case.plea, found.case.domestic_abuse, found.case.rape) == (Plea.NOT_GUILTY, True, False)
    assert found.case.trial_on == date(2027, 2, 22)
    review, again, charge = found.contributions
    assert review == again
    assert (review.kind, charge.kind) == (ContributionKind.REVIEW, ContributionKind.CHARGING_DECISION)
    assert [milestone.kind for milestone in found.milestones] == [
        MilestoneKind.NOT_GUILTY_PLEA,
        MilestoneKind.NEXT_HEARING,
    ]
    assert await roster.case_file(pool, "U9") is None


async def test_the_case_files_of_a_person_are_those_allocated_to_and_worked_on_by_them(
    pool: Pool, tmp_path: Path
) -> None:
    await imported(pool, tmp_path, spoilt("contributions", 5, "P2", "P1"))
    assert [file.case.urn for file in await roster.case_files_of(pool, "P1")] == ["U1", "U2"]
    assert [file.case.urn for file in await roster.case_files_of(pool, "P2")] == ["U2"]
    assert await roster.case_files_of(pool, "M1") == ()


async def test_importing_again_updates_people_and_cases(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    export = spoilt("people", 6, "prosecutor", "legal_manager")
    export["people"] += "N1,senior_manager,XN,,C1,n1@example.test,2026-10-01,\n"
    export["people"] = export["people"].replace("M1,legal_manager,XN,MC,S1", "M1,legal_manager,XN,MC,N1")
    export["cases"] = spoilt("cases", 3, "live,,", "finalised,guilty,")["cases"]
    report = counts(await imported(pool, tmp_path, export))
    assert report["people"] == (1, 2, 3, 0)
    assert report["cases"] == (0, 1, 1, 0)
    changed = await roster.person(pool, "P2")
    assert changed is not None
    assert changed.role is Role.LEGAL_MANAGER
    assert [person.staff_id for person in await roster.reports_of(pool, "N1")] == ["M1"]


async def test_a_value_may_be_emptied_by_importing_again(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    await imported(pool, tmp_path, spoilt("people", 6, "2026-09-30", ""))
    changed = await roster.person(pool, "P2")
    assert changed is not None
    assert changed.to_date is None


async def test_the_contributions_and_milestones_of_each_case_named_are_replaced(
    pool: Pool, tmp_path: Path
) -> None:
    await imported(pool, tmp_path)
    export = headers("people", "cases")
    export["contributions"] = (
        "urn,staff_id,kind,on_date\nU1,P1,review,2026-07-08\nU1,P2,disclosure,2026-09-01\n"
    )
    export["milestones"] = "urn,kind,on_date\nU1,next_hearing,2027-02-22\n"
    report = counts(await imported(pool, tmp_path, export))
    assert report["contributions"] == (1, 0, 1, 2)
    assert report["milestones"] == (0, 0, 1, 1)
    kept = await roster.case_file(pool, "U2")
    assert kept is not None
    assert len(kept.contributions) == 1


async def test_the_absences_of_each_person_named_are_replaced(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    export = headers("people", "cases", "contributions")
    lines = (
        "staff_id,from_date,to_date,kind,cover",
        "M1,2026-11-02,2026-12-01,extended,",
        "M1,2027-01-04,,leave,P1",
    )
    export["absences"] = "\n".join(lines)
    report = counts(await imported(pool, tmp_path, export))
    assert report["absences"] == (1, 1, 0, 0)
    export["absences"] = "\n".join(lines[:2])
    assert counts(await imported(pool, tmp_path, export))["absences"] == (0, 0, 1, 1)
    assert len(await roster.absences_of(pool, "P1")) == 1


async def test_leaving_out_an_optional_file_leaves_its_rows(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    report = await imported(pool, tmp_path, headers("people", "cases", "contributions"))
    assert [change.table for change in report.changes] == ["people", "cases", "contributions"]
    assert len(await roster.absences_of(pool, "P1")) == 1


async def test_an_export_with_faults_changes_nothing(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    export = spoilt("people", 5, "p1@", "new@")
    export["milestones"] = "urn,kind,on_date\nU9,next_hearing,2027-02-30\n"
    with pytest.raises(ImportRefused) as refused:
        await imported(pool, tmp_path, export)
    assert str(refused.value).splitlines() == [
        "milestones.csv:2: on_date: '2027-02-30': there is no such date",
        "milestones.csv:2: urn: 'U9': no such case, in cases.csv or on record",
    ]
    unchanged = await roster.person(pool, "P1")
    assert unchanged is not None
    assert unchanged.email == "p1@example.test"


async def test_every_required_file_that_is_missing_is_named(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        await imported(pool, tmp_path, {})
    assert [str(fault) for fault in refused.value.faults] == [
        "people.csv: this file is missing",
        "cases.csv: this file is missing",
        "contributions.csv: this file is missing",
    ]


@pytest.mark.parametrize("name", ["elsewhere", "x" * 300])
async def test_a_folder_that_is_missing_is_named(pool: Pool, tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportRefused, match=f"{name}: there is no such folder"):
        await import_directory(pool, tmp_path / name)


async def test_an_optional_file_that_leads_nowhere_is_a_fault(pool: Pool, tmp_path: Path) -> None:
    write(tmp_path, headers("people", "cases", "contributions"))
    (tmp_path / "milestones.csv").symlink_to(tmp_path / "moved.csv")
    with pytest.raises(ImportRefused, match=r"milestones\.csv: leads to a file that is missing"):
        await import_directory(pool, tmp_path)


async def test_a_circle_that_closes_through_people_on_record_is_refused(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    export = headers("people", "cases", "contributions")
    export["people"] += "C1,chief_crown_prosecutor,XN,,M1,c1@example.test,2020-01-06,\n"
    with pytest.raises(ImportRefused, match="reporting goes in a circle: C1, M1, S1"):
        await imported(pool, tmp_path, export)


async def test_windows_exports_are_the_same_export(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    windows = {table: "\ufeff" + text.replace("\n", "  \r\n") + "\r\n" for table, text in EXPORT.items()}
    report = await imported(pool, tmp_path, windows)
    assert sum(change.unchanged for change in report.changes) == 15


async def test_unknown_columns_are_named_in_a_warning(pool: Pool, tmp_path: Path) -> None:
    people = PEOPLE.replace("\n", ",x\n").replace("to_date,x", "to_date,grade")
    report = await imported(pool, tmp_path, {**EXPORT, "people": people})
    assert [*map(str, report.warnings)] == ["people.csv:1: column 'grade' is unknown and ignored"]


def with_names(**called: str) -> dict[str, str]:
    """The export with the column of names, filled for these people."""
    head, *rows = PEOPLE.splitlines()
    named = [f"{row},{called.get(row.split(',')[0], '')}" for row in rows]
    return {**EXPORT, "people": "\n".join([f"{head},name", *named, ""])}


async def test_a_name_is_looked_up_and_comes_with_nobody(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path, with_names(P1="Zoë O'Brien", M1="Sam Ortiz"))

    assert await roster.names(pool, ("P1", "M1", "S1", "P9")) == {"P1": "Zoë O'Brien", "M1": "Sam Ortiz"}
    assert type(await roster.person(pool, "P1")) is Person


async def test_names_stay_where_a_file_tells_none_and_go_where_it_leaves_them_empty(
    pool: Pool, tmp_path: Path
) -> None:
    await imported(pool, tmp_path, with_names(P1="Zoë O'Brien", M1="Sam Ortiz"))

    without = await imported(pool, tmp_path)
    kept = await roster.names(pool, ("P1", "M1"))
    emptied = await imported(pool, tmp_path, with_names(M1="Samira Ortiz"))

    assert counts(without)["people"] == (0, 0, 5, 0)
    assert kept == {"P1": "Zoë O'Brien", "M1": "Sam Ortiz"}
    assert counts(emptied)["people"] == (0, 2, 3, 0)
    assert await roster.names(pool, ("P1", "M1")) == {"M1": "Samira Ortiz"}


async def test_progress_is_told_of_every_step(pool: Pool, tmp_path: Path) -> None:
    write(
        tmp_path, {**EXPORT, "contributions": EXPORT["contributions"] + "U1,P1,review,2026-07-08\n" * 6_000}
    )
    told: list[tuple[str, int, int]] = []
    await import_directory(pool, tmp_path, progress=lambda *step: told.append(step))
    assert [*dict.fromkeys(what for what, _, _ in told)] == [
        *(f"reading {table}.csv" for table in EXPORT),
        "checking",
        *(f"copying {table}" for table in EXPORT),
        "saving",
    ]
    assert all(0 <= done <= total for _, done, total in told)
    assert [done for what, done, _ in told if what == "copying contributions"] == [5_000, 6_004]


async def test_two_imports_at_once_take_turns(pool: Pool, tmp_path: Path) -> None:
    await imported(pool, tmp_path)
    first, second = await asyncio.gather(import_directory(pool, tmp_path), import_directory(pool, tmp_path))
    assert counts(first) == counts(second)


async def test_the_application_may_change_rows_and_not_the_tables(pool: Pool) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute("alter table iqa.people add column name text")


async def test_more_removals_than_policy_lets_pass_are_listed_and_nothing_is_changed(
    pool: Pool, tmp_path: Path
) -> None:
    await imported(pool, tmp_path)
    export = {
        **EXPORT,
        "contributions": EXPORT["contributions"].replace("U1,P1,charging_decision,2026-07-09\n", ""),
    }
    write(tmp_path, {**export, "people": PEOPLE.replace("p1@", "new@")})

    with pytest.raises(RemovalsRefused) as refused:
        await import_directory(pool, tmp_path, Terms(removals_percent=24))
    unchanged = await roster.person(pool, "P1")
    passed = await import_directory(pool, tmp_path, Terms(removals_percent=25))

    [removal] = refused.value.removals
    assert removal == ("contributions", (("U1", "P1", "charging_decision", date(2026, 7, 9)),), 4)
    assert unchanged is not None
    assert unchanged.email == "p1@example.test"
    assert counts(passed)["contributions"] == (0, 0, 3, 1)


async def test_an_export_that_is_still_written_is_refused_and_changes_nothing(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await imported(pool, tmp_path)
    contributions = tmp_path / "contributions.csv"
    cut_short, whole = (
        "".join(contributions.read_text().splitlines(keepends=True)[:-1]),
        contributions.read_text(),
    )
    saved = roster_save.save

    async def save_meanwhile(
        connection: Connection, checked: Roster, progress: Progress
    ) -> roster_save.Saved:
        contributions.write_text(whole)
        return await saved(connection, checked, progress)

    monkeypatch.setattr(roster_save, "save", save_meanwhile)
    contributions.write_text(cut_short)
    with pytest.raises(ImportRefused, match=r"contributions\.csv: changed while it was read"):
        await import_directory(pool, tmp_path)

    assert len(await pool.fetch("select from iqa.contributions")) == 4


async def test_an_export_just_written_tells_of_its_folder_and_of_its_files_at_once(
    pool: Pool, tmp_path: Path
) -> None:
    write(tmp_path, EXPORT)
    (tmp_path / "people.csv").write_text(PEOPLE.replace(",", ";"))
    (tmp_path / "Absences.csv").touch()

    with pytest.raises(ImportRefused) as refused:
        await import_directory(pool, tmp_path, quiet_s=0.2)

    assert [fault.file for fault in refused.value.faults] == ["Absences.csv", "people.csv"]


async def test_an_export_just_written_is_looked_at_again(pool: Pool, tmp_path: Path) -> None:
    write(tmp_path, EXPORT)
    importing = asyncio.create_task(import_directory(pool, tmp_path, quiet_s=0.2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    (tmp_path / "people.csv").write_text(PEOPLE.splitlines()[0])

    with pytest.raises(ImportRefused, match=r"people\.csv: changed while it was read"):
        await importing


class Waited(NamedTuple):
    """The waits of an import, in seconds."""

    seconds: list[float]

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> Waited:
    """An hour in which nothing ages, and no wait takes long."""
    waited = Waited([])
    monkeypatch.setattr(roster_import, "sleep", waited)
    monkeypatch.setattr(roster_import, "time", lambda: 0.0)
    return waited


async def test_one_that_may_be_cut_off_is_waited_for_ten_times_as_long_and_warned_of(
    pool: Pool, tmp_path: Path, waited: Waited
) -> None:
    write(tmp_path, EXPORT)
    await import_directory(pool, tmp_path, quiet_s=1)
    assert sum(waited.seconds) == pytest.approx(1)

    waited.seconds.clear()
    (tmp_path / "people.csv").write_text(PEOPLE.rstrip())
    report = await import_directory(pool, tmp_path, quiet_s=1)

    assert sum(waited.seconds) == pytest.approx(10)
    assert [*map(str, report.warnings)] == ["people.csv: its last line has no line end: is the file whole?"]


async def test_one_that_takes_something_out_is_waited_for_ten_times_as_long(
    pool: Pool, tmp_path: Path, waited: Waited, monkeypatch: pytest.MonkeyPatch
) -> None:
    await imported(pool, tmp_path)
    whole = EXPORT["contributions"]
    contributions = tmp_path / "contributions.csv"
    contributions.write_text(whole.replace("U1,P1,charging_decision,2026-07-09\n", ""))

    async def writer_goes_on(seconds: float) -> None:
        await waited(seconds)
        if sum(waited.seconds) > 5:
            contributions.write_text(whole)

    monkeypatch.setattr(roster_import, "sleep", writer_goes_on)
    with pytest.raises(ImportRefused, match=r"contributions\.csv: changed while it was read"):
        await import_directory(pool, tmp_path, quiet_s=1)

    assert len(await pool.fetch("select from iqa.contributions")) == 4
