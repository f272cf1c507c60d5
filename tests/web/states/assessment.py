"""The assessment as it is read: confirmed or not, revised, commented, queried, and the prosecutor's two forms."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.assessment import Answered, Assessment
from clients.web.pages.iqa import Fact
from tests.web.states.asked import STALE
from tests.web.states.mark import BLANK
from tests.web.states.row import CAPTION, IQA, LONG_TEXT, PROSECUTOR, SENIOR, TEXT, Row

ROUTE: Final = "/iqas/{iqa_id}/assessment"


def answered(number: int, answer: str, *, before: str = "", good: str = "", improve: str = "") -> Answered:
    """A question of the page of marks, answered."""
    one = next(each for each in BLANK.asked if each.number == number)
    return Answered(
        number=number,
        title=one.title,
        wording=one.wording,
        answer=answer,
        before=before,
        good=good,
        improve=improve,
    )


FULL: Final = Assessment(
    title="The assessment",
    caption=CAPTION,
    back=Link(text="This IQA", href=f"/iqas/{IQA}"),
    seen=7,
    iqa_id=IQA,
    confirmed="14:32 on Friday 11 December 2026",
    answers=(
        answered(1, "Yes", good="The alternative charge was weighed."),
        answered(2, "Yes", before="No", improve=TEXT),
        answered(3, "Not applicable: someone else's work"),
    ),
    notes=(
        Fact(
            name="Victims and witnesses", says="The wish of the victim to be screened is in the first review."
        ),
        Fact(name="Learning for the team", says="Ask for footage by a day."),
    ),
    said=(),
    mine=True,
    revises=False,
    source=BLANK.source,
)
SAID: Final = (
    Fact(name="Comment, 15:00 on Friday 11 December 2026", says=LONG_TEXT),
    Fact(
        name="Query of question 2 Quality of review",
        says="The strategy is in the note of 6 July.\nNot answered yet.",
    ),
)
BY_ME: Final = FULL.model_copy(update={"mine": False, "revises": True})
OF_ANOTHER: Final = FULL.model_copy(update={"mine": False})


def so(**told: object) -> Assessment:
    """The prosecutor's page with this told otherwise."""
    return FULL.model_copy(update=told)


ROWS: Final = (
    Row(ROUTE, "its prosecutor reads it", FULL, PROSECUTOR, picture="assessment"),
    Row(ROUTE, "its prosecutor has said something of it", so(said=SAID), PROSECUTOR),
    Row(ROUTE, "its prosecutor reads it, without notes", so(notes=()), PROSECUTOR),
    Row(ROUTE, "without notes, and something was said", so(notes=(), said=SAID), PROSECUTOR),
    Row(ROUTE, "its assessor can revise it", BY_ME),
    Row(ROUTE, "its assessor reads it, without notes", BY_ME.model_copy(update={"notes": ()})),
    Row(
        ROUTE,
        "its assessor reads what was said of it",
        BY_ME.model_copy(update={"notes": (), "said": SAID}),
    ),
    Row(ROUTE, "another reads it", OF_ANOTHER, SENIOR),
    Row(ROUTE, "another reads what was said of it", OF_ANOTHER.model_copy(update={"said": SAID}), SENIOR),
    Row(ROUTE, "another reads it, without notes", OF_ANOTHER.model_copy(update={"notes": ()}), SENIOR),
    Row(
        ROUTE,
        "it is not confirmed, and nothing is answered",
        OF_ANOTHER.model_copy(update={"confirmed": "", "answers": (), "notes": ()}),
    ),
    Row(ROUTE, "it is not confirmed", OF_ANOTHER.model_copy(update={"confirmed": "", "notes": ()})),
    Row(
        ROUTE,
        "a comment is blank",
        so(notes=(), wrong=(Wrong(field="comment", says="Write your comment"),)),
        PROSECUTOR,
        422,
    ),
    Row(
        ROUTE,
        "a query is not whole",
        so(
            notes=(),
            wrong=(
                Wrong(field="question", says="Choose the question whose mark you query"),
                Wrong(field="query", says="Say what should be looked at again"),
            ),
        ),
        PROSECUTOR,
        422,
    ),
    Row(
        ROUTE,
        "somebody was first",
        so(
            notes=(),
            refused=STALE,
            values={"question": "2", "query": "The strategy is in the note of 6 July."},
        ),
        PROSECUTOR,
        422,
    ),
    Row(
        ROUTE,
        "a comment was begun",
        so(
            notes=(),
            values={"comment": "The officer had not sent the footage."},
            notice="You began to write this at 14:32 on Friday 11 December 2026: your words are below.",
        ),
        PROSECUTOR,
    ),
)
