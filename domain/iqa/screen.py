"""What the folded state alone can refuse: shape, order of steps, people named in the state.

The workflow's validator runs this and nothing else, so that a refusal is instant and leaves no history; ``decide``
runs it first, so both refuse for the same reason.
"""

from collections.abc import Callable
from typing import Final

from domain.access import screen_access
from domain.assessment import Answer, Mark
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa.state import HELD, Iqa, Step, Talk
from domain.policy import Order
from domain.questions import PresetKind

Check = Callable[[c.IqaCommand, Iqa], Refused | None]

MOST_ACTIONS: Final = 50
MOST_QUERIES: Final = 24
MOST_COMMENTS: Final = 50
"""How much one IQA holds, so that no history outgrows the engine."""


def screen(envelope: c.IqaEnvelope, iqa: Iqa | None) -> Refused | None:
    """Refuse what the state alone refuses, or return None; a command already recorded passes (a retry)."""
    command = envelope.command
    if iqa is None:
        return _before_opening(command, envelope.actor)
    if envelope.command_id in iqa.command_ids:
        return None
    if isinstance(command, c.OpenIqa):
        return Refused(reason=Reason.ALREADY_OPEN, detail=iqa.iqa_id)
    return (
        _ended(command, iqa)
        or screen_access(command, iqa, envelope.actor)
        or _stale(command, iqa)
        or next((refused for check in CHECKS[type(command)] if (refused := check(command, iqa))), None)
    )


def _before_opening(command: c.IqaCommand, actor: str) -> Refused | None:
    if isinstance(command, c.OpenIqa):
        return screen_access(command, None, actor)
    return Refused(reason=Reason.NOT_OPEN)


