"""The page of an IQA: before its case is chosen, in the middle, late, at its end, and as its prosecutor reads it."""

from datetime import date
from typing import Final

from clients.web.frame.render import Link
from clients.web.frame.tables import Table
from clients.web.frame.timelines import How, Step, timeline
from clients.web.pages.iqa import Fact, IqaPage, Task
from clients.web.pages.ways import HOME
from tests.web.states.row import IQA, LONG_NAME, MANAGER, PROSECUTOR, SENIOR, URN, Row, saved

ROUTE: Final = "/iqas/{iqa_id}"
AT: Final = f"/iqas/{IQA}"
NOT_YET: Final = "Not yet"
DONE: Final = "Done"

CASE: Final = (
    Fact(name="Case", says=f"{URN}: magistrates court, live, not guilty, allocated to Ravi Shah (XN-P01)"),
    Fact(
        name="Dates", says="Charged Monday 6 July 2026; next hearing Friday 11 December 2026; trial not fixed"
    ),
    Fact(name="To know", says="Victim, domestic abuse"),
)
PEOPLE: Final = (
    Fact(name="Prosecutor", says="Ravi Shah (XN-P01)"),
    Fact(name="Assessed by", says="Asha Patel (XN-M01)"),
    Fact(name="Work assessed", says="Early advice or charging"),
)
LINKS: Final = (
    Link(text="Read the assessment", href=f"{AT}/assessment"),
    Link(text="The conversation", href=f"{AT}/meeting"),
    Link(text="Case actions", href=f"{AT}/actions"),
)


def task(what: str, stands: str, page: str = "") -> Task:
    """A step in the list; the reader's own where it has a page."""
    return Task(what=what, stands=stands, href=f"{AT}/{page}" if page else "", mine=bool(page))


def tasks(*stand: str) -> tuple[Task, ...]:
    """The four steps as they stand, none of them the reader's."""
    called = ("Choose a case", "Mark the work", "Talk it over", "Case actions")
    return tuple(task(what, one) for what, one in zip(called, stand, strict=True))


def step(name: str, says: str, how: How, due: date, done: date | None = None) -> Step:
    """A step of the clock."""
    return Step(name=name, says=says, how=how, due=due, done=done)


CLOCK: Final = timeline(
    "2 of 3 steps were done by their day, 1 is overdue, the next is due Fri 18 Dec 2026.",
    (
        step(
            "Select a case",
            "Done Wed 4 Nov 2026, in time; due Fri 6 Nov 2026",
            How.KEPT,
            date(2026, 11, 6),
            date(2026, 11, 4),
        ),
        step(
            "Mark the work",
            "Done Mon 23 Nov 2026, 1 working day late; due Fri 20 Nov 2026",
            How.LATE,
            date(2026, 11, 20),
            date(2026, 11, 23),
        ),
        step(
            "Hold the conversation",
            "Done Fri 27 Nov 2026, in time; due Fri 27 Nov 2026",
            How.KEPT,
            date(2026, 11, 27),
            date(2026, 11, 27),
        ),
        step(
            "Say whether the conversation took place",
            f"{LONG_NAME}: was due Mon 7 Dec 2026",
            How.OVERDUE,
            date(2026, 12, 7),
        ),
        step("Do action a1", "Ravi Shah (XN-P01): due Fri 18 Dec 2026", How.TO_COME, date(2026, 12, 18)),
    ),
    date(2026, 12, 11),
    Table(
        name="clock",
        caption="The days of this IQA",
        headings=("Step", "Due", "Done", "How"),
        rows=(
            ("Select a case", "Fri 6 Nov 2026", "Wed 4 Nov 2026", "done in time"),
            ("Mark the work", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "done late"),
            ("Say whether the conversation took place", "Mon 7 Dec 2026", "", "overdue"),
            ("Do action a1", "Fri 18 Dec 2026", "", "to come"),
        ),
    ),
    AT,
)
BEGUN: Final = IqaPage(
    title="IQA of Ravi Shah (XN-P01)",
    caption="2026-27-Q3, XN",
    back=HOME,
    tasks=(
        task("Choose a case", "Due Friday 11 December 2026", "case"),
        *tasks(DONE, NOT_YET, NOT_YET, NOT_YET)[1:],
    ),
    button=Link(text="Choose a case", href=f"{AT}/case"),
    next_for_others=(),
    case=(),
    people=PEOPLE[:2],
    links=(),
    more=(Link(text="Withdraw this IQA", href=f"{AT}/withdraw"),),
    happened=(
        Fact(name="14:32 on Friday 11 December 2026", says="Asha Patel (XN-M01): case selected"),
        Fact(name="09:00 on Monday 2 November 2026", says="system:quarter: iqa opened"),
    ),
)
TO_TALK: Final = BEGUN.model_copy(
    update={
        "tasks": (
            *tasks(DONE, DONE, NOT_YET, NOT_YET)[:2],
            task("Talk it over", "Due Friday 11 December 2026", "meeting"),
            task("Case actions", "Due Friday 18 December 2026", "actions"),
        ),
        "button": Link(text="Record the conversation", href=f"{AT}/meeting"),
        "case": CASE,
        "people": PEOPLE,
        "links": LINKS[:2],
    }
)
TO_OPEN: Final = TO_TALK.model_copy(update={"in_case_system": f"https://cases.example.test/{URN}"})
ANSWERED_FOR: Final = TO_TALK.model_copy(
    update={
        "next_for_others": (
            "Ravi Shah (XN-P01) to say whether the conversation took place, due Friday 18 December 2026",
            "Priya Nair (XN-P02) to do action a1, was due Monday 7 December 2026",
        ),
        "button": Link(text="Record what the case needs", href=f"{AT}/actions"),
        "links": LINKS,
    }
)
OF_ANOTHER: Final = BEGUN.model_copy(
    update={
        "title": f"IQA of {LONG_NAME}",
        "tasks": tasks("Waits for Asha Patel (XN-M01), was due Monday 7 December 2026", *[NOT_YET] * 3),
        "button": None,
        "next_for_others": ("Asha Patel (XN-M01) to choose a case, was due Monday 7 December 2026",),
    }
)
OVER: Final = TO_TALK.model_copy(
    update={"tasks": tasks(*[DONE] * 4), "button": None, "links": LINKS, "next_for_others": ()}
)
FOR_PROSECUTOR: Final = OVER.model_copy(update={"title": "Your assessment"})

