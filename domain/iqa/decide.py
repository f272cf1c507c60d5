"""The rules of one IQA in one pure function: a command, the state and the facts give events, or a named refusal.

May change freely: recorded decisions are never made again except by an auditor, with the facts kept beside them.
"""

from collections.abc import Callable
from typing import assert_never

from domain.access import judge_access
from domain.calendar import BeyondCalendar
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.evolve import evolve
from domain.iqa.screen import screen
from domain.iqa.state import Iqa, Step
from domain.iqa.steps import actions, assessment, conversation, opening, prosecutor, sampling, selection, time
from domain.iqa.steps.situation import Decision, Situation, beyond


def decide(envelope: c.IqaEnvelope, iqa: Iqa | None, facts: Facts) -> Decision:
    """Return what happens, and what follows from it at once; or why nothing does.

    A command whose id is in the state was decided before: the ledger answers it, not this function.
    """
    if refused := screen(envelope, iqa) or judge_access(envelope.command, iqa, envelope.actor, facts):
        return refused
    try:
        return _decided(envelope, iqa, facts)
    except BeyondCalendar as error:
        return beyond(error)


def _decided(envelope: c.IqaEnvelope, iqa: Iqa | None, facts: Facts) -> Decision:
    if isinstance(envelope.command, c.OpenIqa):
        return opening.open_iqa(envelope.command, facts)
    if iqa is None:
        return Refused(reason=Reason.NOT_OPEN)
    now = Situation(iqa=iqa, facts=facts, actor=envelope.actor, command_id=envelope.command_id)
    if _seen_too_much(envelope.command, iqa):
        return Refused(reason=Reason.STALE, detail=f"the IQA stands at version {iqa.version}")
    decision = _step(envelope.command, now)
    return decision if isinstance(decision, Refused) else with_consequences(decision, now)


def _seen_too_much(command: c.IqaCommand, iqa: Iqa) -> bool:
    return getattr(command, "seen_version", 0) > iqa.version


def _step(command: c.IqaCommand, now: Situation) -> Decision:
    """Dispatch to the part of the process that the command belongs to."""
    match command:
        case c.OpenIqa() | c.CatchUp():
            return ()
        case c.SelectCase():
            return selection.select_case(command, now)
        case c.ReplaceCase():
            return selection.replace_case(command, now)
        case c.RecordMarks() | c.DismissPrompt() | c.ConfirmAssessment() | c.ReviseMarks():
            return _assess(command, now)
        case (
            c.PlanConversation()
            | c.HoldConversation()
            | c.ConfirmConversation()
            | c.DisputeConversation()
            | c.CloseConversationAsImpossible()
        ):
            return _converse(command, now)
        case c.RecordAction() | c.RecordNoActions() | c.CompleteAction() | c.HandOverAction():
            return _act(command, now)
        case c.Comment() | c.QueryMark() | c.AnswerQuery():
            return _prosecutor_says(command, now)
        case c.DrawForSample() | c.ReleaseFromSample() | c.RecordDipSample():
            return _sample(command, now)
        case c.GiveFeedback():
            return sampling.give_feedback(command, now)
        case c.AcknowledgeFeedback():
            return sampling.acknowledge_feedback(command, now)
        case c.Withdraw():
            return opening.withdraw(command, now)
        case c.Reassign():
            return opening.reassign(command, now)
        case c.DeadlinePassed():
            return time.deadline_passed(command, now)
        case never:
            assert_never(never)


def _assess(
    command: c.RecordMarks | c.DismissPrompt | c.ConfirmAssessment | c.ReviseMarks, now: Situation
) -> Decision:
    match command:
        case c.RecordMarks():
            return assessment.record_marks(command, now)
        case c.DismissPrompt():
            return assessment.dismiss_prompt(command, now)
        case c.ConfirmAssessment():
            return assessment.confirm_assessment(command, now)
        case c.ReviseMarks():
            return assessment.revise_marks(command, now)
        case never:
            assert_never(never)


def _converse(
    command: c.PlanConversation
    | c.HoldConversation
    | c.ConfirmConversation
    | c.DisputeConversation
    | c.CloseConversationAsImpossible,
    now: Situation,
) -> Decision:
    match command:
        case c.PlanConversation():
            return conversation.plan_conversation(command, now)
        case c.HoldConversation():
            return conversation.hold_conversation(command, now)
        case c.ConfirmConversation():
            return conversation.confirm_conversation(command, now)
        case c.DisputeConversation():
            return conversation.dispute_conversation(command, now)
        case c.CloseConversationAsImpossible():
            return conversation.close_as_impossible(command, now)
        case never:
            assert_never(never)


def _act(
    command: c.RecordAction | c.RecordNoActions | c.CompleteAction | c.HandOverAction, now: Situation
) -> Decision:
    match command:
        case c.RecordAction():
            return actions.record_action(command, now)
        case c.RecordNoActions():
            return (e.NoActionsRequired(),)
        case c.CompleteAction():
            return actions.complete_action(command, now)
        case c.HandOverAction():
            return actions.hand_over_action(command, now)
        case never:
            assert_never(never)


def _prosecutor_says(command: c.Comment | c.QueryMark | c.AnswerQuery, now: Situation) -> Decision:
    match command:
        case c.Comment():
            return prosecutor.comment(command, now)
        case c.QueryMark():
            return prosecutor.query_mark(command, now)
        case c.AnswerQuery():
            return prosecutor.answer_query(command, now)
        case never:
            assert_never(never)


def _sample(command: c.DrawForSample | c.ReleaseFromSample | c.RecordDipSample, now: Situation) -> Decision:
    match command:
        case c.DrawForSample():
            return sampling.draw_for_sample(command, now)
        case c.ReleaseFromSample():
            return sampling.release_from_sample(command, now)
        case c.RecordDipSample():
            return sampling.record_dip_sample(command, now)
        case never:
            assert_never(never)


Consequence = Callable[[Iqa, Situation], e.IqaEvent | None]


def with_consequences(events: tuple[e.IqaEvent, ...], now: Situation) -> tuple[e.IqaEvent, ...]:
    """Add what follows at once: completed, the dip sample can start, closed."""
    after = now.iqa
    for event in events:
        after = _folded(after, event, now)
    consequences: tuple[Consequence, ...] = (_completed, _sample_started, _closed)
    for consequence in consequences:
        if event := consequence(after, now):
            events = (*events, event)
            after = _folded(after, event, now)
    return events


def _folded(iqa: Iqa, event: e.IqaEvent, now: Situation) -> Iqa:
    recorded = e.RecordedIqaEvent(
        version=iqa.version + 1, at=now.facts.now, actor=now.actor, command_id=now.command_id, event=event
    )
    return evolve(iqa, recorded, iqa.iqa_id)


def _completed(iqa: Iqa, _: Situation) -> e.IqaCompleted | None:
    return e.IqaCompleted() if iqa.complete and not iqa.completed_at and not iqa.withdrawn_at else None


def _sample_started(iqa: Iqa, now: Situation) -> e.DipSampleStarted | None:
    overdue = not iqa.talked and any(missed.deadline == Step.CONVERSE for missed in iqa.missed)
    if iqa.sample is None or iqa.sample.started or not (iqa.completed_at or overdue):
        return None
    due = now.due(now.facts.policy.working_days.dip_sample)
    return e.DipSampleStarted(conversation_overdue=overdue, sample_due=due)


def _closed(iqa: Iqa, _: Situation) -> e.IqaClosed | None:
    return e.IqaClosed() if iqa.closable and not iqa.closed_at else None
