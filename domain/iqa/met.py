"""The steps that an event met: they were due by a time, and it did them; what was taken away was not met."""

from typing import Final

from domain.iqa import events as e
from domain.iqa.manager_talks import ManagerTalkReviewed
from domain.iqa.state import Iqa, Step
from domain.iqa.waits import Wait, waits

DOES: Final[dict[type[e.IqaEvent], Step]] = {
    e.CaseSelected: Step.SELECT,
    e.AssessmentConfirmed: Step.MARK,
    e.ConversationHeld: Step.CONVERSE,
    e.ConversationConfirmed: Step.CONFIRM_CONVERSATION,
    e.ConversationDisputed: Step.CONFIRM_CONVERSATION,
    e.ActionRecorded: Step.RECORD_ACTIONS,
    e.NoActionsRequired: Step.RECORD_ACTIONS,
    e.ActionCompleted: Step.ACTION,
    e.QueryAnswered: Step.ANSWER_QUERY,
    e.DipSampleRecorded: Step.DIP_SAMPLE,
    e.FeedbackGiven: Step.FEEDBACK,
    e.FeedbackAcknowledged: Step.ACKNOWLEDGE,
    e.MarksRevised: Step.REVISE,
    e.DevelopmentReviewed: Step.DEVELOPMENT,
    ManagerTalkReviewed: Step.MANAGER_TALK,
}
"""The step that each event does, once it was asked for; a conversation closed as impossible was not held."""


def met_by(event: e.IqaEvent, before: Iqa) -> tuple[Wait, ...]:
    """Return the steps, each due by a time (UTC), that waited before an event and that it did."""
    step = DOES.get(type(event))
    return tuple(
        one for one in waits(before) if one.step is step and one.due is not None and one.item == _item(event)
    )


def _item(event: e.IqaEvent) -> str | None:
    """Which of several steps of the same kind it was."""
    match event:
        case e.ActionCompleted(action_id=item) | e.DevelopmentReviewed(action_id=item):
            return item
        case ManagerTalkReviewed(talk_id=item):
            return item
        case e.QueryAnswered(query_id=item) | e.MarksRevised(query_id=item):
            return item
        case _:
            return None
