"""A quarter: as it stands, one manager's line, what was set aside, the draw, the report; every Area."""

from typing import Final

from clients.web.frame.pictures import Picture, picture
from clients.web.frame.pictures import Row as Bar
from clients.web.frame.render import Link
from clients.web.frame.tables import Table
from clients.web.pages.exceptions import ExceptionsPage, One, SetAsidePage
from clients.web.pages.iqa import Fact
from clients.web.pages.national import NationalPage
from clients.web.pages.quarter import ManagerPage, QuarterPage
from clients.web.pages.rates import of_rates
from clients.web.pages.report import ReportPage
from clients.web.pages.sample import SamplePage
from clients.web.pages.ways import HOME
from domain.people import Role
from tests.web.states.row import IQA, LONG_NAME, LONG_TEXT, SENIOR, URN, Row, signed_in

ROUTE: Final = "/quarters/{area}/{quarter}"
AT: Final = "/quarters/XN/2026-27-Q3"
CAPTION: Final = "XN, 2026-27-Q3"
BACK: Final = Link(text="Quarter", href=AT)
CHIEF: Final = signed_in("Helen Marsh", "XN-C01", Role.CHIEF_CROWN_PROSECUTOR)

PACE: Final = Table(
    name="pace",
    caption="What waits, and what follows",
    headings=("What", "How many", "What follows"),
    rows=(
        ("Urgent case actions open", "2", "They never pause."),
        ("Conversations overdue", "1", "In a second check each counts as not held."),
        ("Assessments still to come", "14", ""),
    ),
)
_WEEKS: Final = (
    *(
        ("1 Oct", 0, 0),
        ("2 Oct", 0, 0),
        ("9 Oct", 1, 0),
        ("16 Oct", 2, 0),
        ("23 Oct", 1, 0),
        ("30 Oct", 2, 0),
    ),
    *(("6 Nov", 1, 1), ("13 Nov", 0, 1), ("20 Nov", 0, 2), ("27 Nov", 0, 1), ("4 Dec", 0, 1)),
    *(("11 Dec", 0, 3), ("18 Dec", 0, 3), ("25 Dec", 0, 2)),
)
"""Each week with how many were confirmed in it and how many are to come."""


def _of_a_week(done: int, come: int) -> str:
    if not come:
        return str(done)
    return f"{done} + {come} to come" if done else f"{come} to come"


def in_weeks(headline: str, weeks: tuple[tuple[str, int, int], ...]) -> Picture:
    """A quarter's weeks as a picture; its last three are set apart."""
    bars = [Bar(name=name, says=_of_a_week(done, come), done=done, open=come) for name, done, come in weeks]
    table = Table(
        name="weeks",
        caption="The weeks of the quarter",
        headings=("Week from", "Confirmed", "Still to come"),
        rows=tuple((name, str(done), str(come)) for name, done, come in weeks),
    )
    kinds = ("Confirmed", "Still to come, at the pace so far")
    return picture(
        headline, kinds, (Bar(name="Weeks from"), *bars[:-3], Bar(name="The last 3 weeks"), *bars[-3:]), table
    )


def talks(held: int, not_held: int, to_come: int, impossible: int) -> dict[str, int]:
    """How conversations stand, as figures."""
    found = {"held": held, "not_held": not_held, "to_come": to_come, "impossible": impossible}
    return {f"conversations_{name}": count for name, count in found.items()}


