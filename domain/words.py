"""Words of codes: what steps, notices and prompts are called for people, and how days and times are written.

Keyed by code, so that a client that shows one of them need not load what the others are made of.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from domain.calendar import LONDON, day_of
from domain.ids import IQA, QUARTER, SYSTEM, TIMER
from domain.known import Known
from domain.mendings import Mended, Mending
from domain.notices import Notice, NoticeKind
from domain.prompts import PromptKind

STEPS: Final[dict[str, str]] = {
    "select": "select a case",
    "mark": "mark and confirm the assessment",
    "converse": "hold the conversation",
    "confirm_conversation": "say whether the conversation took place",
    "record_actions": "record case actions, or that there are none",
    "action": "complete case action {item}",
    "answer_query": "answer query {item}",
    "comment": "comment or query, if there is anything to say",
    "answer_request": "answer request {item}",
    "dip_sample": "dip sample the assessment",
    "feedback": "give feedback on the dip sample",
    "acknowledge": "acknowledge the feedback",
    "revise": "revise the marks, as said in answer to the feedback",
    "development": "say whether later IQAs show {item}",
    "manager_talk": "say what came of talk {item} with the manager",
    "reminder": "remember the conversation",
    "escalation": "take on what was escalated",
}
"""What each step that waits for a person asks of them."""

NOTICES: Final[dict[NoticeKind, tuple[str, str]]] = {
    NoticeKind.URGENT_ACTION: ("an urgent action to take on a case", "{n} urgent actions to take on cases"),
    NoticeKind.CUSTODY_WHILE_AWAY: (
        "somebody in custody whose prosecutor is away, in your teams",
        "somebody in custody whose prosecutor is away, in your teams, {n} times",
    ),
    NoticeKind.ESCALATION: (
        "something late that was escalated to you",
        "{n} late matters that were escalated to you",
    ),
    NoticeKind.ESCALATION_CLIMBED: (
        "something late that nobody below you has taken on",
        "{n} late matters that nobody below you has taken on",
    ),
    NoticeKind.OVERDUE: ("a step of yours that is overdue", "{n} steps of yours that are overdue"),
    NoticeKind.REMINDER: ("a conversation to hold soon", "{n} conversations to hold soon"),
    NoticeKind.IQA_ASSIGNED: ("an assessment for you to do", "{n} assessments for you to do"),
    NoticeKind.IQA_REPLANNED: (
        "an assessment of yours with another target date",
        "{n} assessments of yours with another target date",
    ),
    NoticeKind.IQA_WITHDRAWN: ("an assessment that was withdrawn", "{n} assessments that were withdrawn"),
    NoticeKind.ASSESSMENT_CONFIRMED: (
        "an assessment of your work to read",
        "{n} assessments of your work to read",
    ),
    NoticeKind.MARKS_REVISED: (
        "an assessment of your work whose marks were changed",
        "{n} changes to the marks of your work",
    ),
    NoticeKind.IMPROVEMENT_SEEN: (
        "an improvement of yours that was seen in a later review",
        "{n} improvements of yours that were seen in later reviews",
    ),
    NoticeKind.CONVERSATION_INVITATION: ("an IQA conversation in your calendar", "{n} IQA conversations"),
    NoticeKind.CONVERSATION_TO_CONFIRM: ("a conversation to confirm", "{n} conversations to confirm"),
    NoticeKind.CONVERSATION_TAKEN_BACK: (
        "a conversation that did not take place after all",
        "{n} conversations that did not take place after all",
    ),
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
    NoticeKind.REQUEST_MADE: (
        "a prosecutor who asks for an assessment or a talk",
        "{n} requests for an assessment or a talk",
    ),
    NoticeKind.REQUEST_ANSWERED: ("an answer to what you asked for", "{n} answers to what you asked for"),
    NoticeKind.CASE_DRAWN_AGAIN: (
        "an assessment for which a case was drawn again",
        "{n} draws of another case for an assessment",
    ),
    NoticeKind.SAMPLE_DRAWN: (
        "an assessment for you to check (dip sample)",
        "{n} assessments for you to check (dip sample)",
    ),
    NoticeKind.FEEDBACK_GIVEN: ("feedback for you to acknowledge", "feedback on {n} IQAs to acknowledge"),
    NoticeKind.DEVELOPMENT_REVIEWED: (
        "a development action of yours that was looked at again",
        "{n} development actions of yours that were looked at again",
    ),
    NoticeKind.MANAGER_TALK_NOTED: (
        "what a senior manager noted of a talk with you",
        "what senior managers noted of {n} talks with you",
    ),
    NoticeKind.WORK_HANDED_OVER: ("work handed over to you", "work handed over to you {n} times"),
    NoticeKind.PACE_WARNING: (
        "a warning that your assessments are falling behind",
        "{n} warnings that your assessments are falling behind",
    ),
    NoticeKind.PACE_RAISED: (
        "a manager of yours whose assessments are falling behind",
        "managers of yours whose assessments are falling behind, {n} times",
    ),
    NoticeKind.RULES_SET_ASIDE: (
        "a case chosen against a rule, in your teams",
        "cases chosen against a rule, in your teams, in {n} weeks",
    ),
    NoticeKind.PACE_PATTERN: ("the week's figures for your Area", "{n} weeks' figures for your Area"),
    NoticeKind.QUARTER_CLOSED: (
        "the report of a quarter that has closed",
        "the reports of {n} quarters that have closed",
    ),
}
"""What one notice of a kind tells of, and what many do: a noun that can stand after "You have"."""

CANCELLED: Final = "a planned conversation that was called off"
"""What the notice of a planned conversation tells of that is not to be."""

PROMPTS: Final[dict[PromptKind, str]] = {
    PromptKind.INTENTION_AS_CONVERSATION: "This reads like a plan: has the conversation taken place?",
    PromptKind.TALK_SAYS_NOTHING: "This says nothing of what was talked about: what was said?",
    PromptKind.NOTHING_TO_DO_DIFFERENTLY: "Something was to be improved, and nothing is to be done differently: why?",
    PromptKind.VICTIM_LETTER_UNSENT: "A letter to a victim is due{on} and not recorded as sent: is an action needed?",
    PromptKind.CUSTODY_WHILE_AWAY: "Somebody is in custody and {whom} is away{on}, {cover}: is an action needed?",
    PromptKind.ACTION_WHILE_AWAY: "{day} is a day of this case and {whom} is away, {cover}: is the action theirs?",
    PromptKind.PLANNED_OFF_WORKING_DAYS: "{day} is a weekend or a bank holiday: was this day agreed?",
    PromptKind.PLANNED_AFTER_DUE: "{day} is after the conversation is due: is no earlier day free for both of you?",
    PromptKind.NEW_MATERIAL_UNREVIEWED: "Material came{on} and nobody is recorded to have reviewed it: not applicable?",
    PromptKind.DEFENCE_STATEMENT_MISSING: "No defence statement is recorded, and one was due{on}: not applicable?",
    PromptKind.YES_BESIDE_MATERIAL_ISSUE: "A yes stands beside something to improve: was it material?",
    PromptKind.OFF_QUESTION_ANSWERED: "A question outside the work assessed is answered: was it their work?",
    PromptKind.SAME_COMMENT: "Two disclosure questions carry the same words: which of them are they about?",
    PromptKind.NO_WITHOUT_IMPROVEMENT: "A no says nothing of what to improve: what should be done differently?",
    PromptKind.ONLY_ABOUT_PROSECUTOR: "Nothing is said of the assessment itself: what did you look at in it?",
    PromptKind.WHAT_FOLLOWS: "The record shows something, and nothing is said of it: what follows?",
    PromptKind.EMPTY_PHRASE: "The good practice names nothing: what was good?",
}
"""What each prompt asks; the braces stand for whom, which day and which cover it is about."""

REPLIES: Final[dict[str, str]] = {
    "revise": "to be revised",
    "let_stand": "let stand",
    "nothing_to_revise": "nothing to revise",
}
"""What a manager answered to the feedback on their assessment."""

JUDGEMENTS: Final[dict[str, tuple[str, str]]] = {
    "talk_without_substance": ("the talk has no substance", "¶6.6"),
    "comment_without_substance": ("a comment beside a mark says nothing", "¶5.21"),
    "irrelevant_question_answered": ("a question that does not arise is answered", "¶6.5"),
    "scope_misunderstood": ("the scope of a question is misunderstood", "¶6.5"),
    "too_early": ("the case was assessed too early", "¶6.5"),
    "not_their_work": ("work of somebody else is marked", "¶4.20"),
    "action_missing": ("a case action is missing", "¶5.24"),
    "action_not_needed": ("a case action is not needed", "¶5.24"),
    "action_not_urgent": ("a case action is called urgent and is not", "¶5.24"),
}
"""What each judgement of a second check says, and the report's paragraph."""

