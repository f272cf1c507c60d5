"""What is noted on a case outside any IQA, on the real engine."""

from datetime import timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus

from clients.errors import CommandRefused
from domain.assessment import Mode, Source
from domain.calendar import end_of_day
from domain.casework import commands as cc
from domain.casework.requested import RequestAnswer, Wanted
from domain.casework.state import CaseNotes
from domain.errors import Reason
from domain.escalations import AcknowledgeEscalation
from domain.ids import case_id
from domain.iqa import commands as c
from tests.area import Kind, today
from tests.commands import select_case
from tests.servers import soon
from tests.system import A_MOMENT, System
from tests.workflows.conftest import Keep
from tests.workflows.quarters import ask_case, notes_on


def noted(
    system: System, urn: str, text: str = "We talked about the identification evidence."
) -> cc.NoteCaseConversation:
    return cc.NoteCaseConversation(
        urn=urn, prosecutor=system.id("P1"), on=today(), mode=Mode.VIDEO, prosecutor_view=text
    )


async def ended(system: System, urn: str) -> None:
    async def has_ended() -> None:
        described = await system.client.get_workflow_handle(case_id(urn)).describe()
        assert described.status is WorkflowExecutionStatus.COMPLETED

    await soon(has_ended)


async def test_a_conversation_is_noted_without_an_iqa_and_the_next_note_catches_up(
    system: System, keep: Keep
) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    first = await ask_case(system, "M1", urn, noted(system, urn))
    await ended(system, urn)
    second = await ask_case(system, "M1", urn, noted(system, urn, "And again."))

    assert first.events == ("case_notes_opened", "conversation_noted")
    assert second.events == ("conversation_noted",)
    notes = await notes_on(system, urn)
    assert notes is not None
    assert [talk.said for talk in notes.conversations] == [
        ("We talked about the identification evidence.",),
        ("And again.",),
    ]
    await keep(system, "noted_again", case_id(urn))


async def test_an_iqa_can_start_from_a_noted_conversation(system: System) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    await ask_case(system, "M1", urn, noted(system, urn))
    iqa = await system.open("P1")
    started = {"source": Source.CONVERSATION, "conversation_id": f"{case_id(urn)}.c1"}
    chosen = select_case(system, "P1", Kind.ANY_WORK).model_copy(update=started)
    answer = await system.send(iqa, "M1", chosen)

    assert answer.events == ("case_selected",)


async def test_a_first_command_that_is_refused_leaves_nothing_running(system: System, keep: Keep) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    with pytest.raises(CommandRefused) as refused:
        await ask_case(system, "P2", urn, noted(system, urn))

    assert refused.value.refused.reason is Reason.NOT_PERMITTED
    await ended(system, urn)
    assert await notes_on(system, urn) is None
    await keep(system, "a_first_command_refused", case_id(urn))


async def test_an_action_that_is_missed_goes_up_and_its_outcome_ends_the_workflow(
    system: System, keep: Keep
) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    needed = cc.RecordAction(urn=urn, what="Chase the forensic report.", owner=system.id("P1"))
    await ask_case(system, "M1", urn, needed)
    missed = await next_deadline_passes(system, urn)
    assert [one.told for one in missed.escalations] == [(system.id("P1"), system.id("M1"))]

    climbed = await next_deadline_passes(system, urn)

    assert climbed.escalations[0].put_to == (system.id("M1"), system.id("S1"))
    taken = AcknowledgeEscalation(escalation_id=climbed.escalations[0].escalation_id, will_do="I call them.")
    assert (await ask_case(system, "M1", urn, taken)).events == ("escalation_acknowledged",)
    done = cc.CompleteAction(action_id="a1", outcome="It came, and it helps.")
    assert (await ask_case(system, "P1", urn, done)).events == ("action_completed",)
    await ended(system, urn)
    await keep(system, "an_action_missed_on_a_case", case_id(urn))


async def test_a_request_that_nobody_answers_goes_up_and_its_answer_ends_the_workflow(
    system: System, keep: Keep
) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    asked = cc.MakeRequest(urn=urn, wanted=Wanted.ASSESSMENT, text="Was the bad character enough?")
    made = await ask_case(system, "P1", urn, asked)
    assert made.events == ("case_notes_opened", "request_made")

    missed = await next_deadline_passes(system, urn)

    assert [one.missed for one in missed.requests] == [True]
    assert [one.told for one in missed.escalations] == [(system.id("S1"),)]
    agreed = cc.AnswerRequest(request_id="r1", answer=RequestAnswer.AGREED, text="I take it next week.")
    answered = await ask_case(system, "M1", urn, agreed)
    assert answered.events == ("request_answered", "escalations_settled")
    await ended(system, urn)
    await keep(system, "a_request_unanswered_on_a_case", case_id(urn))


async def test_an_action_follows_its_owner_who_is_long_away(system: System, keep: Keep) -> None:
    urn = system.urn("P1", Kind.ANY_WORK)
    needed = cc.RecordAction(urn=urn, what="Chase the forensic report.", owner=system.id("P1"))
    await ask_case(system, "M1", urn, needed)
    last_day_away = today() + timedelta(days=45)
    await system.away("P1", today() + timedelta(days=1), last_day_away)

    moved = await next_deadline_passes(system, urn)

    assert (moved.actions[0].missed, moved.escalations) == (False, ())
    assert moved.deadlines[0].due > end_of_day(last_day_away)
    done = cc.CompleteAction(action_id="a1", outcome="It came, and it helps.")
    await ask_case(system, "P1", urn, done)
    await ended(system, urn)
    await keep(system, "an_action_of_somebody_long_away", case_id(urn))


async def next_deadline_passes(system: System, urn: str) -> CaseNotes:
    """Let time pass until just after the next deadline, and wait until that was acted on."""
    notes = await notes_on(system, urn)
    assert notes is not None
    [pending] = notes.deadlines
    handle = system.client.get_workflow_handle(case_id(urn))
    now = await system.skipper.get_current_time(handle)
    await system.skipper.fast_forward(handle, pending.due - now + A_MOMENT)
    found: list[CaseNotes] = []

    async def it_was_acted_on() -> None:
        later = await notes_on(system, urn)
        assert later is not None
        assert pending not in later.deadlines
        found.append(later)

    await soon(it_was_acted_on)
    return found[-1]


async def test_an_action_handed_over_in_an_iqa_is_chased_on_the_case(system: System) -> None:
    iqa = await system.open("P1")
    await system.send(iqa, "M1", select_case(system, "P1", Kind.ANY_WORK))
    await system.send(iqa, "M1", c.RecordAction(what="Write to the victim.", owner=system.id("P1")))
    await system.send(
        iqa, "M1", c.HandOverAction(action_id="a1", to=system.id("P2"), because="She has the case now.")
    )
    urn = system.urn("P1", Kind.ANY_WORK)

    async def arrived() -> None:
        notes = await notes_on(system, urn)
        assert notes is not None
        assert [(a.action.owner, a.from_iqa, a.is_open) for a in notes.actions] == [
            (system.id("P2"), iqa, True)
        ]

    await soon(arrived)
    waits = await system.rows("select who, step from iqa.waits where stream = $1", case_id(urn))
    assert waits == [{"who": system.id("P2"), "step": "action"}]
    assert (await system.state(iqa)).open_actions == ()