CHECKED: Final = (
    *tasks(DONE, DONE, DONE, DONE),
    task("Second check", "Waits for Sam Ortiz (XN-S01), due Friday 18 December 2026"),
    task("Feedback", NOT_YET),
)
HISTORY: Final = Link(text="History", href=f"{AT}/history")


def checked(*, yours: bool, chosen: bool, others: bool) -> Row:
    """The page with a second check and its history, with or without what else may stand there."""
    name = f"checked, {'yours' if yours else 'of others'}, {'a case' if chosen else 'no case'}"
    told = {
        "tasks": CHECKED,
        "links": (*LINKS, HISTORY),
        "button": Link(text="Check the assessment", href=f"{AT}/second-check") if yours else None,
        "case": CASE if chosen else (),
        "next_for_others": OF_ANOTHER.next_for_others if others else (),
    }
    waits = "others waited for" if others else "nobody waited for"
    return Row(ROUTE, f"{name}, {waits}", TO_TALK.model_copy(update=told), SENIOR)


ROWS: Final = (
    *(
        checked(yours=a, chosen=b, others=c)
        for a in (True, False)
        for b in (True, False)
        for c in (True, False)
    ),
    Row(ROUTE, "a case is to be chosen", BEGUN),
    Row(
        ROUTE,
        "the reader's next steps, after something was recorded",
        TO_TALK.model_copy(update={"clock": CLOCK}),
        saved(MANAGER, "The assessment is confirmed. Your prosecutor can read it now."),
        picture="iqa",
    ),
    Row(
        ROUTE,
        "the work is to be marked, and nothing can be read yet",
        TO_TALK.model_copy(update={"links": LINKS[1:2]}),
    ),
    Row(ROUTE, "its case can be opened in the case system", TO_OPEN),
    Row(ROUTE, "others are waited for too", ANSWERED_FOR),
    Row(ROUTE, "it waits for another, and is late", OF_ANOTHER, SENIOR),
    Row(
        ROUTE,
        "a case is chosen, and it waits for another",
        OF_ANOTHER.model_copy(update={"case": CASE, "people": PEOPLE, "links": LINKS[1:2]}),
        SENIOR,
    ),
    Row(ROUTE, "all is done", OVER, SENIOR),
    Row(ROUTE, "all is done, for its prosecutor", FOR_PROSECUTOR, PROSECUTOR),
    Row(
        ROUTE,
        "its prosecutor is asked",
        FOR_PROSECUTOR.model_copy(
            update={
                "tasks": (
                    *tasks(DONE, DONE, DONE, NOT_YET)[:2],
                    task("Talk it over", "Due Friday 18 December 2026", "meeting"),
                    task("Case actions", "Waits for Asha Patel (XN-M01), due Friday 18 December 2026"),
                ),
                "button": Link(text="Say whether it took place", href=f"{AT}/meeting"),
                "next_for_others": ("Asha Patel (XN-M01) to record what the case needs",),
            }
        ),
        PROSECUTOR,
    ),
    Row(
        ROUTE,
        "nothing but its people may be read",
        OF_ANOTHER.model_copy(update={"tasks": (), "next_for_others": ()}),
        PROSECUTOR,
    ),
)
