"""Everything that waits for one person goes to another on the real engine: IQAs, checks, actions, escalations."""

from domain.assessment import Mode
from domain.casework import commands as cc
from domain.casework.requested import RequestAnswer, Wanted
from domain.ids import QUARTER, case_id
from domain.iqa import commands as c
from domain.quarter.commands import HandOverWork
from tests.area import Kind, today
from tests.servers import soon
from tests.system import System
from tests.workflows.conftest import Keep
from tests.workflows.quarters import (
    ask_case,
    ask_quarter,
    notes_on,
    open_quarter,
    quarter_until,
)
from tests.workflows.test_case import next_deadline_passes
from tests.workflows.test_quarter import confirm, planned

LEAVE = "On leave from Monday until March."


async def of_prosecutor(system: System, prosecutor: str) -> str:
    return next(iqa for iqa in await planned(system) if f"{system.id(prosecutor)}-" in iqa)


async def completed(system: System, prosecutor: str, manager: str) -> str:
    """An IQA that was talked over and needs nothing."""
    iqa = await of_prosecutor(system, prosecutor)
    await confirm(system, iqa, prosecutor, manager)
    held = c.HoldConversation(on=today(), mode=Mode.VIDEO, do_differently="We went through the review.")
    await system.send(iqa, manager, held)
    await system.send(iqa, manager, c.RecordNoActions())
    return iqa


async def test_a_manager_hands_over_an_open_iqa_a_sample_and_actions_on_both_kinds_of_stream(
    system: System, keep: Keep
) -> None:
    await open_quarter(system)
    assessed = await of_prosecutor(system, "P5")
    await system.send(assessed, "C1", c.Reassign(assessor=system.id("S1"), because="M3 is away."))
    sampled = await completed(system, "P1", "M1")
    await system.send(sampled, QUARTER, c.DrawForSample(sampler=system.id("S1")))
    with_action = await of_prosecutor(system, "P2")
    urn = system.urn("P2", Kind.ANY_WORK)
    record = c.RecordAction(urn=urn, what="Write to the victim.", owner=system.id("S1"))
    await system.send(with_action, "M1", record)
    on_case = cc.RecordAction(urn=urn, what="Ask for the footage.", owner=system.id("S1"))
    await ask_case(system, "M1", urn, on_case)

    answer = await ask_quarter(
        system, "C1", HandOverWork(whose=system.id("S1"), to=system.id("S2"), because=LEAVE)
    )

    assert answer.events == ("work_handed_over",)
    quarter = await quarter_until(system, lambda quarter: not quarter.tellings)
    [done] = quarter.handed_over
    assert (done.iqas, done.samples, done.left) == ((assessed,), (sampled,), ())
    assert {one.stream for one in done.actions} == {with_action, case_id(urn)}
    assert (await system.state(assessed)).assessor == system.id("S2")
    sample = (await system.state(sampled)).sample
    assert sample is not None
    assert sample.sampler == system.id("S2")

    async def everything_waits_for_the_other() -> None:
        notes = await notes_on(system, urn)
        assert notes is not None
        assert {(one.action.what, one.action.owner) for one in notes.open_actions} == {
            ("Write to the victim.", system.id("S2")),
            ("Ask for the footage.", system.id("S2")),
        }
        waiting = await system.rows(
            "select who, count(*) as n from iqa.waits where who = any($1) group by who",
            [system.id("S1"), system.id("S2")],
        )
        assert {row["who"]: row["n"] for row in waiting} == {system.id("S2"): 4}

    await soon(everything_waits_for_the_other)
    await keep(system, "work_handed_over", quarter.quarter_id)
    await keep(system, "work_handed_over", case_id(urn))
    await keep(system, "work_handed_over", sampled)


async def test_what_was_escalated_goes_along_with_the_iqas_of_a_manager(system: System, keep: Keep) -> None:
    await open_quarter(system)
    iqa = await of_prosecutor(system, "P1")
    raised = await system.forward_past(iqa, "select")
    assert [one.told for one in raised.escalations] == [(system.id("M1"),)]

    give = HandOverWork(whose=system.id("M1"), to=system.id("M3"), because=LEAVE)
    await ask_quarter(system, "S1", give)

    quarter = await quarter_until(system, lambda quarter: not quarter.tellings)
    [done] = quarter.handed_over
    assert [one.stream for one in done.escalations] == [iqa]
    assert [one.told for one in (await system.state(iqa)).escalations] == [(system.id("M3"),)]
    assert {(await system.state(one)).assessor for one in done.iqas} == {system.id("M3")}
    again = HandOverWork(whose=system.id("M3"), to=system.id("M1"), because=LEAVE)
    await ask_quarter(system, "S1", again)
    await quarter_until(system, lambda quarter: not quarter.tellings)
    assert [one.told for one in (await system.state(iqa)).escalations] == [(system.id("M1"),)]
    await keep(system, "an_escalation_handed_over", iqa)


async def test_what_was_escalated_on_a_case_goes_along_too(system: System, keep: Keep) -> None:
    await open_quarter(system)
    urn = system.urn("P1", Kind.ANY_WORK)
    needed = cc.RecordAction(urn=urn, what="Chase the forensic report.", owner=system.id("P1"))
    await ask_case(system, "M1", urn, needed)
    await next_deadline_passes(system, urn)

    give = HandOverWork(whose=system.id("M1"), to=system.id("M3"), because=LEAVE)
    await ask_quarter(system, "S1", give)

    await quarter_until(system, lambda quarter: not quarter.tellings)
    notes = await notes_on(system, urn)
    assert notes is not None
    assert [one.told for one in notes.escalations] == [(system.id("P1"), system.id("M3"))]
    done = cc.CompleteAction(action_id="a1", outcome="It came, and it helps.")
    assert (await ask_case(system, "P1", urn, done)).events == ("action_completed", "escalations_settled")
    await keep(system, "an_escalation_handed_over", case_id(urn))


async def test_what_a_prosecutor_asked_for_goes_along_and_the_other_manager_answers(
    system: System, keep: Keep
) -> None:
    await open_quarter(system)
    urn = system.urn("P1", Kind.ANY_WORK)
    await ask_case(system, "P1", urn, cc.MakeRequest(urn=urn, wanted=Wanted.CONVERSATION, text="The plea?"))

    give = HandOverWork(whose=system.id("M1"), to=system.id("M3"), because=LEAVE)
    await ask_quarter(system, "S1", give)

    quarter = await quarter_until(system, lambda quarter: not quarter.tellings)
    [done] = quarter.handed_over
    assert [(one.stream, one.request_id) for one in done.requests] == [(case_id(urn), "r1")]
    notes = await notes_on(system, urn)
    assert notes is not None
    assert [one.manager for one in notes.open_requests] == [system.id("M3")]
    agreed = cc.AnswerRequest(request_id="r1", answer=RequestAnswer.AGREED, text="On Monday.")
    assert (await ask_case(system, "M3", urn, agreed)).events == ("request_answered",)
    await keep(system, "a_request_handed_over", case_id(urn))