def _ended(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if isinstance(command, c.CatchUp | c.DeadlinePassed):
        return None
    if iqa.closed_at:
        return Refused(reason=Reason.IQA_CLOSED, detail=iqa.iqa_id)
    if iqa.withdrawn_at and not isinstance(command, c.CompleteAction | c.HandOverAction):
        return Refused(reason=Reason.IQA_ENDED, detail=iqa.iqa_id)
    return None


_JUDGED_ON: Final[dict[type[c.IqaCommand], tuple[Step, ...]]] = {
    c.SelectCase: (Step.SELECT,),
    c.RecordMarks: (Step.SELECT, Step.MARK),
    c.ConfirmAssessment: (Step.SELECT, Step.MARK, Step.CONVERSE),
    c.AnswerQuery: (Step.MARK, Step.ANSWER_QUERY),
    c.RecordDipSample: (Step.MARK, Step.CONVERSE, Step.DIP_SAMPLE),
}
"""The steps that a command which replaces something was looking at."""


def _stale(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    seen = getattr(command, "seen_version", None)
    if seen is None:
        return None
    touches = [
        touch for step in _JUDGED_ON[type(command)] if (touch := iqa.touch(step)) and touch.version > seen
    ]
    if not touches:
        return None
    last = max(touches, key=lambda touch: touch.version)
    detail = f"{last.step} changed by {last.actor} at {last.at.isoformat()} (version {last.version})"
    return Refused(reason=Reason.STALE, detail=detail)


def _selected(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return None if iqa.selection else Refused(reason=Reason.NO_CASE_SELECTED)


def _not_selected(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return (
        Refused(reason=Reason.ALREADY_DONE, detail=f"selected: {iqa.selection.urn}")
        if iqa.selection
        else None
    )


def _work_named(command: c.IqaCommand, _: Iqa) -> Refused | None:
    return (
        Refused(reason=Reason.NO_WORK_NAMED)
        if isinstance(command, c.SelectCase) and not command.work
        else None
    )


def _confirmed(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return None if iqa.confirmed_at else Refused(reason=Reason.ASSESSMENT_NOT_CONFIRMED)


def _not_confirmed(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return Refused(reason=Reason.ASSESSMENT_CONFIRMED) if iqa.confirmed_at else None


def _not_completed(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return Refused(reason=Reason.ALREADY_DONE, detail="completed") if iqa.completed_at else None


def _may_talk_now(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if iqa.order is Order.ASSESSMENT_FIRST and not iqa.confirmed_at:
        return Refused(reason=Reason.ASSESSMENT_NOT_CONFIRMED)
    return None


def _not_talked(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return Refused(reason=Reason.CONVERSATION_HELD, detail=iqa.talk) if iqa.talked else None


def _talk_unanswered(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if iqa.talk is Talk.HELD:
        return None
    reason = Reason.ALREADY_DONE if iqa.talk in HELD else Reason.CONVERSATION_NOT_HELD
    return Refused(reason=reason, detail=iqa.talk)


def _talk_came_first(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if iqa.order is Order.CONVERSATION_FIRST and not iqa.talked:
        return Refused(reason=Reason.CONVERSATION_FIRST)
    return None


def _all_answered(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    unanswered = iqa.unanswered()
    if unanswered:
        return Refused(reason=Reason.QUESTIONS_UNANSWERED, detail=", ".join(map(str, unanswered)))
    return None


def _something_written(command: c.IqaCommand, _: Iqa) -> Refused | None:
    match command:
        case c.RecordMarks(marks=(), victims_note=None, team_learning=None) | c.ReviseMarks(marks=()):
            return Refused(reason=Reason.NOTHING_WRITTEN)
        case c.HoldConversation(revised_marks=revised, revised_because=None) if revised:
            return Refused(reason=Reason.NOTHING_WRITTEN, detail="revised_because")
        case _:
            return None


def _marks_fit(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return next((refused for mark in marks_of(command) if (refused := _mark_fits(mark, iqa))), None)


def marks_of(command: c.IqaCommand) -> tuple[Mark, ...]:
    """The marks that a command brings."""
    match command:
        case (
            c.RecordMarks(marks=marks) | c.ReviseMarks(marks=marks) | c.HoldConversation(revised_marks=marks)
        ):
            return marks
        case c.AnswerQuery(amended=Mark() as mark):
            return (mark,)
        case _:
            return ()


def _mark_fits(mark: Mark, iqa: Iqa) -> Refused | None:
    preset = iqa.selection.preset(mark.question) if iqa.selection else None
    detail = f"question {mark.question}"
    if preset is None:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=detail)
    if mark.answer is Answer.NOT_APPLICABLE:
        has_reason = mark.not_applicable is not None
        return None if has_reason else Refused(reason=Reason.NOT_APPLICABLE_NEEDS_REASON, detail=detail)
    if preset.kind is PresetKind.OFF and mark.preset_changed_because is None:
        return Refused(reason=Reason.QUESTION_NOT_ON, detail=f"{detail}: {preset.reason}")
    return None


def _revision_after_confirmation(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if isinstance(command, c.HoldConversation) and command.revised_marks:
        return _confirmed(command, iqa)
    return None


def _prompt_raised(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if not isinstance(command, c.DismissPrompt):
        return None
    prompt = next((p for p in iqa.prompts if p.prompt == command.prompt), None)
    if prompt is None:
        return Refused(reason=Reason.UNKNOWN_PROMPT, detail=command.prompt)
    return Refused(reason=Reason.ALREADY_DONE, detail=prompt.prompt) if prompt.dismissed_because else None


def _action_open(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if not isinstance(command, c.CompleteAction | c.HandOverAction):
        return None
    action = next((a for a in iqa.actions if a.action.action_id == command.action_id), None)
    if action is None:
        return Refused(reason=Reason.UNKNOWN_ACTION, detail=command.action_id)
    return None if action.is_open else Refused(reason=Reason.ALREADY_DONE, detail=command.action_id)


def _room_for_action(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if isinstance(command, c.RecordAction) and command.urn is None and iqa.selection is None:
        return Refused(reason=Reason.NO_CASE_SELECTED)
    return Refused(reason=Reason.TOO_MANY, detail="actions") if len(iqa.actions) >= MOST_ACTIONS else None


def _no_actions_yet(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if iqa.actions:
        return Refused(reason=Reason.ACTIONS_RECORDED, detail=str(len(iqa.actions)))
    return Refused(reason=Reason.ALREADY_DONE) if iqa.no_actions else None


def _room_for_comment(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return Refused(reason=Reason.TOO_MANY, detail="comments") if len(iqa.comments) >= MOST_COMMENTS else None


def _queryable(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if isinstance(command, c.QueryMark) and iqa.mark(command.question) is None:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=f"question {command.question}")
    return Refused(reason=Reason.TOO_MANY, detail="queries") if len(iqa.queries) >= MOST_QUERIES else None


def _query_open(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if not isinstance(command, c.AnswerQuery):
        return None
    query = next((q for q in iqa.queries if q.query_id == command.query_id), None)
    if query is None:
        return Refused(reason=Reason.UNKNOWN_QUERY, detail=command.query_id)
    if query.outcome is not None:
        return Refused(reason=Reason.ALREADY_DONE, detail=command.query_id)
    if command.amended is not None and command.amended.question != query.question:
        return Refused(reason=Reason.UNKNOWN_QUESTION, detail=f"the query is about question {query.question}")
    return None


def _sampled(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    return None if iqa.sample else Refused(reason=Reason.NOT_SAMPLED)


def _sample_started(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    started = iqa.sample is not None and iqa.sample.started
    return None if started else Refused(reason=Reason.SAMPLE_NOT_STARTED)


def _sample_unrecorded(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    recorded = iqa.sample is not None and iqa.sample.recorded_at
    return Refused(reason=Reason.ALREADY_DONE, detail="dip sample") if recorded else None


def _feedback_due(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    sample = iqa.sample
    if sample is None or sample.recorded_at is None:
        return Refused(reason=Reason.SAMPLE_NOT_STARTED, detail="record the dip sample first")
    return Refused(reason=Reason.ALREADY_DONE, detail="feedback") if sample.feedback else None


def _feedback_unacknowledged(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    sample = iqa.sample
    if sample is None or sample.feedback is None:
        return Refused(reason=Reason.FEEDBACK_NOT_GIVEN)
    return Refused(reason=Reason.ALREADY_DONE, detail="acknowledgement") if sample.acknowledged_at else None


def _sample_open(_: c.IqaCommand, iqa: Iqa) -> Refused | None:
    settled = iqa.sample is not None or iqa.released
    return Refused(reason=Reason.ALREADY_DONE, detail="dip sample") if settled else None


def _other_assessor(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if not isinstance(command, c.Reassign):
        return None
    if command.assessor == iqa.prosecutor:
        return Refused(reason=Reason.OWN_WORK, detail=command.assessor)
    return (
        Refused(reason=Reason.ALREADY_DONE, detail=command.assessor)
        if command.assessor == iqa.assessor
        else None
    )


CHECKS: Final[dict[type[c.IqaCommand], tuple[Check, ...]]] = {
    c.OpenIqa: (),
    c.SelectCase: (_not_selected, _work_named),
    c.ReplaceCase: (_selected, _not_confirmed),
    c.RecordMarks: (_selected, _not_confirmed, _something_written, _marks_fit),
    c.DismissPrompt: (_prompt_raised,),
    c.ConfirmAssessment: (_selected, _not_confirmed, _talk_came_first, _all_answered),
    c.PlanConversation: (_selected, _not_talked),
    c.HoldConversation: (
        _selected,
        _may_talk_now,
        _not_talked,
        _something_written,
        _revision_after_confirmation,
        _marks_fit,
    ),
    c.ReviseMarks: (_confirmed, _something_written, _marks_fit),
    c.ConfirmConversation: (_talk_unanswered,),
    c.DisputeConversation: (_talk_unanswered,),
    c.CloseConversationAsImpossible: (_selected, _not_talked),
    c.RecordAction: (_room_for_action,),
    c.RecordNoActions: (_selected, _no_actions_yet),
    c.CompleteAction: (_action_open,),
    c.HandOverAction: (_action_open,),
    c.Comment: (_confirmed, _room_for_comment),
    c.QueryMark: (_confirmed, _queryable),
    c.AnswerQuery: (_query_open, _marks_fit),
    c.RecordDipSample: (_sampled, _sample_started, _sample_unrecorded),
    c.GiveFeedback: (_sampled, _feedback_due),
    c.AcknowledgeFeedback: (_sampled, _feedback_unacknowledged),
    c.Withdraw: (_not_completed,),
    c.Reassign: (_other_assessor,),
    c.DeadlinePassed: (),
    c.CatchUp: (),
    c.DrawForSample: (_sample_open,),
    c.ReleaseFromSample: (_sample_open,),
}
"""The order of the steps: what must hold in the state before each command."""
