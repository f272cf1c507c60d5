"""The ways in which an IQA meets trouble, and what the system makes of it."""

from datetime import timedelta

from activities.record import decode
from domain.assessment import Answer, Mark, Mode, Override, Source, Upheld
from domain.casework.kind import CASE
from domain.errors import Reason
from domain.escalations import AcknowledgeEscalation
from domain.ids import QUARTER, case_id
from domain.iqa import commands as c
from domain.iqa.state import Stage, Talk
from domain.policy import EscalatedMatter
from domain.questions import Work
from infra.postgres.kept import kept
from infra.postgres.ledger import events_of
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from tests.area import Kind
from tests.commands import mark_all
from tests.journeys.walk import Walk
from tests.servers import soon


async def test_withdrawn_with_a_surviving_action_and_replaced_by_another(walk: Walk) -> None:
    await walk.begin()
    await walk.selects(Kind.PRESSING, Work.EARLY_ADVICE_OR_CHARGING)
    letter = c.RecordAction(what="Write to the victim.", owner=walk.system.id("P2"), urgent=True)
    await walk.does("M1", letter)
    await walk.does("M1", c.ReplaceCase(because="wrong_work"))
    await walk.does("M1", c.Withdraw(because="no_case", note="Nothing fits this quarter."))
    assert (await walk.state()).stage is Stage.WITHDRAWN
    assert await walk.is_refused("M1", c.RecordNoActions()) is Reason.IQA_ENDED
    await walk.waits_past("action:a1")
    await walk.does("P2", c.CompleteAction(action_id="a1", outcome="Written on the same day."))

    state = await walk.proved(
        "case selected",
        "action recorded",
        "case replaced",
        "withdrawn",
        "deadline missed: complete case action a1",
        "action completed",
        "iqa closed",
    )
    assert (state.stage, state.replaced) == (Stage.WITHDRAWN, 1)

    other = Walk(walk.system, walk.name, None)
    await other.begin()
    await other.selects(Kind.PRESSING, Work.EARLY_ADVICE_OR_CHARGING)
    assert (await other.state()).stage is Stage.MARKING


async def test_all_that_was_said_of_another_case_is_given_up_with_it(walk: Walk) -> None:
    await walk.begin(policy="conversation-first-1")
    await walk.selects()
    await walk.does("M1", c.PlanConversation(on=await walk.day(), mode=Mode.VIDEO))
    await walk.waits_past("converse")
    await walk.talks("What the disclosure review should have asked for.")
    await walk.does("M1", c.RecordNoActions())
    marks = mark_all(await walk.state())
    notes = {"victims_note": "The letter was kind.", "team_learning": "Write sooner."}
    await walk.does("M1", marks.model_copy(update=notes))
    await walk.does("M1", c.ReplaceCase(because="better_case"))

    given_up = await walk.proved(
        "conversation planned",
        "deadline missed: hold the conversation",
        "conversation held",
        "no actions required",
        "marks recorded",
        "case replaced",
        ended=False,
    )

    assert given_up == given_up.model_copy(
        update={"selection": None, "marks": (), "victims_note": None, "team_learning": None, "plan": None}
    )
    assert (given_up.talk, given_up.held, given_up.no_actions, given_up.missed) == (
        Talk.OPEN,
        None,
        False,
        (),
    )


async def test_a_conversation_missed(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    await walk.waits_past("reminder")
    await walk.waits_past("converse")
    await walk.system.forward(walk.iqa, by=timedelta(days=2))
    await walk.talks("Late: what the disclosure review should have asked for.")
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "reminder sent",
        "deadline missed: hold the conversation",
        "escalation raised",
        "conversation held",
        "escalations settled",
        "iqa closed",
    )

    assert [escalation.told for escalation in state.escalations] == [
        (walk.system.id("M1"), walk.system.id("S1"))
    ]
    assert all(escalation.settled_at for escalation in state.escalations)


async def test_a_conversation_that_only_the_chief_takes_on(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    await walk.waits_past("reminder")
    await walk.waits_past("converse")
    [raised] = (await walk.state()).escalations
    climbed = await walk.waits_past(f"escalation:{raised.escalation_id}")
    assert climbed.escalations[0].put_to == (walk.system.id("S1"), walk.system.id("C1"))
    take_on = AcknowledgeEscalation(escalation_id=raised.escalation_id, will_do="I see them both.")
    await walk.does("C1", take_on)
    await walk.talks("Very late: what the disclosure review should have asked for.")
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "deadline missed: hold the conversation",
        "escalation raised",
        "escalation climbed",
        "escalation acknowledged",
        "conversation held",
        "iqa closed",
    )

    assert {one.acknowledged_by for one in state.escalations} == {walk.system.id("C1")}


