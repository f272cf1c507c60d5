"""Case actions: none, none needed, several, urgent, done, handed over, the reader's own, and the form for one more."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.actions import Action, Actions
from domain.prompts import PromptKind
from tests.web.states.asked import STALE, question, told_of
from tests.web.states.row import CAPTION, IQA, LONG_NAME, LONG_TEXT, PROSECUTOR, SENIOR, Row

ROUTE: Final = "/iqas/{iqa_id}/actions"

OPEN: Final = Action(
    action_id="a1",
    what="Ask the officer in the case for the footage of the second camera.",
    who="Ravi Shah (XN-P01)",
    due="Friday 18 December 2026",
    urgent=False,
    outcome="",
    handed_to="",
    mine=False,
)
URGENT: Final = OPEN.model_copy(
    update={
        "action_id": "a2",
        "what": LONG_TEXT,
        "who": LONG_NAME,
        "urgent": True,
        "handed_to": "Priya Nair (XN-P02)",
    }
)
DONE: Final = OPEN.model_copy(update={"action_id": "a3", "outcome": "It came on 10 December, and is served."})

TO_RECORD: Final = Actions(
    title="Case actions",
    caption=CAPTION,
    back=Link(text="This IQA", href=f"/iqas/{IQA}"),
    seen=6,
    iqa_id=IQA,
    actions=(),
    none_needed=False,
    records=True,
    waits=True,
    owners=(("XN-P01", "Ravi Shah (XN-P01)"), ("XN-M01", "Asha Patel (XN-M01)")),
)
SOME: Final = TO_RECORD.model_copy(update={"actions": (OPEN, URGENT, DONE), "waits": False})
TO_DO: Final = SOME.model_copy(
    update={
        "actions": tuple(one.model_copy(update={"mine": not one.outcome}) for one in SOME.actions),
        "records": False,
    }
)
WRITTEN: Final = TO_RECORD.model_copy(
    update={
        "values": {"what": OPEN.what, "owner": "other", "other": "XN-P02", "due-day": "18", "urgent": "yes"},
    }
)

ROWS: Final = (
    Row(ROUTE, "it is to be said what the case needs", TO_RECORD, picture="actions"),
    Row(ROUTE, "more can be recorded while it is to be said", SOME.model_copy(update={"waits": True})),
    Row(ROUTE, "some are recorded", SOME),
    Row(ROUTE, "some are the assessor's own", TO_DO.model_copy(update={"records": True})),
    Row(ROUTE, "some are the reader's own", TO_DO, PROSECUTOR),
    Row(ROUTE, "some can be read", TO_DO.model_copy(update={"actions": SOME.actions}), SENIOR),
    Row(ROUTE, "none is needed", TO_RECORD.model_copy(update={"none_needed": True, "waits": False})),
    Row(
        ROUTE,
        "none is needed, as others read",
        TO_RECORD.model_copy(update={"none_needed": True, "waits": False, "records": False}),
        SENIOR,
    ),
    Row(
        ROUTE,
        "nothing is known yet",
        TO_RECORD.model_copy(update={"waits": False, "records": False}),
        SENIOR,
    ),
    Row(ROUTE, "nothing is recorded yet", TO_RECORD.model_copy(update={"waits": False})),
    Row(
        ROUTE,
        "an action is to be mended",
        WRITTEN.model_copy(
            update={
                "values": {"owner": "other", "other": "Priya", "due-day": "18"},
                "wrong": (
                    Wrong(field="what", says="Say what the case needs"),
                    Wrong(
                        field="owner",
                        says="Say who does it, by a staff id such as XN-P01 if it is somebody else",
                    ),
                    Wrong(field="due-month", says="The day by which it is due must have a month and a year"),
                ),
            }
        ),
        status=422,
    ),
    Row(
        ROUTE,
        "what came of it is left blank",
        TO_DO.model_copy(update={"wrong": (Wrong(field="outcome-a1", says="Say what came of it"),)}),
        PROSECUTOR,
        422,
    ),
    Row(
        ROUTE,
        "an action is to be mended, and nothing waits",
        WRITTEN.model_copy(
            update={
                "waits": False,
                "values": {"what": OPEN.what},
                "wrong": (Wrong(field="owner", says="Say who does it"),),
            }
        ),
        status=422,
    ),
    Row(
        ROUTE,
        "somebody was first, and nothing waits",
        WRITTEN.model_copy(update={"waits": False, "refused": STALE}),
        status=422,
    ),
    *told_of(ROUTE, WRITTEN, "what", question(PromptKind.ACTION_WHILE_AWAY)),
)