KNOWN: Final[dict[str, str]] = {
    "not_held_by_its_day": "The conversation was not held by its day, {}",
    "not_held": "The conversation is not held",
    "empty_box": "No word stands beside any mark, neither good practice nor an improvement",
    "not_live": "The case was not live, and the rule was set aside",
    "not_progressed": "The case had not progressed, and the rule was set aside",
    "work_of_others": "Some of the work assessed was done by {}",
    "too_little_own_work": "Too little of the work was theirs, and the rule was set aside",
}
"""What each fact says that the record of an assessment shows by itself; braces stand for whom or what it is about."""

SIGNALS: Final[dict[str, str]] = {"none": "", "warned": "a warning", "raised": "put before {}"}
"""What the last weekly review led to for a manager; the braces stand for whoever is above."""


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun, which agrees with it: ``1 case``, ``2 cases``; ``many`` where an s is not enough."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def in_words(code: str) -> str:
    """A code as words: ``not_guilty`` as ``not guilty``."""
    return code.replace("_", " ").replace(" elses ", " else's ")


SIGN_INS: Final[dict[str, str]] = {
    "command_line": "at the command line",
    "local_sign_in": "locally",
    "openid_connect": "by OpenID Connect",
}
"""How somebody had signed in."""


PARTS: Final[dict[str, str]] = {TIMER: "a deadline", QUARTER: "the quarter", IQA: "the IQA"}
"""What a part of the system is called where people would stand."""


