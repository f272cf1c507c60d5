"""What the folded state alone can refuse: the workflow's validator runs it, and ``decide`` runs it first."""

from domain.casework import commands as c
from domain.casework.procedures import PROCEDURES
from domain.casework.state import CaseNotes
from domain.errors import Refused
from domain.offices import screen_post
from domain.stream import too_long


def screen(envelope: c.CaseEnvelope, notes: CaseNotes | None) -> Refused | None:
    """Refuse what the state alone refuses, or return None; a command already recorded passes (a retry)."""
    if notes and envelope.command_id in notes.command_ids:
        return None
    command, actor = envelope.command, envelope.actor
    procedure = PROCEDURES[type(command)]
    return screen_post(actor, procedure.by) or too_long(command) or procedure.screen(command, actor, notes)
