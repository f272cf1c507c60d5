"""Marking and the last look: nothing answered, half, all, with errors, asked first, and questions that are off."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.check import Check, Line
from clients.web.pages.iqa import Fact
from clients.web.pages.marks_form import Asked, MarksPage, Way
from domain.prompts import PromptKind
from infra.reference import Library
from tests.web.states.asked import STALE, question, told_of
from tests.web.states.row import CAPTION, IQA, LONG_TEXT, TEXT, URN, Row

ROUTE: Final = "/iqas/{iqa_id}/marks"
CHECK: Final = "/iqas/{iqa_id}/marks/check"
_CURRENT: Final = Library.load(None).current
_SET: Final = _CURRENT.casework
_TITLES: Final = _SET.titles


REVISE: Final = "/iqas/{iqa_id}/marks/revise"
CASE: Final = (
    Fact(name="Case", says=f"{URN}: post charge, live, not guilty"),
    Fact(name="To know", says="Custody, victim"),
)
ON_FILE: Final = (
    "Wed 8 Jul 2026: charging decision, Ravi Shah (XN-P01)",
    "Mon 31 Aug 2026: initial disclosure served",
)


def asked(
    number: int,
    *,
    off: str = "",
    optional: bool = False,
    whose: str = "",
    on_file: tuple[str, ...] = (),
) -> Asked:
    """A question of the CPS as it is marked."""
    found = _SET.question(number)
    assert found is not None
    return Asked(
        number=number,
        title=f"{number} {_TITLES[number]}",
        wording=found.wording,
        hints=found.hints,
        on_file=on_file,
        whose=whose,
        optional=optional,
        off=off,
        belongs=(found.belongs or "") if off else "",
        takes_victims_note=found.takes_victims_note,
    )


BLANK: Final = MarksPage(
    title=f"Mark the work on {URN}",
    caption=CAPTION,
    back=Link(text="This IQA", href=f"/iqas/{IQA}"),
    seen=3,
    iqa_id=IQA,
    case=CASE,
    asked=(
        asked(1, whose="Ravi Shah (XN-P01)", on_file=ON_FILE),
        asked(2),
        asked(3),
        asked(6, optional=True),
    ),
    not_asked=(
        asked(8, off="not this work", on_file=ON_FILE[1:]),
        asked(9, off="someone else's work", whose="Priya Nair (XN-P02)"),
        asked(11, off="circumstance absent"),
    ),
    ways=(
        Way(value="yes", says="Yes"),
        Way(value="no", says="No"),
        *(
            Way(value=f"not_applicable:{one.code}", says=f"Not applicable: {one.says}")
            for one in _CURRENT.policy.marking.not_applicable_reasons
        ),
    ),
    source=_SET.source,
)
WORDS: Final = {
    "q1-answer": "yes",
    "q1-good": "The alternative charge was weighed against the second account, and ruled out with reasons.",
    "q2-answer": "no",
    "q2-improve": LONG_TEXT,
    "victims_note": "The wish of the victim to be screened is in the first review.",
    "team_learning": "Ask for footage by a day.",
}
WRITTEN: Final = BLANK.model_copy(update={"values": WORDS})
OFF_ANSWERED: Final = WRITTEN.model_copy(update={"values": WORDS | {"q9-answer": "yes"}})
WRONG: Final = (
    Wrong(
        field="q3-improve",
        says="Say what should be done differently in question 3 Disclosure in initial review",
    ),
    Wrong(field="q9-because", says="Say why question 9 Duties of disclosure is answered although it is off"),
)

REVISING: Final = WRITTEN.model_copy(
    update={"title": "Revise the marks", "revises": True, "values": {"q1-answer": "yes"}}
)

LINES: Final = (
    Line(number=1, title=f"1 {_TITLES[1]}", answer="Yes", good=WORDS["q1-good"], improve=""),
    Line(number=2, title=f"2 {_TITLES[2]}", answer="No", good="", improve=TEXT),
    Line(
        number=3,
        title=f"3 {_TITLES[3]}",
        answer="Not applicable: someone else's work",
        good="",
        improve="",
    ),
)
COMPLETE: Final = Check(
    title="Check your answers",
    caption=CAPTION,
    back=Link(text="The questions", href=f"/iqas/{IQA}/marks"),
    seen=4,
    iqa_id=IQA,
    lines=LINES,
    missing=(),
    victims_note=WORDS["victims_note"],
    team_learning=WORDS["team_learning"],
    may_set_aside=("case_not_live", "too_little_own_work"),
    reasons=(("only_case", "The prosecutor has no other case that fits"), ("discussed", "It was discussed")),
)
NOT_LIVE: Final = "The case is not live. Give it up for another, or set the rule aside below."
BARE: Final = COMPLETE.model_copy(update={"victims_note": "", "team_learning": ""})

ROWS: Final = (
    Row(ROUTE, "nothing is answered", BLANK, picture="mark"),
    Row(ROUTE, "some is answered", WRITTEN),
    Row(ROUTE, "every question is on", WRITTEN.model_copy(update={"not_asked": ()})),
    Row(ROUTE, "no question is known", BLANK.model_copy(update={"asked": (), "not_asked": ()})),
    Row(
        ROUTE,
        "two answers are to be mended",
        OFF_ANSWERED.model_copy(
            update={"wrong": WRONG, "values": OFF_ANSWERED.values | {"q2-improve": TEXT, "q3-answer": "no"}}
        ),
        status=422,
        picture="mark-errors",
    ),
    *told_of(
        ROUTE,
        WRITTEN,
        "team_learning",
        question(
            PromptKind.OFF_QUESTION_ANSWERED, instead=("Disclosure up to charge stands under question 3",)
        ),
    ),
    Row(
        ROUTE,
        "something is asked about one question",
        WRITTEN.model_copy(
            update={"prompts": (question(PromptKind.EMPTY_PHRASE).model_copy(update={"questions": (1,)}),)}
        ),
        status=422,
    ),
    Row(ROUTE, "no export has the case", WRITTEN.model_copy(update={"case": ()})),
    Row(REVISE, "the marks as they stand", REVISING),
    Row(
        REVISE, "they can be revised, and every question is on", REVISING.model_copy(update={"not_asked": ()})
    ),
    Row(
        REVISE,
        "nothing was changed, and no reason given",
        REVISING.model_copy(update={"wrong": (Wrong(field="because", says="Say why you revise the marks"),)}),
        status=422,
    ),
    *(
        row._replace(name=f"revising, {row.name}")
        for row in told_of(REVISE, REVISING, "because", question(PromptKind.EMPTY_PHRASE))
    ),
    Row(CHECK, "all is answered", COMPLETE, picture="check"),
    Row(
        CHECK,
        "all is answered, without notes, at length",
        BARE.model_copy(update={"lines": (LINES[1].model_copy(update={"improve": LONG_TEXT}),)}),
    ),
    Row(
        CHECK,
        "all is answered, with one of the notes",
        BARE.model_copy(update={"team_learning": "Ask early."}),
    ),
    Row(CHECK, "the other note", BARE.model_copy(update={"victims_note": "Screens were asked for."})),
    Row(CHECK, "something is missing", BARE.model_copy(update={"missing": (f"6 {_TITLES[6]}",)})),
    Row(
        CHECK,
        "nothing but a note is written",
        BARE.model_copy(update={"lines": (), "missing": (f"1 {_TITLES[1]}",), "team_learning": "Ask early."}),
    ),
    Row(
        CHECK,
        "nothing is answered",
        BARE.model_copy(update={"lines": (), "missing": (f"1 {_TITLES[1]}", f"2 {_TITLES[2]}")}),
    ),
    Row(CHECK, "somebody was first", BARE.model_copy(update={"refused": STALE}), status=422),
    Row(
        CHECK,
        "the case is not live any more",
        BARE.model_copy(update={"refused": NOT_LIVE, "rule": "case_not_live"}),
        status=422,
    ),
    Row(
        CHECK,
        "too little of it is their work, and why is not said",
        BARE.model_copy(
            update={
                "values": {"aside": "case_not_live too_little_own_work", "note": LONG_TEXT},
                "wrong": (Wrong(field="because", says="Choose a reason"),),
            }
        ),
        status=422,
    ),
    Row(
        CHECK,
        "it is open elsewhere",
        BARE.model_copy(update={"notice": "What you sent was recorded at 14:32 on Friday 11 December 2026."}),
    ),
)
