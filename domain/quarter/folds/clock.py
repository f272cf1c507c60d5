"""What a quarter does by itself: passes, weeks, rounds of the post, its close and its end."""

from typing import assert_never

from domain.iqa import commands as iqa
from domain.quarter import events as e
from domain.quarter.folds.deadlines import Changes, due, tell, without
from domain.quarter.pace.figures import OnesWeek
from domain.quarter.state import AreaQuarter, Step


def changes(quarter: AreaQuarter, event: e.ClockEvent, recorded: e.RecordedQuarterEvent) -> Changes:
    """Return what the event changes; the reviews of weeks end with the quarter, its passes and its post do not."""
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


def posted(quarter: AreaQuarter, event: e.PostEvent, recorded: e.RecordedQuarterEvent) -> Changes:
    """Return what a round of the post changes."""
    match event:
        case e.PostBegun():
            deadlines = due(quarter, Step.POST, event.post_due)
            digest_at = recorded.at if event.digest else quarter.digest_at
            return {
                "post_round": event.round,
                "post_is_out": True,
                "post_digest": event.digest,
                "digest_at": digest_at,
                "deadlines": deadlines,
            }
        case e.PostPutOff():
            return {"deadlines": due(quarter, Step.POST, event.post_due)}
        case e.PostEnded():
            deadlines = due(quarter, Step.POST, event.post_due) if event.post_due else quarter.deadlines
            lost = event.gave_up and quarter.post_digest
            digest_at = None if lost else quarter.digest_at
            return {"post_is_out": False, "digest_at": digest_at, "deadlines": deadlines}
        case never:
            assert_never(never)


_REMEMBERED = set(OnesWeek.model_fields)
"""What the next review has to know of this one."""
