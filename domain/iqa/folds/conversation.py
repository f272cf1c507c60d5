"""The conversation: planned, held, confirmed, disputed, or closed as impossible."""

from typing import assert_never

from domain.iqa import events as e
from domain.iqa.changes import IqaChanges
from domain.iqa.folds.deadlines import Deadlines, due, without
from domain.iqa.state import Held, Iqa, Plan, Step, Talk

_TALK = (Step.CONVERSE, Step.REMINDER)
_FOLLOWS_TALK = (Step.MARK, Step.RECORD_ACTIONS)


def changes(iqa: Iqa, event: e.ConversationEvent, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """Return what the event changes; a dispute stops every clock that the conversation had set going."""
    match event:
        case e.ConversationPlanned():
            revision = iqa.plan.revision + 1 if iqa.plan else 1
            plan = Plan(on=event.on, mode=event.mode, revision=revision, at=event.at, minutes=event.minutes)
            return {"plan": plan}
        case e.ConversationHeld():
            held = Held(on=event.on, mode=event.mode, content=event.content, at=recorded.at)
            return {"talk": Talk.HELD, "held": held, "deadlines": _after_talk(iqa, event)}
        case e.ConversationConfirmed():
            return {"talk": Talk.DIFFERED if event.differed else Talk.CONFIRMED}
        case e.ConversationDisputed():
            deadlines = due(without(iqa, *_TALK, *_FOLLOWS_TALK), Step.CONVERSE, event.conversation_due)
            return {"talk": Talk.DISPUTED, "completed_at": None, "deadlines": deadlines}
        case e.ConversationClosedAsImpossible():
            return {"talk": Talk.IMPOSSIBLE, "deadlines": _after_talk(iqa, event)}
        case never:
            assert_never(never)


def _after_talk(iqa: Iqa, event: e.ConversationHeld | e.ConversationClosedAsImpossible) -> Deadlines:
    deadlines = due(without(iqa, *_TALK), Step.MARK, event.marks_due)
    return due(deadlines, Step.RECORD_ACTIONS, event.actions_due)
