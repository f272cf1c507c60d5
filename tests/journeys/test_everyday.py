"""The ways in which an IQA goes well."""

from datetime import time

from clients.command_ids import new_command_id
from clients.gateway import Start
from domain.assessment import Answer, Mark, Mode, Override, ReMark, Reply, Source, TalkedOver, Upheld, Verdict
from domain.casework.commands import CaseEnvelope, NoteCaseConversation, StartCase
from domain.errors import Reason
from domain.ids import QUARTER, case_id
from domain.iqa import commands as c
from domain.iqa.state import Stage, Talk
from domain.prompts import PromptAnswer, PromptKind
from domain.questions import Work
from domain.talks import SaidOf
from tests.area import Kind, today
from tests.commands import select_case
from tests.journeys.walk import Walk

WORDS = set(TalkedOver.model_fields)
TOO_LATE = Mark(question=7, answer=Answer.NO, improvement="Nobody looked at the new material for six weeks.")


async def test_assessment_first(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    assert await walk.is_refused("M1", c.ConfirmAssessment(seen_version=0)) is Reason.QUESTIONS_UNANSWERED
    await walk.confirms(TOO_LATE)
    await walk.talks()
    await walk.does("P1", c.ConfirmConversation())
    seen = c.NoteImprovementSeen(question=7, urn=walk.system.urn("P1", Kind.REVIEWED), on=await walk.day())
    await walk.does("M1", seen)
    completed = await walk.does("M1", c.RecordNoActions())
    assert completed.events == ("no_actions_required", "iqa_completed")
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "iqa opened",
        "case selected",
        "marks recorded",
        "assessment confirmed",
        "conversation held",
        "conversation confirmed",
        "improvement seen",
        "no actions required",
        "iqa completed",
        "released from sample",
        "iqa closed",
    )

    assert (state.stage, state.talk, state.missed) == (Stage.CLOSED, Talk.CONFIRMED, ())


async def test_conversation_first(walk: Walk) -> None:
    await walk.begin(policy="conversation-first-1")
    await walk.selects()
    assert (await walk.state()).deadlines[-1].step == "converse"
    assert await walk.is_refused("M1", c.ConfirmAssessment(seen_version=0)) is Reason.CONVERSATION_FIRST
    await walk.talks("We read the case together, before any mark.")
    await walk.does("P1", c.ConfirmConversation(differed=True, note="By telephone."))
    await walk.confirms()
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "case selected",
        "conversation held",
        "conversation confirmed",
        "marks recorded",
        "assessment confirmed",
        "iqa completed",
        "iqa closed",
    )

    assert state.talk is Talk.DIFFERED


async def noted_on(walk: Walk, urn: str) -> str:
    """Note today's talk about a case, and return the id under which an IQA can start from it."""
    system = walk.system
    noted = NoteCaseConversation(
        urn=urn,
        prosecutor=system.id("P1"),
        on=today(),
        mode=Mode.TELEPHONE,
        went_well="The identification was looked at early.",
        do_differently="Ask for a second statement where it is weak.",
    )
    envelope = CaseEnvelope(command_id=new_command_id(), actor=system.id("M1"), command=noted)
    start = Start("case", StartCase(urn=urn), system.settings.task_queue)
    await system.gateway.send(case_id(urn), envelope, start=start)
    return f"{case_id(urn)}.c1"


async def starts_from(walk: Walk, conversation_id: str) -> None:
    chosen = select_case(walk.system, "P1", Kind.REVIEWED, Work.INITIAL_REVIEW)
    from_talk = {"source": Source.CONVERSATION, "conversation_id": conversation_id}
    await walk.does("M1", chosen.model_copy(update=from_talk))


