"""What a quarter is told of its Area on the real PostgreSQL: populations, keys, coverage, and one person's work."""

from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.testing import ActivityEnvironment

from domain.assessment import Mode
from domain.calendar import DayRange
from domain.casework.commands import AnswerRequest, CaseCommand, CaseEnvelope, MakeRequest
from domain.casework.kind import CASE
from domain.casework.requested import RequestAnswer, Wanted
from domain.custody import CustodyAway
from domain.facts import Facts, Needs
from domain.ids import case_id, iqa_id, quarter_id
from domain.iqa import commands as c
from domain.quarter.facts import (
    LeftBehind,
    LeftUnanswered,
    OnesAction,
    OnesRequest,
    QuarterFacts,
    QuarterNeeds,
    WorkOf,
)
from domain.quarter.sample.population import CoverageOf, Population
from domain.questions import Category
from infra.postgres.quarter_facts import quarter_facts
from infra.postgres.shared_facts import shared_facts
from infra.reference import Library
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.factories import re_marks
from tests.records import Desk

LIBRARY = Library.load()
A_DAY = timedelta(days=1)


async def facts(desk: Desk, **needs: object) -> QuarterFacts:
    async with desk.connection() as connection, connection.transaction():
        return await quarter_facts(connection, LIBRARY, QuarterNeeds.model_validate(needs), desk.now)


async def confirm(desk: Desk, prosecutor: str, manager: str, n: int = 1, kind: Kind = Kind.ANY_WORK) -> str:
    """Open, select, mark and confirm an IQA; ``n`` tells several of a prosecutor apart."""
    iqa = iqa_id(desk.quarter, desk.id(prosecutor), Category.CASEWORK, n)
    await desk.open(iqa, prosecutor)
    await desk.ask(iqa, manager, select_case(desk, prosecutor, kind))
    await desk.ask(iqa, manager, mark_all(await desk.state(iqa)))
    version = (await desk.state(iqa)).version
    recorded = await desk.ask(iqa, manager, c.ConfirmAssessment(seen_version=version))
    assert recorded.answer is not None, recorded.refused
    return iqa


async def ask_case(desk: Desk, urn: str, actor: str, command: CaseCommand) -> None:
    envelope = CaseEnvelope(command_id=uuid4(), actor=desk.id(actor), command=command)
    request = CASE.request(stream=case_id(urn), folded=0, now=desk.now, envelope=envelope)
    recorded = await ActivityEnvironment().run(desk.recorder.activity(CASE), request)
    assert recorded.answer is not None, recorded.refused


def population(desk: Desk, one_in: int, **changes: object) -> Population:
    known = {"area": desk.area, "since": desk.now - A_DAY, "until": desk.now + A_DAY, "one_in": one_in}
    return Population.model_validate(known | changes)


async def test_no_key_leaves_the_table_of_seeds_before_its_block_is_full(desk: Desk) -> None:
    stream = quarter_id(desk.area, desk.quarter)
    opened = await facts(desk, seed_of=stream)
    first = await confirm(desk, "P1", "M1")

    alone = await facts(desk, seed_of=stream, population=population(desk, 2))
    assert [iqa.iqa_id for iqa in alone.confirmed] == [first]
    assert (alone.sample_keys, alone.seed_revealed) == ((), None)

    second = await confirm(desk, "P2", "M1")
    both = await facts(desk, seed_of=stream, population=population(desk, 2))
    assert {key.iqa_id for key in both.sample_keys} == {first, second}
    assert both.seed_commitment == opened.seed_commitment
    [row] = await desk.rows("select seed from iqa.sample_seeds")
    for told in (opened, alone, both):
        assert row["seed"].hex() not in repr(told.recorded())


async def test_the_seed_is_told_from_the_close_on(desk: Desk) -> None:
    stream = quarter_id(desk.area, desk.quarter)
    await facts(desk, seed_of=stream)
    asked = {"seed_of": stream, "population": population(desk, 10)}

    early = await facts(desk, **asked, seed_revealed_from=desk.now + timedelta(microseconds=1))
    late = await facts(desk, **asked, seed_revealed_from=desk.now)

    assert (early.seed_revealed, late.seed_revealed is None) == (None, False)


async def test_the_population_shows_who_assessed_before_and_what_was_withdrawn(desk: Desk) -> None:
    iqa = await confirm(desk, "P1", "M1")
    await desk.ask(iqa, "S1", c.Reassign(assessor=desk.id("M2"), because="On leave."))
    await desk.ask(iqa, "S1", c.Withdraw(because="opened_in_error"))
    await facts(desk, seed_of="quarter-x")

    [found] = (await facts(desk, seed_of="quarter-x", population=population(desk, 10))).confirmed

    assert found.withdrawn
    assert found.former_assessors == (desk.id("M1"),)
    assert found.took_part == {desk.id("M1"), desk.id("M2"), desk.id("P1")}
    assert found.done_by == (desk.id("P1"),)


