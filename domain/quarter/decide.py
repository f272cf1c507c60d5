"""The rules of one Area's quarter in one pure function: a command, the state and the facts give events.

May change freely: a recorded decision is never made again except by an auditor, with the facts kept with it.
"""

from datetime import datetime
from typing import assert_never

from domain import ladder
from domain.calendar import BeyondCalendar, day_of
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation
from domain.ids import is_system
from domain.offices import judge_post
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter import handover
from domain.quarter.access import WHO_MAY, named
from domain.quarter.close import reporting
from domain.quarter.facts import QuarterFacts
from domain.quarter.needs import asked, closes_from
from domain.quarter.outbox import outbox
from domain.quarter.pace import review
from domain.quarter.periods import Quarter
from domain.quarter.planning.opening import open_quarter
from domain.quarter.planning.replan import replan
from domain.quarter.sample import picks, second_checks
from domain.quarter.sample.draw import close, draw
from domain.quarter.screen import opening, screen
from domain.quarter.state import AreaQuarter, Deadline, Step

Decision = tuple[e.QuarterEvent, ...] | Refused


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
    refused = judge_post(envelope.actor, WHO_MAY[c.OpenQuarter], command.area, facts)
    return refused or open_quarter(command, envelope.actor, facts)


def _later(envelope: c.QuarterEnvelope, quarter: AreaQuarter, facts: QuarterFacts) -> Decision:
    if refused := screen(envelope, quarter):
        return refused
    allowed = WHO_MAY[type(envelope.command)]
    is_named = named(envelope.command, quarter, envelope.actor)
    if refused := judge_post(envelope.actor, allowed, quarter.area, facts, is_named):
        return refused
    if isinstance(envelope.command, c.DeadlinePassed):
        pending = quarter.deadline(envelope.command.deadline)
        if pending is None or pending.due != envelope.command.due:
            return ()
        if facts.now < pending.due:
            return _not_due(pending)
    command = asked(envelope.command)
    if isinstance(command, c.PersonsCommand):
        return _person_asks(command, envelope.actor, quarter, facts)
    return _by_itself(command, quarter, facts)


def _person_asks(
    command: c.PersonsCommand, actor: str, quarter: AreaQuarter, facts: QuarterFacts
) -> Decision:
    match command:
        case c.OpenQuarter():
            return ()
        case AcknowledgeEscalation():
            return ladder.asked(command, quarter.escalations, actor, quarter.area, facts)
        case c.PickForSample():
            return picks.pick(command, quarter, facts)
        case c.HandOverWork():
            return handover.hand_over(command, quarter, facts)
        case c.ApplyPolicy():
            return _apply_policy(command, actor, facts)
        case c.CloseQuarter():
            return _close(actor, quarter, facts)
        case never:
            assert_never(never)


def _close(actor: str, quarter: AreaQuarter, facts: QuarterFacts) -> Decision:
    """Close the quarter and freeze its report: by a person from an hour after its last day on."""
    by_itself = is_system(actor)
    due, closes = closes_from(quarter, by_itself=by_itself), quarter.deadline(Step.CLOSE)
    if due and closes and facts.now < due:
        return _not_due(closes) if by_itself else _not_over(quarter, closes)
    return reporting.closing(close(quarter, facts), quarter, facts)


def _apply_policy(command: c.ApplyPolicy, actor: str, facts: QuarterFacts) -> Decision:
    """Go on under that version; what was opened, drawn or decided before stays under its own."""
    if facts.policy_installed != command.policy_version:
        return Refused(reason=Reason.UNKNOWN_POLICY, detail=command.policy_version)
    return (e.PolicyApplied(policy=command.policy_version, by=actor),)


def _by_itself(command: c.SystemsCommand, quarter: AreaQuarter, facts: QuarterFacts) -> Decision:
    match command:
        case c.DeadlinePassed() | c.CatchUp():
            return ()
        case c.TellingDone():
            return _told(command, quarter)
        case c.TakePass():
            return _take_pass(quarter, facts)
        case c.ReviewWeek():
            return review.review_week(quarter, facts)
        case never:
            assert_never(never)


def _told(command: c.TellingDone, quarter: AreaQuarter) -> Decision:
    due = frozenset(one.telling_id for one in outbox(quarter))
    told = tuple(one for one in dict.fromkeys(command.telling_ids) if one in due)
    return (e.Told(telling_ids=told),) if told else ()


def _not_due(deadline: Deadline) -> Refused:
    return Refused(reason=Reason.NOT_DUE_YET, detail=f"{deadline.name} is due {deadline.due.isoformat()}")


def _not_over(quarter: AreaQuarter, closes: Deadline) -> Refused:
    last_day = Quarter.parse(quarter.quarter).last_day
    by_itself = day_of(closes.due)
    detail = (
        f"its last day is {last_day.isoformat()}; it closes by itself at the end of {by_itself.isoformat()}"
    )
    return Refused(reason=Reason.QUARTER_NOT_OVER, detail=detail)


def _take_pass(quarter: AreaQuarter, facts: QuarterFacts) -> Decision:
    """Go over the quarter; once it is closed, only its second checks and what is still open.

    Where nobody may sample, nothing is numbered or drawn yet and the next pass tries again; all the rest goes on.
    """
    sample = () if quarter.closed_at else draw(quarter, facts)
    if isinstance(sample, Refused):
        if sample.reason is not Reason.NO_SAMPLER:
            return sample
        sample = ()
    drawn = tuple(one for one in sample if isinstance(one, e.SampleDrawn))
    given = second_checks.reassigned(quarter, facts, drawn)
    plan = () if quarter.closed_at else replan(quarter, facts, (*drawn, *given))
    passed = e.PassTaken(pass_due=_next_pass(quarter, facts))
    return (*sample, *given, *plan, passed, *_ended(quarter, facts))


def _ended(quarter: AreaQuarter, facts: QuarterFacts) -> tuple[e.QuarterEnded, ...]:
    """A closed quarter ends with its last IQA and second check."""
    waits = facts.second_checks or any(iqa.is_open for iqa in facts.standing)
    return (e.QuarterEnded(),) if quarter.closed_at and not waits else ()


def _next_pass(quarter: AreaQuarter, facts: QuarterFacts) -> datetime:
    """The end of the next working day: a pass out of turn moves nothing, and a late one skips no day."""
    pending = quarter.deadline(Step.PASS)
    due = pending.due if pending else facts.now
    if due > facts.now:
        return due
    following = facts.calendar.due(due, 1)
    return following if following > facts.now else facts.calendar.due(facts.now, 1)
