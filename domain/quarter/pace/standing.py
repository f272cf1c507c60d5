"""How the IQAs of a quarter stand when it is gone over: read from the read tables, kept with the decision's facts."""

from datetime import datetime

from domain.questions import Subject
from domain.values import Code, Value


class QuarterOf(Value):
    """An Area's quarter, as facts are asked about it; with a time (UTC) also other quarters' IQAs confirmed in it."""

    area: Code
    quarter: Code
    since: datetime | None = None
    until: datetime | None = None


class Escalated(Value):
    """How much IQAs and cases escalated in an Area's quarter, and how much of it nobody has taken on."""

    raised: int = 0
    not_taken_on: int = 0


class PromptStanding(Value):
    """What was asked first about one thing, in the IQAs of an Area that were confirmed in a time; nobody is named.

    ``iqas`` is in how many of them, ``asked`` how much was asked about, ``recorded`` how much of that was recorded all
    the same, each words or fact once an IQA. IQAs that prosecutors ``asked_for`` stand apart.
    """

    about: Code
    asked_for: bool
    iqas: int
    asked: int
    recorded: int


class WaitStanding(Value):
    """A step of one of these IQAs that waits for a person; ``due`` is UTC."""

    stream: Code
    step: Code
    item: str
    who: Code
    due: datetime | None
    missed: bool
    urgent: bool

    def overdue(self, now: datetime) -> bool:
        """Tell whether it was due before now (UTC)."""
        return self.missed or (self.due is not None and self.due < now)


class YearOf(Value):
    """An Area's financial year as facts are asked about it: from ``since`` to ``until`` (UTC, both included)."""

    area: Code
    since: datetime
    until: datetime


class SubjectStanding(Value):
    """How a prosecutor stands with a kind of case: IQAs on such a case confirmed this year, and live cases now.

    Live cases are those allocated to them or worked on by them without a guilty plea, entered or anticipated.
    """

    prosecutor: Code
    subject: Subject
    confirmed: int
    live: int
