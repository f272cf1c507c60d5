"""The rules of what is noted on one case in one pure function: command, state and facts give events.

May change freely: a recorded decision is never made again except by an auditor, with the facts kept with it.
"""

from domain.calendar import BeyondCalendar
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.access import named
from domain.casework.needs import urn_of
from domain.casework.procedures import PROCEDURES
from domain.casework.screen import screen
from domain.casework.situation import Decision, Situation
from domain.casework.state import CaseNotes
from domain.errors import Reason, Refused
from domain.facts import CaseFacts
from domain.ids import case_id
from domain.offices import judge_post


def decide(envelope: c.CaseEnvelope, notes: CaseNotes | None, facts: CaseFacts) -> Decision:
    """Return what happens, or why nothing does; what is noted first opens the notes.

    A command whose id is in the state was decided before: the ledger answers it, not this function.
    """
    if refused := screen(envelope, notes):
        return refused
    try:
        return _first(envelope, facts) if notes is None else _judged(envelope, notes, facts)
    except BeyondCalendar as error:
        return error.refused


def _first(envelope: c.CaseEnvelope, facts: CaseFacts) -> Decision:
    command, urn = envelope.command, urn_of(envelope.command)
    if urn is None:
        return ()
    taken_from = command.area if isinstance(command, c.TakeOverAction) else None
    area = facts.case_file.case.area if facts.case_file else taken_from
    if area is None:
        return Refused(reason=Reason.UNKNOWN_CASE, detail=urn)
    blank = CaseNotes(case_id=case_id(urn), version=0, urn=urn, area=area)
    decision = _judged(envelope, blank, facts)
    return decision if isinstance(decision, Refused) else (e.CaseNotesOpened(urn=urn, area=area), *decision)


def _judged(envelope: c.CaseEnvelope, notes: CaseNotes, facts: CaseFacts) -> Decision:
    """Judge who acts by the case's Area as it is today, or as it was when the case was last exported."""
    command, actor = envelope.command, envelope.actor
    area = facts.case_file.case.area if facts.case_file else notes.area
    procedure = PROCEDURES[type(command)]
    refused = judge_post(actor, procedure.by, area, facts, named(command, notes, actor))
    return refused or procedure.do(command, Situation(notes, area, facts, actor))
