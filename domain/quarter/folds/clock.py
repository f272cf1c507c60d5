"""What a quarter does by itself: passes, weeks, its close and its end."""

from typing import assert_never

from domain.iqa import commands as iqa
from domain.quarter import events as e
from domain.quarter.changes import QuarterChanges
from domain.quarter.folds.deadlines import due, tell, without
from domain.quarter.pace.figures import OnesWeek
from domain.quarter.state import AreaQuarter, Step


def changes(quarter: AreaQuarter, event: e.ClockEvent, recorded: e.RecordedQuarterEvent) -> QuarterChanges:
    """Return what the event changes; the reviews of weeks end with its close, its passes with its end."""
    match event:
        case e.PassTaken():
            return {"deadlines": due(quarter, Step.PASS, event.pass_due)}
        case e.WeekReviewed():
            weeks = tuple(OnesWeek(**one.model_dump(include=_REMEMBERED)) for one in event.managers)
            return {"weeks": weeks, "deadlines": due(quarter, Step.WEEK, event.week_due)}
        case e.PolicyApplied():
            return {"policy": event.policy, "policy_applied_at": recorded.at}
        case e.QuarterClosed():
            released = ((iqa_id, iqa.ReleaseFromSample()) for iqa_id in event.released)
            return {
                "seed": event.seed,
                "list_hash": event.list_hash,
                "released": event.released,
                "closed_at": recorded.at,
                "tellings": tell(quarter, recorded, *released),
                "deadlines": without(quarter, Step.CLOSE, Step.WEEK),
            }
        case e.QuarterEnded():
            return {"ended_at": recorded.at, "deadlines": without(quarter, Step.PASS)}
        case never:
            assert_never(never)


_REMEMBERED = set(OnesWeek.model_fields)
"""What the next review has to know of this one."""
