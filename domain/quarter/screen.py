"""What the folded state alone can refuse: the workflow's validator runs it, and ``decide`` runs it first."""

from domain.errors import Reason, Refused
from domain.offices import screen_post
from domain.periods import NotAQuarter, Quarter
from domain.quarter import commands as c
from domain.quarter.procedures import PROCEDURES
from domain.quarter.state import AreaQuarter


def screen(envelope: c.QuarterEnvelope, quarter: AreaQuarter | None) -> Refused | None:
    """Refuse what the state alone refuses, or return None; a command already recorded passes (a retry)."""
    if quarter is None:
        first = opening(envelope)
        return first if isinstance(first, Refused) else None
    command = envelope.command
    if envelope.command_id in quarter.command_ids:
        return None
    if isinstance(command, c.OpenQuarter):
        return Refused(reason=Reason.ALREADY_OPEN, detail=quarter.quarter_id)
    procedure = PROCEDURES[type(command)]
    return screen_post(envelope.actor, procedure.by) or procedure.screen(command, quarter)


def opening(envelope: c.QuarterEnvelope) -> c.OpenQuarter | Refused:
    """Return the command that can open a quarter; refuse any other, as long as none is open."""
    command = envelope.command
    if not isinstance(command, c.OpenQuarter):
        return Refused(reason=Reason.QUARTER_NOT_OPEN)
    try:
        Quarter.parse(command.quarter)
    except NotAQuarter:
        return Refused(reason=Reason.NOT_A_QUARTER, detail=command.quarter)
    return screen_post(envelope.actor, PROCEDURES[c.OpenQuarter].by) or command