async def test_from_an_everyday_conversation(walk: Walk) -> None:
    urn = walk.system.urn("P1", Kind.REVIEWED)
    conversation_id = await noted_on(walk, urn)

    await walk.begin()
    await starts_from(walk, conversation_id)
    await walk.confirms(Mark(question=3, answer=Answer.NO, improvement="Ask for the footage at charge."))
    noted = (await walk.state()).noted
    assert noted
    stands = c.HoldConversation(on=noted.on, mode=noted.mode, **noted.model_dump(include=WORDS))
    assert await walk.is_refused("M1", stands) is Reason.TALK_BEFORE_MARKS
    sentence = SaidOf(question=3, sentence="We agreed that the footage was asked for too late.")
    await walk.does("M1", stands.model_copy(update={"said_of": (sentence,)}))
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "case selected", "assessment confirmed", "asked to hold conversation: refused", "conversation held"
    )
    assert state.selection is not None
    assert state.selection.source is Source.CONVERSATION
    assert state.held
    assert state.held.before_marks
    notes = await walk.system.client.get_workflow_handle(case_id(urn)).fetch_history()
    await walk.keep(notes)


async def test_from_an_everyday_conversation_that_comes_first(walk: Walk) -> None:
    """What was noted is the conversation: nobody types it again, and the prosecutor is asked about it at once."""
    conversation_id = await noted_on(walk, walk.system.urn("P1", Kind.REVIEWED))

    await walk.begin(policy="conversation-first-1")
    await starts_from(walk, conversation_id)
    await walk.does("P1", c.ConfirmConversation())
    await walk.confirms()
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "case selected",
        "conversation held",
        "conversation confirmed",
        "marks recorded",
        "assessment confirmed",
        "iqa completed",
        "iqa closed",
    )
    assert state.held
    assert state.held.do_differently == "Ask for a second statement where it is weak."


_WHATEVER_WAS_DRAWN = tuple(
    PromptAnswer(prompt=about, answer="considered")
    for about in (PromptKind.VICTIM_LETTER_UNSENT, PromptKind.CUSTODY_WHILE_AWAY)
)
"""The lot may fall on a case of which the record knows that something is pressing."""


async def test_drawn_by_lot(walk: Walk) -> None:
    await walk.begin()
    said_to_be = select_case(walk.system).model_copy(update={"source": Source.DRAWN})
    assert await walk.is_refused("M1", said_to_be) is Reason.CASE_NOT_DRAWN
    await walk.does("M1", c.DrawCase())
    await walk.does("M1", c.DrawCase())
    drawn = (await walk.state()).draws[-1]
    await walk.does(
        "M1",
        said_to_be.model_copy(update={"urn": drawn.urn, "work": drawn.work, "answered": _WHATEVER_WAS_DRAWN}),
    )
    assert await walk.is_refused("M1", c.DrawCase()) is Reason.CASE_SELECTED
    await walk.confirms(answered=_WHATEVER_WAS_DRAWN)
    await walk.talks()
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved("case drawn", "case drawn", f"case selected: {drawn.urn}", "iqa closed")
    assert state.selection is not None
    assert (state.selection.urn, state.selection.source) == (drawn.urn, Source.DRAWN)
    assert drawn.pool_size == state.selection.eligible_cases


async def test_themed(walk: Walk) -> None:
    await walk.begin()
    guilty = select_case(walk.system, "P1", Kind.GUILTY, Work.INITIAL_REVIEW)
    assert await walk.is_refused("M1", guilty) is Reason.GUILTY_PLEA
    await walk.does("M1", guilty.model_copy(update={"theme": "Reviews before a guilty plea"}))
    await walk.confirms()
    await walk.talks()
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    await walk.proved(
        "asked to select case: refused, guilty plea", "case selected", "assessment confirmed", "iqa closed"
    )


async def test_overridden_for_a_reason(walk: Walk) -> None:
    await walk.begin()
    finished = select_case(walk.system, "P1", Kind.FINALISED)
    assert await walk.is_refused("M1", finished) is Reason.CASE_NOT_LIVE
    unlisted = Override(rule="case_not_live", because="convenient")
    assert await walk.is_refused("M1", _with(finished, unlisted)) is Reason.UNLISTED_REASON
    await walk.does("M1", _with(finished, Override(rule="case_not_live", because="only_case")))
    await walk.confirms()
    await walk.talks()
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    await walk.proved(
        "asked to select case: refused, case not live",
        "asked to select case: refused, unlisted reason",
        "case selected",
        "iqa closed",
    )
    [row] = (await walk.system.read_rows(walk.iqa)).iqa
    assert row.overridden == ("case_not_live",)