def coverage(desk: Desk, **changes: object) -> CoverageOf:
    known = {
        "area": desk.area,
        "since": desk.now - A_DAY,
        "until": desk.now + A_DAY,
        "window": desk.now - 30 * A_DAY,
        "begun_by": desk.now + A_DAY,
    }
    return CoverageOf.model_validate(known | changes)


async def test_uncovered_are_the_managers_of_whom_nobody_was_sampled_in_the_window(desk: Desk) -> None:
    one, two = await confirm(desk, "P1", "M1"), await confirm(desk, "P2", "M1")
    other = await confirm(desk, "P4", "M2")

    async def uncovered(**changes: object) -> set[str]:
        found = await facts(desk, unsampled_in=coverage(desk, **changes))
        return {iqa.iqa_id for iqa in found.unsampled}

    assert await uncovered() == {one, two, other}
    assert await uncovered(drawn=(two,)) == {other}
    assert await uncovered(begun_by=desk.now - A_DAY) == set()
    assert await uncovered(area="XX") == set()

    draw = c.DrawForSample(sampler=desk.id("S1"), pick="coverage")
    await desk.ask(other, "system:quarter", draw)
    assert await uncovered() == {one, two}
    assert await uncovered(window=desk.now + A_DAY) == {one, two, other}


async def test_an_iqa_of_another_stream_is_found_by_its_name(desk: Desk) -> None:
    iqa = await confirm(desk, "P1", "M1")

    found = (await facts(desk, named_iqa=iqa)).named_iqa
    nothing = (await facts(desk, named_iqa="iqa-nowhere")).named_iqa

    assert nothing is None
    assert found is not None
    assert (found.assessor, found.area, found.confirmed_at) == (desk.id("M1"), desk.area, desk.now)


async def test_one_persons_work_is_whatever_waits_for_them_in_the_area(desk: Desk) -> None:
    checked = await confirm(desk, "P1", "M1")
    await desk.ask(checked, "system:quarter", c.DrawForSample(sampler=desk.id("M1")))
    opened = await desk.open(iqa_id(desk.quarter, desk.id("P2"), Category.CASEWORK, 7), "P2")
    gone = await desk.open(iqa_id(desk.quarter, desk.id("P3"), Category.CASEWORK, 8), "P3")
    await desk.ask(gone, "S1", c.Withdraw(because="no_case"))
    action = c.RecordAction(what="Write to the victim.", owner=desk.id("M1"))
    await desk.ask(checked, "M1", action)
    await desk.ask(checked, "P1", c.QueryMark(question=2, text="Why?"))

    work = (await facts(desk, work_of=WorkOf(area=desk.area, whose=desk.id("M1")))).work
    seniors = (await facts(desk, work_of=WorkOf(area=desk.area, whose=desk.id("S1")))).work
    elsewhere = (await facts(desk, work_of=WorkOf(area="XX", whose=desk.id("M1")))).work

    assert {iqa.iqa_id for iqa in work.iqas} == {checked, opened}
    assert work.actions == (OnesAction(stream=checked, action_id="a1"),)
    assert (work.samples, work.queries) == ((), ())
    assert seniors.queries == (checked,)
    assert (elsewhere.iqas, elsewhere.actions) == ((), ())


async def test_what_a_leaver_leaves_behind_is_whatever_action_of_the_area_they_keep(desk: Desk) -> None:
    iqa = await confirm(desk, "P1", "M1")
    for owner in ("P1", "P2"):
        action = c.RecordAction(what="Write to the victim.", owner=desk.id(owner))
        await desk.ask(iqa, "M1", action)
    before = (await facts(desk, left_in=desk.area)).left_behind
    await desk.execute(
        f"update iqa.people set to_date = date '{today()}' - 1 where staff_id = '{desk.id('P2')}'"  # noqa: S608  ids of the test
    )

    after = (await facts(desk, left_in=desk.area)).left_behind
    elsewhere = (await facts(desk, left_in="XX")).left_behind

    assert (before, elsewhere) == ((), ())
    assert after == (LeftBehind(stream=iqa, action_id="a2", owner=desk.id("P2")),)


async def test_what_was_asked_of_one_person_is_found_with_whoever_asked_and_also_once_they_left(
    desk: Desk,
) -> None:
    urn = desk.urn("P1", Kind.ANY_WORK)
    for wanted in Wanted:
        await ask_case(desk, urn, "P1", MakeRequest(urn=urn, wanted=wanted, text="Was it enough?"))
    done = AnswerRequest(request_id="r1", answer=RequestAnswer.DECLINED, text="It was.")
    await ask_case(desk, urn, "M1", done)

    async def asked(area: str) -> tuple[tuple[OnesRequest, ...], tuple[LeftUnanswered, ...]]:
        found = await facts(desk, work_of=WorkOf(area=area, whose=desk.id("M1")), left_in=area)
        return found.work.requests, found.left_unanswered

    open_one = {"stream": case_id(urn), "request_id": "r2", "prosecutor": desk.id("P1")}
    theirs = (OnesRequest.model_validate(open_one),)
    assert [await asked(area) for area in (desk.area, "XX")] == [(theirs, ()), ((), ())]

    await desk.execute(
        f"update iqa.people set to_date = date '{today()}' - 1 where staff_id = '{desk.id('M1')}'"  # noqa: S608  ids of the test
    )

    left = LeftUnanswered.model_validate(open_one | {"owner": desk.id("M1")})
    assert [await asked(area) for area in (desk.area, "XX")] == [(theirs, (left,)), ((), ())]


