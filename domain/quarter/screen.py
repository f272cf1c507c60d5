"""What the folded state alone can refuse: the workflow's validator runs it, and ``decide`` runs it first."""

from collections.abc import Callable
from typing import Any, Final

from domain import escalations
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation
from domain.offices import screen_post
from domain.quarter import commands as c
from domain.quarter.access import WHO_MAY
from domain.quarter.periods import NotAQuarter, Quarter
from domain.quarter.state import AreaQuarter

Check = Callable[[Any, AreaQuarter], Refused | None]
"""Judges a command against the state; ``CHECKS`` gives each one only commands of the kind that it names."""


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
    if refused := screen_post(envelope.actor, WHO_MAY[type(command)]):
        return refused
    check = CHECKS.get(type(command))
    return check(command, quarter) if check else None


def opening(envelope: c.QuarterEnvelope) -> c.OpenQuarter | Refused:
    """Return the command that can open a quarter; refuse any other, as long as none is open."""
    command = envelope.command
    if not isinstance(command, c.OpenQuarter):
        return Refused(reason=Reason.QUARTER_NOT_OPEN)
    try:
        Quarter.parse(command.quarter)
    except NotAQuarter:
        return Refused(reason=Reason.NOT_A_QUARTER, detail=command.quarter)
    return screen_post(envelope.actor, WHO_MAY[c.OpenQuarter]) or command


def _escalation_open(command: AcknowledgeEscalation, quarter: AreaQuarter) -> Refused | None:
    return escalations.refused(command, quarter.escalations)


def _not_closed(_: c.QuarterCommand, quarter: AreaQuarter) -> Refused | None:
    return Refused(reason=Reason.QUARTER_CLOSED, detail=quarter.quarter_id) if quarter.closed_at else None


def _other_policy(command: c.QuarterCommand, quarter: AreaQuarter) -> Refused | None:
    """The policy of a closed quarter stays; so does the one that is in force already."""
    if refused := _not_closed(command, quarter):
        return refused
    same = isinstance(command, c.ApplyPolicy) and command.policy_version == quarter.policy
    return Refused(reason=Reason.ALREADY_DONE, detail=quarter.policy) if same else None


CHECKS: Final[dict[type[c.QuarterCommand], Check]] = {
    AcknowledgeEscalation: _escalation_open,
    c.ApplyPolicy: _other_policy,
    c.PickForSample: _not_closed,
    c.CloseQuarter: _not_closed,
}
"""What must hold in the state before each command."""
