"""Rows of the read tables: ids, codes, instants and numbers, computed from a folded state alone.

Nothing is copied from people or cases, and no free text: a read table can be dropped and rebuilt from the ledger.
No field has a default: a column that is lost on the way is an error and not a wrong answer.
"""

from collections.abc import Iterator
from datetime import date, datetime

from domain.escalations import Escalation
from domain.questions import Category
from domain.values import Code, Value


class IqaRow(Value):
    """One IQA as lists show it; the field names are the columns of ``iqa.iqas``."""

    iqa_id: Code
    version: int
    area: Code
    quarter: Code
    category: Category
    prosecutor: Code
    assessor: Code
    senior_manager: Code
    former_assessors: tuple[Code, ...]
    done_by: tuple[Code, ...]
    stage: Code
    target_on: date
    urn: Code | None
    work: tuple[Code, ...]
    source: Code | None
    eligible_cases: int | None
    replaced: int
    overridden: tuple[Code, ...]
    set_aside_at: datetime | None
    themed: bool
    yes: int
    no: int
    not_applicable: int
    talk: Code
    held_on: date | None
    before_marks: bool
    escalated: int
    sampler: Code | None
    sample_pick: Code | None
    sampled_at: datetime | None
    fed_back_at: datetime | None
    re_marked: int
    re_marks_asked: int
    case_read: bool
    judgements: tuple[Code, ...]
    missed: int
    asks_for: tuple[Code, ...]
    released: bool
    next_due: datetime | None
    opened_at: datetime
    selected_at: datetime | None
    confirmed_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether something may still happen in it."""
        return self.closed_at is None

    @property
    def withdrawn(self) -> bool:
        """Whether it ended without being completed."""
        return self.withdrawn_at is not None

    @property
    def undertaken(self) -> bool:
        """Whether its assessment was confirmed, and it goes on."""
        return self.confirmed_at is not None and not self.withdrawn

    @property
    def took_part(self) -> frozenset[str]:
        """Those who must not sample it: whoever assessed or was assessed, and whoever did some of the work assessed."""
        return frozenset((self.assessor, self.prosecutor, *self.former_assessors, *self.done_by))


class WaitRow(Value):
    """A step that waits for a person; ``item`` is empty where the step is the only one of its kind."""

    stream: Code
    step: Code
    item: str
    who: Code
    due: datetime | None
    missed: bool
    urgent: bool


class EscalationRow(Value):
    """An escalation, in the stream that raised it and keeps it; ``told`` is whoever heard of it, the first first.

    Those ``beside`` were told with somebody above them, for whom it waits.
    """

    escalation_id: Code
    stream: Code
    version: int
    area: Code
    quarter: Code
    deadline: Code
    matter: Code
    told: tuple[Code, ...]
    beside: tuple[Code, ...]
    rung: int
    raised_at: datetime
    climb_due: datetime | None
    acknowledged_by: Code | None
    acknowledged_at: datetime | None
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to take it on."""
        return self.acknowledged_at is None and self.settled_at is None


class ClaimRow(Value):
    """Work of a prosecutor on a case that one IQA assesses; its key is unique across all IQAs."""

    urn: Code
    prosecutor: Code
    work: Code
    stream: Code


class ConversationRow(Value):
    """An everyday case conversation, without its words."""

    stream: Code
    conversation_id: Code
    urn: Code
    manager: Code
    prosecutor: Code
    held_on: date


class Rows(Value):
    """Everything that one stream has in the read tables; each field is named after its table."""

    iqa: tuple[IqaRow, ...] = ()
    waits: tuple[WaitRow, ...] = ()
    escalations: tuple[EscalationRow, ...] = ()
    case_claims: tuple[ClaimRow, ...] = ()
    noted_conversations: tuple[ConversationRow, ...] = ()

    def unlike(self, other: "Rows") -> Iterator[str]:
        """Yield the tables in which the two have not the same rows, whatever their order."""
        for table in Rows.model_fields:
            if set(getattr(self, table)) != set(getattr(other, table)):
                yield table


def escalation_row(one: Escalation, stream: str, area: str, quarter: str) -> EscalationRow:
    """Return the row of an escalation, without what somebody said that they will do."""
    return EscalationRow(**one.model_dump(exclude={"will_do"}), stream=stream, area=area, quarter=quarter)