async def test_custody_is_found_while_its_prosecutor_is_away_or_will_be_within_policys_days(
    desk: Desk,
) -> None:
    first, last = today() + 7 * A_DAY, today() + 9 * A_DAY
    away_already = await custody_of(desk, "P6")
    await desk.import_area((desk.id("P1"), str(first), str(last), "leave", desk.id("P2")))
    found = await custody_of(desk, "P1")
    await desk.execute(f"update iqa.cases set status = 'finalised' where urn = '{found[0].urn}'")  # noqa: S608  ids of the test
    finalised = await custody_of(desk, "P1")
    await desk.import_area((desk.id("P1"), str(first + A_DAY), str(last), "leave", ""))

    assert [(one.prosecutor, one.from_date, one.to_date, one.cover) for one in found] == [
        (desk.id("P1"), first, last, desk.id("P2"))
    ]
    assert [(one.to_date, one.cover) for one in away_already] == [(None, desk.id("P5"))]
    assert (finalised, await custody_of(desk, "P1"), await custody_of(desk, "P2")) == ([], [], [])
    assert (await facts(desk, custody_in="XX")).custody == ()


async def test_custody_is_found_with_the_day_from_which_the_cover_is_away_too(desk: Desk) -> None:
    first, last = today() + 2 * A_DAY, today() + 20 * A_DAY
    covered = (desk.id("P1"), str(first), str(last), "leave", desk.id("P2"))
    cases = []
    for theirs in ((first - A_DAY, first), (last, last), (last + A_DAY, last + A_DAY)):
        away = (desk.id("P2"), *map(str, theirs), "leave", "")
        await desk.import_area(covered, away)
        [one] = await custody_of(desk, "P1")
        cases.append((one.cover, one.cover_away_on))

    assert cases == [(desk.id("P2"), first), (desk.id("P2"), last), (desk.id("P2"), None)]


async def test_a_decision_about_somebody_knows_when_whoever_covers_their_absences_to_come_is_away(
    desk: Desk,
) -> None:
    first, last = today() + 2 * A_DAY, today() + 20 * A_DAY
    covered = (desk.id("P1"), str(first), str(last), "leave", desk.id("P2"))
    await desk.import_area(covered, (desk.id("P2"), str(first), str(first), "leave", ""))

    async with desk.connection() as connection:
        needs = Needs(people=frozenset({desk.id("P1")}))
        known = Facts.model_validate(await shared_facts(connection, LIBRARY, needs, desk.now))

    assert known.away(desk.id("P2")) == (DayRange(first_day=first, last_day=first),)


async def custody_of(desk: Desk, name: str) -> list[CustodyAway]:
    found = (await facts(desk, custody_in=desk.area)).custody
    return [one for one in found if one.prosecutor == desk.id(name)]


@pytest.mark.parametrize("fed_back", [False, True])
async def test_a_second_check_is_ones_work_until_its_feedback_is_followed_up(
    desk: Desk,
    fed_back: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    iqa = await confirm(desk, "P1", "M1")
    await desk.ask(
        iqa,
        "M1",
        c.HoldConversation(
            on=today(), mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
        ),
    )
    await desk.ask(iqa, "M1", c.RecordNoActions())
    await desk.ask(iqa, "system:quarter", c.DrawForSample(sampler=desk.id("S1")))
    if fed_back:
        version = (await desk.state(iqa)).version
        check = c.RecordDipSample(
            comment="Fair.", got_right="The marks.", re_marks=re_marks(1, 2, 3), seen_version=version
        )
        await desk.ask(iqa, "S1", check)
        await desk.ask(iqa, "S1", c.GiveFeedback(on=today(), mode=Mode.VIDEO, content="Said so."))

    work = (await facts(desk, work_of=WorkOf(area=desk.area, whose=desk.id("S1")))).work
    checks = (await facts(desk, second_checks_of=(iqa, "iqa-nowhere"))).second_checks

    assert [one.iqa_id for one in work.samples] == ([] if fed_back else [iqa])
    assert [(one.iqa_id, one.sampler) for one in checks] == ([] if fed_back else [(iqa, desk.id("S1"))])


async def test_a_second_check_that_its_iqa_knows_nothing_of_is_nobodys_until_it_is_withdrawn(
    desk: Desk,
) -> None:
    iqa = await confirm(desk, "P1", "M1")
    [nobodys] = (await facts(desk, second_checks_of=(iqa,))).second_checks
    await desk.ask(iqa, "S1", c.Withdraw(because="opened_in_error"))

    assert (nobodys.iqa_id, nobodys.sampler, nobodys.assessor) == (iqa, None, desk.id("M1"))
    assert (await facts(desk, second_checks_of=(iqa,))).second_checks == ()
