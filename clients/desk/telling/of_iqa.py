"""How what happens in an IQA is told."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from clients.desk.telling.fields import (
    UNTOLD,
    Said,
    Table,
    both,
    code,
    deadline,
    flag,
    of_question,
    of_questions,
    person,
    says,
    told,
)
from clients.desk.telling.of_case import MODE, MODES, SAID, action, asked, owner
from clients.desk.telling.of_escalations import ESCALATIONS
from domain import words
from domain.assessment import (
    BlindAnswer,
    BlindReMark,
    DevelopmentAction,
    Judgement,
    Mark,
    Override,
    ReMark,
    Source,
)
from domain.iqa import events as e
from domain.iqa.manager_talks import ManagerTalkNoted, ManagerTalkReviewed
from domain.known import Follows
from domain.questions import Work
from domain.talks import EverydayTalk
from domain.words import in_words

_SOURCES: Final = {
    Source.CHOSEN: "chosen",
    Source.DRAWN: "drawn by lot",
    Source.CONVERSATION: "from a case conversation",
    Source.ASKED_FOR: "asked for by the prosecutor",
}
_BLIND: Final = {
    BlindReMark.OFF: "",
    BlindReMark.OFFERED: "may be marked blind",
    BlindReMark.REQUIRED: "is to be marked blind",
}
_COMMENT_UNTIL: Final = told("open for comments and queries until {}")
_ACTION: Final = both(action, asked, people=owner)
_ACTION_ID: Final = told("case action {}")
_BECAUSE: Final = says("Because")
_NOTE: Final = says("Note")


def work(found: Iterable[Work]) -> str:
    """The kinds of work assessed."""
    return ", ".join(in_words(one.name.lower()) for one in found)


def mark(one: Mark, question: str) -> str:
    """A mark without what was written beside it."""
    why = f" ({in_words(one.not_applicable)})" if one.not_applicable else ""
    return f"{question}: {in_words(one.answer)}{why}"


def _beside_mark(one: Mark) -> Iterator[Said]:
    beside_it = {
        "good": one.good_practice,
        "to improve": one.improvement,
        "preset changed because": one.preset_changed_because,
    }
    return (Said(about=what, text=text) for what, text in beside_it.items() if text)


def _re_mark(one: ReMark, question: str) -> str:
    own = f" (own answer {in_words(one.blind)})" if one.blind else ""
    return f"{question}: {in_words(one.verdict)}{own}"


def _blind(one: BlindAnswer, question: str) -> str:
    return f"{question}: {in_words(one.answer)}"


def _beside_answer(one: BlindAnswer | ReMark) -> Iterator[Said]:
    return (Said(about="", text=text) for text in (one.comment,) if text)


def _number(one: Mark | BlindAnswer | ReMark) -> int:
    return one.question


def _override(one: Override) -> str:
    theirs = f"; theirs: {', '.join(map(in_words, one.own_work))}" if one.own_work else ""
    return f"{in_words(one.rule)} ({in_words(one.because)}{theirs})"


def _beside_overrides(found: Iterable[Override]) -> Iterator[Said]:
    return (Said(about=in_words(one.rule).capitalize(), text=one.note) for one in found if one.note)


def _development(one: DevelopmentAction) -> str:
    return f"{one.action_id} by {words.a_day(one.due_on)}"


def _to_develop(found: Iterable[DevelopmentAction]) -> Iterator[Said]:
    return (Said(about=f"To develop, {one.action_id}", text=one.what) for one in found)


def _row(write: Callable[[Any], str], form: str = "{}") -> Callable[[Iterable[Any]], str]:
    """Several things in one form, each as a function writes it."""
    return lambda found: form.format(", ".join(map(write, found)))


_MARKS: Final = of_questions(mark, _number, _beside_mark)
_OVERRIDES: Final = both(_row(_override, "set aside: {}"), _beside_overrides, apart=True)


def _noted(talk: EverydayTalk) -> str:
    """The noted talk that the IQA starts from, without its words."""
    return f"talked {MODES[talk.mode]} on {words.a_day(talk.on)}, as {talk.manager} noted it"


_SAID_OF: Final = of_questions(
    lambda _, question: f"with a word on {question}",
    lambda one: one.question,
    lambda one: [Said(about="", text=one.sentence)],
)


def _follows(found: Iterable[Follows]) -> str:
    return f"with a word on {', '.join(words.in_words(one.fact) for one in found)}"


def _said_to_follow(found: Iterable[Follows]) -> Iterator[Said]:
    return (Said(about=f"Follows from {words.in_words(one.fact)}", text=one.sentence) for one in found)


def _said_then(talk: EverydayTalk) -> Iterator[Said]:
    told = (("What went well", talk.went_well), ("What to do differently", talk.do_differently))
    for about, text in (*told, ("The prosecutor's view", talk.prosecutor_view)):
        if text:
            yield Said(about=f"Talked over then, {about[0].lower()}{about[1:]}", text=text)


def _judged(found: Iterable[Judgement]) -> str:
    return ", ".join(words.JUDGEMENTS[one][0] for one in found)


IQA: Final[Table] = ESCALATIONS | {
    e.IqaOpened: {
        "prosecutor": person("work of {}"),
        "assessor": person("assessed by {}"),
        "senior_manager": person("under {}"),
        "category": code(),
        "area": told("in {}"),
        "quarter": told("{}"),
        "target_on": told("target {}"),
        "select_due": told("a case due {}"),
        "order": code(),
        "policy": told("policy {}"),
        "question_set": told("questions {}"),
        "asks_for": told(words.asked_for),
    },
    e.CaseDrawn: {
        "urn": told(),
        "work": told(work),
        "pool_size": told("one of {} eligible"),
        "number": told("draw {}"),
        "pool_hash": UNTOLD,  # for whoever draws again, by the ledger
        "chance": UNTOLD,  # as above
    },
    e.CaseSelected: {
        "urn": told(),
        "work": told(work),
        "source": told(lambda source: _SOURCES[source]),
        "conversation_id": told("{}"),
        "noted": both(_noted, _said_then, people=lambda talk, _: (talk.manager,)),
        "request_id": told("{}"),
        "eligible_cases": told("one of {} eligible"),
        "done_by": person("work done by {}"),
        "presets": UNTOLD,  # which questions are on follows from the work; the record shows them
        "marks_due": told("marks due {}"),
        "conversation_due": told("conversation due {}"),
        "reminder_due": told("a reminder on {}"),
        "overrides": _OVERRIDES,
        "theme": says("Theme"),
    },
    e.CaseReplaced: {
        "urn": told(),
        "because": code("because: {}", reason=True),
        "select_due": told("another due {}"),
        "note": _NOTE,
    },
    e.MarksRecorded: {
        "marks": _MARKS,
        "victims_note": says("On victims"),
        "team_learning": says("For the team"),
    },
    e.ImprovementSeen: {
        "question": told("Q{}"),
        "urn": told("in a review of {}"),
        "on": told("on {}"),
        "note": _NOTE,
    },
    e.MarksRevised: {
        "marks": _MARKS,
        "query_id": told("by query {}"),
        "comment_until": _COMMENT_UNTIL,
        "because": _BECAUSE,
    },
    e.PromptAnswered: {
        "about": told(words.prompt),
        "questions": of_question("at {}"),
        "answer": code("answer: {}"),
        "words": UNTOLD,  # hashes, by which the same words are known again
    },
    e.AssessmentConfirmed: {
        "conversation_due": told("conversation due {}"),
        "reminder_due": told("a reminder on {}"),
        "done_by": person("work done by {}"),
        "comment_until": _COMMENT_UNTIL,
        "overrides": _OVERRIDES,
    },
    e.ConversationPlanned: {
        "on": told("on {}"),
        "at": told(lambda at: f"at {at:%H:%M}"),
        "minutes": told("for {} minutes"),
        "mode": MODE,
    },
    e.ConversationHeld: {
        "on": told("on {}"),
        "mode": MODE,
        "said_of": _SAID_OF,
        "marks_due": told("marks due {}"),
        "actions_due": told("case actions due {}"),
        "comment_until": _COMMENT_UNTIL,
        **SAID,
    },
    e.ConversationCorrected: {
        "on": told("on {}"),
        "mode": MODE,
        "said_of": _SAID_OF,
        "comment_until": _COMMENT_UNTIL,
        **SAID,
        "because": _BECAUSE,
    },
    e.ConversationTakenBack: {"conversation_due": told("due {}"), "because": _BECAUSE},
    e.ConversationConfirmed: {"differed": flag("but it went otherwise"), "note": _NOTE},
    e.ConversationDisputed: {"conversation_due": told("due {}"), "note": _NOTE},
    e.ConversationClosedAsImpossible: {
        "because": code("because: {}"),
        "marks_due": told("marks due {}"),
        "actions_due": told("case actions due {}"),
        "note": _NOTE,
    },
    e.ActionRecorded: {"action": _ACTION, "due": told("due {}")},
    e.NoActionsRequired: {},
    e.ActionCompleted: {
        "action_id": _ACTION_ID,
        "later_review_on": told("looked at again on {}"),
        "outcome": says("Outcome"),
    },
    e.ActionHandedOver: {"action_id": _ACTION_ID, "to": person("to {}"), "because": _BECAUSE},
    e.CommentMade: {"text": says("Comment")},
    e.MarkQueried: {
        "query_id": told("query {}"),
        "question": of_question("about {}"),
        "put_to": person("put to {}"),
        "answer_due": told("answer due {}"),
        "text": says("Query"),
    },
    e.QueryAnswered: {"query_id": told("query {}"), "outcome": code(), "text": says("Answer")},
    e.CommentDaysEnded: {},
    e.DrawnForSample: {
        "sampler": person("to be checked by {}"),
        "pick": code("pick: {}"),
        "blind": told(lambda blind: _BLIND[blind]),
    },
    e.SamplerReplaced: {"sampler": person(), "because": _BECAUSE},
    e.ReleasedFromSample: {},
    e.DipSampleStarted: {
        "conversation_overdue": flag("although the conversation is overdue"),
        "sample_due": told("due {}"),
    },
    e.BlindReMarked: {
        "answers": of_questions(_blind, _number, _beside_answer),
        "looked_before": flag("not blind: they had seen the IQA before"),
    },
    e.MarksSeen: {},
    e.DipSampleRecorded: {
        "re_marks": of_questions(_re_mark, _number, _beside_answer),
        "re_marks_asked": told("{} asked for"),
        "judgements": told(_judged),
        "case_read": flag("with the case read", "without the case"),
        "judged_version": told("of version {}"),
        "feedback_due": told("feedback due {}"),
        "comment": says("Comment"),
        "got_right": says("Got right"),
        "missed": says("Missed"),
        "manager_will_do": says("The manager will"),
        "follows": both(_follows, _said_to_follow),
    },
    e.FeedbackGiven: {
        "on": told("on {}"),
        "mode": MODE,
        "acknowledge_due": told("to be acknowledged by {}"),
        "development": both(_row(_development, "to develop: {}"), _to_develop, apart=True),
        "content": says("Content"),
    },
    e.FeedbackAcknowledged: {
        "reply": told(lambda reply: words.REPLIES[reply]),
        "revise_due": told("due {}"),
        "note": _NOTE,
    },
    e.DevelopmentReviewed: {
        "action_id": told(),
        "shown": code("shown: {}"),
        "in_iqa": told("in {}"),
        "again_due": told("again by {}"),
        "note": _NOTE,
    },
    ManagerTalkNoted: {
        "talk_id": told("talk {}"),
        "on": told("on {}"),
        "look_due": told("looked at by {}"),
        "text": says("Talked about"),
        "to_try": says("To be tried"),
    },
    ManagerTalkReviewed: {"talk_id": told("talk {}"), "outcome": says("Came of it")},
    e.ReminderSent: {"deadline": deadline(), "to": person("to {}")},
    e.DeadlineMoved: {"deadline": deadline(), "due": told("now due {}"), "because": code("because: {}")},
    e.DeadlineMissed: {"deadline": deadline(), "whose": person("by {}"), "due": told("due {}")},
    e.Reassigned: {"assessor": person(), "senior_manager": person("under {}"), "because": _BECAUSE},
    e.TargetMoved: {
        "target_on": told("target {}"),
        "select_due": told("due {}"),
        "because": code("because: {}"),
    },
    e.Withdrawn: {"because": code("because: {}", reason=True), "note": _NOTE},
    e.IqaCompleted: {},
    e.IqaClosed: {},
}
