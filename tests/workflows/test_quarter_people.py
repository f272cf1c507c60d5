"""People change while a quarter runs on the real engine: its daily pass plans otherwise what is open, and tells it."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import temporalio.activity
from temporalio.client import Client, WorkflowHandle
from temporalio.common import RetryPolicy

from clients.errors import CommandRefused
from domain.calendar import day_of
from domain.casework import commands as cc
from domain.errors import Reason
from domain.iqa.state import Iqa
from domain.people import Absence, AbsenceKind
from domain.quarter.commands import ApplyPolicy, PickForSample
from domain.quarter.events import (
    CustodyFoundWhileAway,
    PlannedBecause,
    SecondCheckBecause,
    SecondCheckReassigned,
)
from domain.questions import Subject
from infra.postgres.leave import record_leave
from infra.postgres.roster_import import import_directory
from infra.reference import Library
from tests.area import Kind, today, write_export
from tests.servers import Database
from tests.system import System, running_system
from tests.workflows import told
from tests.workflows.conftest import Keep
from tests.workflows.quarters import (
    A_DAY,
    ask_case,
    ask_quarter,
    begin_the_next_quarter,
    notes_on,
    open_quarter,
    pass_over,
    quarter_events,
    quarter_of,
    quarter_until,
)
from tests.workflows.test_quarter import confirm
from workflows import options


async def planned(system: System) -> dict[str, str]:
    """The planned IQAs of an opened quarter by prosecutor, once all of them are open."""
    quarter = await quarter_until(system, lambda quarter: not quarter.unopened)
    for iqa in quarter.planned:
        await system.until(iqa.iqa_id, lambda _: True)
    return {iqa.prosecutor: iqa.iqa_id for iqa in quarter.planned}


async def change_people(system: System, folder: Path, changes: Mapping[str, Mapping[str, str]]) -> None:
    """Import the Area's people again, with some cells changed and perhaps somebody new."""
    path = write_export(system.area, folder) / "people.csv"
    with path.open(newline="") as file:
        rows = {row["staff_id"]: row for row in csv.DictReader(file)}
    for name, cells in changes.items():
        staff_id = system.id(name)
        model = rows.get(staff_id, rows[system.id("P1")] | {"staff_id": staff_id})
        rows[staff_id] = model | dict(cells)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[system.id("P1")]))
        writer.writeheader()
        writer.writerows(rows.values())
    async with system.connection() as connection:
        await import_directory(connection, folder)