WEEKS: Final = in_weeks("At the pace so far, 8 of 14 still to come fall into the last 3 weeks.", _WEEKS)
OVER: Final = in_weeks(
    "11 of 18 assessments were confirmed in the last 3 weeks.",
    tuple((name, done + come, 0) for name, done, come in _WEEKS),
)
QUARTER: Final = QuarterPage(
    title="Quarter",
    caption=CAPTION,
    back=HOME,
    at=AT,
    sentence="14 assessments are still to come, 3 late by their day. 21 working days leave time to check them.",
    as_of="14:32 on Monday 9 November 2026",
    pictures=(WEEKS,),
    tables=(PACE,),
    bunching="Bunching: measured once the last 3 weeks begin.",
    managers=(
        Link(text="Asha Patel (XN-M01)", href=f"{AT}/managers/XN-M01"),
        Link(text=LONG_NAME, href=f"{AT}/managers/XN-P118"),
    ),
    further=(Link(text="The report", href=f"{AT}/report"),),
    policy="default-1: Local policy, not a CPS rule",
)
LINE: Final = ManagerPage(
    title="What waits with Asha Patel (XN-M01)",
    caption=CAPTION,
    back=BACK,
    at=AT,
    told=(Fact(name="Conversations overdue", says="1"), Fact(name="Last review", says="A warning")),
)
ASIDE: Final = One(
    iqa=Link(text="IQA of Ravi Shah (XN-P01)", href=f"/iqas/{IQA}"),
    about=f"Case {URN}, charging, assessed by Asha Patel (XN-M01)",
    rules=(
        SetAsidePage(
            rule="The case is not live.",
            who="Asha Patel (XN-M01), 14:32 on Friday 11 December 2026",
            why=f"The prosecutor has no other case that fits\n{LONG_TEXT}",
        ),
    ),
)
THEMED: Final = ASIDE.model_copy(update={"rules": (), "about": f"Case {URN}, theme: guilty pleas"})
LISTED: Final = Table(
    name="exceptions",
    caption="In your line, as a table",
    headings=("IQA", "Prosecutor", "Assessor", "Case", "Rule", "Reason"),
    rows=((IQA, "Ravi Shah (XN-P01)", LONG_NAME, URN, "The case is not live.", "No other case fits"),),
    coded=((IQA, "XN-P01", "XN-P118", URN, "case_not_live", "only_case"),),
)
COUNTED: Final = Table(
    name="rules",
    caption="How many IQAs, by Area and rule",
    headings=("Area", "What", "IQAs"),
    rows=(("XN", "The case is not live.", "fewer than 5"),),
)
EXCEPTIONS: Final = ExceptionsPage(
    title="Rules of selection that were set aside",
    caption=CAPTION,
    back=BACK,
    at=f"{AT}/exceptions",
    sentence="No rule was set aside in your line.",
    lines=(),
    themed=(),
    tables=(),
    told_from=5,
)
SAMPLE: Final = SamplePage(
    title="The draw of the second checks",
    caption=CAPTION,
    back=BACK,
    at=f"{AT}/sample",
    sentence="The seed is not revealed before the quarter closes. Until then the commitment binds it.",
    holds=True,
    faults=(),
    published=(Fact(name="Published when it opened: the commitment", says="5f" * 32),),
    tables=(),
)
NUMBERED: Final = Table(
    name="numbered",
    caption="The numbered list",
    headings=("Category", "Number", "IQA", "Drawn"),
    rows=(("casework", "1", IQA, "random"),),
)
DRAWN: Final = SAMPLE.model_copy(
    update={"sentence": "The draw holds: 1 of 10 by lot.", "tables": (NUMBERED,)}
)
FIGURES: Final = Table(
    name="all",
    caption="All assessments",
    headings=("Figure", "Casework", "Advocacy"),
    rows=(("Undertaken", "12", "2"), ("Completed", "11 (92 %)", "2 (100 %)")),
)
OUTSTANDING: Final = Table(
    name="outstanding",
    caption="Outstanding",
    headings=("Due", "With", "IQA", "What waits"),
    rows=(("Friday 11 December 2026", LONG_NAME, IQA, "select a case"),),
    coded=(("2026-12-11T23:59:59", "XN-P118", IQA, "select"),),
)
RATES: Final = (
    ("XN", {"undertaken": 40, "drawn": 6, "sampled": 5} | talks(36, 1, 2, 1)),
    ("XS", {"undertaken": 25, "drawn": 4, "sampled": 4} | talks(20, 0, 5, 0)),
    ("XW", {"undertaken": 31, "drawn": 5, "sampled": 1} | talks(22, 6, 3, 0)),
)
OF_KINDS: Final = tuple(
    (name, figures) for name, (_, figures) in zip(("Casework", "Advocacy"), RATES, strict=False)
)
REPORT: Final = ReportPage(
    title="The quarter's report",
    caption=CAPTION,
    back=BACK,
    at=f"{AT}/report",
    sentence="What the report would say at 14:32 on Friday 11 December 2026: nothing of it is frozen.",
    altered=False,
    hash="",
    says=("Not undertaken: 3; withdrawn: 1.",),
    tables=(FIGURES, OUTSTANDING),
    left_off=0,
)
FROZEN: Final = REPORT.model_copy(
    update={"sentence": "Frozen when the quarter was closed.", "hash": "5f" * 32}
)
NATIONAL: Final = NationalPage(
    title="Every Area",
    caption="2026-27-Q3",
    back=HOME,
    at="/national/2026-27-Q3",
    altered=(),
    says=("In the order of their codes. Nothing is ranked; open quarters stand as of now.",),
    tables=(
        Table(
            name="all",
            caption="All assessments",
            headings=("Area", "Quarter", "Undertaken", "Completed"),
            rows=(("XN", "open", "12", "11 (92 %)"), ("XS", "closed", "9", "9 (100 %)")),
        ),
    ),
)

