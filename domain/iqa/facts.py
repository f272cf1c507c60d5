"""What an IQA's rules have to know beyond the command and the state, and what they are told."""

from domain.facts import CaseFacts, CaseNeeds
from domain.iqa.eligibility import Candidate
from domain.rows import IqaRow
from domain.talks import NotedTalk
from domain.values import Code, Value


class NotedConversation(NotedTalk):
    """An everyday case conversation that a manager noted (report ¶2.16, ¶5.16), and its case.

    Its id is that of the case's stream, a full stop and its number there.
    """

    urn: Code


class AskedFor(Value):
    """What a prosecutor asked for on a case (report ¶2.11, ¶5.32), and whether it was agreed."""

    request_id: Code
    urn: Code
    prosecutor: Code
    assessment: bool
    agreed: bool


class LooksOf(Value):
    """Who may have seen an IQA before, and the quarter in which its assessment was confirmed."""

    iqa_id: Code
    quarter_id: Code
    person: Code


class IqaNeeds(CaseNeeds):
    """Which pool a case is selected from and by whom, which conversation was noted, and which other IQA is named.

    ``draw_for`` is the IQA for which a case is to be drawn from the pool.
    """

    pool_of: Code | None = None
    pool_for: Code | None = None
    draw_for: Code | None = None
    request_id: Code | None = None
    conversation_id: Code | None = None
    named_iqa: Code | None = None
    looks_of: LooksOf | None = None


class IqaFacts(CaseFacts):
    """What an IQA is judged on; ``eligible_cases`` are those of the pool that needed no override.

    For a draw ``pool`` has them, each with the work that no other IQA assesses, and ``chance`` is 32 bytes as hex: made
    for this one decision by the activity that records it, and kept with it. ``looked_before`` is whether the sampler is
    known to have seen the IQA before.
    """

    eligible_cases: int = 0
    pool: tuple[Candidate, ...] = ()
    chance: str = ""
    conversation: NotedConversation | None = None
    request: AskedFor | None = None
    named_iqa: IqaRow | None = None
    looked_before: bool = False
