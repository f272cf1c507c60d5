"""The second check, from a blind re-mark to the last thing that the manager was to develop."""

from datetime import timedelta

from domain.assessment import Answer, BlindAnswer, Mark, Mode, ReMark, Reply, Shown, ToDevelop, Verdict
from domain.errors import Reason
from domain.escalations import HandOverEscalation
from domain.ids import QUARTER
from domain.iqa import commands as c
from domain.iqa.state import Stage
from tests.journeys.walk import Walk


async def completed(walk: Walk) -> None:
    """An IQA whose conversation was held, and whose case needs nothing."""
    await walk.begin()
    await walk.selects()
    await walk.confirms()
    await walk.talks()
    await walk.does("M1", c.RecordNoActions())


async def test_marked_blind_and_what_was_to_be_developed_looked_at_twice(walk: Walk) -> None:
    later = Walk(walk.system, walk.name, None)
    await later.begin("P2")
    await completed(walk)
    await walk.does(QUARTER, c.DrawForSample(sampler=walk.system.id("S1")))
    answers = (BlindAnswer(question=2, answer=Answer.NO, comment="Where is the second witness?"),)
    await walk.does("S1", c.ReMarkBlind(answers=answers))
    re_marks = (
        ReMark(question=2, verdict=Verdict.TOO_LENIENT, comment="The second witness is missing."),
        ReMark(question=3, verdict=Verdict.REASONABLE),
        ReMark(question=7, verdict=Verdict.REASONABLE),
    )
    check = c.RecordDipSample(
        comment="The manager was fair to them, and too kind on the strategy.",
        re_marks=re_marks,
        seen_version=0,
    )
    await walk.does("S1", check)
    day = await walk.day()
    develop = (
        ToDevelop(what="Look at every witness.", due_on=day + timedelta(days=30)),
        ToDevelop(what="Name what was good.", due_on=day + timedelta(days=20)),
    )
    await walk.does(
        "S1", c.GiveFeedback(on=day, mode=Mode.VIDEO, content="We looked at Q2.", development=develop)
    )
    await walk.does(
        "M1", c.AcknowledgeFeedback(reply=Reply.LET_STAND, note="The second witness is in the review.")
    )
    again = c.ReviewDevelopment(
        action_id="d1", shown=Shown.NOT_YET, note="Not yet.", again_on=day + timedelta(days=60)
    )
    await walk.does("S1", again)
    await walk.waits_past("development:d2")
    await walk.does("S1", c.ReviewDevelopment(action_id="d2", shown=Shown.NOT_YET))
    await later.selects(prosecutor="P2")
    await later.confirms()
    await walk.does("S1", c.ReviewDevelopment(action_id="d1", shown=Shown.YES, in_iqa=later.iqa))

    state = await walk.proved(
        "drawn for sample",
        "blind re marked",
        "dip sample recorded",
        "feedback given",
        "feedback acknowledged",
        "development reviewed",
        "deadline missed: say whether later IQAs show d2",
        "development reviewed",
        "development reviewed",
        "iqa closed",
    )
    assert state.stage is Stage.CLOSED


async def test_what_the_manager_said_they_revise_is_chased_and_the_days_of_comment_begin_anew(
    walk: Walk,
) -> None:
    await completed(walk)
    await walk.does(QUARTER, c.DrawForSample(sampler=walk.system.id("S1")))
    await walk.does("S1", c.SeeMarks())
    lenient = ReMark(question=2, verdict=Verdict.TOO_LENIENT, comment="No strategy for the second witness.")
    others = tuple(ReMark(question=number, verdict=Verdict.REASONABLE) for number in (1, 3))
    check = c.RecordDipSample(comment="Question 2 is too kind.", re_marks=(lenient, *others), seen_version=0)
    await walk.does("S1", check)
    await walk.does(
        "S1", c.GiveFeedback(on=await walk.day(), mode=Mode.VIDEO, content="We read Q2 together.")
    )
    assert await walk.is_refused("M1", c.AcknowledgeFeedback()) is Reason.SAMPLER_ASKED
    await walk.does("M1", c.AcknowledgeFeedback(reply=Reply.REVISE))
    missed = await walk.waits_past("revise")
    assert [one.told for one in missed.escalations] == [(walk.system.id("S1"),)]
    lowered = Mark(question=2, answer=Answer.NO, improvement="Say what the second witness adds.")
    before = missed.comment_until
    await walk.does("M1", c.ReviseMarks(marks=(lowered,), because="The sampler is right."))
    after = (await walk.state()).comment_until
    assert before
    assert after
    assert after > before

    state = await walk.proved(
        "feedback acknowledged",
        "deadline missed: revise the marks, as said in answer to the feedback",
        "escalation raised",
        "marks revised",
        "escalations settled",
        "comment days ended",
        "iqa closed",
    )
    assert state.mark(2) == lowered


async def test_left_to_wait_at_every_step(walk: Walk) -> None:
    await completed(walk)
    await walk.does(QUARTER, c.DrawForSample(sampler=walk.system.id("S1")))
    await walk.does("S1", c.SeeMarks())
    because = "S1 has another Area now."
    await walk.does(QUARTER, c.ReplaceSampler(sampler=walk.system.id("S2"), because=because))
    missed = await walk.waits_past("dip_sample")
    [raised] = missed.escalations
    hand_over = HandOverEscalation(
        escalation_id=raised.escalation_id, whose=raised.told[0], to=walk.system.id("C1")
    )
    await walk.does(QUARTER, hand_over)
    await walk.does("S2", c.SeeMarks())
    re_marks = tuple(
        ReMark(question=mark.question, verdict=Verdict.REASONABLE) for mark in (await walk.state()).marks
    )
    check = c.RecordDipSample(
        comment="The marks are fair.", got_right="All of them.", re_marks=re_marks, seen_version=0
    )
    await walk.does("S2", check)
    await walk.does(QUARTER, c.ReplaceSampler(sampler=walk.system.id("S1"), because=because))
    await walk.waits_past("feedback")
    feedback = c.GiveFeedback(on=await walk.day(), mode=Mode.VIDEO, content="Late, and all is well.")
    await walk.does("S1", feedback)
    await walk.waits_past("acknowledge")
    await walk.does("M1", c.AcknowledgeFeedback())

    await walk.proved(
        "marks seen",
        "sampler replaced",
        "deadline missed: dip sample the assessment",
        "escalation raised",
        "escalation handed over",
        "marks seen",
        "dip sample recorded",
        "sampler replaced",
        "deadline missed: give feedback on the dip sample",
        "feedback given",
        "deadline missed: acknowledge the feedback",
        "feedback acknowledged",
        "iqa closed",
    )


async def test_a_talk_with_the_manager_without_a_sample_is_chased_until_it_is_said_what_came_of_it(
    walk: Walk,
) -> None:
    await completed(walk)
    day = await walk.day()
    noted = c.NoteManagerTalk(on=day, text="How a strategy reads.", to_try="Ask for one at charge.")
    await walk.does("S1", noted)
    await walk.does(QUARTER, c.ReleaseFromSample())
    missed = await walk.waits_past("manager_talk:m1")
    assert [one.told for one in missed.escalations] == [(walk.system.id("S1"),)]
    assert missed.comment_until is None
    await walk.does("M1", c.ReviewManagerTalk(talk_id="m1", outcome="The last two reviews have one."))

    state = await walk.proved(
        "manager talk noted",
        "released from sample",
        "comment days ended",
        "deadline missed: say what came of talk m1 with the manager",
        "escalation raised",
        "manager talk reviewed",
        "escalations settled",
        "iqa closed",
    )
    assert state.stage is Stage.CLOSED
