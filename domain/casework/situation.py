"""What a rule on a case looks at: what is noted, the facts, and who acts."""

from typing import NamedTuple

from domain import ladder
from domain.casework.events import CaseEvent
from domain.casework.state import CaseNotes
from domain.errors import Refused
from domain.escalations import EscalationsSettled
from domain.facts import CaseFacts

Decision = tuple[CaseEvent, ...] | Refused


class Situation(NamedTuple):
    """A case and the facts in which a command meets it; ``area`` is the case's of today, or of its last export."""

    notes: CaseNotes
    area: str
    facts: CaseFacts
    actor: str

    def settled(self, item: str) -> tuple[EscalationsSettled, ...]:
        """What was escalated and no longer waits once that item is done; nothing where all of it does."""
        waiting = {one.name for one in self.notes.waiting if one.item != item}
        found = ladder.settled(self.notes.escalations, waiting)
        return (found,) if found else ()
