"""The conversation: to be planned, planned, to be recorded, told, answered, and read by others."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.as_noted import AsNoted
from clients.web.pages.correct import Correct
from clients.web.pages.iqa import Fact
from clients.web.pages.meeting import Meeting
from clients.web.pages.ways import live
from domain.listed import Listed
from domain.prompts import PromptKind
from tests.web.states.asked import STALE, question, told_of
from tests.web.states.row import CAPTION, IQA, LONG_TEXT, PROSECUTOR, SENIOR, TEXT, Row

ROUTE: Final = "/iqas/{iqa_id}/meeting"
TODAY: Final = {"on-day": "11", "on-month": "12", "on-year": "2026"}
PLAN: Final = "Planned for Tuesday 15 December 2026 at 14:30, video."
TOLD: Final = (
    Fact(name="Took place", says="Friday 11 December 2026, face to face"),
    Fact(name="Recorded by", says="Asha Patel (XN-M01)"),
    Fact(name="What went well", says="The alternative charge was weighed and ruled out."),
    Fact(name="What to do differently", says=TEXT),
    Fact(name="The prosecutor's view", says="The officer had not sent the footage."),
    Fact(name="As it stands", says="Confirmed"),
)

TO_RECORD: Final = Meeting(
    title="The conversation",
    caption=CAPTION,
    back=Link(text="This IQA", href=f"/iqas/{IQA}"),
    seen=5,
    values=TODAY,
    live=live(IQA, 5, "meeting"),
    iqa_id=IQA,
    with_whom="Ravi Shah (XN-P01)",
    told=(),
    plan="",
    records=True,
    answers=False,
)
WRITTEN: Final = TO_RECORD.model_copy(
    update={
        "values": {
            **TODAY,
            "mode": "video",
            "went_well": "The charge was weighed.",
            "do_differently": LONG_TEXT,
        }
    }
)
TO_ANSWER: Final = TO_RECORD.model_copy(
    update={
        "with_whom": "Asha Patel (XN-M01)",
        "told": TOLD[:-1],
        "records": False,
        "answers": True,
    }
)
TO_READ: Final = TO_ANSWER.model_copy(update={"answers": False, "told": TOLD})
NOTHING: Final = TO_READ.model_copy(update={"told": ()})

TALKED_OVER: Final = ((2, "2 Quality of review"), (7, "7 Case management"))
WAYS: Final = (Link(text="Put right or take back the conversation", href=f"/iqas/{IQA}/meeting/correct"),)
CORRECT: Final = Correct(
    title="Put right the conversation",
    caption=CAPTION,
    back=Link(text="The conversation", href=f"/iqas/{IQA}/meeting"),
    seen=6,
    values={**TODAY, "mode": "video", "went_well": "The charge was weighed."},
    iqa_id=IQA,
    told=TOLD,
    talked_over=(),
)
NOTED: Final = AsNoted(
    title="Let the noted talk stand",
    caption=CAPTION,
    back=Link(text="The conversation", href=f"/iqas/{IQA}/meeting"),
    seen=6,
    iqa_id=IQA,
    noted=TOLD[:1] + TOLD[2:3],
    talked_over=TALKED_OVER,
)
_SAID: Final = {"said-2": "We said that the strategy is missing.", "said-7": ""}

ROWS: Final = (
    Row(ROUTE, "marks find something", TO_RECORD.model_copy(update={"talked_over": TALKED_OVER})),
    Row(
        ROUTE,
        "a talk from before the marks says nothing of them",
        WRITTEN.model_copy(update={"talked_over": TALKED_OVER, "refused": STALE}),
        status=422,
    ),
    Row(
        ROUTE,
        "one from before the marks says nothing of them, and another talk was noted",
        WRITTEN.model_copy(
            update={"talked_over": TALKED_OVER, "refused": STALE, "noted": "Thursday 3 December 2026"}
        ),
        status=422,
    ),
    Row(
        ROUTE,
        "it can start from a noted talk",
        TO_RECORD.model_copy(update={"talked_over": TALKED_OVER, "noted": "Thursday 3 December 2026"}),
    ),
    Row(
        ROUTE,
        "it can start from a noted talk, and no mark finds anything",
        TO_RECORD.model_copy(update={"noted": "Thursday 3 December 2026"}),
    ),
    Row(ROUTE, "its recorder can put it right", TO_READ.model_copy(update={"ways": WAYS})),
    Row(
        ROUTE,
        "its recorder can put it right, with what was said of marks",
        TO_READ.model_copy(update={"ways": WAYS, "talked_over": TALKED_OVER}),
    ),
    Row(
        ROUTE,
        "marks that find something are read",
        TO_READ.model_copy(update={"talked_over": TALKED_OVER}),
        SENIOR,
    ),
    Row(
        ROUTE,
        "its prosecutor is asked, and marks find something",
        TO_ANSWER.model_copy(update={"talked_over": TALKED_OVER}),
        PROSECUTOR,
    ),
    Row("/iqas/{iqa_id}/meeting/correct", "it can be put right", CORRECT),
    Row(
        "/iqas/{iqa_id}/meeting/correct",
        "it says nothing of why",
        CORRECT.model_copy(
            update={"wrong": (Wrong(field="because", says="Say why you put the record right"),)}
        ),
        status=422,
    ),
    Row(
        "/iqas/{iqa_id}/meeting/correct",
        "it can be put right, with what was said of marks",
        CORRECT.model_copy(update={"talked_over": TALKED_OVER, "values": CORRECT.values | _SAID}),
    ),
    Row(
        "/iqas/{iqa_id}/meeting/correct",
        "it says nothing of what happened instead",
        CORRECT.model_copy(
            update={
                "talked_over": TALKED_OVER,
                "wrong": (Wrong(field="instead", says="Say what happened instead"),),
            }
        ),
        status=422,
    ),
    *told_of(
        "/iqas/{iqa_id}/meeting/correct",
        CORRECT,
        "went_well",
        question(PromptKind.INTENTION_AS_CONVERSATION),
    ),
    Row("/iqas/{iqa_id}/meeting/as-noted", "something is to be said of marks", NOTED),
    Row(
        "/iqas/{iqa_id}/meeting/as-noted",
        "nothing is to be said of marks",
        NOTED.model_copy(update={"talked_over": ()}),
    ),
    Row(
        "/iqas/{iqa_id}/meeting/as-noted",
        "something is missing",
        NOTED.model_copy(update={"refused": STALE, "values": _SAID}),
        status=422,
    ),
    *(
        row._replace(name=f"as noted, {row.name}")
        for row in told_of(
            "/iqas/{iqa_id}/meeting/as-noted",
            NOTED.model_copy(update={"talked_over": (), "values": _SAID}),
            "said-2",
            question(PromptKind.NOTHING_TO_DO_DIFFERENTLY),
        )
    ),
    Row(ROUTE, "it is to be recorded", TO_RECORD, picture="meeting"),
    Row(ROUTE, "it is planned", TO_RECORD.model_copy(update={"plan": PLAN})),
    Row(ROUTE, "another has to record it", NOTHING, PROSECUTOR),
    Row(ROUTE, "another has planned it", NOTHING.model_copy(update={"plan": PLAN}), PROSECUTOR),
    Row(ROUTE, "it was recorded, and is told again", TO_RECORD.model_copy(update={"told": TOLD})),
    Row(ROUTE, "it can be read", TO_READ, SENIOR),
    Row(
        ROUTE,
        "it can be read, at length",
        TO_READ.model_copy(update={"told": (Fact(name="What went well", says=LONG_TEXT),)}),
        SENIOR,
    ),
    Row(ROUTE, "its prosecutor is asked", TO_ANSWER, PROSECUTOR, picture="took-place"),
    Row(
        ROUTE,
        "its prosecutor began to answer",
        TO_ANSWER.model_copy(
            update={
                "values": {"took_place": "differed", "note": "We meet on Thursday."},
                "notice": "You began to write this at 14:32 on Friday 11 December 2026: your words are below.",
            }
        ),
        PROSECUTOR,
    ),
    Row(
        ROUTE,
        "its prosecutor has not said whether it took place",
        TO_ANSWER.model_copy(
            update={
                "values": {**TODAY, "note": "We meet on Thursday."},
                "wrong": (Wrong(field="took_place", says="Say whether it took place"),),
            }
        ),
        PROSECUTOR,
        422,
    ),
    Row(ROUTE, "its prosecutor was late", TO_ANSWER.model_copy(update={"refused": STALE}), PROSECUTOR, 422),
    Row(
        ROUTE,
        "day and way are to be mended",
        WRITTEN.model_copy(
            update={
                "values": WRITTEN.values | {"on-month": "13", "mode": ""},
                "wrong": (
                    Wrong(
                        field="on-day",
                        says="The day of the conversation must be a real day, such as 11 12 2026",
                    ),
                    Wrong(field="mode", says="Say how you talked"),
                ),
            }
        ),
        status=422,
    ),
    Row(
        ROUTE,
        "a plan is to be mended",
        TO_RECORD.model_copy(
            update={
                "plan": PLAN,
                "values": {**TODAY, "plan-day": "15", "plan_mode": "video", "at": "half past two"},
                "wrong": (
                    Wrong(field="plan-month", says="The day of the plan must have a month and a year"),
                    Wrong(field="at", says="The time must be like 14:30, or left blank"),
                ),
            }
        ),
        status=422,
    ),
    *told_of(
        ROUTE,
        WRITTEN,
        "went_well",
        question(
            PromptKind.INTENTION_AS_CONVERSATION,
            Listed(code="took_place", says="It took place, and this is what was said"),
        ),
    ),
)
