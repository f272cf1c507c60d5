import asyncio
import json
from random import Random
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from domain.assessment import Mode, Upheld
from domain.errors import Reason
from domain.facts import Facts
from domain.ids import QUARTER, TIMER, derived_id
from domain.iqa import commands as c
from domain.iqa.state import Iqa
from domain.questions import Work
from domain.rows import Rows
from infra.reference import Library
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.records import Desk

IQA = "iqa-one"
COMMENT = c.Comment(text="I had no time for the second review. 📎 نص")


async def confirmed(desk: Desk, iqa: str = IQA) -> Iqa:
    """An IQA with its assessment confirmed."""
    await desk.open(iqa)
    await desk.ask(iqa, "M1", select_case(desk))
    await desk.ask(iqa, "M1", mark_all(await desk.state(iqa)))
    await desk.ask(iqa, "M1", c.ConfirmAssessment(seen_version=(await desk.state(iqa)).version))
    return await desk.state(iqa)


async def test_a_command_gives_its_events_its_answer_and_the_facts_it_was_judged_on(desk: Desk) -> None:
    await desk.open(IQA)

    outcome = await desk.ask(IQA, "M1", select_case(desk), folded=1)

    assert outcome.answer is not None
    assert outcome.answer.events == ("case_selected",)
    assert outcome.answer.version == 2
    assert [(r.version, r.actor, r.at) for r in outcome.events] == [(2, desk.id("M1"), desk.now)]
    assert Facts.restored(outcome.facts, Library.load()).now == desk.now
    assert await desk.read_rows(IQA) == await desk.folded_rows(IQA)


async def test_every_event_after_the_folded_version_comes_back(desk: Desk) -> None:
    await confirmed(desk)
    version = (await desk.state(IQA)).version

    caught_up = await desk.ask(IQA, TIMER, c.CatchUp())
    half_way = await desk.ask(IQA, TIMER, c.CatchUp(), folded=2)

    assert [r.version for r in caught_up.events] == list(range(1, version + 1))
    assert [r.version for r in half_way.events] == list(range(3, version + 1))
    assert (await desk.state(IQA)).version == version


async def test_a_command_that_comes_again_is_answered_from_what_was_kept(desk: Desk) -> None:
    await confirmed(desk)
    command_id = uuid4()

    first = await desk.ask(IQA, "P1", COMMENT, command_id=command_id)
    await desk.ask(IQA, "P1", c.Comment(text="And something else."))
    again = await desk.ask(IQA, "P1", COMMENT, command_id=command_id, folded=(first.events[-1].version))

    assert again.answer == first.answer
    assert again.facts == first.facts
    assert [r.event.kind for r in again.events] == ["comment_made"]
    assert (await desk.kinds(IQA)).count("comment_made") == 2


async def test_a_command_id_with_other_content_or_by_another_person_is_refused(desk: Desk) -> None:
    await confirmed(desk)
    command_id = uuid4()
    await desk.ask(IQA, "P1", COMMENT, command_id=command_id)
    before = await desk.events(IQA)

    changed = await desk.ask(IQA, "P1", c.Comment(text="Other words."), command_id=command_id)
    borrowed = await desk.ask(IQA, "M1", COMMENT, command_id=command_id)

    assert changed.refused is not None
    assert changed.refused.reason is Reason.COMMAND_ID_REUSED
    assert borrowed.refused is not None
    assert borrowed.refused.reason is Reason.COMMAND_ID_REUSED
    assert await desk.events(IQA) == before


async def test_a_refused_command_changes_nothing_and_is_kept_with_its_facts(desk: Desk) -> None:
    await desk.open(IQA)
    command_id = uuid4()
    finalised = select_case(desk, "P1", Kind.FINALISED)

    refused = await desk.ask(IQA, "M1", finalised, command_id=command_id)
    again = await desk.ask(IQA, "M1", finalised, command_id=command_id)

    assert refused.refused is not None
    assert refused.refused.reason is Reason.CASE_NOT_LIVE
    assert refused.events == again.events
    assert (again.refused, again.facts) == (refused.refused, refused.facts)
    assert await desk.kinds(IQA) == ["iqa_opened"]
    [kept] = await desk.rows("select * from iqa.commands where command_id = $1", command_id)
    assert (kept["judged_version"], kept["event_count"]) == (1, 0)
    assert json.loads(kept["facts"]) == refused.facts
    assert json.loads(kept["body"])["urn"] == finalised.urn