async def test_a_talk_after_the_days_of_comment_that_the_prosecutor_says_never_took_place(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())
    await walk.waits_past("comment")
    await walk.talks("Very late: what the second review should have named.")
    assert (await walk.state()).stage is Stage.COMPLETED
    await walk.does("P1", c.DisputeConversation(note="I was on leave that day."))
    await walk.talks("This time with both of us: what the second review should have named.")
    await walk.waits_past("comment")

    state = await walk.proved(
        "comment days ended",
        "conversation held",
        "conversation disputed",
        "conversation held",
        "comment days ended",
        "iqa closed",
    )
    assert state.stage is Stage.CLOSED


async def test_a_drawn_case_on_which_the_assessor_worked_meanwhile_is_never_theirs_to_assess(
    walk: Walk,
) -> None:
    await walk.begin()
    await walk.does("M1", c.DrawCase())
    first = (await walk.state()).draws[-1]
    await walk.system.rows(
        "insert into iqa.contributions select urn, $1, kind, on_date, occurrence"
        " from iqa.contributions where urn = $2 and staff_id = $3",
        walk.system.id("M1"),
        first.urn,
        walk.system.id("P1"),
    )
    drawn = c.SelectCase(urn=first.urn, work=first.work, source=Source.DRAWN, seen_version=0)
    assert await walk.is_refused("M1", drawn) is Reason.DID_THE_WORK
    override = Override(rule=Reason.DID_THE_WORK, because="only_case")
    set_aside = drawn.model_copy(update={"overrides": (override,)})
    assert await walk.is_refused("M1", set_aside) is Reason.OVERRIDE_NOT_ALLOWED
    await walk.does("M1", c.DrawCase())

    state = await walk.proved(
        "case drawn",
        "asked to select case: refused, did the work",
        "asked to select case: refused, override not allowed",
        "case drawn",
        ended=False,
    )
    again = state.draws[-1]
    assert again.urn != first.urn
    assert again.pool_size == first.pool_size - 1
    assert state.selection is None


async def test_a_conversation_taken_back(walk: Walk) -> None:
    """Recorded too soon, put right, and then said not to have taken place: its old deadline fires all the same."""
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    due = (await walk.state()).deadline("converse")
    await walk.talks("Which witnesses the review should have named.")
    right = c.CorrectConversation(
        on=await walk.day(),
        mode=Mode.TELEPHONE,
        went_well="The victim was kept informed.",
        because="By phone.",
    )
    await walk.does("M1", right)
    await walk.does("P1", c.ConfirmConversation(differed=True))
    await walk.does("M1", c.TakeBackConversation(because="It was another case that we spoke of."))
    reopened = await walk.state()
    await walk.waits_past("converse")
    await walk.talks("What this review should have asked for.")
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "conversation held",
        "conversation corrected",
        "conversation confirmed",
        "conversation taken back",
        "deadline missed: hold the conversation",
        "escalation raised",
        "conversation held",
        "iqa closed",
    )

    assert reopened.deadline("converse") == due
    assert [one.mode for one in state.held_before] == [Mode.VIDEO, Mode.TELEPHONE]
    assert state.held
    assert state.held.do_differently == "What this review should have asked for."


async def test_a_conversation_disputed(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    await walk.talks("Which witnesses the review should have named.")
    await walk.does("M1", c.RecordNoActions())
    await walk.does("P1", c.DisputeConversation(note="That was about another case."))
    await walk.waits_past("converse")
    assert [one.told for one in (await walk.state()).escalations] == [(walk.system.id("S1"),)]
    await walk.talks("What this review should have asked for.")
    await walk.does("P1", c.ConfirmConversation())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "conversation held",
        "conversation disputed",
        "deadline missed: hold the conversation",
        "escalation raised",
        "conversation held",
        "conversation confirmed",
        "iqa closed",
    )

    assert state.talk is Talk.CONFIRMED


