"""What an IQA's rules have to know beyond the command and the state, and what they are told."""

from datetime import date

from domain.facts import CaseFacts, CaseNeeds
from domain.rows import IqaRow
from domain.values import Code, Value


class NotedConversation(Value):
    """An everyday case conversation that a manager noted (report ¶2.16, ¶5.16)."""

    conversation_id: Code
    urn: Code
    manager: Code
    prosecutor: Code
    on: date


class IqaNeeds(CaseNeeds):
    """Which pool a case is selected from and by whom, which conversation was noted, and which other IQA is named."""

    pool_of: Code | None = None
    pool_for: Code | None = None
    conversation_id: Code | None = None
    named_iqa: Code | None = None


class IqaFacts(CaseFacts):
    """What an IQA is judged on; ``eligible_cases`` are those of the pool that needed no override."""

    eligible_cases: int = 0
    conversation: NotedConversation | None = None
    named_iqa: IqaRow | None = None