class Unreachable:
    """The engine's client, for which some workflows cannot be reached."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.ids = set[str]()

    def get_workflow_handle(self, workflow_id: str) -> WorkflowHandle[Any, Any]:
        if workflow_id in self.ids:
            raise ConnectionError(workflow_id)
        return self._client.get_workflow_handle(workflow_id)


async def test_an_iqa_that_cannot_be_told_stops_no_other_and_is_told_after_the_next_deadline(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: Keep
) -> None:
    monkeypatch.setitem(options.TELL, "retry_policy", RetryPolicy(maximum_attempts=1))
    await open_quarter(system)
    iqas = await planned(system)
    some = Unreachable(system.client)
    monkeypatch.setattr(temporalio.activity, "client", lambda: some)
    left, moved = iqas[system.id("P2")], iqas[system.id("P5")]
    some.ids.add(left)
    before = await quarter_until(system, lambda quarter: not quarter.tellings)
    yesterday = (today() - A_DAY).isoformat()
    changes = {"P2": {"to_date": yesterday}, "P5": {"reports_to": system.id("M2")}}
    await change_people(system, tmp_path / "later", changes)

    await pass_over(system, before)
    await system.until(moved, lambda iqa: iqa.assessor == system.id("M2"))
    waits = await quarter_until(system, lambda quarter: len(quarter.tellings) == 1)
    assert [one.stream for one in waits.tellings] == [left]
    assert (await system.state(left)).withdrawn_at is None
    tried = await times_told(system, left)
    await ask_quarter(system, "S1", ApplyPolicy(policy_version="conversation-first-1"))
    assert await times_told(system, left) == tried, "whatever happens before the next deadline"

    some.ids.clear()
    await pass_over(system, waits)
    await quarter_until(system, lambda quarter: not quarter.tellings)
    assert (await system.state(left)).withdrawn_at is not None
    await keep(system, "an_iqa_that_cannot_be_told", quarter_of(system))


async def times_told(system: System, stream: str) -> int:
    """How often the quarter has tried to tell a stream something."""
    return told.summaries(await system.history(quarter_of(system)), "ACTIVITY_TASK_SCHEDULED").count(stream)


async def test_a_leaver_a_starter_and_a_change_of_manager_are_seen_by_the_iqas_and_in_their_histories(
    engine: str, database: Database, tmp_path: Path, keep: Keep
) -> None:
    """Under a policy that plans for a starter however little of the quarter is left: the clock is today's."""
    async with running_system(engine, database, policy=whenever(tmp_path)) as system:
        await open_quarter(system, policy="whenever-1")
        iqas = await planned(system)
        before = await quarter_until(system, lambda quarter: not quarter.tellings)
        urn = system.urn("P1", Kind.ANY_WORK)
        needed = cc.RecordAction(urn=urn, what="Chase the forensic report.", owner=system.id("P2"))
        await ask_case(system, "M1", urn, needed)
        yesterday = (today() - A_DAY).isoformat()
        changes = {
            "P2": {"to_date": yesterday},
            "P5": {"reports_to": system.id("M2")},
            "P9": {"from_date": today().isoformat(), "email": "p9@example.test"},
        }
        await change_people(system, tmp_path / "later", changes)

        await pass_over(system, before)
        after = await quarter_until(
            system, lambda quarter: not quarter.tellings and not quarter.unopened and bool(quarter.withdrawn)
        )

        left, moved = iqas[system.id("P2")], iqas[system.id("P5")]
        assert [(one.whose, one.to) for one in after.handed_over] == [(system.id("P2"), system.id("M1"))]
        notes = await notes_on(system, urn)
        assert notes is not None
        assert [one.action.owner for one in notes.open_actions] == [system.id("M1")]
        assert after.withdrawn == (left,)
        assert (await system.state(left)).withdrawn_at is not None
        assert await system.kinds(left) == ["iqa_opened", "withdrawn", "iqa_closed"]
        state = await system.until(moved, lambda iqa: iqa.assessor == system.id("M2"))
        assert (state.senior_manager, state.former_assessors) == (system.id("S2"), (system.id("M3"),))
        assert "reassigned" in await system.kinds(moved)
        heard = {iqa: str((await system.history(iqa)).events) for iqa in (left, moved)}
        assert "withdraw by system:quarter" in heard[left]
        assert "reassign by system:quarter" in heard[moved]
        started = next(iqa for iqa in after.planned if iqa.prosecutor == system.id("P9"))
        opened = await system.until(started.iqa_id, lambda _: True)
        assert (opened.assessor, opened.target_on) == (system.id("M1"), started.target_on)
        said = [
            event["body"].decode() for event in await system.rows("select body from iqa.ledger order by at")
        ]
        assert any('"because":"prosecutor_left"' in body for body in said)
        assert any('"because":"manager_changed"' in body for body in said)
        assert any(f'"because":"{PlannedBecause.STARTED}"' in body for body in said)
        await keep(system, "people_come_and_go", quarter_of(system))
        await keep(system, "withdrawn_by_its_quarter", left)


async def test_an_action_recorded_between_two_passes_waits_for_nobody_who_has_gone_by_the_next(
    system: System, tmp_path: Path
) -> None:
    await open_quarter(system)
    before = await quarter_until(system, lambda quarter: not quarter.tellings)
    await pass_over(system, before)
    once = await quarter_until(system, lambda quarter: not quarter.tellings)
    engine = await system.skipper.get_current_time(system.client.get_workflow_handle(quarter_of(system)))
    last_day = {"P2": {"to_date": day_of(engine).isoformat()}}
    await change_people(system, tmp_path / "later", last_day)
    urn = system.urn("P1", Kind.ANY_WORK)
    needed = cc.RecordAction(urn=urn, what="Chase the forensic report.", owner=system.id("P2"))
    await ask_case(system, "M1", urn, needed)

    await pass_over(system, once)
    await quarter_until(system, lambda quarter: bool(quarter.handed_over) and not quarter.tellings)
    notes = await notes_on(system, urn)
    assert notes is not None
    assert [one.action.owner for one in notes.open_actions] == [system.id("M1")]
    await change_people(system, tmp_path / "gone", {"P2": {"to_date": (today() - A_DAY).isoformat()}})
    with pytest.raises(CommandRefused) as refused:
        await ask_case(system, "M1", urn, needed)
    assert refused.value.refused.reason is Reason.NOT_IN_POST


