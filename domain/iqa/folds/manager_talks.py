"""Talks with the manager: noted, and what came of them."""

from typing import assert_never

from domain.iqa import events as e
from domain.iqa.changes import IqaChanges, changed
from domain.iqa.folds.deadlines import due, without_item
from domain.iqa.manager_talks import ManagerTalk, ManagerTalkEvent, ManagerTalkNoted, ManagerTalkReviewed
from domain.iqa.state import Iqa, Step


def changes(iqa: Iqa, event: ManagerTalkEvent, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """Return what the event changes."""
    match event:
        case ManagerTalkNoted(talk_id=talk_id):
            talk = ManagerTalk(
                **event.model_dump(exclude={"kind"}), by=recorded.actor, manager=iqa.assessor, at=recorded.at
            )
            deadlines = due(iqa.deadlines, Step.MANAGER_TALK, event.look_due, talk_id)
            return {"manager_talks": (*iqa.manager_talks, talk), "deadlines": deadlines}
        case ManagerTalkReviewed(talk_id=talk_id):
            talks = tuple(
                changed(talk, {"outcome": event.outcome}) if talk.talk_id == talk_id else talk
                for talk in iqa.manager_talks
            )
            return {"manager_talks": talks, "deadlines": without_item(iqa, Step.MANAGER_TALK, talk_id)}
        case never:
            assert_never(never)
