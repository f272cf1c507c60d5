"""The second check, from the draw to the manager's acknowledgement."""

from typing import assert_never

from domain.iqa import events as e
from domain.iqa.folds.deadlines import Changes, Deadlines, due, without
from domain.iqa.state import Held, Iqa, Sample, Step


def changes(  # noqa: PLR0911  a line for each event
    iqa: Iqa, event: e.SampleEvent, recorded: e.RecordedIqaEvent
) -> Changes:
    """Return what the event changes."""
    match event:
        case e.DrawnForSample():
            return {"sample": Sample(sampler=event.sampler, pick=event.pick)}
        case e.SamplerReplaced():
            return _sampled(iqa, {"sampler": event.sampler}, iqa.deadlines)
        case e.ReleasedFromSample():
            return {"released": True}
        case e.DipSampleStarted():
            started = {"started": True, "conversation_overdue": event.conversation_overdue}
            return _sampled(iqa, started, due(iqa.deadlines, Step.DIP_SAMPLE, event.sample_due))
        case e.DipSampleRecorded():
            deadlines = due(without(iqa, Step.DIP_SAMPLE), Step.FEEDBACK, event.feedback_due)
            return _sampled(iqa, _found(event) | {"recorded_at": recorded.at}, deadlines)
        case e.FeedbackGiven():
            given = Held(on=event.on, mode=event.mode, content=event.content, at=recorded.at)
            deadlines = due(without(iqa, Step.FEEDBACK), Step.ACKNOWLEDGE, event.acknowledge_due)
            return _sampled(iqa, {"feedback": given}, deadlines)
        case e.FeedbackAcknowledged():
            return _sampled(iqa, {"acknowledged_at": recorded.at}, without(iqa, Step.ACKNOWLEDGE))
        case never:
            assert_never(never)


def _found(event: e.DipSampleRecorded) -> Changes:
    found = ("comment", "got_right", "missed", "manager_will_do", "re_marks", "case_read")
    return {name: getattr(event, name) for name in found}


def _sampled(iqa: Iqa, found: Changes, deadlines: Deadlines) -> Changes:
    sample = iqa.sample.model_copy(update=found) if iqa.sample else None
    return {"sample": sample, "deadlines": deadlines}
