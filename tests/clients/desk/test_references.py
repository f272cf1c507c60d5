"""Whatever takes an id takes the end of it in any capitals, where one alone is meant."""

from datetime import date

import pytest

from clients.desk import references
from clients.desk.choices import choices
from clients.desk.desk import Desk, SignedIn, opened
from clients.desk.records import record, shown
from clients.desk.sending import send
from clients.desk.steps import hand_over
from clients.errors import CommandRefused
from domain.casework import commands as on_case
from domain.errors import Reason
from domain.iqa import commands as c
from domain.questions import Work
from tests import clock
from tests.area import Kind
from tests.clients.desk.world import made
from tests.system import System

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2026-27-q3", "2026-27-Q3"), ("q3", "2026-27-Q3"), ("Q4", "2026-27-Q4"), ("2025-26-Q1", "2025-26-Q1")],
)
def test_a_quarter_may_be_typed_shortly(typed: str, meant: str) -> None:
    assert references.quarter(typed, TODAY) == meant
    assert references.quarter_stream("xt", typed, TODAY) == f"quarter-{meant}-XT"


@pytest.mark.parametrize("typed", ["", "Q5", "3", "2026-28-Q3", "quarter"])
def test_what_is_no_quarter_is_refused_by_its_name(typed: str) -> None:
    with pytest.raises(CommandRefused) as refused:
        references.quarter(typed, TODAY)

    assert refused.value.refused.reason is Reason.NOT_A_QUARTER
    assert refused.value.refused.detail == typed


async def test_an_iqa_is_meant_by_the_end_of_its_id_or_of_its_case(system: System) -> None:
    it = await system.open("P1")
    urn = system.urn("P1", Kind.ANY_WORK)
    tail = it.partition("P1-")[2]
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        m1, p1, m3 = (SignedIn(staff_id=system.id(who), at=clock.now()) for who in ("M1", "P1", "M3"))
        select = c.SelectCase(urn=urn[-5:], work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=0)

        done = await send(desk, m1, f"p1-{tail}".lower(), select)
        seen = {
            typed: (await record(desk, m1, typed)).iqa_id
            for typed in (it.lower(), tail, f"P1-{tail}", f"{system.id('P1').lower()}-{tail}", urn[-5:])
        }
        of_the_case = await shown(desk, p1, urn[-5:].lower())
        offered = await choices(desk, m1, tail)
        hidden = await refusal(desk, m3, tail)
        whole = await refusal(desk, m3, it.lower())

    assert done.stream == it
    assert set(seen.values()) == {it}
    assert (of_the_case.model_fields_set >= {"iqa_id"}, offered.iqa_id) == (True, it)
    assert hidden is Reason.NOT_OPEN, "whoever may not read it is told of nothing"
    assert whole is Reason.NOT_PERMITTED


async def test_what_several_fit_is_refused_with_those_that_one_may_see(system: System) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        by = SignedIn(staff_id=system.id("M1"), at=clock.now())
        async with desk.acting(by) as (connection, person):
            with pytest.raises(CommandRefused) as refused:
                await references.urn(connection, person, urn[-3:])
            of_one = await references.urn(connection, person, urn[-3:], system.id("P1"))
            too_short = await references.urn(connection, person, urn[-1:])

    assert refused.value.refused.reason is Reason.SEVERAL
    assert urn in refused.value.refused.detail
    assert of_one == urn
    assert too_short == urn[-1:]


async def test_of_several_the_one_that_is_still_open_is_meant(system: System) -> None:
    withdrawn, still_open = await system.open("P1"), await system.open("P1")
    urn = system.urn("P1", Kind.ANY_WORK)
    for it in (withdrawn, still_open):
        select = c.SelectCase(urn=urn, work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=1)
        await system.send(it, "M1", select)
        if it is withdrawn:
            await system.send(it, "M1", c.Withdraw(because="other"))
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        seen = await record(desk, SignedIn(staff_id=system.id("M1"), at=clock.now()), urn[-5:])

    assert seen.iqa_id == still_open


async def test_people_cases_and_whoever_acts_are_taken_in_any_capitals(system: System) -> None:
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        world = await made(system, desk)
        senior = SignedIn(staff_id=system.id("S1").lower(), at=clock.now())
        urn = world.case.removeprefix("case-")
        noted = on_case.RecordAction(urn=urn[-5:], what="Chase it again.", owner="p2")
        kept = await send(desk, senior, f"case-{urn[-5:]}", noted)
        handed = await hand_over(desk, senior, "p2", system.id("P3").lower(), "On leave")

    assert kept.stream == world.case
    assert {one.who for one in kept.next} == {system.id("P2")}
    assert handed.handed_over
    assert (handed.handed_over.whose, handed.handed_over.to) == (system.id("P2"), system.id("P3"))


async def refusal(desk: Desk, by: SignedIn, typed: str) -> Reason:
    with pytest.raises(CommandRefused) as refused:
        await record(desk, by, typed)
    return refused.value.refused.reason
