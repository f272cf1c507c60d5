"""What the folded state alone can refuse: shape, order of steps, people named in the state.

The workflow's validator runs this and nothing else, so that a refusal is instant and leaves no history;
``decide`` runs it first, so both refuse for the same reason.
"""

from collections.abc import Iterable
from typing import Final

from domain.errors import Reason, Refused
from domain.escalations import EscalationCommand
from domain.iqa import commands as c
from domain.iqa.access import screen_access
from domain.iqa.procedures import PROCEDURES
from domain.iqa.state import Iqa, Step
from domain.offices import screen_post
from domain.stream import too_long


def screen(envelope: c.IqaEnvelope, iqa: Iqa | None) -> Refused | None:
    """Refuse what the state alone refuses, or return None; a command already recorded passes (a retry)."""
    command = envelope.command
    if iqa is None:
        return _before_opening(command, envelope.actor)
    if envelope.command_id in iqa.command_ids:
        return None
    if isinstance(command, c.OpenIqa):
        return Refused(reason=Reason.ALREADY_OPEN, detail=iqa.iqa_id)
    procedure = PROCEDURES[type(command)]
    return (
        _ended(command, iqa)
        or screen_access(procedure.by, command, iqa, envelope.actor)
        or too_long(command)
        or _stale(command, procedure.judged_on, iqa)
        or procedure.screen(command, iqa)
    )


def _before_opening(command: c.IqaCommand, actor: str) -> Refused | None:
    if isinstance(command, c.OpenIqa):
        return screen_post(actor, PROCEDURES[c.OpenIqa].by)
    return Refused(reason=Reason.NOT_OPEN)


def _ended(command: c.IqaCommand, iqa: Iqa) -> Refused | None:
    if isinstance(command, c.CatchUp | c.DeadlinePassed):
        return None
    if iqa.closed_at:
        return Refused(reason=Reason.IQA_CLOSED, detail=iqa.iqa_id)
    if iqa.withdrawn_at and not isinstance(command, _SURVIVES):
        return Refused(reason=Reason.IQA_ENDED, detail=iqa.iqa_id)
    return None


_SURVIVES: Final = c.CompleteAction | c.HandOverAction | EscalationCommand
"""What may be asked of an IQA that was withdrawn: its actions survive, and so does what was escalated of them."""


def _stale(command: c.IqaCommand, judged_on: Iterable[Step], iqa: Iqa) -> Refused | None:
    seen = getattr(command, "seen_version", None)
    if seen is None:
        return None
    touches = [touch for step in judged_on if (touch := iqa.touch(step)) and touch.version > seen]
    if not touches:
        return None
    last = max(touches, key=lambda touch: touch.version)
    detail = f"{last.step} changed by {last.actor} at {last.at.isoformat()} (version {last.version})"
    return Refused(reason=Reason.STALE, detail=detail)
