"""The daily pass over a quarter: what it draws, gives to others and plans otherwise, and whether the quarter ends."""

from datetime import datetime

from domain.errors import Reason, Refused
from domain.periods import Quarter
from domain.quarter import custody, leavers
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.planning.replan import replan
from domain.quarter.sample import second_checks
from domain.quarter.sample.draw import draw
from domain.quarter.situation import Decision
from domain.quarter.state import AreaQuarter, Step


def take_pass(quarter: AreaQuarter, facts: QuarterFacts) -> Decision:
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
    left = () if quarter.closed_at else leavers.handed_over(quarter, facts)
    alone = () if quarter.closed_at else _in_custody(quarter, facts)
    passed = e.PassTaken(pass_due=_next_pass(quarter, facts))
    return (*sample, *given, *plan, *left, *alone, passed, *_ended(quarter, facts))


def _in_custody(quarter: AreaQuarter, facts: QuarterFacts) -> tuple[e.CustodyFoundWhileAway, ...]:
    """While the quarter's days run: what comes after them is the next quarter's, that nobody is told twice."""
    runs = Quarter.containing(facts.today) == Quarter.parse(quarter.quarter)
    return tuple(custody.put_above(quarter.area, quarter.custody_told, facts)) if runs else ()


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
