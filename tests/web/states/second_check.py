"""The second check: own answers first, beside the marks, its end; told to the manager and answered; a query."""

from collections.abc import Iterator
from typing import Final

from clients.desk.prompts import Fact as Shows
from clients.web.frame.render import Link, Wrong
from clients.web.pages.compare import Compared, Comparison, Conclusion
from clients.web.pages.feedback import FeedbackPage
from clients.web.pages.iqa import Fact
from clients.web.pages.queries import Query
from clients.web.pages.second_check import Blind, Question
from domain.known import KnownFact
from domain.prompts import PromptKind
from infra.reference import Library
from tests.web.states.asked import question, told_of
from tests.web.states.row import CAPTION, IQA, LONG_TEXT, MANAGER, PROSECUTOR, SENIOR, TEXT, URN, Row

BACK: Final = Link(text="This IQA", href=f"/iqas/{IQA}")
BLIND_AT: Final = "/iqas/{iqa_id}/second-check"
COMPARE_AT: Final = f"{BLIND_AT}/compare"
END_AT: Final = f"{BLIND_AT}/feedback"
FEEDBACK_AT: Final = "/iqas/{iqa_id}/feedback"
QUERY_AT: Final = "/iqas/{iqa_id}/queries/{query_id}"
WORDING: Final = {one.number: one.wording for one in Library.load().current.casework.questions}

BLIND: Final = Blind(
    title="Second check: your own answers first",
    caption=CAPTION,
    back=BACK,
    seen=8,
    iqa_id=IQA,
    case=(Fact(name="Case", says=f"{URN}: post charge, live, not guilty"),),
    questions=(
        Question(number=1, title="1 Decision under the Code", wording=WORDING[1], hints=()),
        Question(
            number=2, title="2 Quality of review", wording=WORDING[2], hints=("Trial strategy (¶6.5).",)
        ),
    ),
    may_look=True,
)
ANSWERED: Final = BLIND.model_copy(update={"values": {"q2-answer": "no", "q2-comment": LONG_TEXT}})

COMPARED: Final = (
    Compared(
        number=1,
        title="1 Decision under the Code",
        wording=WORDING[1],
        theirs="Yes",
        good="",
        improve="",
        yours="",
        direction="",
    ),
    Compared(
        number=2,
        title="2 Quality of review",
        wording=WORDING[2],
        theirs="Yes",
        good="The alternative charge was weighed.",
        improve=LONG_TEXT,
        yours="No",
        direction="Too lenient",
        comment="Where is the second witness?",
    ),
    Compared(
        number=3,
        title="3 Disclosure in initial review",
        wording=WORDING[3],
        theirs="Not applicable: not this work",
        good="",
        improve="",
        yours="",
        direction="Reasonable",
    ),
)
KNOWN: Final = (("follows-empty_box", "No word stands beside any mark"),)
COMPARE: Final = Comparison(
    title="Second check: theirs and yours",
    caption=CAPTION,
    back=BACK,
    seen=9,
    iqa_id=IQA,
    records=True,
    blind="",
    asked=3,
    compared=COMPARED,
    known=KNOWN,
    carried=("comment", "got_right", "missed", "manager_will_do"),
)
FOUND: Final = (
    Fact(name="Checked by", says="Sam Ortiz (XN-S01)"),
    Fact(name="What the check found", says=TEXT),
    Fact(name="Question 2 Quality of review", says="Too lenient: Where is the second witness?"),
)
END: Final = Conclusion(
    **(
        dict(COMPARE)
        | {
            "title": "Second check: what comes of it",
            "back": Link(text="The comparison", href=f"/iqas/{IQA}/second-check/compare"),
            "carried": ("case_read", "follows-empty_box", "found-too_early", "q2-verdict", "q3-verdict"),
        }
    )
)
WRITTEN: Final = END.model_copy(
    update={
        "values": {
            "got_right": TEXT,
            "case_read": "yes",
            "q3-verdict": "reasonable",
            "found-too_early": "yes",
        }
    }
)
FOLLOWS: Final = question(PromptKind.WHAT_FOLLOWS).model_copy(
    update={"facts": (Shows(fact=KnownFact.EMPTY_BOX, says=KNOWN[0][1]),)}
)

