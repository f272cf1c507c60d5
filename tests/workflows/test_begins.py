"""Tests take place when they say: on a day of the next quarter, whatever day it is."""

from domain.assessment import Mode
from domain.calendar import day_of
from domain.casework import commands as cc
from domain.ids import case_id
from tests import clock
from tests.area import Kind, today
from tests.system import A_MOMENT, System
from tests.workflows.quarters import ask_case, open_quarter, quarter_until

AT_MOST = 30 * A_MOMENT
"""How long after its beginning a test does what it has to do, on cores that others keep busy."""


async def test_an_iqa_begins_at_the_instant_at_which_every_test_begins(system: System) -> None:
    iqa = await system.open("P1")

    assert clock.BEGINS <= (await system.state(iqa)).opened_at <= clock.BEGINS + AT_MOST
    assert day_of((await system.handle(iqa).describe()).start_time) < today()


async def test_so_does_a_quarter_with_every_iqa_that_it_opens(system: System) -> None:
    await open_quarter(system)
    quarter = await quarter_until(system, lambda found: bool(found.planned) and not found.unopened)

    for planned in quarter.planned:
        opened = await system.until(planned.iqa_id, lambda _: True)
        assert clock.BEGINS <= opened.opened_at <= clock.BEGINS + AT_MOST


async def test_so_does_a_case_on_which_something_is_noted(system: System) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    talk = cc.NoteCaseConversation(
        urn=urn, prosecutor=system.id("P1"), on=today(), mode=Mode.VIDEO, prosecutor_view="We talked."
    )

    await ask_case(system, "M1", urn, talk)

    noted = await system.rows("select at from iqa.ledger where stream = $1 order by version", case_id(urn))
    assert clock.BEGINS <= noted[0]["at"] <= clock.BEGINS + AT_MOST