ROWS: Final = (
    Row(ROUTE, "with one's own line", QUARTER, SENIOR, picture="quarter"),
    Row(ROUTE, "the pattern alone", QUARTER.model_copy(update={"managers": ()}), CHIEF),
    Row(ROUTE, "nothing in any week", QUARTER.model_copy(update={"pictures": ()}), SENIOR),
    Row(
        ROUTE,
        "every one confirmed",
        QUARTER.model_copy(
            update={
                "sentence": "Every assessment of the quarter is confirmed.",
                "as_of": "14:32 on Thursday 31 December 2026",
                "pictures": (OVER,),
                "managers": (),
            }
        ),
        CHIEF,
    ),
    Row(f"{ROUTE}/managers/{{staff_id}}", "one manager", LINE, SENIOR),
    Row(f"{ROUTE}/exceptions", "none", EXCEPTIONS, SENIOR),
    Row(
        f"{ROUTE}/exceptions",
        "some in the line",
        EXCEPTIONS.model_copy(update={"lines": (ASIDE,), "tables": (LISTED,)}),
        SENIOR,
    ),
    Row(
        f"{ROUTE}/exceptions",
        "some, and themed ones",
        EXCEPTIONS.model_copy(update={"lines": (ASIDE,), "themed": (THEMED,), "tables": (LISTED, COUNTED)}),
        SENIOR,
    ),
    Row(
        f"{ROUTE}/exceptions",
        "themed ones alone",
        EXCEPTIONS.model_copy(update={"themed": (THEMED,), "tables": (COUNTED,)}),
        SENIOR,
    ),
    Row(f"{ROUTE}/exceptions", "how many", EXCEPTIONS.model_copy(update={"tables": (COUNTED,)}), CHIEF),
    Row(f"{ROUTE}/sample", "not revealed", SAMPLE, SENIOR),
    Row(f"{ROUTE}/sample", "it holds", DRAWN, SENIOR),
    Row(
        f"{ROUTE}/sample",
        "it does not hold",
        DRAWN.model_copy(update={"holds": False, "faults": ("The seed is another.",)}),
        SENIOR,
    ),
    Row(f"{ROUTE}/report", "as of now", REPORT, SENIOR),
    Row(
        f"{ROUTE}/report",
        "all is checked and held",
        REPORT.model_copy(update={"pictures": tuple(of_rates("Category", OF_KINDS[1:]))}),
        SENIOR,
    ),
    Row(
        f"{ROUTE}/report",
        "as of now, with pictures",
        REPORT.model_copy(update={"pictures": tuple(of_rates("Category", OF_KINDS))}),
        SENIOR,
    ),
    Row(f"{ROUTE}/report", "nothing yet", REPORT.model_copy(update={"tables": ()}), SENIOR),
    Row(f"{ROUTE}/report", "more than are told", REPORT.model_copy(update={"left_off": 7}), SENIOR),
    Row(f"{ROUTE}/report", "frozen", FROZEN, SENIOR),
    Row(f"{ROUTE}/report", "altered", FROZEN.model_copy(update={"altered": True}), SENIOR),
    Row("/national/{quarter}", "side by side", NATIONAL, CHIEF),
    Row(
        "/national/{quarter}",
        "all is checked and held",
        NATIONAL.model_copy(update={"pictures": tuple(of_rates("Area", RATES[1:2]))}),
        CHIEF,
    ),
    Row(
        "/national/{quarter}",
        "side by side, with pictures",
        NATIONAL.model_copy(update={"pictures": tuple(of_rates("Area", RATES))}),
        CHIEF,
        picture="national",
    ),
    Row("/national/{quarter}", "none opened it", NATIONAL.model_copy(update={"tables": ()}), CHIEF),
    Row("/national/{quarter}", "one was altered", NATIONAL.model_copy(update={"altered": ("XS",)}), CHIEF),
)