GIVES: Final = FeedbackPage(
    title="Feedback on the assessment",
    caption=CAPTION,
    back=BACK,
    seen=10,
    values={"on-day": "11", "on-month": "12", "on-year": "2026"},
    iqa_id=IQA,
    whose="Asha Patel (XN-M01)",
    gives=True,
    answers=False,
    changes_mind=False,
    asks=True,
    check=FOUND,
    told=(),
)
TOLD: Final = (
    Fact(name="Given", says="Friday 11 December 2026, video"),
    Fact(name="What was said", says=LONG_TEXT),
)
ANSWERS: Final = GIVES.model_copy(update={"gives": False, "answers": True, "told": TOLD})
READ: Final = ANSWERS.model_copy(update={"answers": False})

QUERY: Final = Query(
    title="Query of question 2",
    caption=CAPTION,
    back=BACK,
    seen=7,
    iqa_id=IQA,
    query_id="q1",
    question=2,
    about="2 Quality of review",
    wording=WORDING[2],
    mark="No",
    good="The alternative charge was weighed.",
    improve=TEXT,
    asked="The advice came after the charge.",
    answered="",
    answers=True,
    ways=(("yes", "Yes"), ("no", "No"), ("not_applicable:not_this_work", "Not applicable: not this work")),
)
BARE: Final = QUERY.model_copy(update={"good": "", "improve": ""})
UPHELD: Final = QUERY.model_copy(
    update={"answers": False, "answered": "Partly by Sam Ortiz (XN-S01): So it did."}
)
NO_ANSWER: Final = (Wrong(field="text", says="Write your answer"),)


def _compared() -> Iterator[Row]:
    first: tuple[tuple[str, dict[str, object]], ...] = (
        ("to be compared", {}),
        ("nothing is known", {"known": ()}),
        ("they had looked before", {"blind": "You had looked at this IQA before."}),
    )
    notice: dict[str, object] = {
        "notice": "You began to write this at 14:32 on Friday 11 December 2026: your words are below."
    }
    for name, told in (*first, ("a draft is offered, nothing is known", {"known": (), **notice})):
        yield Row(
            COMPARE_AT, name, COMPARE.model_copy(update=told), SENIOR, picture="" if told else "second-check"
        )
    others: tuple[tuple[str, dict[str, object]], ...] = (
        ("recorded", {"found": FOUND, "asked": 0}),
        ("recorded, nothing is known", {"found": FOUND, "asked": 0, "known": ()}),
        ("not recorded yet, for others", {}),
        ("not recorded yet, nothing is known, for others", {"known": ()}),
    )
    for name, told in others:
        yield Row(COMPARE_AT, name, COMPARE.model_copy(update=told | {"records": False}), SENIOR)
    longest = (Wrong(field="q2-comment", says="The text has 4,001 characters: at most 4,000 can be kept"),)
    yield Row(COMPARE_AT, "too much is said", COMPARE.model_copy(update={"wrong": longest}), SENIOR, 422)


def _ended() -> Iterator[Row]:
    nothing = (Wrong(field="comment", says="Say in a sentence what the check found"),)
    yield Row(END_AT, "the end", END, SENIOR)
    yield Row(END_AT, "the end, nothing is known", END.model_copy(update={"known": ()}), SENIOR)
    yield Row(END_AT, "nothing is said", WRITTEN.model_copy(update={"wrong": nothing}), SENIOR, 422)
    asked = WRITTEN.model_copy(update={"prompts": (FOLLOWS,)})
    yield Row(END_AT, "what follows is asked first", asked, SENIOR, 422)


