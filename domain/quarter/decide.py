"""The rules of one Area's quarter in one pure function: a command, the state and the facts give events.

May change freely: a recorded decision is never made again except by an auditor, with the facts kept with it.
"""

from domain.calendar import BeyondCalendar
from domain.errors import Refused
from domain.escalations import put_to
from domain.offices import TOLD, judge_post
from domain.quarter import commands as c
from domain.quarter.facts import QuarterFacts
from domain.quarter.planning.opening import open_quarter
from domain.quarter.procedures import PROCEDURES
from domain.quarter.screen import opening, screen
from domain.quarter.situation import Decision, Situation
from domain.quarter.state import AreaQuarter


def decide(envelope: c.QuarterEnvelope, quarter: AreaQuarter | None, facts: QuarterFacts) -> Decision:
    """Return what happens, or why nothing does.

    A command whose id is in the state was decided before: the ledger answers it, not this function.
    """
    try:
        return _first(envelope, facts) if quarter is None else _later(envelope, quarter, facts)
    except BeyondCalendar as error:
        return error.refused


def _first(envelope: c.QuarterEnvelope, facts: QuarterFacts) -> Decision:
    command = opening(envelope)
    if isinstance(command, Refused):
        return command
    refused = judge_post(envelope.actor, PROCEDURES[c.OpenQuarter].by, command.area, facts)
    return refused or open_quarter(command, envelope.actor, facts)


def _later(envelope: c.QuarterEnvelope, quarter: AreaQuarter, facts: QuarterFacts) -> Decision:
    if refused := screen(envelope, quarter):
        return refused
    command, actor = envelope.command, envelope.actor
    procedure = PROCEDURES[type(command)]
    named = TOLD if actor in put_to(command, quarter.escalations) else frozenset()
    refused = judge_post(actor, procedure.by, quarter.area, facts, named)
    return refused or procedure.do(command, Situation(quarter, facts, actor))
