"""Pace, close, report and the national view, as people type them."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from domain.iqa import commands as c
from domain.periods import Quarter
from tests.area import today
from tests.clients.typed import CommandLine
from tests.commands import mark_all, select_case
from tests.workflows.quarters import (
    CALENDAR,
    begin_the_next_quarter,
    open_quarter,
    quarter_of,
    quarter_until,
    until_day,
)

ALTER = """
update iqa.ledger
set body = convert_to(replace(convert_from(body, 'UTF8'), $2, $3), 'UTF8')
where stream = $1 and kind = 'quarter_closed'
"""
RECORD = (
    "insert into iqa.ledger values ($1, 1, 'iqas_numbered', 1, $2, 'x', gen_random_uuid(), 0, now(), now())"
)


async def opened(iqa: CommandLine) -> tuple[str, str]:
    """The Area and its present quarter, open with all its IQAs."""
    await open_quarter(iqa.system)
    found = await quarter_until(iqa.system, lambda found: not found.unopened)
    for one in found.planned:
        await iqa.system.until(one.iqa_id, lambda _: True)
    return iqa.system.area, iqa.system.quarter


async def closed(iqa: CommandLine) -> tuple[str, str]:
    """The Area and its next quarter, whose last day is over."""
    quarter = await begin_the_next_quarter(iqa.system)
    await until_day(iqa.system, quarter.last_day + timedelta(days=1))
    return iqa.system.area, iqa.system.quarter


async def test_lines_about_people_are_for_them_and_the_one_above_and_everybody_else_has_the_pattern(
    iqa: CommandLine,
) -> None:
    area, quarter = await opened(iqa)

    async def lines(by: str) -> list[str]:
        shown = (await iqa.ok("pace", area, quarter, "--json", by=by)).document
        assert shown["pattern"]["to_assess"] == 5
        return [line["manager"].removeprefix(f"{area}-") for line in shown["managers"]]

    assert await lines("M1") == ["M1"]
    assert await lines("S1") == ["M1", "M3"]
    assert await lines("S2") == ["M2"]
    assert (await lines("C1"), await lines("A1"), await lines("I1")) == ([], [], [])
    chief = await iqa.ok("pace", area, quarter, by="C1")
    manager = await iqa.ok("pace", area, quarter, by="M1")
    assert "Assessments still to come: 5" in chief.out
    assert f"{area}-M" not in chief.out
    assert "local policy, not a CPS rule" in chief.out
    assert "For you alone, and for the manager whom a line is about:" in manager.out


async def test_a_prosecutor_or_somebody_of_another_area_sees_no_pace(iqa: CommandLine) -> None:
    area, quarter = await opened(iqa)

    prosecutor = await iqa("pace", area, quarter, by="P1")
    elsewhere = await iqa("pace", "XX", quarter, by="M1")
    nowhere = await iqa("pace", area, "2019-20-Q1", by="M1")
    no_quarter = await iqa("pace", area, "2026-Q3", by="M1")

    assert (prosecutor.code, elsewhere.code, nowhere.code, no_quarter.code) == (5, 5, 4, 2)
    assert "other_area" in elsewhere.err
    assert "quarter_not_open" in nowhere.err


async def test_a_quarter_that_runs_is_not_closed_and_says_when_it_closes_by_itself(iqa: CommandLine) -> None:
    area, quarter = await opened(iqa)
    last_day = Quarter.parse(quarter).last_day

    refused = await iqa("close-quarter", area, quarter, by="S1")
    not_open = await iqa("close-quarter", area, "2019-20-Q1", by="S1")
    manager = await iqa("close-quarter", area, quarter, by="M1")

    assert (refused.code, not_open.code, manager.code) == (3, 4, 5)
    assert "quarter_not_over" in refused.err
    closes_on = CALENDAR.add_working_days(last_day, 1)
    assert f"its last day is {last_day}; it closes by itself at the end of {closes_on}" in refused.err


async def test_an_open_quarter_has_a_report_of_today_that_says_that_it_is_not_frozen(
    iqa: CommandLine,
) -> None:
    area, quarter = await opened(iqa)

    shown = await iqa.ok("quarter-report", area, quarter, by="S1")
    told = (await iqa.ok("quarter-report", area, quarter, "--json", by="S1")).document
    manager = await iqa("quarter-report", area, quarter, by="M1")
    nowhere = await iqa("quarter-report", area, "2019-20-Q1", by="S1")

    assert "still open. What its report would say" in shown.out
    assert "\nOutstanding: select a case: 5." in shown.out
    assert (told["frozen"], told["report_hash"], told["report"]["not_undertaken"]) == (False, None, 5)
    assert (manager.code, nowhere.code) == (5, 4)


@pytest.mark.long
async def test_a_senior_closes_a_quarter_once_and_its_report_is_frozen_and_checked(iqa: CommandLine) -> None:
    area, quarter = await closed(iqa)

    done = await iqa.ok("close-quarter", area, quarter, "--json", by="S1")
    repeated = await iqa.ok(
        "close-quarter", area, quarter, "--json", "--command-id", done.document["command_id"], by="S1"
    )
    again = await iqa("close-quarter", area, quarter, by="S2")
    shown = await iqa.ok("quarter-report", area, quarter, by="C1")
    national = await iqa.ok("national", quarter, by="C1")
    told = (await iqa.ok("national", quarter, "--json", by="I1")).document

    by_hand = json.dumps(done.document["report"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert done.document["verified"] is True
    assert sha256(by_hand.encode()).hexdigest() == done.document["report_hash"]
    assert repeated.document["report_hash"] == done.document["report_hash"]
    assert (again.code, "quarter_closed" in again.err) == (3, True)
    assert f"the report has its hash {done.document['report_hash']}" in shown.out
    assert "No assessment was confirmed in the quarter." in shown.out
    assert "Outstanding, and carried over: select a case: 5." in shown.out
    assert f"{area}  closed" in national.out
    assert (told["areas"][0]["verified"], told["totals"]["not_undertaken"]) == (True, 5)
    assert f"{area}-" not in national.out

    stream = quarter_of(iqa.system)
    verified = await iqa.ok("history", stream, "--replay", by="I1")
    story = await iqa.ok("history", stream, by="I1")
    untold = await iqa("history", stream, by="M1")
    manager = await iqa("history", stream, "--replay", by="M1")
    nowhere = await iqa("history", f"{stream}X", "--replay", by="I1")
    assert "history, decisions and ledger agree" in verified.out
    assert (untold.code, manager.code, nowhere.code) == (5, 5, 4)
    assert "the quarter is open and planned: " in story.out
    assert "the quarter is closed and its report frozen; what is open carries over: 0 drawn" in story.out

    await iqa.system.rows(ALTER, quarter_of(iqa.system), '"not_undertaken":5', '"not_undertaken":4')
    altered = await iqa("quarter-report", area, quarter, "--json", by="C1")
    everywhere = await iqa("national", quarter, by="C1")

    replayed = await iqa("history", stream, "--replay", by="I1")
    assert (altered.code, everywhere.code, replayed.code) == (8, 8, 8)
    assert altered.document["verified"] is False
    assert "it was altered" in everywhere.err


async def test_the_national_view_is_for_chiefs_and_the_national_posts_and_names_areas_without_a_quarter(
    iqa: CommandLine,
) -> None:
    area, quarter = iqa.system.area, iqa.system.quarter

    nothing = await iqa.ok("national", quarter, by="A1")
    await opened(iqa)
    shown = await iqa.ok("national", quarter, by="A1")
    senior = await iqa("national", quarter, by="S1")

    assert f"{quarter}: no Area has opened it." in nothing.out
    assert f"Not opened in: {area}." in nothing.out
    assert f"{area}  open" in shown.out
    assert "Bunching: nothing is confirmed yet" in shown.out
    assert senior.code == 5


async def test_what_was_raised_about_somebodys_pace_is_for_the_one_above_alone(iqa: CommandLine) -> None:
    system = iqa.system
    await begin_the_next_quarter(system)
    found = await quarter_until(system, lambda quarter: bool(quarter.opened))
    first = min(one.target_on for one in found.planned if one.assessor == system.id("M1"))
    await until_day(system, CALENDAR.add_working_days(first, 10) + timedelta(weeks=2))
    await quarter_until(system, lambda quarter: any(one.matter == "pace" for one in quarter.escalations))

    senior = await iqa.ok("escalations", by="S1")
    chief = await iqa.ok("escalations", by="C1")
    seen = await iqa.ok("pace", system.area, system.quarter, by="M1")
    raised = next(word for word in senior.out.split() if word.startswith("pace-") and word.endswith("M1"))
    taken_on = await iqa.ok("acknowledge-escalation", raised, "--will-do", "We talk on Monday.", by="S1")

    assert "pace-" not in chief.out
    assert f"put before Helen Marsh ({system.id('S1')})" in seen.out
    assert "goes no further up" in taken_on.out


async def test_an_iqa_that_was_confirmed_too_late_to_be_assured_says_so_but_not_to_the_prosecutor(
    iqa: CommandLine,
) -> None:
    system = iqa.system
    it = await system.open("P1")
    await system.send(it, "M1", select_case(system))
    await system.send(it, "M1", mark_all(await system.state(it)))
    before = await iqa.ok("show", it, by="M1")
    await system.send(it, "M1", c.ConfirmAssessment(seen_version=(await system.state(it)).version))
    in_time = await iqa.ok("show", it, by="M1")
    numbered = f'{{"kind":"iqas_numbered","items":[{{"iqa_id":"{it}","leaves_no_time":true}}]}}'
    await system.rows(RECORD, f"quarter-{Quarter.containing(today())}-{system.area}", numbered.encode())

    late = await iqa.ok("show", it, by="M1")
    told = (await iqa.ok("show", it, "--json", by="S1")).document
    prosecutor = await iqa.ok("show", it, by="P1")

    said = "no time was left"
    assert [said in one.out for one in (before, in_time, late, prosecutor)] == [False, False, True, False]
    assert told["left_no_time"] is True
