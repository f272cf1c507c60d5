"""What an IQA's rules have to know beyond the command and the state, and what they are told."""

from datetime import date, datetime

from domain.facts import CaseFacts, CaseNeeds
from domain.questions import Category
from domain.values import Code, Value


class NotedConversation(Value):
    """An everyday case conversation that a manager noted (report ¶2.16, ¶5.16)."""

    conversation_id: Code
    urn: Code
    manager: Code
    prosecutor: Code
    on: date


class NamedIqa(Value):
    """An IQA that a command for another stream names, as the read tables show it; instants are UTC."""

    iqa_id: Code
    area: Code
    category: Category
    prosecutor: Code
    assessor: Code
    former_assessors: tuple[Code, ...] = ()
    senior_manager: Code
    confirmed_at: datetime | None = None
    sampler: Code | None = None
    released: bool = False
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None


class IqaNeeds(CaseNeeds):
    """Which pool a case is selected from, which conversation was noted, and which other IQA is named."""

    pool_of: Code | None = None
    conversation_id: Code | None = None
    named_iqa: Code | None = None


class IqaFacts(CaseFacts):
    """What an IQA is judged on; ``eligible_cases`` are those of the pool that needed no override."""

    eligible_cases: int = 0
    conversation: NotedConversation | None = None
    named_iqa: NamedIqa | None = None
