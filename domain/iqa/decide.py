"""The rules of one IQA in one pure function: a command, the state and the facts give events, or a refusal.

May change freely: recorded decisions are never made again but by an auditor, with the facts kept beside them.
"""

from typing import assert_never

from domain.calendar import BeyondCalendar
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.access import judge_access
from domain.iqa.consequences import with_consequences
from domain.iqa.screen import screen
from domain.iqa.state import Iqa
from domain.iqa.steps import (
    actions,
    assessment,
    conversation,
    feedback,
    opening,
    prosecutor,
    sampling,
    selection,
    time,
)
from domain.iqa.steps.situation import Decision, Situation, beyond


def decide(envelope: c.IqaEnvelope, iqa: Iqa | None, facts: Facts) -> Decision:
    """Return what happens, and what follows from it at once; or why nothing does.

    A command whose id is in the state was decided before: the ledger answers it, and here nothing happens.
    """
    try:
        return _opened(envelope, facts) if iqa is None else _advanced(envelope, iqa, facts)
    except BeyondCalendar as error:
        return beyond(error)


def _opened(envelope: c.IqaEnvelope, facts: Facts) -> Decision:
    command = envelope.command
    if not isinstance(command, c.OpenIqa):
        return Refused(reason=Reason.NOT_OPEN)
    return screen(envelope, None) or opening.open_iqa(command, facts)


def _advanced(envelope: c.IqaEnvelope, iqa: Iqa, facts: Facts) -> Decision:
    command = envelope.command
    if envelope.command_id in iqa.command_ids:
        return ()
    if isinstance(command, c.OpenIqa):
        return Refused(reason=Reason.ALREADY_OPEN, detail=iqa.iqa_id)
    if refused := screen(envelope, iqa) or judge_access(command, iqa, envelope.actor, facts):
        return refused
    if getattr(command, "seen_version", 0) > iqa.version:
        return Refused(reason=Reason.STALE, detail=f"the IQA stands at version {iqa.version}")
    situation = Situation(iqa=iqa, facts=facts, actor=envelope.actor, command_id=envelope.command_id)
    decision = _step(command, situation)
    return decision if isinstance(decision, Refused) else with_consequences(decision, situation)


def _step(command: c.LaterCommand, situation: Situation) -> Decision:
    """Dispatch to the part of an IQA that the command belongs to."""
    if isinstance(command, c.SteeringCommand):
        return _steer(command, situation)
    if isinstance(command, c.AssessmentCommand):
        return _assess(command, situation)
    if isinstance(command, c.ConversationCommand):
        return _converse(command, situation)
    if isinstance(command, c.ActionCommand):
        return _act(command, situation)
    if isinstance(command, c.ProsecutorCommand):
        return _prosecutor_says(command, situation)
    if isinstance(command, c.SampleCommand):
        return _sample(command, situation)
    assert_never(command)


def _steer(command: c.SteeringCommand, situation: Situation) -> Decision:  # noqa: PLR0911  a line for each command
    match command:
        case c.SelectCase():
            return selection.select_case(command, situation)
        case c.ReplaceCase():
            return selection.replace_case(command, situation)
        case c.Withdraw():
            return opening.withdraw(command, situation)
        case c.Reassign():
            return opening.reassign(command, situation)
        case c.MoveTarget():
            return opening.move_target(command, situation)
        case c.DeadlinePassed():
            return time.deadline_passed(command, situation)
        case c.CatchUp():
            return ()
        case never:
            assert_never(never)


def _assess(command: c.AssessmentCommand, situation: Situation) -> Decision:
    match command:
        case c.RecordMarks():
            return assessment.record_marks(command, situation)
        case c.DismissPrompt():
            return assessment.dismiss_prompt(command, situation)
        case c.ConfirmAssessment():
            return assessment.confirm_assessment(command, situation)
        case c.ReviseMarks():
            return assessment.revise_marks(command, situation)
        case never:
            assert_never(never)


def _converse(command: c.ConversationCommand, situation: Situation) -> Decision:
    match command:
        case c.PlanConversation():
            return conversation.plan_conversation(command, situation)
        case c.HoldConversation():
            return conversation.hold_conversation(command, situation)
        case c.ConfirmConversation():
            return conversation.confirm_conversation(command, situation)
        case c.DisputeConversation():
            return conversation.dispute_conversation(command, situation)
        case c.CloseConversationAsImpossible():
            return conversation.close_as_impossible(command, situation)
        case never:
            assert_never(never)


def _act(command: c.ActionCommand, situation: Situation) -> Decision:
    match command:
        case c.RecordAction():
            return actions.record_action(command, situation)
        case c.RecordNoActions():
            return (e.NoActionsRequired(),)
        case c.CompleteAction():
            return actions.complete_action(command, situation)
        case c.HandOverAction():
            return actions.hand_over_action(command, situation)
        case never:
            assert_never(never)


def _prosecutor_says(command: c.ProsecutorCommand, situation: Situation) -> Decision:
    match command:
        case c.Comment():
            return prosecutor.comment(command, situation)
        case c.QueryMark():
            return prosecutor.query_mark(command, situation)
        case c.AnswerQuery():
            return prosecutor.answer_query(command, situation)
        case never:
            assert_never(never)


def _sample(command: c.SampleCommand, situation: Situation) -> Decision:
    match command:
        case c.DrawForSample():
            return sampling.draw_for_sample(command, situation)
        case c.ReplaceSampler():
            return sampling.replace_sampler(command, situation)
        case c.ReleaseFromSample():
            return sampling.release_from_sample(command, situation)
        case c.ReMarkBlind() | c.SeeMarks() | c.RecordDipSample():
            return _check(command, situation)
        case c.GiveFeedback() | c.AcknowledgeFeedback() | c.ReviewDevelopment():
            return _feed_back(command, situation)
        case never:
            assert_never(never)


def _check(command: c.SecondCheckCommand, situation: Situation) -> Decision:
    match command:
        case c.ReMarkBlind():
            return sampling.re_mark_blind(command, situation)
        case c.SeeMarks():
            return (e.MarksSeen(),)
        case c.RecordDipSample():
            return sampling.record_dip_sample(command, situation)
        case never:
            assert_never(never)


def _feed_back(command: c.FeedbackCommand, situation: Situation) -> Decision:
    match command:
        case c.GiveFeedback():
            return feedback.give_feedback(command, situation)
        case c.AcknowledgeFeedback():
            return (e.FeedbackAcknowledged(note=command.note),)
        case c.ReviewDevelopment():
            return feedback.review_development(command, situation)
        case never:
            assert_never(never)
