"""What a rule on a case looks at: what is noted, the facts, and who acts."""

from typing import NamedTuple

from domain.casework.events import CaseEvent
from domain.casework.state import CaseNotes
from domain.errors import Refused
from domain.facts import CaseFacts

Decision = tuple[CaseEvent, ...] | Refused


class Situation(NamedTuple):
    """A case and the facts in which a command meets it; ``area`` is the case's of today, or of its last export."""

    notes: CaseNotes
    area: str
    facts: CaseFacts
    actor: str
