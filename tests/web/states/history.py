"""What happened, as it stood, two versions, the proof; what one was told; what is looked for and found."""

from typing import Final

from clients.web.frame.render import Link, Wrong
from clients.web.pages.find import FindPage, Hit
from clients.web.pages.history import HistoryPage, Line, VersionsPage
from clients.web.pages.history import Row as StoodRow
from clients.web.pages.iqa import Fact
from clients.web.pages.notices import NoticesPage, Told
from clients.web.pages.verifying import ProofPage, cut_off, stopped, too_many, under_way
from clients.web.pages.ways import HOME
from domain.people import Role
from tests.web.states.row import CAPTION, IQA, LONG_NAME, LONG_TEXT, PROSECUTOR, SENIOR, URN, Row, signed_in

ROUTE: Final = "/iqas/{iqa_id}/history"
VERIFIED: Final = f"{ROUTE}/verify/{{verification_id}}"
AT_IT: Final = f"/iqas/{IQA}/history/verify/0f5c2c0e-9d3f-5f0e-8a53-5d5c3a6f2a11"
AUDITOR: Final = signed_in("Ines Brandt", "XN-I01", Role.AUDITOR)
MOST: Final = 12

LATE: Final = Line(
    when="14:32 on Friday 11 December 2026",
    who="Asha Patel (XN-M01), assessor",
    what="The conversation is recorded: on Fri 11 Dec 2026, video",
    said=(Fact(name="What to do differently", says=LONG_TEXT),),
    met=("hold the conversation: late by 5 days (3 working days), due Mon 7 Dec 2026",),
    late=True,
    version="7",
)
BEGUN: Final = LATE.model_copy(
    update={"what": "The IQA is open", "said": (), "met": (), "late": False, "version": "1"}
)
UNCOUNTED: Final = tuple(one.model_copy(update={"version": ""}) for one in (BEGUN, LATE))
HISTORY: Final = HistoryPage(
    title="History",
    caption=IQA,
    back=Link(text="This IQA", href=f"/iqas/{IQA}"),
    iqa_id=IQA,
    step="",
    steps=(("mark", "Mark and confirm the assessment"), ("converse", "Hold the conversation")),
    lines=(BEGUN, LATE),
    counted=True,
)
TYPED: Final = {
    "first": "yesterday",
    "wrong": (Wrong(field="first", says="Write a day such as 11 12 2026, or a version such as 7"),),
}
VERSIONS: Final = VersionsPage(
    title="Two versions side by side",
    caption=CAPTION,
    back=Link(text="History", href=f"/iqas/{IQA}/history"),
    headings=("Version 2, 09:12 on Monday 7 December 2026", "At the end of Friday 11 December 2026"),
    rows=(
        StoodRow(name="Case", stood=(URN, URN), differs=False),
        StoodRow(name="Question 2 Quality of review", stood=("", f"No\n{LONG_TEXT}"), differs=True),
    ),
)
PROOF: Final = ProofPage(
    title="Verified",
    caption=IQA,
    back=Link(text="History", href=f"/iqas/{IQA}/history"),
    says=("Every decision was made again from what was known then, and came out as it is recorded.",),
    differences=(),
    iqa_id=IQA,
)

EXPLAINED: Final = (
    "The engine's history and the record part since this was done: a backup was put back, 2 Dec 10:03, by iqa@host. The"
    " record is whole."
)
NOT_HERE: Final = "Some of it was decided with the policy xn-4, which is not here: nobody is accused."

NOTICES: Final = NoticesPage(
    title="Notices",
    back=HOME,
    sentence="2 notices in the last 30 days, urgent ones first.",
    told=(
        Told(
            what="An urgent case action: complete case action a1",
            when="14:32 on Friday 11 December 2026",
            urgent=True,
            page=Link(text="Say what came of it", href=f"/iqas/{IQA}/actions"),
        ),
        Told(
            what="A request of a prosecutor",
            when="09:12 on Monday 7 December 2026",
            urgent=False,
            page=None,
        ),
    ),
)