async def test_custody_while_its_prosecutor_will_be_away_is_put_to_the_line_above_by_the_next_pass_and_once(
    system: System, keep: Keep
) -> None:
    await open_quarter(system)
    before = await quarter_until(system, lambda quarter: not quarter.tellings)
    away = Absence(
        staff_id=system.id("P1"),
        from_date=today() + 3 * A_DAY,
        to_date=today() + 17 * A_DAY,
        kind=AbsenceKind.LEAVE,
        cover=system.id("P2"),
    )
    async with system.connection() as connection:
        calendar = Library.load().current.calendar
        assert await record_leave(connection, away, system.id("M1"), calendar, datetime.now(UTC)) is True

    await pass_over(system, before)
    at_once = before.custody_told
    once = await quarter_until(system, lambda quarter: len(quarter.custody_told) > len(at_once))
    await pass_over(system, once)
    found = [one for one in await quarter_events(system) if isinstance(one, CustodyFoundWhileAway)]

    assert [(one.prosecutor, one.cover) for one in at_once] == [(system.id("P6"), system.id("P5"))]
    assert found[1:] == [
        CustodyFoundWhileAway(
            prosecutor=system.id("P1"),
            from_date=away.from_date,
            to_date=away.to_date,
            cover=system.id("P2"),
            urns=(system.urn("P1", Kind.PRESSING),),
            tell=(system.id("M1"), system.id("S1")),
        )
    ]
    told = await system.rows(
        "select recipient from iqa.notices where kind = 'custody_while_away' order by recipient"
    )
    assert [one["recipient"] for one in told] == [system.id("M1"), system.id("M3"), system.id("S1")]
    await keep(system, "custody_while_away", quarter_of(system))


async def test_a_prosecutor_who_is_away_for_long_is_assessed_later_and_one_who_does_not_come_back_not_at_all(
    system: System, tmp_path: Path, keep: Keep
) -> None:
    quarter = await begin_the_next_quarter(system)
    before = await quarter_until(system, lambda found: not found.tellings)
    targets = {one.prosecutor: one.target_on for one in before.planned}
    ids = {one.prosecutor: one.iqa_id for one in before.planned}
    away, gone, leaver = (system.id(name) for name in ("P1", "P4", "P5"))
    first, back = targets[away] - 25 * A_DAY, targets[away] + 7 * A_DAY
    await system.import_area(
        (away, first.isoformat(), back.isoformat(), "leave", ""),
        (gone, first.isoformat(), (quarter.last_day + 30 * A_DAY).isoformat(), "leave", ""),
    )
    await pass_over(system, before)
    moved = await quarter_until(system, lambda found: bool(found.withdrawn) and not found.tellings)
    soon = quarter.first_day + 10 * A_DAY
    await change_people(system, tmp_path / "later", {"P5": {"to_date": soon.isoformat()}})
    await pass_over(system, moved)
    after = await quarter_until(system, lambda found: len(found.withdrawn) > 1 and not found.tellings)

    later = next(one.target_on for one in moved.planned if one.iqa_id == ids[away])
    assert later > back
    assert after.withdrawn == (ids[gone], ids[leaver])
    assert (await system.until(ids[away], lambda iqa: iqa.target_on >= later)).withdrawn_at is None
    await keep(system, "people_are_away", after.quarter_id)


async def test_a_managers_leave_gives_what_falls_into_it_to_the_cover(system: System, keep: Keep) -> None:
    await open_quarter(system)
    await planned(system)
    before = await quarter_until(system, lambda quarter: not quarter.tellings)
    last = max(
        (iqa for iqa in before.planned if iqa.assessor == system.id("M1")), key=lambda iqa: iqa.target_on
    )
    leave = Absence(
        staff_id=system.id("M1"),
        from_date=today(),
        to_date=today() + timedelta(days=150),
        kind=AbsenceKind.LEAVE,
        cover=system.id("M3"),
    )
    calendar = Library.load().current.calendar
    async with system.connection() as connection:
        assert await record_leave(connection, leave, system.id("S1"), calendar, datetime.now(UTC)) is True

    await pass_over(system, before)
    state = await system.until(last.iqa_id, lambda iqa: iqa.assessor == system.id("M3"))

    assert state.former_assessors == (system.id("M1"),)
    after = await quarter_until(system, lambda quarter: not quarter.tellings)
    covered = next(iqa for iqa in after.planned if iqa.iqa_id == last.iqa_id)
    assert (covered.assessor, covered.manager) == (system.id("M3"), system.id("M1"))
    await keep(system, "a_manager_on_leave", quarter_of(system))


