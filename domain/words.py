"""Words of codes: what steps, events, notices and prompts are called for people, and how days and times are written.

Keyed by code, so that a client that shows one of them need not load what the others are made of.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from domain.calendar import LONDON, day_of
from domain.notices import Notice, NoticeKind

STEPS: Final[dict[str, str]] = {
    "select": "select a case",
    "mark": "mark and confirm the assessment",
    "converse": "hold the conversation",
    "confirm_conversation": "say whether the conversation took place",
    "record_actions": "record case actions, or that there are none",
    "action": "complete case action {item}",
    "answer_query": "answer query {item}",
    "dip_sample": "dip sample the assessment",
    "feedback": "give feedback on the dip sample",
    "acknowledge": "acknowledge the feedback",
    "development": "say whether later IQAs show {item}",
    "reminder": "remember the conversation",
    "escalation": "take on what was escalated",
}
"""What each step that waits for a person asks of them."""

EVENTS: Final[dict[str, str]] = {
    "iqa_opened": "the IQA is open",
    "case_selected": "the case is selected",
    "case_replaced": "the case is given up, choose again",
    "marks_recorded": "the marks are recorded",
    "prompt_raised": "something is worth a second look",
    "prompt_dismissed": "the prompt is set aside",
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
    "sampler_replaced": "another sampler has the second check",
    "blind_re_marked": "your own answers are kept; the marks are shown now",
    "marks_seen": "the marks are shown; what you answer is not blind",
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

NOTICES: Final[dict[NoticeKind, tuple[str, str]]] = {
    NoticeKind.URGENT_ACTION: ("an urgent case action", "{n} urgent case actions"),
    NoticeKind.ESCALATION: ("a matter escalated to you", "{n} matters escalated to you"),
    NoticeKind.ESCALATION_CLIMBED: (
        "a matter that nobody has taken on yet",
        "{n} matters that nobody has taken on yet",
    ),
    NoticeKind.OVERDUE: ("a step of yours that is overdue", "{n} steps of yours that are overdue"),
    NoticeKind.REMINDER: ("a conversation to hold soon", "{n} conversations to hold soon"),
    NoticeKind.IQA_ASSIGNED: ("an IQA to assess", "{n} IQAs to assess"),
    NoticeKind.IQA_REPLANNED: ("an IQA with another target date", "{n} IQAs with another target date"),
    NoticeKind.IQA_WITHDRAWN: ("an IQA that is withdrawn", "{n} IQAs that are withdrawn"),
    NoticeKind.ASSESSMENT_CONFIRMED: ("an IQA of your work to read", "{n} IQAs of your work to read"),
    NoticeKind.MARKS_REVISED: ("an IQA of your work that was revised", "{n} revisions of IQAs of your work"),
    NoticeKind.CONVERSATION_INVITATION: ("an IQA conversation in your calendar", "{n} IQA conversations"),
    NoticeKind.CONVERSATION_TO_CONFIRM: ("a conversation to confirm", "{n} conversations to confirm"),
    NoticeKind.CONVERSATION_DISPUTED: (
        "a conversation that is open again",
        "{n} conversations that are open again",
    ),
    NoticeKind.CONVERSATION_CLOSED: (
        "a conversation closed without being held",
        "{n} conversations closed without being held",
    ),
    NoticeKind.ACTION_ASSIGNED: ("a case action for you", "{n} case actions for you"),
    NoticeKind.COMMENT_MADE: ("a comment on an assessment", "{n} comments on assessments"),
    NoticeKind.QUERY_RAISED: ("a query to answer", "{n} queries to answer"),
    NoticeKind.QUERY_ANSWERED: ("an answer to your query", "{n} answers to your queries"),
    NoticeKind.SAMPLE_DRAWN: ("an IQA to dip sample", "{n} IQAs to dip sample"),
    NoticeKind.FEEDBACK_GIVEN: ("feedback for you to acknowledge", "feedback on {n} IQAs to acknowledge"),
    NoticeKind.DEVELOPMENT_REVIEWED: (
        "a development action of yours that was looked at again",
        "{n} development actions of yours that were looked at again",
    ),
    NoticeKind.WORK_HANDED_OVER: ("work handed over to you", "work handed over to you {n} times"),
    NoticeKind.PACE_WARNING: (
        "a warning about the pace of your assessments",
        "{n} warnings about the pace of your assessments",
    ),
    NoticeKind.PACE_RAISED: (
        "a matter of pace with one of your managers",
        "{n} matters of pace with your managers",
    ),
    NoticeKind.PACE_PATTERN: ("the week's pattern in your Area", "{n} weeks' patterns in your Area"),
    NoticeKind.QUARTER_CLOSED: ("a quarter that is closed", "{n} quarters that are closed"),
}
"""What one notice of a kind tells of, and what many do: a noun that can stand after "You have"."""

CANCELLED: Final = "a planned conversation that was called off"
"""What the notice of a planned conversation tells of that is not to be."""

PROMPTS: Final[dict[str, str]] = {
    "victim_letter_unsent": "A letter to a victim is due and not recorded as sent: is an action needed?",
    "custody_while_away": "Somebody is in custody and the prosecutor is away soon: is an action needed?",
    "yes_beside_material_issue": "A yes stands beside something to improve: was it material?",
    "off_question_answered": "A question outside the work assessed was answered: was it their work?",
    "same_comment": "Two disclosure questions carry the same words: which of them are they about?",
    "no_without_improvement": "A no says nothing of what to improve: what should be done differently?",
    "intention_as_conversation": "This reads like a plan: has the conversation taken place?",
    "empty_phrase": "The good practice names nothing: what was good?",
    "only_about_prosecutor": "The comment is about the prosecutor: what will the manager do?",
}
"""What each prompt asks."""

SIGNALS: Final[dict[str, str]] = {"none": "", "warned": "a warning", "raised": "put before {}"}
"""What the last weekly review led to for a manager; the braces stand for whoever is above."""


def in_words(code: str) -> str:
    """A code as words: ``not_guilty`` as ``not guilty``."""
    return code.replace("_", " ")


def asked_for(kinds: Iterable[str]) -> str:
    """The kinds of case that an IQA asks for; empty where it asks for none."""
    asked = " and ".join(map(in_words, kinds))
    return f"asks for {asked}" if asked else ""


def step(code: str, item: str) -> str:
    """What a step asks of a person."""
    return STEPS.get(code, in_words(code)).format(item=item)


def notice(one: Notice) -> str:
    """What a notice tells of."""
    return CANCELLED if one.meeting and one.meeting.cancelled else NOTICES[one.kind][0]


def a_day(day: date) -> str:
    """A day as ``Fri 4 Dec 2026``."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def due(instant: datetime | None) -> str:
    """The London day at whose end something is due."""
    return a_day(day_of(instant)) if instant else "no date"


def moment(instant: datetime) -> str:
    """An instant as London's clocks showed it: ``Fri 4 Dec 2026 14:05``."""
    return f"{a_day(day_of(instant))} {instant.astimezone(LONDON):%H:%M}"
