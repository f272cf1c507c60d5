"""Words of events: what happened in an IQA, on a case or in a quarter, as people are told of it."""

from typing import Final

from domain.words import in_words

EVENTS: Final[dict[str, str]] = {
    "iqa_opened": "the IQA is open",
    "case_selected": "the case is selected",
    "case_replaced": "the case is given up, choose again",
    "marks_recorded": "the marks are recorded",
    "prompt_answered": "what was asked first is answered",
    "assessment_confirmed": "the assessment is confirmed",
    "conversation_planned": "the day is set; this is a plan and closes nothing",
    "conversation_held": "the conversation is recorded",
    "marks_revised": "the marks are revised, and both versions stay",
    "conversation_confirmed": "the prosecutor confirms the conversation",
    "conversation_disputed": "the conversation is open again",
    "conversation_closed_as_impossible": "the conversation is closed without being held",
    "action_recorded": "the case action is recorded",
    "no_actions_required": "the case needs nothing",
    "action_completed": "the case action has its outcome",
    "action_handed_over": "the case action is handed over",
    "comment_made": "the comment is kept",
    "mark_queried": "the mark is queried",
    "query_answered": "the query is answered",
    "comment_days_ended": "the days of comment are over",
    "sampler_replaced": "another sampler has the second check",
    "blind_re_marked": "the sampler's own answers are kept; the marks are shown now",
    "marks_seen": "the marks are shown; no answer is blind any more",
    "development_reviewed": "what the later IQAs show is recorded",
    "sample_drawn": "the IQA is in the dip sample, beside the draw",
    "work_handed_over": "everything that can be is being handed over",
    "drawn_for_sample": "the IQA is drawn for the dip sample",
    "released_from_sample": "the IQA is not in the dip sample",
    "dip_sample_started": "the dip sample can start",
    "dip_sample_recorded": "the dip sample is recorded",
    "feedback_given": "the feedback is recorded",
    "feedback_acknowledged": "the feedback is acknowledged",
    "reminder_sent": "a reminder was sent",
    "deadline_moved": "a deadline moved",
    "deadline_missed": "a deadline was missed",
    "escalation_raised": "it was escalated",
    "reassigned": "another assessor has the IQA",
    "withdrawn": "the IQA is withdrawn; open case actions stay",
    "case_notes_opened": "it is the first thing noted on the case",
    "conversation_noted": "the conversation is noted",
    "action_taken_over": "the case action is chased here",
    "target_moved": "a case is to be selected by another day",
    "policy_applied": "it goes on under that policy; what was opened or decided stays",
    "escalation_acknowledged": "it is taken on, and goes no further up",
    "iqas_numbered": "what was confirmed last is numbered",
    "escalations_settled": "what was escalated of it is settled",
    "quarter_closed": "the quarter is closed and its report frozen; what is open carries over",
    "quarter_opened": "the quarter is open and planned",
    "iqas_planned": "more IQAs are planned",
    "plan_changed": "an IQA is planned otherwise",
    "block_passed_over": "a block of withdrawn IQAs is passed over",
    "second_check_reassigned": "a second check goes to another sampler",
    "escalation_handed_over": "what was escalated goes to another",
    "escalation_climbed": "it went one rung up",
    "pass_taken": "the quarter was gone over",
    "week_reviewed": "the week was gone over",
    "quarter_ended": "nothing of the quarter is open any more",
    "told": "others were told",
    "iqa_completed": "the IQA is completed",
    "iqa_closed": "the IQA is closed",
}
"""What happened, as a person is told of it."""


def said_of(kind: str) -> str:
    """What happened, of an event of that kind."""
    return EVENTS.get(kind, in_words(kind))