async def test_a_second_check_whose_sampler_has_left_goes_to_another_whether_or_not_the_iqa_had_heard_of_them(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: Keep
) -> None:
    """One IQA is told of its sampler while they are in post, the other after they have left, which it refuses."""
    monkeypatch.setitem(options.TELL, "retry_policy", RetryPolicy(maximum_attempts=1))
    await open_quarter(system)
    iqas = await planned(system)
    heard, unheard = (iqas[system.id(name)] for name in ("P1", "P2"))
    await confirm(system, heard, "P1", "M1")
    await confirm(system, unheard, "P2", "M1")
    await ask_quarter(system, "S1", PickForSample(iqa_id=heard, because="other"))
    await system.until(heard, lambda iqa: iqa.sample is not None)
    some = Unreachable(system.client)
    some.ids.add(unheard)
    monkeypatch.setattr(temporalio.activity, "client", lambda: some)
    await ask_quarter(system, "S1", PickForSample(iqa_id=unheard, because="other"))
    yesterday = (today() - A_DAY).isoformat()
    await change_people(system, tmp_path / "later", {"S1": {"to_date": yesterday}})
    some.ids.clear()

    for _ in range(2):
        await pass_over(system, await quarter_until(system, lambda _: True))

    for iqa in (heard, unheard):
        await system.until(iqa, lambda state: sampler_of(state) == system.id("S2"))
    given = [one for one in await quarter_events(system) if isinstance(one, SecondCheckReassigned)]
    assert {one.iqa_id: one.because for one in given} == {
        heard: SecondCheckBecause.SAMPLER_LEFT,
        unheard: SecondCheckBecause.NOT_TAKEN,
    }
    assert len(given) == 2
    assert "draw_for_sample by system:quarter" in str((await system.history(unheard)).events)
    await keep(system, "a_sampler_leaves", quarter_of(system))
    await keep(system, "a_sampler_leaves", heard)


def sampler_of(iqa: Iqa) -> str | None:
    return iqa.sample.sampler if iqa.sample else None


async def test_a_prosecutor_with_such_a_case_is_asked_for_domestic_abuse_in_the_plan_and_the_iqa(
    system: System,
) -> None:
    await open_quarter(system)
    iqas = await planned(system)

    asked = {
        who for who, iqa in iqas.items() if (await system.state(iqa)).asks_for == (Subject.DOMESTIC_ABUSE,)
    }

    assert system.id("P1") in asked
    rows = await system.rows("select prosecutor from iqa.iqas where asks_for = '{domestic_abuse}'")
    assert {row["prosecutor"] for row in rows} == asked


async def test_another_policy_applies_to_what_is_opened_from_then_on(system: System, keep: Keep) -> None:
    await open_quarter(system)
    iqas = await planned(system)

    with pytest.raises(CommandRefused) as refused:
        await ask_quarter(system, "S1", ApplyPolicy(policy_version="no-such-1"))
    assert refused.value.refused.reason is Reason.UNKNOWN_POLICY

    answer = await ask_quarter(system, "S1", ApplyPolicy(policy_version="conversation-first-1"))

    assert answer.events == ("policy_applied",)
    quarter = await quarter_until(system, lambda quarter: quarter.policy == "conversation-first-1")
    assert (quarter.one_in, len(quarter.planned)) == (10, len(iqas))
    assert {(await system.state(iqa)).policy for iqa in iqas.values()} == {"default-1"}
    await keep(system, "another_policy", quarter_of(system))


def whenever(folder: Path) -> Path:
    """A policy that plans for whoever has a day of the quarter left."""
    text = Path("domain/reference/policy-default-1.toml").read_text(encoding="utf-8")
    for old, new in {
        'version = "default-1"': 'version = "whenever-1"',
        "part_quarter_percent = 33": "part_quarter_percent = 1",
    }.items():
        assert old in text
        text = text.replace(old, new)
    path = folder / "policy-whenever-1.toml"
    path.write_text(text, encoding="utf-8")
    return path
