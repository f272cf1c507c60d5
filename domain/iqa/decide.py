"""The rules of one IQA in one pure function: a command, the state and the facts give events, or a refusal.

May change freely: recorded decisions are never made again but by an auditor, with the facts kept beside them.
"""

from domain.calendar import BeyondCalendar
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa.access import judge_access
from domain.iqa.consequences import with_consequences
from domain.iqa.facts import IqaFacts
from domain.iqa.procedures import PROCEDURES
from domain.iqa.screen import screen
from domain.iqa.state import Iqa
from domain.iqa.steps.situation import Decision, Situation


def decide(envelope: c.IqaEnvelope, iqa: Iqa | None, facts: IqaFacts) -> Decision:
    """Return what happens, and what follows from it at once; or why nothing does.

    A command whose id is in the state was decided before: the ledger answers it, and here nothing happens.
    """
    try:
        return _opened(envelope, facts) if iqa is None else _advanced(envelope, iqa, facts)
    except BeyondCalendar as error:
        return error.refused


def _opened(envelope: c.IqaEnvelope, facts: IqaFacts) -> Decision:
    command = envelope.command
    return screen(envelope, None) or PROCEDURES[type(command)].do(command, facts)


def _advanced(envelope: c.IqaEnvelope, iqa: Iqa, facts: IqaFacts) -> Decision:
    command = envelope.command
    procedure = PROCEDURES[type(command)]
    if envelope.command_id in iqa.command_ids:
        return ()
    if refused := screen(envelope, iqa) or judge_access(procedure.by, command, iqa, envelope.actor, facts):
        return refused
    if getattr(command, "seen_version", 0) > iqa.version:
        return Refused(reason=Reason.STALE, detail=f"the IQA stands at version {iqa.version}")
    situation = Situation(iqa=iqa, facts=facts, actor=envelope.actor, command_id=envelope.command_id)
    decision = procedure.do(command, situation)
    return decision if isinstance(decision, Refused) else with_consequences(decision, situation)