async def test_a_conversation_impossible(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    close = c.CloseConversationAsImpossible(because="long_absence", note="Away until the summer.")
    assert await walk.is_refused("M1", close) is Reason.NOT_PERMITTED
    await walk.does("S1", close)
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved("conversation closed as impossible", "iqa completed", "iqa closed")

    assert state.talk is Talk.IMPOSSIBLE
    assert state.held is None


async def test_a_conversation_paused_by_absence(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    before = (await walk.state()).deadline("converse")
    assert before is not None
    day = await walk.day()
    await walk.system.away("P1", day + timedelta(days=1), day + timedelta(days=21))
    await walk.waits_past("reminder")
    await walk.waits_past("converse")
    moved = (await walk.state()).deadline("converse")
    assert moved is not None
    assert moved.due > before.due + timedelta(days=14)
    day_before = moved.due - await walk.system.now(walk.iqa) - timedelta(days=1)
    await walk.system.forward(walk.iqa, by=day_before)
    await walk.talks("What the disclosure review should have asked for.")
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved("deadline moved", "deadline moved", "conversation held", "iqa closed")

    assert state.missed == ()


async def test_an_action_overdue(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    await walk.talks()
    await walk.does("M1", c.RecordAction(what="Chase the phone download.", owner=walk.system.id("P1")))
    await walk.does(QUARTER, c.ReleaseFromSample())
    assert (await walk.state()).stage is Stage.COMPLETED
    missed = await walk.waits_past("action:a1")
    assert [one.told for one in missed.escalations] == [(walk.system.id("P1"), walk.system.id("M1"))]
    done = c.CompleteAction(action_id="a1", outcome="Downloaded.", later_review_on=await walk.day())
    await walk.does("P1", done)

    await walk.proved(
        "action recorded",
        "iqa completed",
        "deadline missed: complete case action a1",
        "escalation raised",
        "action completed",
        "iqa closed",
    )


async def test_everything_is_left_until_it_is_missed(walk: Walk) -> None:
    """Each step's deadline passes before the step is taken, and somebody above hears each time."""
    await walk.begin()
    moved = c.MoveTarget(target_on=await walk.day() + timedelta(days=30), because="prosecutor_away")
    await walk.does(QUARTER, moved)
    await walk.waits_past("select")
    await walk.selects()
    await walk.waits_past("mark")
    await walk.confirms(Mark(question=7, answer=Answer.NO, improvement="Six weeks without a look at it."))
    await walk.does("P1", c.QueryMark(question=7, text="It was looked at."))
    await walk.talks()
    await walk.waits_past("record_actions")
    urgent = c.RecordAction(what="Write to the victim.", owner=walk.system.id("P1"), urgent=True)
    await walk.does("M1", urgent)
    await walk.waits_past("action:a1")
    await walk.waits_past("answer_query:q1")
    answer = c.AnswerQuery(query_id="q1", outcome=Upheld.NOT_UPHELD, text="It was not.", seen_version=0)
    await walk.does("S1", answer)
    await walk.does("P1", c.CompleteAction(action_id="a1", outcome="Written."))
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "target moved",
        "deadline missed: select a case",
        "deadline missed: mark and confirm the assessment",
        "deadline missed: record case actions, or that there are none",
        "deadline missed: complete case action a1",
        "deadline missed: answer query q1",
        "query answered",
        "iqa closed",
    )
    assert EscalatedMatter.URGENT_ACTION in {one.matter for one in state.escalations}


async def test_the_prosecutor_leaves(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    action = c.RecordAction(what="Serve the unused material.", owner=walk.system.id("P1"))
    await walk.does("M1", action)
    await walk.does("S1", c.Reassign(assessor=walk.system.id("M3"), because="The team was split."))
    await walk.does("S1", c.CloseConversationAsImpossible(because="left", note="Left on Friday."))
    hand_over = c.HandOverAction(action_id="a1", to=walk.system.id("P2"), because="P1 has left.")
    await walk.does("M3", hand_over)
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "action recorded",
        "reassigned",
        "conversation closed as impossible",
        "iqa completed",
        "action handed over",
        "released from sample",
        "iqa closed",
    )

    assert state.assessor == walk.system.id("M3")
    await _taken_over(walk)


async def _taken_over(walk: Walk) -> None:
    """The action is chased on the case's own stream from then on, and that history repeats as well."""
    stream = case_id(walk.system.urn("P1", Kind.ANY_WORK))

    async def chased() -> None:
        async with walk.system.connection() as connection:
            notes = CASE.fold(None, decode(CASE, await events_of(connection, stream)), stream)
            ledger = await kept(connection, stream)
        assert notes is not None
        [deadline] = notes.deadlines
        assert deadline.due == (await walk.state()).actions[0].due
        histories = await runs(walk.system.client, stream)
        assert await replay(stream, histories, Library.load(), ledger) == ()
        await walk.keep(histories[-1])

    await soon(chased)