def part_of_the_system(actor: str) -> str:
    """What a part of the system is called for people to read; a stream that acts for itself is called by its id."""
    return PARTS.get(actor, actor.removeprefix(SYSTEM))


def sign_in(how: str) -> str:
    """How somebody had signed in."""
    return SIGN_INS.get(how, in_words(how))


def asked_for(kinds: Iterable[str]) -> str:
    """The kinds of case that an IQA asks for; empty where it asks for none."""
    asked = " and ".join(map(in_words, kinds))
    return f"asks for {asked}" if asked else ""


def step(code: str, item: str) -> str:
    """What a step asks of a person."""
    return STEPS.get(code, in_words(code)).format(item=item)


def question(number: int, titles: Mapping[int, str]) -> str:
    """A question by its number, with its title where it has one: ``3 Disclosure in initial review``."""
    return f"{number} {titles[number]}" if number in titles else str(number)


def notices(kind: NoticeKind, number: int, first_due: datetime | None) -> str:
    """What so many notices of a kind tell of, and the day at whose end the first of it is or was due."""
    one, many = NOTICES[kind]
    said = one if number == 1 else many.format(n=number)
    when = "due" if number == 1 else "the first due"
    return f"{said}, {when} {due(first_due)}" if first_due else said


def covered(cover: str | None, away_on: date | None) -> str:
    """Who stands in for somebody, and since when they are away too; or that nobody is named."""
    away_too = f", who is away too on {a_day(away_on)}" if away_on else ""
    return f"covered by {cover}{away_too}" if cover else "with no cover named"


def prompt(
    about: str,
    whom: str | None = None,
    on: date | None = None,
    cover: str | None = None,
    cover_away_on: date | None = None,
) -> str:
    """What a prompt asks, of a person, a day and a cover where it is about one."""
    if about not in set(PromptKind):
        return in_words(about)
    since = f" since {a_day(on)}" if on else ""
    day = a_day(on) if on else "The day"
    named = covered(cover, cover_away_on)
    return PROMPTS[PromptKind(about)].format(whom=whom or "the prosecutor", on=since, day=day, cover=named)


def known(one: Known, people: str) -> str:
    """What a fact says that a record shows by itself; ``people`` are those it is about, as they are called."""
    return KNOWN[one.fact].format(due(one.due) if one.due else people)


def notice(one: Notice) -> str:
    """What a notice tells of: of which step, and by when that is or was due."""
    if one.meeting and one.meeting.cancelled:
        return CANCELLED
    said = notices(one.kind, 1, one.due)
    asked, _, item = (one.deadline or "").partition(":")
    return f"{said}: {step(asked, item)}" if asked else said


def when_held(*, before_marks: bool) -> str:
    """When a conversation was held, as figures tell it apart."""
    return "before the marks" if before_marks else "over the marks"


MENDED: Final[dict[Mended, str]] = {
    Mended.RESTORED: "a backup was put back",
    Mended.RECONCILED: "workflows and ledger were gone through",
    Mended.STARTED_AGAIN: "its workflow was started again",
    Mended.CAUGHT_UP: "its workflow was told to catch up",
    Mended.STARTED_OVER: "its workflow was started over from what the ledger still held",
}


def mending(one: Mending) -> str:
    """What was done to bring workflows and ledger together again, when, and by whom."""
    return f"{MENDED[one.kind]}, {moment(one.at)}, by {one.who}"


def a_day(day: date) -> str:
    """A day as ``Fri 4 Dec 2026``."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def due(instant: datetime | None) -> str:
    """The London day at whose end something is due."""
    return a_day(day_of(instant)) if instant else "no date"


def moment(instant: datetime) -> str:
    """An instant as London's clocks showed it: ``Fri 4 Dec 2026 14:05``."""
    return f"{a_day(day_of(instant))} {instant.astimezone(LONDON):%H:%M}"
