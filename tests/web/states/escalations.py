"""Escalations: none, one, several, what others and nobody wait for, the ladder of one, and who was first."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.escalations import EscalationsPage, Happened, LadderPage, Put, TakenPage
from clients.web.pages.ways import HOME
from tests.web.states.row import IQA, LONG_NAME, LONG_TEXT, SENIOR, Row, saved

ROUTE: Final = "/escalations"
LADDER: Final = "/escalations/{escalation_id}"

LATE: Final = Put(
    escalation_id=f"{IQA}.e1",
    what="Not done yet: choose a case",
    about="IQA of Ravi Shah (XN-P01), assessed by Asha Patel (XN-M01)",
    since="Since Monday 7 December 2026",
    goes_up="Goes to Helen Marsh (XN-C01) on Wednesday 16 December 2026.",
    with_whom="Sam Ortiz (XN-S01)",
    iqa=f"/iqas/{IQA}",
)
LATER: Final = LATE.model_copy(
    update={
        "escalation_id": f"{IQA}.e2",
        "what": "Not done yet: hold the conversation",
        "about": f"IQA of {LONG_NAME}, assessed by Asha Patel (XN-M01), case 91XN0000326",
        "goes_up": "It goes no further up.",
    }
)
PACE: Final = LATE.model_copy(
    update={
        "escalation_id": "quarter-XN-2026-27-Q3.e3",
        "what": "Behind the pace of the quarter",
        "about": "Assessments of Asha Patel (XN-M01), 2026-27-Q3",
        "iqa": "",
    }
)
TAKEN: Final = LATER.model_copy(update={"goes_up": f"Sam Ortiz (XN-S01) will: {LONG_TEXT}"})
NAMELESS: Final = PACE.model_copy(update={"about": "", "goes_up": "No longer waits."})

NONE: Final = EscalationsPage(
    title="Escalations",
    back=HOME,
    seen=0,
    sentence="Nothing that was escalated waits for you.",
    mine=(),
    others=(),
    over=(),
)
SEVERAL: Final = NONE.model_copy(
    update={"sentence": "3 matters wait for you.", "mine": (LATE, PACE, LATER), "over": (TAKEN, NAMELESS)}
)
ONE: Final = NONE.model_copy(update={"sentence": "1 matter waits for you.", "mine": (LATE,)})

RUNGS: Final = (
    Happened(what="Raised. Asha Patel (XN-M01) told.", when="17:00 on Monday 7 December 2026"),
    Happened(what="Nobody took it on. Sam Ortiz (XN-S01) told.", when="17:00 on Thursday 10 December 2026"),
)
OPEN: Final = LadderPage(
    title=LATE.what,
    caption="Escalation",
    back=Link(text="Escalations", href=ROUTE),
    seen=0,
    escalation_id=LATE.escalation_id,
    about=LATE.about,
    rungs=RUNGS,
    goes_up=LATE.goes_up,
    takes_on=True,
    iqa=LATE.iqa,
)
ENDED: Final = OPEN.model_copy(
    update={
        "rungs": (
            *RUNGS,
            Happened(
                what="Taken on by Sam Ortiz (XN-S01).",
                when="09:12 on Friday 11 December 2026",
                words="I talk to Asha today.",
            ),
        ),
        "goes_up": TAKEN.goes_up,
        "takes_on": False,
    }
)
FIRST: Final = TakenPage(
    title="You have taken on 1 of 2",
    back=Link(text="Escalations", href=ROUTE),
    taken=(f"Choose a case, {IQA}",),
    before=(
        Happened(
            what=f"Hold the conversation, {IQA}",
            when="Helen Marsh (XN-C01) took it on at 09:12 on Friday 11 December 2026:",
            words="I talk to Asha today.",
        ),
        Happened(
            what=f"Mark the work, {IQA}",
            when="What it was about has been done: it waits for nobody any more.",
        ),
    ),
)

ROWS: Final = (
    Row(ROUTE, "nothing was escalated", NONE, SENIOR),
    Row(ROUTE, "several wait, and some are over", SEVERAL, SENIOR, picture="escalations"),
    Row(ROUTE, "one waits", ONE, SENIOR),
    Row(ROUTE, "one waits, and one for others", ONE.model_copy(update={"others": (LATER,)}), SENIOR),
    Row(ROUTE, "one waits for others alone", NONE.model_copy(update={"others": (LATE,)}), SENIOR),
    Row(
        ROUTE,
        "one waits for others, and some are over",
        NONE.model_copy(update={"others": (LATE,), "over": (TAKEN,)}),
        SENIOR,
    ),
    Row(ROUTE, "of each some", SEVERAL.model_copy(update={"others": (LATER,)}), SENIOR),
    Row(
        ROUTE,
        "all are over",
        NONE.model_copy(update={"over": (TAKEN, NAMELESS)}),
        saved(SENIOR, "You have taken it on. It goes no further up."),
    ),
    Row(
        ROUTE,
        "nothing is ticked and nothing said",
        ONE.model_copy(
            update={
                "wrong": (
                    Wrong(field="escalation", says="Tick what you take on"),
                    Wrong(field="will_do", says="Say what you will do"),
                ),
            }
        ),
        SENIOR,
        422,
    ),
    Row(
        ROUTE,
        "nothing is ticked, of several",
        SEVERAL.model_copy(
            update={
                "values": {"will_do": LONG_TEXT},
                "wrong": (Wrong(field="escalation", says="Tick what you take on"),),
            }
        ),
        SENIOR,
        422,
    ),
    Row(
        ROUTE,
        "a sentence was begun",
        ONE.model_copy(
            update={
                "values": {"will_do": "I talk to Asha today."},
                "notice": "You began to write this at 14:32 on Friday 11 December 2026: your words are below.",
            }
        ),
        SENIOR,
    ),
    Row(ROUTE, "a colleague was first with one", FIRST, SENIOR, picture="a-colleague-was-first"),
    Row(ROUTE, "a colleague was first with all", FIRST.model_copy(update={"taken": ()}), SENIOR),
    Row(LADDER, "it can be taken on", OPEN, SENIOR),
    Row(LADDER, "it was taken on", ENDED, SENIOR, picture="ladder"),
    Row(LADDER, "it is of no IQA", OPEN.model_copy(update={"title": PACE.what, "iqa": ""}), SENIOR),
    Row(
        LADDER, "it is of no IQA, and over", ENDED.model_copy(update={"title": PACE.what, "iqa": ""}), SENIOR
    ),
    Row(
        LADDER,
        "nothing is said",
        OPEN.model_copy(update={"wrong": (Wrong(field="will_do", says="Say what you will do"),)}),
        SENIOR,
        422,
    ),
)