def _told_of_it() -> Iterator[Row]:
    yield Row(FEEDBACK_AT, "it is to be given", GIVES, SENIOR)
    yield Row(
        FEEDBACK_AT, "it is to be given, nothing is asked", GIVES.model_copy(update={"asks": False}), SENIOR
    )
    no_day = (Wrong(field="on-day", says="Enter the day of the feedback"),)
    yield Row(FEEDBACK_AT, "no day", GIVES.model_copy(update={"wrong": no_day}), SENIOR, 422)
    bare = GIVES.model_copy(update={"wrong": no_day, "asks": False})
    yield Row(FEEDBACK_AT, "no day, nothing is asked", bare, SENIOR, 422)
    yield Row(FEEDBACK_AT, "it is to be answered", ANSWERS, MANAGER)
    yield Row(FEEDBACK_AT, "it is to be read", ANSWERS.model_copy(update={"asks": False}), MANAGER)
    because = (Wrong(field="because", says="Say why you let it stand"),)
    yield Row(FEEDBACK_AT, "why is not said", ANSWERS.model_copy(update={"wrong": because}), MANAGER, 422)
    revises = READ.model_copy(update={"changes_mind": True})
    yield Row(FEEDBACK_AT, "they revise", revises, MANAGER)
    yield Row(FEEDBACK_AT, "it is read", READ, SENIOR)
    yield Row(FEEDBACK_AT, "it is read, nothing is asked", READ.model_copy(update={"asks": False}), SENIOR)
    unsaid = READ.model_copy(update={"told": ()})
    yield Row(FEEDBACK_AT, "it is not given yet", unsaid, SENIOR)
    yield Row(
        FEEDBACK_AT, "nothing is asked and none given", unsaid.model_copy(update={"asks": False}), SENIOR
    )
    none = unsaid.model_copy(update={"asks": False, "check": ()})
    yield Row(FEEDBACK_AT, "nothing is checked yet", none, SENIOR)


def _queried() -> Iterator[Row]:
    yield Row(QUERY_AT, "it is to be answered", QUERY, SENIOR)
    yield Row(QUERY_AT, "it is to be answered, of a bare mark", BARE, SENIOR)
    yield Row(QUERY_AT, "nothing is said", QUERY.model_copy(update={"wrong": NO_ANSWER}), SENIOR, 422)
    yield Row(
        QUERY_AT, "nothing is said, of a bare mark", BARE.model_copy(update={"wrong": NO_ANSWER}), SENIOR, 422
    )
    yield Row(QUERY_AT, "it is answered", UPHELD, PROSECUTOR)
    yield Row(
        QUERY_AT, "it is answered, without what was good", UPHELD.model_copy(update={"good": ""}), PROSECUTOR
    )
    bare = BARE.model_copy(update={"answers": False, "answered": UPHELD.answered})
    yield Row(QUERY_AT, "it is answered, and the mark bare", bare, PROSECUTOR)
    yield Row(QUERY_AT, "it waits for others", QUERY.model_copy(update={"answers": False}), PROSECUTOR)
    yield Row(
        QUERY_AT,
        "it waits for others, of a bare mark",
        BARE.model_copy(update={"answers": False}),
        PROSECUTOR,
    )


ROWS: Final = (
    Row(BLIND_AT, "own answers first", BLIND, SENIOR),
    Row(BLIND_AT, "the case is gone from the export", BLIND.model_copy(update={"case": ()}), SENIOR),
    Row(BLIND_AT, "the marks may not be seen first", BLIND.model_copy(update={"may_look": False}), SENIOR),
    Row(
        BLIND_AT,
        "nothing is answered",
        BLIND.model_copy(
            update={"wrong": (Wrong(field="q1-answer", says="Answer a question as you would"),)}
        ),
        SENIOR,
        422,
    ),
    *told_of(BLIND_AT, ANSWERED, "q2-comment", question(PromptKind.EMPTY_PHRASE), SENIOR),
    *_compared(),
    *told_of(
        COMPARE_AT,
        COMPARE.model_copy(update={"values": {"q2-comment": TEXT}}),
        "q2-comment",
        question(PromptKind.EMPTY_PHRASE),
        SENIOR,
    ),
    *_ended(),
    *told_of(END_AT, WRITTEN, "got_right", question(PromptKind.ONLY_ABOUT_PROSECUTOR), SENIOR),
    *_told_of_it(),
    *told_of(
        FEEDBACK_AT,
        GIVES.model_copy(update={"values": {"content": TEXT}}),
        "content",
        question(PromptKind.EMPTY_PHRASE),
        SENIOR,
    ),
    *_queried(),
    *told_of(
        QUERY_AT,
        QUERY.model_copy(update={"values": {"text": TEXT}}),
        "text",
        question(PromptKind.EMPTY_PHRASE),
        SENIOR,
    ),
)
