"""The second check, from the draw to the last thing that the manager was to develop."""

from datetime import datetime
from typing import assert_never

from domain.iqa import events as e
from domain.iqa.changes import DevelopmentChanges, IqaChanges, SampleChanges, changed
from domain.iqa.folds.deadlines import Deadlines, due, without, without_item
from domain.iqa.second_check import Development, Feedback, Sample
from domain.iqa.state import Iqa, Step


def changes(  # noqa: PLR0911  a line for each event
    iqa: Iqa, event: e.SampleEvent, recorded: e.RecordedIqaEvent
) -> IqaChanges:
    """Return what the event changes."""
    match event:
        case e.DrawnForSample():
            return {"sample": Sample(sampler=event.sampler, pick=event.pick, blind=event.blind)}
        case e.SamplerReplaced():
            return _sampled(iqa, _replaced(iqa, event.sampler), iqa.deadlines)
        case e.ReleasedFromSample():
            return {"released": True}
        case e.DipSampleStarted():
            started: SampleChanges = {"started": True, "conversation_overdue": event.conversation_overdue}
            return _sampled(iqa, started, due(iqa.deadlines, Step.DIP_SAMPLE, event.sample_due))
        case e.BlindReMarked():
            own: SampleChanges = {"blind_answers": event.answers, "looked_before": event.looked_before}
            return _sampled(iqa, own, iqa.deadlines)
        case e.MarksSeen():
            return _sampled(iqa, {"marks_seen": True}, iqa.deadlines)
        case e.DipSampleRecorded():
            deadlines = due(without(iqa, Step.DIP_SAMPLE), Step.FEEDBACK, event.feedback_due)
            return _sampled(iqa, _found(event, recorded.at), deadlines)
        case never:
            assert_never(never)


def fed_back(iqa: Iqa, event: e.FeedbackEvent, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """Return what the feedback changes, and what comes of it."""
    match event:
        case e.FeedbackGiven(development=development):
            given = Feedback(on=event.on, mode=event.mode, content=event.content, at=recorded.at)
            deadlines = due(without(iqa, Step.FEEDBACK), Step.ACKNOWLEDGE, event.acknowledge_due)
            for each in development:
                deadlines = due(deadlines, Step.DEVELOPMENT, each.due, each.action_id)
            asked = tuple(Development(action=each) for each in development)
            return _sampled(iqa, {"feedback": given, "development": asked}, deadlines)
        case e.FeedbackAcknowledged():
            deadlines = due(without(iqa, Step.ACKNOWLEDGE, Step.REVISE), Step.REVISE, event.revise_due)
            return _sampled(iqa, _acknowledged(iqa, event, recorded.at), deadlines)
        case e.DevelopmentReviewed(action_id=reviewed):
            deadlines = without_item(iqa, Step.DEVELOPMENT, reviewed)
            deadlines = due(deadlines, Step.DEVELOPMENT, event.again_due, reviewed)
            found: DevelopmentChanges = {
                "shown": event.shown,
                "in_iqa": event.in_iqa,
                "note": event.note,
                "again_due": event.again_due,
                "reviewed_at": recorded.at,
            }
            known = iqa.sample.development if iqa.sample else ()
            looked_at = tuple(
                changed(one, found) if one.action.action_id == reviewed else one for one in known
            )
            return _sampled(iqa, {"development": looked_at}, deadlines)
        case never:
            assert_never(never)


def _replaced(iqa: Iqa, sampler: str) -> SampleChanges:
    """Another sampler marks anew, unless the check was recorded: what the former saw or answered is not theirs."""
    if iqa.sample and iqa.sample.recorded_at:
        return {"sampler": sampler}
    return {"sampler": sampler, "blind_answers": (), "looked_before": False, "marks_seen": False}


def _found(event: e.DipSampleRecorded, at: datetime) -> SampleChanges:
    return {
        "comment": event.comment,
        "got_right": event.got_right,
        "missed": event.missed,
        "manager_will_do": event.manager_will_do,
        "follows": event.follows,
        "judgements": event.judgements,
        "re_marks": event.re_marks,
        "re_marks_asked": event.re_marks_asked,
        "case_read": event.case_read,
        "recorded_at": at,
    }


def _acknowledged(iqa: Iqa, event: e.FeedbackAcknowledged, at: datetime) -> SampleChanges:
    """The first time counts, where a manager says later that they let it stand after all."""
    first = iqa.sample.acknowledged_at if iqa.sample else None
    return {"acknowledged_at": first or at, "reply": event.reply, "reply_note": event.note}


def _sampled(iqa: Iqa, found: SampleChanges, deadlines: Deadlines) -> IqaChanges:
    sample = changed(iqa.sample, found) if iqa.sample else None
    return {"sample": sample, "deadlines": deadlines}
