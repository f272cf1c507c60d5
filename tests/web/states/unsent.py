"""What somebody wrote and what is not recorded: nothing, one form, several, one whose step was taken."""

from datetime import UTC, datetime
from typing import Final

from clients.web.frame.unsent import Unsent
from clients.web.pages.unsent import of
from domain.words import step
from tests.web.states.row import IQA, MANAGER, Row
from tests.web.states.trouble import GIVEN

ROUTE: Final = "/unsent"
MARKS: Final = Unsent(
    of=f"/iqas/{IQA}/marks",
    key="unsent-0f",
    to=f"/iqas/{IQA}/marks",
    at=datetime(2026, 12, 11, 14, 32, tzinfo=UTC),
    fields=GIVEN,
)
TAKEN: Final = MARKS.model_copy(update={"of": IQA, "key": "marks", "to": "", "step": step("mark", "")})
EARLIER: Final = MARKS.model_copy(update={"key": "unsent-1f", "at": datetime(2026, 12, 10, 9, 5, tzinfo=UTC)})

ROWS: Final = (
    Row(ROUTE, "nothing is kept", of(()), MANAGER),
    Row(ROUTE, "a form is given back", of((MARKS,)), MANAGER),
    Row(ROUTE, "several are given back", of((MARKS, EARLIER)), MANAGER),
    Row(ROUTE, "a step was taken from its writer", of((TAKEN, EARLIER)), MANAGER, picture="not-recorded"),
)
