"""One IQA on the real engine: commands, refusals, retries and races."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from clients.command_ids import new_command_id
from clients.errors import CommandRefused
from clients.gateway import Gateway
from domain.assessment import Mode, Upheld
from domain.errors import Reason
from domain.ids import QUARTER
from domain.iqa import commands as c
from domain.iqa.state import Stage
from tests.area import Kind, today
from tests.commands import select_case
from tests.engines import StockEngine
from tests.servers import Database, soon
from tests.system import System, running_system
from tests.workflows import told
from tests.workflows.begun import confirmed
from tests.workflows.conftest import Keep


async def refused(system: System, iqa: str, actor: str, command: c.IqaCommand) -> Reason:
    """Send a command that must be refused; gives the reason."""
    with pytest.raises(CommandRefused) as told_so:
        await system.send(iqa, actor, command)
    return told_so.value.refused.reason


async def test_a_command_that_comes_before_the_opening_waits_for_it(engine: str, database: Database) -> None:
    async with running_system(engine, database, with_worker=False) as system:
        iqa = system.new_iqa()
        await system.start(iqa, await system.opening())
        asked = asyncio.create_task(system.send(iqa, "M1", select_case(system)))
        await asyncio.sleep(0.1)
        async with system.worker():
            answer = await asked

    assert answer.events == ("case_selected",)
    assert await system.kinds(iqa) == ["iqa_opened", "case_selected"]


async def test_what_the_state_alone_refuses_leaves_no_event_in_the_history(system: System) -> None:
    iqa, before = await confirmed(system)
    events = len((await system.history(iqa)).events)

    reasons = [
        await refused(system, iqa, "M1", select_case(system, seen=before.version)),
        await refused(system, iqa, "M2", c.RecordNoActions()),
        await refused(system, iqa, "P1", c.ConfirmConversation()),
        await refused(system, iqa, "M1", c.ReleaseFromSample()),
    ]

    assert reasons == [
        Reason.CASE_SELECTED,
        Reason.NOT_PERMITTED,
        Reason.CONVERSATION_NOT_HELD,
        Reason.NOT_PERMITTED,
    ]
    assert len((await system.history(iqa)).events) == events
    assert await system.state(iqa) == before


async def test_what_the_facts_refuse_stands_in_the_history_and_in_the_ledger(system: System) -> None:
    iqa = await system.open()
    finalised = select_case(system, "P1", Kind.FINALISED)

    assert await refused(system, iqa, "M1", finalised) is Reason.CASE_NOT_LIVE

    history = told.kinds(await system.history(iqa))
    assert history["WORKFLOW_EXECUTION_UPDATE_ACCEPTED"] == 1
    assert history["WORKFLOW_EXECUTION_UPDATE_COMPLETED"] == 1
    assert await system.kinds(iqa) == ["iqa_opened"]
    [kept] = await system.rows(
        "select kind, event_count from iqa.commands where stream = $1 and kind = 'select_case'", iqa
    )
    assert kept["event_count"] == 0


async def test_fifty_identical_commands_at_once_have_one_effect_and_fifty_equal_answers(
    system: System,
) -> None:
    iqa, before = await confirmed(system)
    command_id = new_command_id()
    talk = c.HoldConversation(
        on=today(), mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
    )

    answers = await asyncio.gather(*(system.send(iqa, "M1", talk, command_id) for _ in range(50)))

    assert len(answers) == 50
    assert len(set(answers)) == 1
    assert (await system.state(iqa)).version == before.version + 1


async def test_fifty_different_commands_at_once_are_all_recorded_in_one_order(system: System) -> None:
    iqa, before = await confirmed(system)

    answers = await asyncio.gather(
        *(system.send(iqa, "P1", c.Comment(text=f"Remark {n}")) for n in range(50))
    )

    assert sorted(answer.version for answer in answers) == [before.version + n for n in range(1, 51)]
    assert await system.read_rows(iqa) == await system.folded_rows(iqa)


async def test_a_client_copes_with_a_server_that_takes_ten_updates_at_a_time(
    stock_engine: StockEngine, database: Database
) -> None:
    async with stock_engine() as address, running_system(address, database) as system:
        system.gateway = Gateway(system.client, system.answer_to, patience=timedelta(seconds=30))
        iqa, before = await confirmed(system)

        answers = await asyncio.gather(
            *(system.send(iqa, "P1", c.Comment(text=f"Remark {n}")) for n in range(30))
        )

    assert sorted(answer.version for answer in answers) == [before.version + n for n in range(1, 31)]


async def test_a_command_that_is_repeated_is_answered_again_and_not_done_again(system: System) -> None:
    iqa, _ = await confirmed(system)
    command_id = new_command_id()
    remark = c.Comment(text="I had no time.")

    first = await system.send(iqa, "P1", remark, command_id)
    await system.send(iqa, "P1", c.Comment(text="Another one."))
    again = await system.send(iqa, "P1", remark, command_id)

    assert again == first
    assert len((await system.state(iqa)).comments) == 2


async def test_a_command_id_that_comes_again_with_other_words_is_a_conflict(system: System) -> None:
    iqa, _ = await confirmed(system)
    command_id = new_command_id()
    await system.send(iqa, "P1", c.Comment(text="I had no time."), command_id)

    with pytest.raises(CommandRefused) as conflict:
        await system.send(iqa, "P1", c.Comment(text="I had all the time."), command_id)

    assert conflict.value.refused.reason is Reason.COMMAND_ID_REUSED
    assert [remark.text for remark in (await system.state(iqa)).comments] == ["I had no time."]


async def test_of_two_seniors_who_answer_the_same_query_at_once_one_wins_and_one_hears_who(
    system: System,
) -> None:
    iqa, _ = await confirmed(system)
    await system.send(iqa, "P1", c.QueryMark(question=2, text="The review was in time."))
    seen = (await system.state(iqa)).version
    stands = c.AnswerQuery(query_id="q1", outcome=Upheld.NOT_UPHELD, text="It stands.", seen_version=seen)

    outcomes = await asyncio.gather(
        system.send(iqa, "S1", stands), system.send(iqa, "S2", stands), return_exceptions=True
    )

    [conflict] = [outcome for outcome in outcomes if isinstance(outcome, CommandRefused)]
    winner = "S2" if outcomes[0] is conflict else "S1"
    assert conflict.refused.reason.rule.kind == "conflict"
    assert conflict.refused.reason is Reason.STALE
    assert system.id(winner) in conflict.refused.detail
    assert (await system.kinds(iqa)).count("query_answered") == 1


async def test_of_two_managers_who_want_the_same_work_at_once_one_wins_and_one_is_told(
    system: System,
) -> None:
    first, second = await asyncio.gather(system.open("P1"), system.open("P1"))

    outcomes = await asyncio.gather(
        system.send(first, "M1", select_case(system)),
        system.send(second, "M1", select_case(system)),
        return_exceptions=True,
    )

    [loser] = [outcome for outcome in outcomes if isinstance(outcome, CommandRefused)]
    assert loser.refused.reason is Reason.ALREADY_ASSESSED
    stages = {(await system.state(iqa)).stage for iqa in (first, second)}
    assert stages == {Stage.SELECTION, Stage.MARKING}


async def test_after_its_end_an_iqa_refuses_new_commands_and_still_answers_old_ones(
    system: System,
) -> None:
    iqa = await system.open()
    command_id = new_command_id()
    withdrawn = await system.send(iqa, "M1", c.Withdraw(because="no_case"), command_id)
    await system.handle(iqa).result()

    again = await system.send(iqa, "M1", c.Withdraw(because="no_case"), command_id)

    assert again == withdrawn
    assert await refused(system, iqa, "M1", select_case(system)) is Reason.IQA_CLOSED


async def test_catching_up_folds_what_another_process_has_recorded(system: System, keep: Keep) -> None:
    iqa = await system.open()
    async with system.desk() as desk:
        await desk.ask(iqa, "M1", select_case(system))

    await system.catch_up(iqa)

    async def it_waits_for_the_marks() -> None:
        due = [text for text in told.summaries(await system.history(iqa), "TIMER_STARTED") if "mark" in text]
        assert due

    await soon(it_waits_for_the_marks)
    assert await system.shown(iqa, "Stage") == Stage.MARKING
    assert len(await system.rows("select * from iqa.commands where kind = 'catch_up'")) == 1
    await keep(system, "caught_up_with_another_process", iqa)


async def test_a_terminated_iqa_that_is_started_again_goes_on_where_it_stood(
    system: System, keep: Keep
) -> None:
    iqa, before = await confirmed(system)
    await system.handle(iqa).terminate("a mistake")

    await system.start(iqa, await system.opening())
    talk = c.HoldConversation(
        on=today(), mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
    )
    answer = await system.send(iqa, "M1", talk)

    assert answer.version == before.version + 1
    assert [recorded.version for recorded in await system.events(iqa)] == list(range(1, answer.version + 1))
    assert (await system.forward_past(iqa, "record_actions")).missed[0].deadline == "record_actions"
    await keep(system, "started_again_after_a_mistake", iqa)


async def test_operators_find_an_iqa_by_where_it_stands(system: System) -> None:
    iqa = await system.open()
    due = (await system.state(iqa)).deadlines[0].due

    assert await system.shown(iqa, "Stage") == Stage.SELECTION
    assert await system.shown(iqa, "DueAt") == due

    await system.send(iqa, "M1", c.Withdraw(because="no_case"))
    await system.handle(iqa).result()
    assert await system.shown(iqa, "Stage") == Stage.WITHDRAWN
    assert await system.shown(iqa, "DueAt") is None


async def test_an_auditor_can_read_the_history_in_the_engines_own_pages(system: System) -> None:
    iqa, _ = await confirmed(system)

    history = await system.history(iqa)

    assert told.summaries(history, "ACTIVITY_TASK_SCHEDULED") == [
        f"open_iqa by {QUARTER}",
        f"select_case by {system.id('M1')}",
        f"record_marks by {system.id('M1')}",
        f"confirm_assessment by {system.id('M1')}",
    ]
    timers = told.of_kind(history, "TIMER_STARTED")
    waited_for = dict.fromkeys(told.summary(timer).split(" due ")[0] for timer in timers)
    assert list(waited_for) == ["select", "mark", "reminder"]
    assert told.groups(timers) == {"select", "mark", "reminder"}


async def test_free_text_stands_only_in_payloads_of_the_history(system: System) -> None:
    iqa, _ = await confirmed(system)
    secret = f"Something that nobody else should read: {uuid4()}"
    await system.send(iqa, "P1", c.Comment(text=secret))

    for event in (await system.history(iqa)).events:
        outside_payloads = [told.summary(event), *told.groups([event])]
        assert not [text for text in outside_payloads if secret in text]
    assert not [value for value in (await system.all_shown(iqa)).values() if secret in str(value)]
