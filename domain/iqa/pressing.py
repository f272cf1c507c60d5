"""What cannot wait for the next digest: it is escalated or urgent, or it changes a day in somebody's calendar.

Replay-sensitive: the workflow rings the quarter for each.
"""

from datetime import datetime

from domain.calendar import day_of
from domain.escalations import EscalationClimbed, EscalationRaised
from domain.iqa import events as e
from domain.iqa.state import Iqa, Plan


def standing_plan(iqa: Iqa, at: datetime) -> Plan | None:
    """The plan that somebody's calendar still shows: not held, not closed as impossible, and its day not over."""
    plan = iqa.plan
    return plan if plan and not iqa.talked and plan.on >= day_of(at) else None


def is_pressing(iqa: Iqa, recorded: e.RecordedIqaEvent) -> bool:
    """Tell whether the event, coming to this state, leads to a notice that goes out by itself."""
    match recorded.event:
        case EscalationRaised() | EscalationClimbed() | e.ConversationPlanned():
            return True
        case e.ActionRecorded(action=action):
            return action.urgent
        case e.CaseReplaced() | e.ConversationClosedAsImpossible() | e.Withdrawn() | e.Reassigned():
            return standing_plan(iqa, recorded.at) is not None
        case e.ConversationHeld(on=held_on):
            plan = standing_plan(iqa, recorded.at)
            return plan is not None and held_on < plan.on
        case _:
            return False
