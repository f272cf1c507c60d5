"""Who hears of what in one IQA."""

from datetime import datetime
from typing import assert_never

from domain import ladder
from domain.calendar import day_of
from domain.escalations import EscalationEvent, EscalationRaised
from domain.iqa import events as e
from domain.iqa.manager_talks import ManagerTalkEvent, ManagerTalkNoted
from domain.iqa.state import Iqa, Plan, Step
from domain.iqa.waits import waits
from domain.notices import About, Due, Meeting, Notice, NoticeKind

Notices = tuple[Notice, ...]


def notices(event: e.IqaEvent, before: Iqa, after: Iqa, about: About) -> Notices:  # noqa: C901, PLR0911  a line for each part
    """Return the notices that one event leads to, between the states before and after it."""
    if isinstance(event, e.IqaOpened):
        return about.to(after.assessor, kind=NoticeKind.IQA_ASSIGNED, of=_due(Step.SELECT, after))
    if isinstance(event, e.EndEvent):
        return _of_end(event, before, after, about)
    if isinstance(event, e.SelectionEvent):
        return _of_selection(event, before, after, about)
    if isinstance(event, e.AssessmentEvent):
        return _of_assessment(event, after, about)
    if isinstance(event, e.ConversationEvent):
        return _of_conversation(event, before, after, about)
    if isinstance(event, e.ActionEvent):
        return _of_action(event, after, about)
    if isinstance(event, e.ProsecutorEvent):
        return _of_prosecutor(event, after, about)
    if isinstance(event, e.SampleEvent):
        return _of_sample(event, after, about)
    if isinstance(event, e.FeedbackEvent):
        return _of_feedback(event, after, about)
    if isinstance(event, ManagerTalkEvent):
        noted = isinstance(event, ManagerTalkNoted)
        return about.to(after.assessor if noted else None, kind=NoticeKind.MANAGER_TALK_NOTED)
    if isinstance(event, e.TimeEvent):
        return _of_time(event, after, about)
    if isinstance(event, EscalationEvent):
        return _of_escalation(event, after, about)
    assert_never(event)


def _of_end(event: e.EndEvent, before: Iqa, after: Iqa, about: About) -> Notices:
    match event:
        case e.Reassigned():
            plan = _standing_plan(before, about.at)
            moved = _invited(plan, after, about) if plan else ()
            former = _called_off(before, about, before.assessor) if before.assessor != after.assessor else ()
            return (*about.to(after.assessor, kind=NoticeKind.IQA_ASSIGNED), *former, *moved)
        case e.TargetMoved():
            return about.to(after.assessor, kind=NoticeKind.IQA_REPLANNED, of=_due(Step.SELECT, after))
        case e.Withdrawn():
            knows_of_it = after.prosecutor if after.confirmed_at else None
            told = about.to(after.assessor, knows_of_it, kind=NoticeKind.IQA_WITHDRAWN)
            return (*told, *_called_off(before, about))
        case e.IqaCompleted() | e.IqaClosed():
            return ()
        case never:
            assert_never(never)


def _of_selection(event: e.SelectionEvent, before: Iqa, after: Iqa, about: About) -> Notices:
    match event:
        case e.CaseDrawn():
            again = after.senior_manager if event.number > 1 else None
            return about.to(again, kind=NoticeKind.CASE_DRAWN_AGAIN)
        case e.CaseReplaced():
            return _called_off(before, about)
        case e.CaseSelected():
            return ()
        case never:
            assert_never(never)


def _of_assessment(event: e.AssessmentEvent, after: Iqa, about: About) -> Notices:
    match event:
        case e.AssessmentConfirmed():
            return about.to(after.prosecutor, kind=NoticeKind.ASSESSMENT_CONFIRMED)
        case e.ImprovementSeen():
            return about.to(after.prosecutor, kind=NoticeKind.IMPROVEMENT_SEEN)
        case e.MarksRevised(query_id=None):
            return about.to(after.prosecutor, kind=NoticeKind.MARKS_REVISED)
        case e.MarksRecorded() | e.MarksRevised() | e.PromptAnswered():
            return ()
        case never:
            assert_never(never)


def _of_conversation(  # noqa: PLR0911  a case for each event
    event: e.ConversationEvent, before: Iqa, after: Iqa, about: About
) -> Notices:
    match event:
        case e.ConversationPlanned():
            return _invited(after.plan, after, about) if after.plan else ()
        case e.ConversationHeld():
            plan = _standing_plan(before, about.at)
            early = _called_off(before, about) if plan and event.on < plan.on else ()
            return (*about.to(after.prosecutor, kind=NoticeKind.CONVERSATION_TO_CONFIRM), *early)
        case e.ConversationCorrected():
            return about.to(after.prosecutor, kind=NoticeKind.CONVERSATION_TO_CONFIRM)
        case e.ConversationTakenBack():
            return about.to(*_knew_of_talk(before), kind=NoticeKind.CONVERSATION_TAKEN_BACK)
        case e.ConversationConfirmed():
            return ()
        case e.ConversationDisputed():
            return about.to(after.assessor, kind=NoticeKind.CONVERSATION_DISPUTED)
        case e.ConversationClosedAsImpossible():
            told = about.to(after.assessor, after.prosecutor, kind=NoticeKind.CONVERSATION_CLOSED)
            return (*told, *_called_off(before, about))
        case never:
            assert_never(never)


