"""What was to be developed, and talks with the manager: to be said, said, something missing, and as others read."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.development import DevelopmentPage
from clients.web.pages.iqa import Fact
from clients.web.pages.manager_talks import ManagerTalks, Talk
from tests.web.states.asked import STALE
from tests.web.states.row import CAPTION, IQA, LONG_NAME, LONG_TEXT, SENIOR, TEXT, Row

DEVELOPMENT: Final = "/iqas/{iqa_id}/development/{action_id}"
TALKS: Final = "/iqas/{iqa_id}/manager-talks"
BACK: Final = Link(text="This IQA", href=f"/iqas/{IQA}")
BEGUN: Final = "You began to write this at 14:32 on Friday 11 December 2026: your words are below."
RECORDED: Final = "What you sent was recorded at 14:32 on Friday 11 December 2026."
ASKED: Final = (
    Fact(name="To develop", says=TEXT),
    Fact(name="To show by", says="Friday 29 January 2027"),
)
FOUND: Final = (
    *ASKED,
    Fact(name="Found last", says="Partly"),
    Fact(name="In", says=IQA),
    Fact(name="More about it", says=LONG_TEXT),
    Fact(name="Said at", says="14:32 on Friday 11 December 2026"),
)
TO_SAY: Final = DevelopmentPage(
    title="What was to be developed",
    caption=CAPTION,
    back=BACK,
    seen=21,
    iqa_id=IQA,
    action_id="d1",
    whose="Asha Patel (XN-M01)",
    told=ASKED,
    says=True,
)
NOTHING: Final = ManagerTalks(
    title="Talks with the manager",
    caption=CAPTION,
    back=BACK,
    seen=12,
    iqa_id=IQA,
    whose="Asha Patel (XN-M01)",
    talks=(),
    notes=True,
)
OPEN: Final = Talk(
    talk_id="m1",
    when="Sam Ortiz (XN-S01) with Asha Patel (XN-M01), Tuesday 8 December 2026",
    about="How a strategy reads in a review.",
    to_try="Ask for one at charge, and name the witness who decides.",
    look="Friday 29 January 2027",
    outcome="",
    mine=False,
)
DONE: Final = OPEN.model_copy(
    update={"talk_id": "m2", "when": f"{LONG_NAME} with Asha Patel (XN-M01)", "outcome": LONG_TEXT}
)
MINE: Final = OPEN.model_copy(update={"mine": True})
SOME: Final = NOTHING.model_copy(update={"talks": (MINE, MINE.model_copy(update={"talk_id": "m3"}), DONE)})

ROWS: Final = (
    Row(DEVELOPMENT, "it is to be said whether it shows", TO_SAY, SENIOR, picture="development"),
    Row(
        DEVELOPMENT,
        "it is said, and can be read",
        TO_SAY.model_copy(update={"says": False, "told": FOUND}),
        SENIOR,
    ),
    Row(
        DEVELOPMENT,
        "something is missing",
        TO_SAY.model_copy(
            update={
                "values": {"shown": "yes", "again-day": "11"},
                "wrong": (
                    Wrong(field="in_iqa", says="Say in which later IQA it shows, by its id"),
                    Wrong(field="again-day", says="Leave this blank where it shows: nobody looks again"),
                ),
            }
        ),
        SENIOR,
        422,
    ),
    Row(DEVELOPMENT, "it is refused", TO_SAY.model_copy(update={"refused": STALE}), SENIOR, 422),
    Row(DEVELOPMENT, "a draft is offered", TO_SAY.model_copy(update={"notice": BEGUN}), SENIOR),
    Row(
        DEVELOPMENT,
        "it is recorded",
        TO_SAY.model_copy(update={"notice": RECORDED, "told": FOUND, "says": False}),
        SENIOR,
    ),
    Row(TALKS, "none is noted yet", NOTHING, SENIOR),
    Row(TALKS, "what came of some is to be said", SOME, SENIOR, picture="manager-talks"),
    Row(TALKS, "some can be read", SOME.model_copy(update={"talks": (OPEN, DONE), "notes": False})),
    Row(TALKS, "none is noted, and none can be", NOTHING.model_copy(update={"notes": False})),
    Row(
        TALKS,
        "what came of one's own is to be said, and no other can be noted",
        SOME.model_copy(update={"notes": False}),
        SENIOR,
    ),
    Row(
        TALKS,
        "something is missing",
        SOME.model_copy(
            update={
                "wrong": (
                    Wrong(field="outcome-m1", says="Say what came of it"),
                    Wrong(field="to_try", says="Say what they are to try"),
                )
            }
        ),
        SENIOR,
        422,
    ),
    Row(
        TALKS,
        "something is missing in the first",
        NOTHING.model_copy(update={"wrong": (Wrong(field="text", says="Say what you talked about"),)}),
        SENIOR,
        422,
    ),
    Row(TALKS, "it is refused", SOME.model_copy(update={"refused": STALE}), SENIOR, 422),
    Row(TALKS, "the first is refused", NOTHING.model_copy(update={"refused": STALE}), SENIOR, 422),
    Row(TALKS, "a draft is offered", SOME.model_copy(update={"notice": BEGUN}), SENIOR),
    Row(TALKS, "a draft of the first is offered", NOTHING.model_copy(update={"notice": BEGUN}), SENIOR),
    Row(TALKS, "it is recorded", SOME.model_copy(update={"notice": RECORDED}), SENIOR),
)
