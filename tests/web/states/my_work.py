"""My work: nothing, one thing, many, what is late or urgent, and what is on no page yet."""

from typing import Final

from clients.web.frame.render import Link
from clients.web.pages.my_work import Card, Line, MyWork, WhileAway
from domain.people import Role
from tests.web.states.row import IQA, LONG_NAME, MANAGER, PROSECUTOR, SENIOR, URN, Row, saved, signed_in

ROUTE: Final = "/"
TO_IQA: Final = Link(text=IQA, href=f"/iqas/{IQA}")

UNDER_WAY: Final = (
    Link(
        text="What came of it: 14:32 on Friday 11 December 2026",
        href="/sending/0f5c2c0e9d3f5f0e8a535d5c3a6f2a11",
    ),
)

MARK: Final = Card(
    what="Mark the work",
    about=f"Ravi Shah (XN-P01), case {URN}",
    when="Due Friday 11 December 2026",
    overdue=False,
    urgent=False,
    button=Link(text="Mark the work", href=f"/iqas/{IQA}/marks"),
    iqa=TO_IQA,
)
CHOOSE: Final = MARK.model_copy(
    update={
        "what": "Choose a case",
        "about": "Priya Nair (XN-P02)",
        "button": Link(text="Choose a case", href=f"/iqas/{IQA}/case"),
    }
)
LATE: Final = MARK.model_copy(
    update={
        "what": "Hold the conversation",
        "about": f"{LONG_NAME}, case {URN}",
        "when": "Was due Monday 7 December 2026",
        "overdue": True,
        "button": Link(text="Record the conversation", href=f"/iqas/{IQA}/meeting"),
    }
)
URGENT: Final = MARK.model_copy(
    update={
        "what": "Do action a1",
        "about": f"case {URN}",
        "urgent": True,
        "button": Link(text="Say what came of it", href=f"/iqas/{IQA}/actions"),
    }
)
OF_A_CASE: Final = URGENT.model_copy(
    update={
        "button": Link(text="Say what came of it", href=f"/cases/{URN}"),
        "iqa": Link(text=f"case-{URN}", href=f"/cases/{URN}"),
    }
)
UNDATED: Final = CHOOSE.model_copy(update={"about": "", "when": ""})
SAMPLE: Final = MARK.model_copy(update={"what": "Sample the assessment", "button": None})

BEGINS: Final = "When an assessment of your work is talked over with you, you say here whether it took place."
LOOKED: Final = "16:40 on Tuesday 8 December 2026"
WAITS_FOR: Final = Line(
    says="Ravi Shah (XN-P01) to say whether the conversation took place",
    when="Since Tuesday 8 December 2026, due Friday 11 December 2026",
    way=Link(text=f"case {URN}", href=f"/iqas/{IQA}"),
)
WAITS_LATE: Final = WAITS_FOR.model_copy(
    update={
        "says": f"{LONG_NAME} to do action a1",
        "when": "Since Monday 30 November 2026, was due Monday 7 December 2026",
        "late": True,
    }
)
NEWS: Final = Line(
    says="Ravi Shah (XN-P01): the comment is kept",
    when="09:12 on Wednesday 9 December 2026",
    way=TO_IQA,
)
AWAY: Final = WhileAway(
    heading="While Asha Patel (XN-M01) is away (to Friday 18 December 2026)",
    hint="You can give an IQA to another assessor from its own page; nobody acts in their name. "
    "Tom Whitaker (XN-M03) stands in.",
    lines=(
        Line(says="Mark the work, about Ravi Shah (XN-P01)", when="Due Friday 11 December 2026", way=TO_IQA),
        Line(says="Record case actions", when="", way=TO_IQA),
    ),
)
STANDS_IN: Final = WhileAway(
    heading="While Asha Patel (XN-M01) is away (with no day named for coming back)",
    hint="You stand in: an urgent action of theirs comes to you by itself, under your own name. "
    "Sam Ortiz (XN-S01) can give you what else waits.",
    lines=(),
)
OWN: Final = Line(says=f"2026-27-Q3, case {URN}", when="Assessed by Asha Patel (XN-M01)", way=TO_IQA)


def page(sentence: str, *cards: Card, escalated: int = 0) -> MyWork:
    """My work with these cards."""
    at_hand = (
        Link(text="Note a case conversation", href="/cases?then=conversations"),
        Link(text="Record an urgent action", href="/cases?then=actions"),
    )
    return MyWork(title="My work", sentence=sentence, cards=cards, escalated=escalated, at_hand=at_hand)


ROWS: Final = (
    Row(ROUTE, "nothing waits", page("Nothing waits for you.")),
    Row(
        ROUTE,
        "somebody is here for the first time",
        page("Nothing waits for you.").model_copy(update={"begins": BEGINS}),
        PROSECUTOR,
    ),
    Row(
        ROUTE,
        "nothing waits and nothing is new, and one has IQAs",
        page("Nothing waits for you.").model_copy(
            update={"begins": BEGINS, "looked": LOOKED, "iqas": (OWN, OWN)}
        ),
        PROSECUTOR,
    ),
    Row(
        ROUTE,
        "one waits for others, something is new, and somebody is away",
        page("2 things wait for you, 1 of them overdue.", LATE, MARK).model_copy(
            update={
                "waits_for": (WAITS_LATE, WAITS_FOR),
                "looked": LOOKED,
                "changed": (NEWS, NEWS),
                "away": (STANDS_IN,),
            }
        ),
    ),
    Row(
        ROUTE,
        "what waits for somebody who is away, and the system stands still",
        page("Nothing waits for you.", escalated=1).model_copy(update={"away": (AWAY,), "looked": LOOKED}),
        SENIOR,
    ),
    Row(
        ROUTE,
        "words are kept that were not sent",
        page("Nothing waits for you.").model_copy(update={"unsent": 1}),
    ),
    Row(
        ROUTE,
        "something that was sent is not answered yet",
        page("Nothing waits for you.").model_copy(update={"under_way": UNDER_WAY}),
    ),
    Row(
        ROUTE,
        "something waits, and something that was sent is not answered yet",
        page("1 thing waits for you.", MARK).model_copy(update={"under_way": UNDER_WAY}),
    ),
    Row(
        ROUTE,
        "words are kept that were not sent, and one thing waits",
        page("1 thing waits for you.", MARK).model_copy(update={"unsent": 1}),
    ),
    Row(
        ROUTE,
        "nothing waits for an administrator",
        page("Nothing waits for you.").model_copy(update={"to_set_up": True, "at_hand": ()}),
        signed_in("Alex Reed", "XN-A01", Role.ADMINISTRATOR),
    ),
    Row(
        ROUTE,
        "one thing waits",
        page("1 thing waits for you.", MARK.model_copy(update={"about": f"case {URN}"})),
        PROSECUTOR,
    ),
    Row(
        ROUTE,
        "many things wait, one of them late, one urgent",
        page("5 things wait for you, 1 of them overdue.", LATE, URGENT, MARK, CHOOSE, UNDATED),
        picture="my-work",
    ),
    Row(
        ROUTE,
        "what waits is on no page yet, and something is escalated",
        page("2 things wait for you.", OF_A_CASE, SAMPLE, escalated=3),
        SENIOR,
    ),
    Row(
        ROUTE,
        "nothing waits, and something is escalated",
        page("Nothing waits for you.", escalated=1),
        SENIOR,
    ),
    Row(
        ROUTE,
        "something was just recorded",
        page("1 thing waits for you.", CHOOSE),
        saved(MANAGER, "The action is recorded, and its owner is told."),
    ),
)
