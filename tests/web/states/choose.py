"""Choosing a case: none, some, one drawn, one talked about, what is asked first, and what was wrong."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.choose import WORK, Choose, NotOffered, Offer
from domain.prompts import PromptKind
from domain.questions import Work
from tests.web.states.asked import STALE, question
from tests.web.states.row import IQA, URN, Row

ROUTE: Final = "/iqas/{iqa_id}/case"

OFFER: Final = Offer(
    urn=URN,
    talk="",
    talked="",
    about="Magistrates court, not guilty",
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
NOT_OFFERED: Final = (
    NotOffered(urn="91XN0000101", why=("The case was assessed in the last twelve months.",)),
    NotOffered(
        urn="91XN0000102",
        why=("The case is too old.", "Nobody recorded a decision of this prosecutor on it."),
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


ROWS: Final = (
    Row(ROUTE, "some may be chosen", SOME),
    Row(ROUTE, "some may be chosen, and a kind is asked for", so(asks_for="asks for rape"), picture="choose"),
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
