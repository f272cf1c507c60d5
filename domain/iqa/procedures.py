"""The procedure of each command to an IQA: who may give it, what must have happened before, and what it does."""

from collections.abc import Callable
from typing import Final, TypeVar

from domain.errors import Refused
from domain.escalations import AcknowledgeEscalation, HandOverEscalation
from domain.iqa import checks
from domain.iqa import commands as c
from domain.iqa.facts import IqaFacts
from domain.iqa.state import Iqa, Step
from domain.iqa.steps import (
    actions,
    assessment,
    conversation,
    feedback,
    manager_talks,
    opening,
    prosecutor,
    sampling,
    selection,
    time,
)
from domain.iqa.steps.situation import Decision, Situation
from domain.offices import ASSESSED, ASSESSOR, OWNER, READERS, SAMPLER, SENIORS, SYSTEM, TOLD, Allowed
from domain.procedure import Procedure
from domain.values import Value

C = TypeVar("C", bound=Value)
Met = TypeVar("Met", Situation, IqaFacts)
"""What a command meets: an open IQA in its situation; before there is one, the facts alone."""


def _row(
    command: type[C],
    by: Allowed,
    do: Callable[[C, Met], Decision],
    *after: Callable[[C, Iqa], Refused | None],
    judged_on: tuple[Step, ...] = (),
) -> tuple[type[Value], Procedure[Decision]]:
    """Return a row whose functions all take its command, which a literal would not show to the type checker."""
    return command, Procedure(by, do, after, judged_on)


