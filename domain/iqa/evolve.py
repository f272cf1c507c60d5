"""Fold events into the state. Replay-sensitive: what is folded here sets the workflow's timers.

Change a fold only behind a patch (CONTRIBUTING.md); the golden histories prove it.
"""

from typing import Final, assert_never

from domain import escalations
from domain.escalations import EscalationEvent
from domain.iqa import events as e
from domain.iqa.changes import IqaChanges, changed
from domain.iqa.folds import (
    actions,
    assessment,
    conversation,
    manager_talks,
    opening,
    prosecutor,
    sampling,
    selection,
    time,
)
from domain.iqa.manager_talks import ManagerTalkEvent
from domain.iqa.state import Iqa, Step, Touch
from domain.stream import OutOfOrder

_TOUCHES: Final[dict[type[e.IqaEvent], Step]] = {
    e.CaseSelected: Step.SELECT,
    e.CaseReplaced: Step.SELECT,
    e.MarksRecorded: Step.MARK,
    e.MarksRevised: Step.MARK,
    e.AssessmentConfirmed: Step.MARK,
    e.ConversationHeld: Step.CONVERSE,
    e.ConversationCorrected: Step.CONVERSE,
    e.ConversationTakenBack: Step.CONVERSE,
    e.ConversationDisputed: Step.CONVERSE,
    e.ConversationClosedAsImpossible: Step.CONVERSE,
    e.QueryAnswered: Step.ANSWER_QUERY,
    e.DipSampleRecorded: Step.DIP_SAMPLE,
}


def evolve(iqa: Iqa | None, recorded: e.RecordedIqaEvent, iqa_id: str) -> Iqa:
    """Return the state after one more event; raise ``OutOfOrder`` when it cannot come next."""
    event = recorded.event
    if iqa is None and isinstance(event, e.IqaOpened):
        return opening.opened(event, recorded, iqa_id)
    if iqa is not None and not isinstance(event, e.IqaOpened):
        return changed(iqa, _changes(iqa, event, recorded) | _trace(iqa, recorded))
    raise OutOfOrder(iqa_id, recorded, iqa.version if iqa else 0)


def _trace(iqa: Iqa, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """What every event changes: the version, the commands seen, and who last touched its step."""
    trace: IqaChanges = {
        "version": recorded.version,
        "command_ids": iqa.command_ids | {recorded.command_id},
    }
    if step := _TOUCHES.get(type(recorded.event)):
        touch = Touch(step=step, version=recorded.version, actor=recorded.actor, at=recorded.at)
        trace["touched"] = (*(t for t in iqa.touched if t.step is not step), touch)
    return trace


def _changes(  # noqa: C901, PLR0911  one line for each part of an IQA, and assert_never for a part forgotten
    iqa: Iqa, event: e.LaterEvent, recorded: e.RecordedIqaEvent
) -> IqaChanges:
    if isinstance(event, e.EndEvent):
        return opening.changes(iqa, event, recorded)
    if isinstance(event, e.SelectionEvent):
        return selection.changes(iqa, event, recorded)
    if isinstance(event, e.AssessmentEvent):
        return assessment.changes(iqa, event, recorded)
    if isinstance(event, e.ConversationEvent):
        return conversation.changes(iqa, event, recorded)
    if isinstance(event, e.ActionEvent):
        return actions.changes(iqa, event)
    if isinstance(event, e.ProsecutorEvent):
        return prosecutor.changes(iqa, event, recorded)
    if isinstance(event, e.SampleEvent):
        return sampling.changes(iqa, event, recorded)
    if isinstance(event, e.FeedbackEvent):
        return sampling.fed_back(iqa, event, recorded)
    if isinstance(event, ManagerTalkEvent):
        return manager_talks.changes(iqa, event, recorded)
    if isinstance(event, e.TimeEvent):
        return time.changes(iqa, event, recorded)
    if isinstance(event, EscalationEvent):
        return {"escalations": escalations.after(iqa.escalations, event, recorded.version, recorded.at)}
    assert_never(event)