def _knew_of_talk(iqa: Iqa) -> tuple[str, ...]:
    """Whoever was told that it took place, or had been told that it was late: the assessed, those above, a sampler."""
    above = (who for one in iqa.escalations if one.deadline == Step.CONVERSE for who in one.told)
    sampler = iqa.sample.sampler if iqa.sample and iqa.sample.started else iqa.prosecutor
    return tuple(dict.fromkeys((iqa.prosecutor, *above, sampler)))


def _of_action(event: e.ActionEvent, after: Iqa, about: About) -> Notices:
    """What is handed over is told by the case's own stream, which chases it from then on."""
    match event:
        case e.ActionRecorded(action=action):
            kind = NoticeKind.URGENT_ACTION if action.urgent else NoticeKind.ACTION_ASSIGNED
            of = _due(f"{Step.ACTION}:{action.action_id}", after)
            return about.to(action.owner, kind=kind, urgent=action.urgent, of=of)
        case e.NoActionsRequired() | e.ActionCompleted() | e.ActionHandedOver():
            return ()
        case never:
            assert_never(never)


def _of_prosecutor(event: e.ProsecutorEvent, after: Iqa, about: About) -> Notices:
    match event:
        case e.CommentMade():
            return about.to(after.assessor, kind=NoticeKind.COMMENT_MADE)
        case e.MarkQueried(put_to=put_to):
            return about.to(put_to or after.senior_manager, kind=NoticeKind.QUERY_RAISED)
        case e.QueryAnswered():
            return about.to(after.prosecutor, kind=NoticeKind.QUERY_ANSWERED)
        case e.CommentDaysEnded():
            return ()
        case never:
            assert_never(never)


def _of_sample(event: e.SampleEvent, after: Iqa, about: About) -> Notices:
    """The sampler hears of it once there is something to do; nobody else learns who is sampled before the feedback."""
    match event:
        case e.DipSampleStarted():
            return about.to(_sampler(after), kind=NoticeKind.SAMPLE_DRAWN)
        case e.SamplerReplaced():
            started = after.sample is not None and after.sample.started
            return about.to(_sampler(after) if started else None, kind=NoticeKind.SAMPLE_DRAWN)
        case e.DrawnForSample() | e.ReleasedFromSample() | e.DipSampleRecorded():
            return ()
        case e.BlindReMarked() | e.MarksSeen():
            return ()
        case never:
            assert_never(never)


def _of_feedback(event: e.FeedbackEvent, after: Iqa, about: About) -> Notices:
    match event:
        case e.FeedbackGiven():
            return about.to(after.assessor, kind=NoticeKind.FEEDBACK_GIVEN)
        case e.DevelopmentReviewed():
            return about.to(after.assessor, kind=NoticeKind.DEVELOPMENT_REVIEWED)
        case e.FeedbackAcknowledged():
            return ()
        case never:
            assert_never(never)


def _of_escalation(event: EscalationEvent, iqa: Iqa, about: About) -> Notices:
    missed = iqa.last_missed(event.deadline) if isinstance(event, EscalationRaised) else None
    late = missed.whose if missed else None
    return ladder.notices(event, iqa.escalations, late, lambda name: _due(name, iqa), about)


def _of_time(event: e.TimeEvent, after: Iqa, about: About) -> Notices:
    match event:
        case e.ReminderSent(to=to):
            return about.to(to, kind=NoticeKind.REMINDER, of=_due(Step.CONVERSE, after))
        case e.DeadlineMoved():
            return ()
        case e.DeadlineMissed(whose=whose, deadline=deadline):
            urgent = any(wait.urgent and wait.name == deadline for wait in waits(after))
            return about.to(whose, kind=NoticeKind.OVERDUE, urgent=urgent, of=_due(deadline, after))
        case never:
            assert_never(never)


def _due(name: str, iqa: Iqa) -> Due | None:
    """The step that waits under that name, where it is or was due by a time."""
    return next((Due(name, one.due) for one in waits(iqa) if one.name == name and one.due), None)


def _sampler(iqa: Iqa) -> str | None:
    return iqa.sample.sampler if iqa.sample else None


def _invited(plan: Plan, iqa: Iqa, about: About) -> Notices:
    return about.invite(iqa.assessor, iqa.prosecutor, meeting=_meeting(plan, about, cancelled=False))


def _called_off(before: Iqa, about: About, *whose: str) -> Notices:
    """The invitation is taken back from both, or from one of them; nothing where no calendar shows it any more."""
    plan = _standing_plan(before, about.at)
    if plan is None:
        return ()
    people = whose or (before.assessor, before.prosecutor)
    return about.invite(*people, meeting=_meeting(plan, about, cancelled=True))


def _meeting(plan: Plan, about: About, *, cancelled: bool) -> Meeting:
    return Meeting(
        on=plan.on, start=plan.at, minutes=plan.minutes, revision=about.version, cancelled=cancelled
    )


def _standing_plan(iqa: Iqa, at: datetime) -> Plan | None:
    """The plan that somebody's calendar still shows: not held, not closed as impossible, and its day not over."""
    plan = iqa.plan
    return plan if plan and not iqa.talked and plan.on >= day_of(at) else None
