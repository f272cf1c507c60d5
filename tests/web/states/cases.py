"""A case outside any IQA: which is meant, what is known of it, and the forms in which something is noted."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import FormPage
from clients.web.pages.cases import THEN, CaseAction, CasePage, WhichCase
from clients.web.pages.iqa import Fact
from clients.web.pages.on_case import NoteAction, NoteTalk
from clients.web.pages.requests import AnswerIt, Ask
from clients.web.pages.ways import HOME
from tests.web.states.asked import STALE
from tests.web.states.mark import CASE
from tests.web.states.row import LONG_TEXT, PROSECUTOR, TEXT, URN, Row

BACK: Final = Link(text="The case", href=f"/cases/{URN}")
PEOPLE: Final = (("XN-P01", "Ravi Shah (XN-P01)"), ("XN-P02", "Priya Nair (XN-P02)"))
BEGUN: Final = "You began to write this at 14:32 on Friday 11 December 2026: your words are below."
RECORDED: Final = "What you sent was recorded at 14:32 on Friday 11 December 2026."

WHICH: Final = WhichCase(title="Which case?", caption=THEN["actions"], back=HOME, seen=0, then="actions")
OPEN: Final = CaseAction(
    action_id="a1",
    what="Warn the witness.",
    who="Ravi Shah (XN-P01)",
    due="Friday 11 December 2026",
    urgent=True,
    outcome="",
    mine=False,
)
DONE: Final = OPEN.model_copy(update={"action_id": "a2", "urgent": False, "outcome": "Warned."})
FULL: Final = CasePage(
    title=f"Case {URN}",
    back=HOME,
    seen=3,
    urn=URN,
    case=CASE,
    people="Ravi Shah (XN-P01), Priya Nair (XN-P02)",
    actions=(OPEN, DONE),
    talks=(
        Fact(name="Friday 11 December 2026, Asha Patel (XN-M01) with Ravi Shah (XN-P01)", says=LONG_TEXT),
    ),
    requests=(Fact(name="Ravi Shah (XN-P01) asks for a talk", says=f"{TEXT}\nNot answered yet."),),
    ways=tuple(Link(text=says, href=f"/cases/{URN}/{then}/new") for then, says in THEN.items()),
)
MINE: Final = FULL.model_copy(update={"actions": (OPEN.model_copy(update={"mine": True}), DONE)})
TALK: Final = NoteTalk(
    title=THEN["conversations"], caption=f"Case {URN}", back=BACK, seen=0, urn=URN, case=CASE, people=PEOPLE
)
ACTION: Final = NoteAction(
    title=THEN["actions"], caption=f"Case {URN}", back=BACK, seen=0, urn=URN, case=CASE, people=PEOPLE
)
ASK: Final = Ask(title=THEN["requests"], caption=f"Case {URN}", back=BACK, seen=0, urn=URN, case=CASE)
ASKED: Final = AnswerIt(
    title="What was asked for",
    caption=f"Ravi Shah (XN-P01), case {URN}",
    back=BACK,
    seen=1,
    urn=URN,
    request_id="r1",
    case=CASE,
    asks=(Fact(name="Asked by", says="Ravi Shah (XN-P01)"), Fact(name="In their words", says=TEXT)),
    answered="",
)


def form_of(route: str, page: FormPage, wrong: Wrong) -> tuple[Row, ...]:
    """The states of a form: as it is opened, something missing, a draft, recorded before, and refused."""
    return (
        Row(route, "nothing is written", page),
        Row(route, "something is missing", page.model_copy(update={"wrong": (wrong,)}), status=422),
        Row(route, "a draft is offered", page.model_copy(update={"notice": BEGUN})),
        Row(route, "what was sent before is recorded", page.model_copy(update={"notice": RECORDED})),
        Row(route, "it is refused", page.model_copy(update={"refused": STALE}), status=422),
    )


def so(**told: object) -> CasePage:
    """The case with this told otherwise."""
    return FULL.model_copy(update=told)


ROWS: Final = (
    Row("/cases", "nothing is typed", WHICH),
    Row(
        "/cases",
        "none is known by that number",
        WHICH.model_copy(update={"wrong": (Wrong(field="urn", says="Enter the number of the case"),)}),
        status=422,
    ),
    Row("/cases/{urn}", "much is noted", FULL),
    Row("/cases/{urn}", "nothing is noted", so(actions=(), talks=(), requests=())),
    Row("/cases/{urn}", "an action is noted", so(actions=MINE.actions, talks=(), requests=()), PROSECUTOR),
    Row("/cases/{urn}", "a talk is noted", so(actions=(), requests=())),
    Row("/cases/{urn}", "a request is noted", so(actions=(), talks=())),
    Row("/cases/{urn}", "an action and a request are noted", so(talks=())),
    Row("/cases/{urn}", "no export has it any more", so(case=(), people="", ways=(), talks=(), requests=())),
    Row(
        "/cases/{urn}",
        "nothing is said of what came of an action",
        MINE.model_copy(
            update={
                "talks": (),
                "requests": (),
                "wrong": (Wrong(field="outcome-a1", says="Say what came of it"),),
            }
        ),
        PROSECUTOR,
        422,
    ),
    *form_of("/cases/{urn}/conversations/new", TALK, Wrong(field="who", says="Say with whom you talked")),
    *form_of("/cases/{urn}/actions/new", ACTION, Wrong(field="what", says="Say what the case needs")),
    *form_of("/cases/{urn}/requests/new", ASK, Wrong(field="wanted", says="Say what you ask for")),
    *form_of(
        "/cases/{urn}/requests/{request_id}", ASKED, Wrong(field="answer", says="Say whether you agree")
    ),
    Row(
        "/cases/{urn}/requests/{request_id}",
        "it is answered",
        ASKED.model_copy(update={"answered": "Agreed. Next week."}),
    ),
)