async def test_dip_sampled(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms(TOO_LATE)
    await walk.talks()
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.DrawForSample(sampler=walk.system.id("S1")))
    re_marks = (
        ReMark(question=2, verdict=Verdict.TOO_LENIENT, comment="The strategy left out the second witness."),
        ReMark(question=3, verdict=Verdict.REASONABLE),
        ReMark(question=7, verdict=Verdict.REASONABLE),
    )
    sample = c.RecordDipSample(
        comment="Fair on the whole, too kind on strategy.",
        got_right="The delay was seen.",
        missed="The second witness.",
        manager_will_do="Look at the witnesses first.",
        re_marks=re_marks,
        case_read=True,
        seen_version=0,
    )
    assert await walk.is_refused("M1", sample) is Reason.NOT_PERMITTED
    await walk.does("S1", sample)
    feedback = c.GiveFeedback(on=await walk.day(), mode=Mode.VIDEO, content="We looked at Q2 together.")
    await walk.does("S1", feedback)
    await walk.does("M1", c.AcknowledgeFeedback(reply=Reply.LET_STAND, note="It is in the review."))

    state = await walk.proved(
        "iqa completed",
        "drawn for sample",
        "dip sample started",
        "dip sample recorded",
        "feedback given",
        "feedback acknowledged",
        "iqa closed",
    )
    assert state.mark(2) == Mark(question=2, answer=Answer.YES)


async def test_a_mark_revised_in_the_conversation(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms(TOO_LATE)
    better = Mark(question=7, answer=Answer.YES, good_practice="The material was looked at on the day.")
    await walk.talks(revised_marks=(better,), revised_because="The review was filed under another case.")
    await walk.does("P1", c.ConfirmConversation())
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved("assessment confirmed", "conversation held", "marks revised", "iqa closed")

    assert state.mark(7) == better
    assert TOO_LATE in state.first_marks


async def test_a_query_upheld(walk: Walk) -> None:
    await walk.begin()
    await walk.selects()
    await walk.confirms(TOO_LATE)
    await walk.does("P1", c.QueryMark(question=7, text="It was reviewed on the day; see the other file."))
    await walk.talks()
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())
    assert (await walk.state()).stage is Stage.COMPLETED
    amended = Mark(question=7, answer=Answer.YES)
    answer = c.AnswerQuery(
        query_id="q1", outcome=Upheld.UPHELD, text="It was.", amended=amended, seen_version=0
    )
    assert await walk.is_refused("M1", answer) is Reason.OWN_WORK
    await walk.does("S1", answer)

    state = await walk.proved(
        "mark queried", "iqa completed", "query answered", "marks revised", "iqa closed"
    )

    assert state.mark(7) == amended


async def test_a_planned_conversation(walk: Walk) -> None:
    """Planned twice, prompted about, commented on; the marks are revised when all is said."""
    await walk.begin()
    await walk.selects()
    kind = Mark(question=3, answer=Answer.YES, improvement="The footage was asked for late.")
    asked = PromptAnswer(prompt=PromptKind.YES_BESIDE_MATERIAL_ISSUE, answer="considered")
    await walk.confirms(kind, answered=(asked,))
    day = await walk.day()
    await walk.does("M1", c.PlanConversation(on=day, mode=Mode.VIDEO))
    await walk.does("M1", c.PlanConversation(on=day, mode=Mode.FACE_TO_FACE, at=time(15, 30), minutes=45))
    await walk.does("P1", c.Comment(text="I asked for the footage twice."))
    await walk.talks()
    because = "The first request is on the file."
    await walk.does("M1", c.ReviseMarks(marks=(Mark(question=3, answer=Answer.YES),), because=because))
    await walk.does("M1", c.RecordNoActions())
    await walk.does(QUARTER, c.ReleaseFromSample())

    state = await walk.proved(
        "prompt answered",
        "conversation planned",
        "conversation planned",
        "comment made",
        "conversation held",
        "marks revised",
        "iqa closed",
    )
    assert state.plan is not None
    assert (state.plan.revision, state.plan.at) == (2, time(15, 30))


def _with(select: c.SelectCase, *overrides: Override) -> c.SelectCase:
    return select.model_copy(update={"overrides": overrides})