async def test_what_a_person_is_refused_is_kept_once_for_auditors_and_nothing_of_the_systems_own(
    desk: Desk,
) -> None:
    await desk.open(IQA)
    command_id, finalised = uuid4(), select_case(desk, "P1", Kind.FINALISED)

    await desk.ask(IQA, "M1", finalised, command_id=command_id)
    await desk.ask(IQA, "M1", finalised, command_id=command_id)
    await desk.ask(IQA, "M1", COMMENT, command_id=command_id)
    released = await desk.ask(IQA, QUARTER, c.ReleaseFromSample())

    assert released.refused is not None
    rows = await desk.rows("select * from iqa.refusals order by rule")
    assert [(row["stream"], row["actor"], row["command"], row["rule"], row["at"]) for row in rows] == [
        (IQA, desk.id("M1"), "select_case", "case_not_live", desk.now),
        (IQA, desk.id("M1"), "comment", "command_id_reused", desk.now),
    ]
    assert {row["kept_by"] for row in rows} == {"record"}


async def test_a_command_without_an_event_is_kept_too(desk: Desk) -> None:
    iqa = await confirmed(desk)
    met = c.DeadlinePassed(deadline="mark", due=iqa.opened_at)

    outcome = await desk.ask(IQA, TIMER, met, folded=iqa.version)

    assert outcome.answer is not None
    assert (outcome.answer.events, outcome.answer.version) == ((), iqa.version)
    assert outcome.events == ()
    assert len(await desk.rows("select * from iqa.commands where kind = 'deadline_passed'")) == 1


async def test_a_ledger_that_is_behind_the_workflow_is_never_appended_to(desk: Desk) -> None:
    await desk.open(IQA)

    with pytest.raises(ApplicationError) as behind:
        await desk.ask(IQA, "M1", select_case(desk), folded=2)

    assert (behind.value.type, behind.value.non_retryable) == ("LedgerBehind", True)
    assert await desk.kinds(IQA) == ["iqa_opened"]
    assert len(await desk.rows("select * from iqa.commands")) == 1


async def test_opening_again_answers_with_the_whole_stream(desk: Desk) -> None:
    command_id = derived_id(IQA)
    opening = await desk.opening()
    await desk.ask(IQA, QUARTER, opening, command_id=command_id)
    await desk.ask(IQA, "M1", select_case(desk))

    by_another = await desk.ask(IQA, QUARTER, opening)
    repeated = await desk.ask(IQA, QUARTER, opening, command_id=command_id)

    assert by_another.refused is not None
    assert by_another.refused.reason is Reason.ALREADY_OPEN
    assert repeated.answer is not None
    assert [r.version for r in by_another.events] == [r.version for r in repeated.events] == [1, 2]


async def test_fifty_different_commands_at_once_are_all_recorded_without_a_gap(desk: Desk) -> None:
    before = (await confirmed(desk)).version

    outcomes = await asyncio.gather(*(desk.ask(IQA, "P1", c.Comment(text=f"Remark {n}")) for n in range(50)))

    versions = sorted(outcome.answer.version for outcome in outcomes if outcome.answer)
    assert versions == list(range(before + 1, before + 51))
    stored = await desk.rows("select version from iqa.ledger where stream = $1 order by version", IQA)
    assert [row["version"] for row in stored] == list(range(1, before + 51))
    assert await desk.read_rows(IQA) == await desk.folded_rows(IQA)


async def test_fifty_identical_commands_at_once_have_one_effect_and_one_answer(desk: Desk) -> None:
    before = (await confirmed(desk)).version
    command_id = uuid4()

    outcomes = await asyncio.gather(*(desk.ask(IQA, "P1", COMMENT, command_id=command_id) for _ in range(50)))

    assert len({outcome.answer for outcome in outcomes}) == 1
    assert (await desk.state(IQA)).version == before + 1


@pytest.mark.parametrize("attempt", range(3))
async def test_of_two_assessments_of_the_same_work_one_wins_and_the_other_is_told(
    desk: Desk, attempt: int
) -> None:
    await asyncio.gather(desk.open("iqa-one"), desk.open("iqa-two"))
    the_case = select_case(desk)

    outcomes = dict(
        zip(
            ("iqa-one", "iqa-two"),
            await asyncio.gather(desk.ask("iqa-one", "M1", the_case), desk.ask("iqa-two", "M1", the_case)),
            strict=True,
        )
    )

    [loser] = [iqa for iqa, outcome in outcomes.items() if outcome.refused]
    refused = outcomes[loser].refused
    assert refused is not None
    assert refused.reason is Reason.ALREADY_ASSESSED
    assert await desk.kinds(loser) == ["iqa_opened"]
    [kept] = await desk.rows("select * from iqa.commands where stream = $1 and kind = 'select_case'", loser)
    assert json.loads(kept["answer"])["reason"] == Reason.ALREADY_ASSESSED
    assert json.loads(kept["facts"])["case_file"]["case"]["urn"] == the_case.urn
    other_work = select_case(desk, "P1", Kind.REVIEWED, Work.INITIAL_REVIEW)
    assert (await desk.ask(loser, "M1", other_work)).answer is not None


