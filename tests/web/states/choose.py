"""Choosing a case: none, some, one drawn, one talked about, what is asked first, and what was wrong."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.all_the_same import ChooseAllTheSame
from clients.web.pages.choose import WORK, Choose, NotOffered, Offer
from domain.prompts import PromptKind
from domain.questions import Work
from tests.web.states.asked import STALE, question, told_of
from tests.web.states.row import IQA, URN, Row

ROUTE: Final = "/iqas/{iqa_id}/case"

OFFER: Final = Offer(
    urn=URN,
    talk="",
    talked="",
    about="Magistrates court, not guilty",
    request="",
    asked_for="",
    work=tuple((work, WORK[work]) for work in Work),
    drawn=False,
)
CUSTODY: Final = OFFER.model_copy(
    update={
        "urn": "91XN0000412",
        "about": "Crown court, no plea known",
        "asked_for": "rape",
        "work": OFFER.work[:1],
    }
)
TALKED: Final = OFFER.model_copy(
    update={
        "urn": "91XN0000518",
        "talk": "case-91XN0000518.c1",
        "talked": "Thursday 3 December 2026",
    }
)
REQUESTED: Final = OFFER.model_copy(update={"request": f"case-{URN}.r1"})
NOT_OFFERED: Final = (
    NotOffered(
        urn="91XN0000101",
        about="Post charge, finalised, not guilty",
        why=("The case is not live.",),
        done_by="",
        fits=(),
        may=True,
    ),
    NotOffered(
        urn="91XN0000102",
        about="Post charge, live, no plea known",
        why=(
            "The case has not progressed far enough.",
            "The prosecutor has not done the work that would be assessed.",
        ),
        done_by="Priya Nair (XN-P02)",
        fits=(Link(text="iqa-2026-27-Q3-XN-P02-C1", href="/iqas/iqa-2026-27-Q3-XN-P02-C1/case"),),
        may=False,
    ),
)
SOME: Final = Choose(
    title="Choose a case",
    caption="Ravi Shah (XN-P01), 2026-27-Q3",
    back=Link(text="This IQA", href=f"/iqas/{IQA}"),
    seen=1,
    iqa_id=IQA,
    asks_for="",
    offers=(OFFER, CUSTODY, TALKED),
    not_offered=NOT_OFFERED,
    drawn="",
)
ASKED: Final = question(PromptKind.CUSTODY_WHILE_AWAY)
CHOSEN: Final = {"values": {"urn": URN}, "ticked": {"work": (Work.INITIAL_REVIEW,)}}


def so(**told: object) -> Choose:
    """The page with this told otherwise."""
    return SOME.model_copy(update=told)


ROWS: tuple[Row, ...] = (
    Row(ROUTE, "some may be chosen", SOME),
    Row(ROUTE, "some may be chosen, and a kind is asked for", so(asks_for="asks for rape"), picture="choose"),
    Row(ROUTE, "the prosecutor asked for one and was agreed", so(offers=(REQUESTED, CUSTODY, TALKED))),
    Row(ROUTE, "none may be chosen", so(offers=())),
    Row(ROUTE, "all may be chosen", so(not_offered=())),
    Row(ROUTE, "no case is known", so(offers=(), not_offered=())),
    Row(
        ROUTE,
        "one was drawn",
        so(
            offers=(OFFER, CUSTODY.model_copy(update={"drawn": True})),
            drawn="Drawn by lot: 91XN0000412, one of 2 eligible cases (draw 1).",
        ),
    ),
    Row(
        ROUTE,
        "no work was ticked",
        so(
            values={"urn": URN},
            wrong=(Wrong(field=f"work-{URN}", says=f"Tick the work on {URN} that you assess"),),
        ),
        status=422,
    ),
    Row(
        ROUTE,
        "a case was sent that is not offered",
        so(wrong=(Wrong(field="urn", says="Choose one of the cases below"),)),
        status=422,
    ),
    Row(ROUTE, "something is asked first", so(prompts=(ASKED,), **CHOSEN), status=422),
    Row(
        ROUTE,
        "somebody was first",
        so(refused=STALE, **CHOSEN),
        status=422,
    ),
    Row(
        ROUTE,
        "it was recorded before",
        so(notice="What you sent was recorded at 14:32 on Friday 11 December 2026."),
    ),
)

SAME: Final = "/iqas/{iqa_id}/case/{urn}"
ALL_THE_SAME: Final = ChooseAllTheSame(
    title="Choose 91XN0000101 all the same",
    caption="Ravi Shah (XN-P01), 2026-27-Q3",
    back=Link(text="All cases", href=f"/iqas/{IQA}/case"),
    seen=1,
    iqa_id=IQA,
    case=NOT_OFFERED[0],
    prosecutor="Ravi Shah (XN-P01)",
    work=OFFER.work,
    did=(),
    reasons=(
        ("discussed", "We talked about this case and it is worth assessing"),
        ("other", "Another reason"),
    ),
)
OF_OTHERS: Final = ALL_THE_SAME.model_copy(
    update={"case": NOT_OFFERED[1], "did": (("review", "Review"), ("disclosure", "Disclosure"))}
)

ROWS += (
    Row(SAME, "a rule can be set aside", ALL_THE_SAME),
    Row(SAME, "some of the work is of others", OF_OTHERS),
    Row(
        SAME,
        "nothing was chosen",
        OF_OTHERS.model_copy(
            update={
                "wrong": (
                    Wrong(field="work", says="Tick the work that you assess"),
                    Wrong(field="did", says="Tick what of this work was the prosecutor's own"),
                    Wrong(field="because", says="Choose a reason"),
                )
            }
        ),
        status=422,
    ),
    Row(
        SAME,
        "no reason was chosen",
        ALL_THE_SAME.model_copy(update={"wrong": (Wrong(field="because", says="Choose a reason"),)}),
        status=422,
    ),
    Row(SAME, "nobody may choose it", ALL_THE_SAME.model_copy(update={"work": (), "case": NOT_OFFERED[1]})),
    *told_of(SAME, ALL_THE_SAME, "note", question(PromptKind.CUSTODY_WHILE_AWAY)),
)
