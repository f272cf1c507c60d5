"""A quarter on its pages: what waits and what follows, exceptions, the draw, the report, and each table as CSV."""

import csv

import pytest

from clients.desk.samples import Verified
from clients.errors import CommandRefused
from clients.web.frame.render import Shell, html
from clients.web.frame.site import Site
from clients.web.frame.tables import Table, as_csv
from clients.web.pages.sample import of_sample
from domain.assessment import Override
from domain.quarter.sample.lottery import Fault, FaultKind
from domain.quarter.sample.proof import SampleRecord
from tests.area import Kind
from tests.commands import select_case
from tests.system import System
from tests.web.browsing import Pages, visiting
from tests.web.checking import assessed
from tests.workflows.quarters import open_quarter, quarter_until

ONLY_CASE = Override(rule="case_not_live", because="only_case", note="She is away from Monday on.")
SHELL = Shell(organisation="Casework assurance")


async def opened(system: System) -> str:
    """The address of the Area's quarter, open with all its IQAs."""
    await open_quarter(system)
    await quarter_until(system, lambda found: not found.unopened)
    return f"/quarters/{system.area}/{system.quarter}"


async def set_aside(system: System) -> str:
    """An IQA of P1 in which the manager chose a finalised case, for a reason."""
    it = await system.open("P1")
    chosen = select_case(system, "P1", Kind.FINALISED).model_copy(update={"overrides": (ONLY_CASE,)})
    await system.send(it, "M1", chosen)
    return it


async def test_a_quarter_begins_with_a_sentence_and_says_what_follows_from_what_waits(
    system: System, site: Site
) -> None:
    at = await opened(system)
    async with visiting(site, system.id("S1")) as senior, visiting(site, system.id("C1")) as chief:
        page, above = (await senior.get(at)).text, (await chief.get(at)).text
        weeks = list(csv.reader((await chief.get(f"{at}/tables/weeks.csv")).text.splitlines()))

    assert "5 assessments are still to come, none of them late by its day." in page
    assert "In a second check each counts as not held." in page
    assert f"{at}/managers/{system.id('M1')}" in page
    assert f'href="{at}/report"' in page
    assert "At the pace so far, " in page
    assert weeks[0] == ["Week from", "To", "Working days", "Confirmed", "Still to come"]
    assert sum(int(week[-1]) for week in weeks[1:]) == 5
    assert "By manager" not in above, "the chief has the pattern and no line"


async def test_an_address_that_names_no_quarter_is_the_one_page_of_what_is_not_there(
    system: System, site: Site
) -> None:
    async with visiting(site, system.id("C1")) as chief:
        found = [
            await chief.get(at)
            for at in (f"/quarters/{system.area}/nonsense", "/national/nonsense", "/nonsense")
        ]

    assert [one.status_code for one in found] == [404, 404, 404]
    assert all("There is no such page for you" in one.text for one in found)


async def test_a_managers_line_is_for_them_and_the_one_above(system: System, site: Site) -> None:
    at = await opened(system)
    found = {}
    for who in ("M1", "M3", "S1", "S2", "C1", "P1"):
        async with visiting(site, system.id(who)) as reader:
            found[who] = await reader.get(f"{at}/managers/{system.id('M1')}")

    assert {who for who, answer in found.items() if answer.status_code == 200} == {"M1", "S1"}
    assert {answer.status_code for answer in found.values()} == {200, 404}
    assert f"What waits with Sam Ortiz ({system.id('M1')})" in found["S1"].text


async def test_who_set_which_rule_aside_and_why_is_read_in_the_line_and_above_it_how_many(
    system: System, site: Site
) -> None:
    at, it = await opened(system), await set_aside(system)
    async with visiting(site, system.id("S1")) as senior, visiting(site, system.id("C1")) as chief:
        page = (await senior.get(f"{at}/exceptions")).text
        rows = list(
            csv.reader((await senior.get(f"{at}/exceptions/tables/exceptions.csv")).text.splitlines())
        )
        above = (await chief.get(f"{at}/exceptions")).text

    assert "In 1 IQA of your line a rule was set aside." in page
    assert "The case is not live." in page
    assert f"Set aside by Sam Ortiz ({system.id('M1')})" in page
    assert "She is away from Monday on." in page
    assert rows[1] == [
        it,
        system.id("P1"),
        system.id("M1"),
        system.urn("P1", Kind.FINALISED),
        "case_not_live",
        "only_case",
    ]
    assert "fewer than 5" in above
    assert it not in above
    assert "She is away" not in above


async def test_a_report_stands_with_and_without_what_was_chosen_against_a_rule(
    system: System, site: Site
) -> None:
    at = await opened(system)
    await assessed(system)
    async with visiting(site, system.id("S1")) as senior:
        page = (await senior.get(f"{at}/report")).text
        answer = await senior.get(f"{at}/report/tables/without.csv")
        strange = await senior.get(f"{at}/report/tables/nothing.csv")

    assert "What the report would say at" in page
    assert "Without those for which a rule of selection was set aside" in page
    assert f'href="{at}/report/tables/all.csv"' in page
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f"{system.area}-{system.quarter}-without.csv" in answer.headers["content-disposition"]
    rows = list(csv.reader(answer.text.splitlines()))
    assert rows[:2] == [["Figure", "Casework"], ["Undertaken", "1"]]
    assert strange.status_code == 404


async def test_the_draw_is_bound_by_its_commitment_until_the_seed_is_revealed(
    system: System, site: Site
) -> None:
    at = await opened(system)
    async with visiting(site, system.id("M1")) as manager:
        page = (await manager.get(f"{at}/sample")).text

    assert "Until then the commitment binds it." in page
    assert "Verify the draw again" in page


def test_what_does_not_hold_in_a_draw_is_named() -> None:
    record = SampleRecord(
        area="XN", quarter="2026-27-Q3", commitment="ab", one_in=10, seed="abcd", list_hash="c"
    )
    faults = (Fault(what=FaultKind.NOT_THE_SEED),)
    page = html(of_sample(Verified(record=record, faults=faults, verified=False)), SHELL)
    holds = html(of_sample(Verified(record=record, faults=(), verified=True)), SHELL)

    assert "The draw does not hold: 1 difference." in page
    assert "the seed is not the one that was committed to" in page
    assert "The draw was repeated just now, and holds: 0 of 0 by lot." in holds


def test_a_cell_that_a_spreadsheet_would_reckon_with_is_marked_as_text() -> None:
    table = Table(name="t", caption="T", headings=("A",), rows=(("=1+1",), ("-2",), ("@x",), ("2 (50 %)",)))

    assert as_csv((table,), "t", "x").body == b"A\r\n'=1+1\r\n'-2\r\n'@x\r\n2 (50 %)\r\n"


def test_a_table_that_is_not_there_is_not_found() -> None:
    with pytest.raises(CommandRefused):
        as_csv((), "t", "x")


async def test_a_senior_goes_through_the_quarter_by_keyboard(pages: Pages) -> None:
    at = await opened(pages.system)
    await set_aside(pages.system)
    await assessed(pages.system, "P2")
    async with pages.opened_by("S1") as senior:
        await senior.press("Quarter")
        await senior.stands_at("Quarter")
        for link, title in (
            ("Rules of selection that were set aside", "Rules of selection"),
            ("The second checks by lot: verify the draw", "The draw of the second checks"),
            ("The report", "The quarter's report"),
            (f"Sam Ortiz ({pages.system.id('M1')})", "What waits with"),
        ):
            await senior.goes(at)
            await senior.press(link)
            await senior.stands_at(title)