_ROWS = (
    _row(c.OpenIqa, SYSTEM, opening.open_iqa),
    _row(c.DrawCase, ASSESSOR, selection.draw_case, checks.not_selected, checks.room_for_draw),
    _row(
        c.SelectCase,
        ASSESSOR,
        selection.select_case,
        checks.not_selected,
        checks.work_named,
        checks.drawn_last,
        judged_on=(Step.SELECT,),
    ),
    _row(c.ReplaceCase, ASSESSOR, selection.replace_case, checks.selected, checks.not_confirmed),
    _row(
        c.RecordMarks,
        ASSESSOR,
        assessment.record_marks,
        checks.selected,
        checks.not_confirmed,
        checks.something_written,
        checks.marks_fit,
        judged_on=(Step.SELECT, Step.MARK),
    ),
    _row(
        c.ConfirmAssessment,
        ASSESSOR,
        assessment.confirm_assessment,
        checks.selected,
        checks.not_confirmed,
        checks.talk_came_first,
        checks.all_answered,
        judged_on=(Step.SELECT, Step.MARK, Step.CONVERSE),
    ),
    _row(c.PlanConversation, ASSESSOR, conversation.plan_conversation, checks.selected, checks.not_talked),
    _row(
        c.HoldConversation,
        ASSESSOR,
        conversation.hold_conversation,
        checks.selected,
        checks.may_talk_now,
        checks.not_talked,
        checks.something_said,
        checks.change_explained,
        checks.said_of_marks,
        checks.marks_fit,
    ),
    _row(
        c.CorrectConversation,
        ASSESSOR,
        conversation.correct_conversation,
        checks.talk_recorded,
        checks.something_said,
        checks.said_of_marks,
    ),
    _row(c.TakeBackConversation, ASSESSOR, conversation.take_back_conversation, checks.talk_recorded),
    _row(
        c.ReviseMarks,
        ASSESSOR,
        assessment.revise_marks,
        checks.confirmed,
        checks.something_written,
        checks.marks_fit,
    ),
    _row(
        c.NoteImprovementSeen,
        ASSESSOR,
        assessment.note_improvement_seen,
        checks.confirmed,
        checks.to_be_improved,
    ),
    _row(c.ConfirmConversation, ASSESSED, conversation.confirm_conversation, checks.talk_unanswered),
    _row(c.DisputeConversation, ASSESSED, conversation.dispute_conversation, checks.talk_unanswered),
    _row(
        c.CloseConversationAsImpossible,
        SENIORS,
        conversation.close_as_impossible,
        checks.selected,
        checks.not_talked,
    ),
    _row(c.RecordAction, ASSESSOR | SAMPLER | SENIORS, actions.record_action, checks.room_for_action),
    _row(c.RecordNoActions, ASSESSOR, actions.record_no_actions, checks.selected, checks.no_actions_yet),
    _row(c.CompleteAction, OWNER | ASSESSOR, actions.complete_action, checks.action_open),
    _row(c.HandOverAction, OWNER | ASSESSOR | SENIORS | SYSTEM, actions.hand_over_action, checks.action_open),
    _row(c.Comment, ASSESSED, prosecutor.comment, checks.confirmed, checks.room_for_comment),
    _row(c.QueryMark, ASSESSED, prosecutor.query_mark, checks.confirmed, checks.queryable),
    _row(
        c.AnswerQuery,
        SENIORS,
        prosecutor.answer_query,
        checks.query_open,
        checks.amendment_fits,
        checks.marks_fit,
        judged_on=(Step.MARK, Step.ANSWER_QUERY),
    ),
    _row(
        c.ReMarkBlind,
        SAMPLER,
        sampling.re_mark_blind,
        checks.sample_started,
        checks.sample_unrecorded,
        checks.still_blind,
        checks.something_answered,
        checks.re_marks_fit,
    ),
    _row(
        c.SeeMarks,
        SAMPLER,
        sampling.see_marks,
        checks.sampled,
        checks.sample_unrecorded,
        checks.still_blind,
        checks.marked_first,
    ),
    _row(
        c.RecordDipSample,
        SAMPLER,
        sampling.record_dip_sample,
        checks.sample_started,
        checks.sample_unrecorded,
        checks.marked_first,
        checks.re_marks_fit,
        checks.follows_from_known,
        judged_on=(Step.MARK, Step.CONVERSE, Step.DIP_SAMPLE),
    ),
    _row(c.GiveFeedback, SAMPLER, feedback.give_feedback, checks.feedback_due, checks.room_for_development),
    _row(
        c.AcknowledgeFeedback,
        ASSESSOR,
        feedback.acknowledge_feedback,
        checks.sampled,
        checks.feedback_unacknowledged,
        checks.reply_fits,
    ),
    _row(
        c.ReviewDevelopment,
        SAMPLER,
        feedback.review_development,
        checks.sampled,
        checks.development_open,
        checks.shown_somewhere,
    ),
    _row(
        c.NoteManagerTalk,
        SENIORS,
        manager_talks.note_manager_talk,
        checks.confirmed,
        checks.room_for_manager_talk,
    ),
    _row(
        c.ReviewManagerTalk,
        OWNER | ASSESSOR | SENIORS,
        manager_talks.review_manager_talk,
        checks.manager_talk_open,
    ),
    _row(c.Withdraw, ASSESSOR | SENIORS | SYSTEM, opening.withdraw, checks.not_completed),
    _row(c.Reassign, READERS | SYSTEM, opening.reassign, checks.other_assessor),
    _row(c.MoveTarget, SYSTEM, opening.move_target, checks.not_selected),
    _row(
        c.ReplaceSampler,
        SENIORS | SYSTEM,
        sampling.replace_sampler,
        checks.sampled,
        checks.sample_not_over,
        checks.other_sampler,
    ),
    _row(c.DeadlinePassed, SYSTEM, time.deadline_passed),
    _row(c.CatchUp, SYSTEM, time.catch_up),
    _row(AcknowledgeEscalation, SENIORS | TOLD, time.answer_escalation, checks.escalation_open),
    _row(HandOverEscalation, SYSTEM, time.answer_escalation, checks.escalation_open),
    _row(c.DrawForSample, SYSTEM, sampling.draw_for_sample, checks.confirmed, checks.sample_open),
    _row(c.ReleaseFromSample, SYSTEM, sampling.release_from_sample, checks.confirmed, checks.sample_open),
)

PROCEDURES: Final = dict(_ROWS)
