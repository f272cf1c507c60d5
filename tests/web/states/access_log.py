"""The access log: an auditor's page, with looks, with none, with more before them, and with what can't be sought."""

from typing import Final

from clients.web.frame.render import Wrong
from clients.web.frame.tables import Table
from clients.web.pages.access_log import AT, AccessLogPage
from clients.web.pages.ways import HOME
from domain.people import Role
from tests.web.states.row import IQA, LONG_NAME, Row, signed_in

AUDITOR: Final = signed_in("Peter Lang", "XN-I01", Role.AUDITOR)

ROWS_OF_IT: Final = (
    (
        "Fri 11 Dec 2026 14:30",
        "Peter Lang (XN-I01)",
        "access log",
        "",
        "shown",
        "by OpenID Connect, Fri 11 Dec 2026 14:02",
        "10.0.0.7",
    ),
    (
        "Fri 11 Dec 2026 11:06",
        "Sam Ortiz (XN-M01)",
        "record",
        IQA,
        "shown: cover, record, marks, talk",
        "by OpenID Connect, Fri 11 Dec 2026 08:55",
        "10.0.0.12",
    ),
    (
        "Fri 11 Dec 2026 09:41",
        LONG_NAME,
        "record",
        IQA,
        "refused: not permitted",
        "at the command line, Fri 11 Dec 2026 09:41",
        "",
    ),
)
OF_ONE: Final = "who=XN-M01&days=31"
NOTHING: Final = "Nobody looked at that in these days."
LOOKS: Final = Table(
    name="looks",
    caption="Who looked at what",
    headings=("When", "Who", "Looked at", "Of", "Outcome", "Signed in", "From"),
    rows=ROWS_OF_IT,
)


def page(**more: object) -> AccessLogPage:
    """The page, with what is sought and what was found."""
    values = {"who": "", "of": "", "days": "1"}
    plain = AccessLogPage(title="Access log", back=HOME, values=values)
    return plain.model_copy(update=more)


ROWS: Final = (
    Row(
        AT,
        "looks of a day",
        page(sentence="3 looks, the latest first.", table=LOOKS),
        AUDITOR,
        picture="access-log",
    ),
    Row(
        AT,
        "looks of one person, with others before and after them",
        page(
            sentence="200 looks, the latest first.",
            table=LOOKS,
            earlier=f"{AT}?page=3",
            later=f"{AT}?page=1",
            query=OF_ONE,
            values={
                "who": "XN-M01",
                "of": IQA,
                "days": "31",
                "on-day": "11",
                "on-month": "12",
                "on-year": "2026",
            },
        ),
        AUDITOR,
    ),
    *(
        Row(AT, name, page(sentence="200 looks, the latest first.", query=OF_ONE, **more), AUDITOR)
        for name, more in (
            ("looks of one person", {"table": LOOKS}),
            ("the first page of several", {"table": LOOKS, "earlier": f"{AT}?page=2"}),
            ("the last page of several", {"table": LOOKS, "later": f"{AT}?page=2"}),
        )
    ),
    Row(AT, "nobody looked at it", page(sentence=NOTHING, query=OF_ONE), AUDITOR),
    Row(AT, "nobody looked", page(sentence=NOTHING), AUDITOR),
    Row(
        AT,
        "what can't be sought",
        page(
            values={"who": "Sam Ortiz", "of": "", "days": "1", "on-day": "41"},
            wrong=(
                Wrong(field="who", says="Write a staff id such as XN-P01"),
                Wrong(field="on-month", says="The last day must have a month and a year"),
            ),
        ),
        AUDITOR,
        status=422,
    ),
)