ASK: Final = FindPage(title="Find an IQA", back=HOME)
FOUND: Final = FindPage(
    title="What was found",
    back=Link(text="Find an IQA", href="/find"),
    words="Shah",
    sentence="2 IQAs fit.",
    hits=(
        Hit(
            iqa=Link(text="IQA of Ravi Shah (XN-P01)", href=f"/iqas/{IQA}"),
            about=f"2026-27-Q3, conversation, case {URN}, assessed by Asha Patel (XN-M01)",
        ),
        Hit(
            iqa=Link(text=f"IQA of {LONG_NAME}", href=f"/iqas/{IQA}"),
            about="2026-27-Q2, completed, assessed by Asha Patel (XN-M01)",
        ),
    ),
)

ROWS: Final = (
    Row(ROUTE, "everything", HISTORY, AUDITOR, picture="history"),
    Row(ROUTE, "one step", HISTORY.model_copy(update={"step": "converse", "lines": (LATE,)}), AUDITOR),
    Row(ROUTE, "a step that never was", HISTORY.model_copy(update={"step": "x", "lines": ()}), AUDITOR),
    Row(ROUTE, "just opened", HISTORY.model_copy(update={"steps": (), "lines": (BEGUN,)}), AUDITOR),
    Row(ROUTE, "no version", HISTORY.model_copy(update={"counted": False, "lines": UNCOUNTED}), PROSECUTOR),
    Row(
        ROUTE,
        "no version, just opened",
        HISTORY.model_copy(update={"counted": False, "steps": (), "lines": UNCOUNTED[:1]}),
        PROSECUTOR,
    ),
    Row(ROUTE, "no moment", HISTORY.model_copy(update=TYPED), AUDITOR, 422),
    Row(ROUTE, "no two moments", HISTORY.model_copy(update=TYPED | {"second": "x"}), AUDITOR, 422),
    Row(ROUTE, "nothing typed", HISTORY.model_copy(update=TYPED | {"first": ""}), AUDITOR, 422),
    Row(
        ROUTE,
        "nothing typed, no version",
        HISTORY.model_copy(update=TYPED | {"first": "", "counted": False, "lines": UNCOUNTED}),
        PROSECUTOR,
        422,
    ),
    Row(f"{ROUTE}/compare", "two versions", VERSIONS, AUDITOR, picture="two-versions"),
    Row(
        f"{ROUTE}/compare",
        "as it stood",
        VERSIONS.model_copy(
            update={
                "title": "As it stood",
                "headings": VERSIONS.headings[:1],
                "rows": (StoodRow(name="Case", stood=(URN,), differs=False),),
            }
        ),
        AUDITOR,
    ),
    Row(VERIFIED, "verified", PROOF, AUDITOR),
    Row(
        VERIFIED,
        "explained",
        PROOF.model_copy(update={"title": "Verified, and explained", "says": (*PROOF.says, EXPLAINED)}),
        AUDITOR,
    ),
    Row(
        VERIFIED,
        "cannot be judged here",
        PROOF.model_copy(update={"title": "Cannot be judged here", "says": (NOT_HERE,)}),
        AUDITOR,
    ),
    Row(
        VERIFIED,
        "altered",
        PROOF.model_copy(update={"title": "Altered", "differences": ("event 3: yes, again: no",)}),
        AUDITOR,
    ),
    Row(VERIFIED, "under way", under_way(IQA, AT_IT, 5, 12), AUDITOR, picture="being-verified"),
    Row(VERIFIED, "about to begin", under_way(IQA, AT_IT, 0, 0), AUDITOR),
    Row(VERIFIED, "stopped", stopped(IQA), AUDITOR),
    Row(VERIFIED, "cut off", cut_off(IQA), AUDITOR),
    Row(VERIFIED, "too many at once", too_many(IQA), AUDITOR, 503),
    Row("/notices", "some", NOTICES, SENIOR),
    Row(
        "/notices",
        "none",
        NOTICES.model_copy(update={"sentence": "You were told nothing in the last 30 days.", "told": ()}),
        SENIOR,
    ),
    Row("/find", "a box for words", ASK, SENIOR),
    Row(
        "/find",
        "no words",
        ASK.model_copy(update={"wrong": (Wrong(field="words", says="Write what you look for"),)}),
        SENIOR,
        422,
    ),
    Row("/find/{key}", "several", FOUND, SENIOR),
    Row("/find/{key}", "more than are told", FOUND.model_copy(update={"left_off": MOST}), SENIOR),
    Row(
        "/find/{key}",
        "nothing",
        FOUND.model_copy(update={"sentence": "Nothing fits that you may read.", "hits": ()}),
        SENIOR,
    ),
)
