"""The rules of one Area's quarter in one pure function: a command, the state and the facts give events.

May change freely: a recorded decision is never made again except by an auditor, with the facts kept with it.
"""

from datetime import datetime
from typing import assert_never

from domain.calendar import BeyondCalendar
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.iqa.steps.situation import beyond
from domain.posts import judge_post
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.access import WHO_MAY
from domain.quarter.dip_sample import close, draw
from domain.quarter.needs import asked
from domain.quarter.opening import open_quarter
from domain.quarter.screen import opening, screen
from domain.quarter.state import AreaQuarter, Deadline, Step

Decision = tuple[e.QuarterEvent, ...] | Refused


def decide(envelope: c.QuarterEnvelope, quarter: AreaQuarter | None, facts: Facts) -> Decision:
    """Return what happens, or why nothing does.

    A command whose id is in the state was decided before: the ledger answers it, not this function.
    """
    try:
        return _first(envelope, facts) if quarter is None else _later(envelope, quarter, facts)
    except BeyondCalendar as error:
        return beyond(error)


def _first(envelope: c.QuarterEnvelope, facts: Facts) -> Decision:
    command = opening(envelope)
    if isinstance(command, Refused):
        return command
    refused = judge_post(envelope.actor, WHO_MAY[c.OpenQuarter], command.area, facts)
    return refused or open_quarter(command, envelope.actor, facts)


def _later(envelope: c.QuarterEnvelope, quarter: AreaQuarter, facts: Facts) -> Decision:
    if refused := screen(envelope, quarter):
        return refused
    allowed = WHO_MAY[type(envelope.command)]
    if refused := judge_post(envelope.actor, allowed, quarter.area, facts):
        return refused
    if isinstance(envelope.command, c.DeadlinePassed):
        pending = quarter.deadline(envelope.command.deadline)
        if pending is None or pending.due != envelope.command.due:
            return ()
        if facts.now < pending.due:
            return _not_due(pending)
    return _step(asked(envelope.command), envelope.actor, quarter, facts)


def _step(command: c.QuarterCommand, actor: str, quarter: AreaQuarter, facts: Facts) -> Decision:
    match command:
        case c.OpenQuarter() | c.DeadlinePassed() | c.CatchUp():
            return ()
        case c.IqaOpeningDone() | c.SampleTold():
            return _done(command, quarter)
        case c.TakePass():
            return _take_pass(quarter, facts)
        case c.TakeEscalations():
            return _taken(quarter, facts)
        case c.AcknowledgeEscalation(escalation_id=escalation_id, will_do=will_do):
            return (e.EscalationAcknowledged(escalation_id=escalation_id, by=actor, will_do=will_do),)
        case c.CloseQuarter():
            closes = quarter.deadline(Step.CLOSE)
            return _not_due(closes) if closes and facts.now < closes.due else close(quarter, facts)
        case never:
            assert_never(never)


def _done(command: c.IqaOpeningDone | c.SampleTold, quarter: AreaQuarter) -> Decision:
    opening = isinstance(command, c.IqaOpeningDone)
    known = frozenset(quarter.opened if opening else quarter.told)
    fresh = tuple(iqa_id for iqa_id in dict.fromkeys(command.iqa_ids) if iqa_id not in known)
    event = e.IqasOpened if opening else e.IqasTold
    return (event(iqa_ids=fresh),) if fresh else ()


def _not_due(deadline: Deadline) -> Refused:
    return Refused(reason=Reason.NOT_DUE_YET, detail=f"{deadline.name} is due {deadline.due.isoformat()}")


def _take_pass(quarter: AreaQuarter, facts: Facts) -> Decision:
    """Go over the quarter; once it is closed only escalated matters are taken."""
    sample = () if quarter.closed_at else draw(quarter, facts)
    if isinstance(sample, Refused):
        return sample
    return (*sample, *_taken(quarter, facts), e.PassTaken(pass_due=_next_pass(quarter, facts)))


def _next_pass(quarter: AreaQuarter, facts: Facts) -> datetime:
    """The end of the next working day: a pass out of turn moves nothing, and a late one skips no day."""
    pending = quarter.deadline(Step.PASS)
    due = pending.due if pending else facts.now
    if due > facts.now:
        return due
    following = facts.calendar.due(due, 1)
    return following if following > facts.now else facts.calendar.due(facts.now, 1)


def _taken(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationTaken, ...]:
    """What was escalated and not taken yet, each once."""
    return tuple(
        e.EscalationTaken(**escalation.model_dump())
        for escalation in facts.open_escalations
        if quarter.escalation(escalation.escalation_id) is None
    )