async def test_work_that_was_given_up_may_be_assessed_by_another(desk: Desk) -> None:
    await desk.open("iqa-one")
    await desk.open("iqa-two")
    await desk.ask("iqa-one", "M1", select_case(desk))

    await desk.ask("iqa-one", "M1", c.ReplaceCase(because="better_case"))
    taken = await desk.ask("iqa-two", "M1", select_case(desk))

    assert taken.answer is not None
    assert (await desk.read_rows("iqa-one")).case_claims == ()


async def test_reference_data_that_is_not_installed_is_a_bug_and_not_an_answer(desk: Desk) -> None:
    opening = await desk.opening(policy="of-another-world")

    with pytest.raises(ApplicationError) as bug:
        await desk.ask(IQA, QUARTER, opening)

    assert (bug.value.type, bug.value.non_retryable) == ("Bug", False)
    assert bug.value.message == "UnknownVersion"
    assert await desk.rows("select * from iqa.commands") == []


async def test_text_is_kept_faithfully(desk: Desk) -> None:
    await confirmed(desk)
    text = "\u200fنص\r\n\ttab 👩🏽‍⚖️ \u200b e\u0301 \\u0000 {}\"'; drop table iqa.ledger;--" + "é" * 19_000

    outcome = await desk.ask(IQA, "P1", c.Comment(text=text))

    assert outcome.answer is not None
    assert (await desk.state(IQA)).comments[-1].text == text


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_sequence_of_commands_the_read_rows_are_those_of_the_folded_ledger(
    desk: Desk, seed: int
) -> None:
    chance = Random(seed)
    await desk.open(IQA)
    for _ in range(30):
        actor, command = _some_command(desk, await desk.state(IQA), chance)
        outcome = await desk.ask(IQA, actor, command)
        assert (outcome.answer is None) != (outcome.refused is None)
        desk.now += chance.choice((0, 0, 1, 30)) * (desk.now - desk.now.replace(minute=0, hour=0))

    assert await desk.read_rows(IQA) == await desk.folded_rows(IQA) != Rows()


def _some_command(desk: Desk, iqa: Iqa, chance: Random) -> tuple[str, c.IqaCommand]:
    """A command that is often, not always, the right one for the right person."""
    seen = chance.choice((iqa.version, iqa.version, 1))
    manager: tuple[c.IqaCommand, ...] = (
        select_case(desk, "P1", chance.choice(list(Kind)), chance.choice(list(Work)), seen=seen),
        c.ReplaceCase(because="case_changed"),
        mark_all(iqa),
        c.ConfirmAssessment(seen_version=seen),
        c.HoldConversation(
            on=today(), mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
        ),
        c.RecordNoActions(),
        c.RecordAction(what="Write to the victim.", owner=desk.id("P2"), urgent=chance.random() < 0.5),
        c.CompleteAction(action_id="a1", outcome="Written."),
        c.Withdraw(because="no_case"),
    )
    prosecutor = (
        COMMENT,
        c.ConfirmConversation(),
        c.DisputeConversation(),
        c.QueryMark(question=2, text="Why?"),
    )
    senior = (
        c.Reassign(assessor=desk.id("M3"), because="The manager is away."),
        c.CloseConversationAsImpossible(because="left", note="Moved."),
        c.AnswerQuery(query_id="q1", outcome=Upheld.NOT_UPHELD, text="It stands.", seen_version=seen),
    )
    due = iqa.deadlines[0] if iqa.deadlines else None
    system = (
        c.DrawForSample(sampler=desk.id("S2")),
        c.ReleaseFromSample(),
        c.DeadlinePassed(deadline=due.name if due else "mark", due=due.due if due else iqa.opened_at),
    )
    people: dict[str, tuple[c.IqaCommand, ...]] = {
        iqa.assessor.removeprefix(f"{desk.area}-"): manager,
        "P1": prosecutor,
        "S1": senior,
        QUARTER: system,
    }
    actor = chance.choice([*people, "M1"])
    return actor, chance.choice(people.get(actor, manager))
