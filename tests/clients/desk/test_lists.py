"""Lists and finds tell what may be read, and of nothing else that it is there."""

from typing import Final

import pytest

from clients.desk.desk import opened
from clients.desk.lists import Listed, Sampled, Whose, find, iqas
from clients.errors import CommandRefused
from domain.assessment import Mode
from domain.errors import Reason
from domain.iqa import commands as c
from tests import clock
from tests.area import today
from tests.clients.desk.world import PEOPLE, World, made
from tests.system import System

READS_OF_THE_CHECK: Final = {
    *("the sampler", "a senior manager", "the chief", "an administrator", "an auditor", "legal assurance")
}
READERS: Final = READS_OF_THE_CHECK | {"the assessed", "the assessor", "the owner of an action"}


async def sampled_as_seen(world: World, who: str) -> Sampled | None:
    [line] = (await find(world.desk, world.who(who), [world.iqa])).iqas
    return line.sampled


async def test_lists_and_finds_show_everybody_what_they_may_read(system: System) -> None:
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        world = await made(system, desk)
        found = {who: await find(desk, world.who(who), [world.iqa]) for who in PEOPLE}
        own = {who: await iqas(desk, world.who(who)) for who in PEOPLE}
        team = await iqas(desk, world.who("a senior manager"), whose=Whose.TEAM)
        of_area = await iqas(desk, world.who("an auditor"), whose=Whose.AREA, area=world.area.lower())
        by_case = {who: await find(desk, world.who(who), [world.case[-6:]]) for who in PEOPLE}
        with pytest.raises(CommandRefused) as refused:
            await iqas(desk, world.who("the assessor"), whose=Whose.AREA, area=world.area)

        feedback = c.GiveFeedback(on=today(), mode=Mode.VIDEO, content="Fair.")
        before = {who: await sampled_as_seen(world, who) for who in ("the assessed", "the assessor")}
        await system.send(world.iqa, "S2", feedback)
        after = {who: await sampled_as_seen(world, who) for who in ("the assessed", "the assessor")}

    assert {who for who, listed in found.items() if listed.iqas} == READERS
    assert {who for who, listed in found.items() if tells_of_the_check(listed)} == READS_OF_THE_CHECK
    assert {who for who, listed in own.items() if world.iqa in ids(listed)} == {
        *("the assessed", "the assessor", "the sampler")
    }
    assert {who for who, listed in by_case.items() if world.iqa in ids(listed)} == READERS - {
        "the owner of an action"
    }, "the number of the case is a part of the record"
    assert world.iqa in ids(team)
    assert world.iqa in ids(of_area)
    assert refused.value.refused.reason is Reason.NOT_PERMITTED
    assert before == {"the assessed": None, "the assessor": None}
    assert after == {"the assessed": None, "the assessor": Sampled.FED_BACK}


async def test_iqas_are_found_by_names_and_parts_of_ids_in_any_capitals(system: System) -> None:
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        world = await made(system, desk)
        senior, prosecutor = world.who("a senior manager"), world.who("the assessed")
        by_names = await find(desk, senior, ["PRIYA", "ortiz"])
        by_sampler = await find(desk, senior, ["Idris"])
        of_nobody = await find(desk, senior, ["priya", "lindqvist"])
        wild = await find(desk, senior, ["%"])
        mine = await iqas(desk, prosecutor)
        earlier = await iqas(desk, prosecutor, quarter="2019-20-Q1")

    assert ids(by_names)
    assert {line.prosecutor for line in by_names.iqas} == {prosecutor.staff_id}
    assert by_names.person(prosecutor.staff_id) == f"Priya Nair ({prosecutor.staff_id})"
    assert [ids(each) for each in (by_sampler, of_nobody, wild)] == [[], [], []]
    assert {line.prosecutor for line in mine.iqas} == {prosecutor.staff_id}
    assert ids(earlier) == []


def ids(listed: Listed) -> list[str]:
    return [line.iqa_id for line in listed.iqas]


def tells_of_the_check(listed: Listed) -> bool:
    steps = {one.step for line in listed.iqas for one in line.overdue}
    return any(line.sampled for line in listed.iqas) or bool(
        steps & {"dip_sample", "feedback", "acknowledge"}
    )
