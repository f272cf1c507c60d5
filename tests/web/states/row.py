"""A row of the table of states: one page as it stands in one state, without a database and an engine."""

from datetime import date
from typing import Final, NamedTuple

from clients.web.frame.navigation import navigation
from clients.web.frame.render import Page, Shell
from domain.people import Person, Role

ORGANISATION: Final = "Casework assurance"
FRIDAY: Final = date(2026, 12, 11)


def signed_in(who: str, staff_id: str, role: Role) -> Shell:
    """What stands around every page for somebody in that post."""
    person = Person(staff_id=staff_id, role=role, area="XN", email="p@example.test", from_date=FRIDAY)
    ways = navigation(person, FRIDAY)
    return Shell(organisation=ORGANISATION, who=who, staff_id=staff_id, role=role, ways=ways)


MANAGER: Final = signed_in("Asha Patel", "XN-M01", Role.LEGAL_MANAGER)
PROSECUTOR: Final = signed_in("Ravi Shah", "XN-P01", Role.PROSECUTOR)
SENIOR: Final = signed_in("Sam Ortiz", "XN-S01", Role.SENIOR_MANAGER)
NOBODY: Final = Shell(organisation=ORGANISATION)

IQA: Final = "iqa-2026-27-Q3-XN-P01-C1"
URN: Final = "91XN0000326"
CAPTION: Final = f"Ravi Shah (XN-P01), 2026-27-Q3, case {URN}"
TEXT: Final = "Say in the review how the case is proved if the account of the second witness is challenged."
LONG_NAME: Final = "Wilhelmina Featherstonehaugh-Cholmondeley-Montgomery (XN-P118)"
LONG_WORD: Final = "disclosure/" + "Rechtsschutzversicherungsgesellschaften" * 2
LONG_TEXT: Final = (
    "The alternative charge was weighed against the account of the second witness, and ruled out with reasons.\n"
    "What is missing is the strategy by which the case would be proved if that account were challenged: "
    f"see {LONG_WORD}, where the officer has the footage.\n\n- say so in the review\n- ask for it by a day"
)


class Row(NamedTuple):
    """A page in one state: the route that shows it, what the state is called, what is shown, and to whom.

    ``status`` is that of the answer; ``picture`` names the one that docs/pages keeps of it.
    """

    route: str
    name: str
    page: Page
    shell: Shell = MANAGER
    status: int = 200
    picture: str = ""

    @property
    def id(self) -> str:
        """Return what the row is called among all."""
        return f"{type(self.page).__name__}: {self.name}"


def saved(shell: Shell, says: str) -> Shell:
    """What stands around the page to which somebody comes after they recorded something."""
    return shell.model_copy(update={"saved": says})
