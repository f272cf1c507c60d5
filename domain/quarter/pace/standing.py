"""How the IQAs of a quarter stand when it is gone over: read from the read tables, kept with the decision's facts."""

from datetime import date, datetime

from domain.questions import Category, Subject
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


class IqaElsewhere(Value):
    """An IQA of the quarter that another Area opened for somebody who has moved here since."""

    iqa_id: Code
    category: Category
    prosecutor: Code
    undertaken: bool


class IqaStanding(Value):
    """One IQA of the quarter; instants are UTC, and ``talk`` and ``stage`` are the IQA's own words."""

    iqa_id: Code
    category: Category
    prosecutor: Code
    assessor: Code
    senior_manager: Code
    stage: Code
    talk: Code
    target_on: date
    sampler: Code | None = None
    sample_pick: Code | None = None
    selected_at: datetime | None = None
    confirmed_at: datetime | None = None
    completed_at: datetime | None = None
    sampled_at: datetime | None = None
    fed_back_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    missed: int = 0
    quarter: Code | None = None

    @property
    def is_open(self) -> bool:
        """Whether something may still happen in it."""
        return self.closed_at is None


class WaitStanding(Value):
    """A step of one of these IQAs that waits for a person; ``due`` is UTC."""

    stream: Code
    step: Code
    item: str = ""
    who: Code
    due: datetime | None = None
    missed: bool = False
    urgent: bool = False

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
    confirmed: int = 0
    live: int = 0
