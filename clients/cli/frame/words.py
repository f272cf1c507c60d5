"""What codes are called when people read them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendar import day_of
from domain.notices import Notice

_LONDON: Final = ZoneInfo("Europe/London")

STEPS: Final[dict[str, tuple[str, str]]] = {
    "select": ("select a case", "iqa eligible {iqa}"),
    "mark": ("mark and confirm the assessment", "iqa mark {iqa}"),
    "converse": ("hold the conversation", "iqa hold-conversation {iqa}"),
    "confirm_conversation": ("say whether the conversation took place", "iqa confirm-conversation {iqa}"),
    "record_actions": ("record case actions, or that there are none", "iqa action none {iqa}"),
    "action": ("complete case action {item}", "iqa action complete {iqa} {item}"),
    "answer_query": ("answer query {item}", "iqa answer-query {iqa} {item}"),
    "dip_sample": ("dip sample the assessment", "iqa dip-sample {iqa}"),
    "feedback": ("give feedback on the dip sample", "iqa feedback {iqa}"),
    "acknowledge": ("acknowledge the feedback", "iqa acknowledge {iqa}"),
    "development": ("say whether later IQAs show {item}", "iqa development {iqa} {item}"),
    "reminder": ("remember the conversation", "iqa hold-conversation {iqa}"),
}
"""Each step that waits for a person: what is asked of them, and the command that does it."""

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
    "blind_re_marked": "your own answers are kept; `iqa show` shows the marks now",
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
    "escalations_settled": "what was raised about pace is settled",
    "quarter_closed": "the quarter is closed and its report frozen; what is open carries over",
    "iqa_completed": "the IQA is completed",
    "iqa_closed": "the IQA is closed",
}
"""What happened, as a person is told of it."""

NOTICES: Final[dict[str, str]] = {
    "urgent_action": "an urgent case action is yours",
    "escalation": "something was escalated to you",
    "escalation_climbed": "something that nobody took on came up to you",
    "overdue": "a step of yours is overdue",
    "reminder": "a conversation is to be held soon",
    "iqa_assigned": "an IQA is yours to assess",
    "iqa_replanned": "an IQA of yours has another target date",
    "iqa_withdrawn": "an IQA is withdrawn",
    "assessment_confirmed": "your work was assessed",
    "marks_revised": "marks of your work were revised",
    "conversation_invitation": "a conversation is planned",
    "conversation_cancelled": "a planned conversation was called off",
    "conversation_to_confirm": "say whether the conversation took place",
    "conversation_disputed": "a conversation of yours is open again",
    "conversation_closed": "a conversation is closed without being held",
    "action_assigned": "a case action is yours",
    "comment_made": "there is a comment on your assessment",
    "query_raised": "a query waits for your answer",
    "query_answered": "your query is answered",
    "sample_drawn": "an assessment is yours to dip sample",
    "feedback_given": "feedback on a dip sample waits for you to acknowledge it",
    "development_reviewed": "somebody looked whether your next IQAs show a development action done",
    "work_handed_over": "work was handed over to you",
    "pace_warning": "what the quarter still asks of you",
    "pace_raised": "what the quarter still asks of a manager of yours",
    "pace_pattern": "your Area's week",
    "quarter_closed": "the quarter is closed",
}
"""What a person was told, by the kind of notice."""

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


def step(code: str, item: str, iqa: str) -> tuple[str, str]:
    """What a step asks of a person, and the command that does it."""
    says, command = STEPS.get(code, (in_words(code), "iqa show {iqa}"))
    return says.format(item=item), command.format(item=item, iqa=iqa)


def notice(one: Notice) -> str:
    """What a notice told."""
    called_off = one.meeting is not None and one.meeting.cancelled
    return NOTICES["conversation_cancelled" if called_off else one.kind]


def said(label: str, text: str | None) -> Iterator[str]:
    """What somebody wrote, under a label; nothing where nothing was written."""
    if text:
        body = text.strip().replace("\n", "\n    ")
        yield f"  {label}: {body}"


def a_day(day: date) -> str:
    """A day as ``Fri 4 Dec 2026``."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def due(instant: datetime | None) -> str:
    """The London day at whose end something is due."""
    return a_day(day_of(instant)) if instant else "no date"


def moment(instant: datetime) -> str:
    """An instant as London's clocks showed it: ``Fri 4 Dec 2026 14:05``."""
    return f"{a_day(day_of(instant))} {instant.astimezone(_LONDON):%H:%M}"
