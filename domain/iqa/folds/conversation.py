"""The conversation: planned, held, put right or taken back, confirmed, disputed, or closed as impossible."""

from datetime import datetime
from typing import assert_never

from domain.calendar import day_of
from domain.iqa import events as e
from domain.iqa.changes import IqaChanges
from domain.iqa.folds.deadlines import Deadlines, due, without
from domain.iqa.state import Held, Iqa, Plan, Step, Talk

_TALK = (Step.CONVERSE, Step.REMINDER)
_FOLLOWS_TALK = (Step.MARK, Step.RECORD_ACTIONS)


def changes(  # noqa: PLR0911  a case for each event
    iqa: Iqa, event: e.ConversationEvent, recorded: e.RecordedIqaEvent
) -> IqaChanges:
    """Return what the event changes; a dispute stops every clock that the conversation had set going."""
    match event:
        case e.ConversationPlanned():
            revision = iqa.plan.revision + 1 if iqa.plan else 1
            plan = Plan(on=event.on, mode=event.mode, revision=revision, at=event.at, minutes=event.minutes)
            return {"plan": plan}
        case e.ConversationHeld():
            held = _held(iqa, event, recorded, was_due=_due(iqa))
            deadlines = due(_after_talk(iqa, event), Step.COMMENT, event.comment_until)
            return {"talk": Talk.HELD, "held": held, "deadlines": deadlines}
        case e.ConversationCorrected(because=because):
            was_due = iqa.held.was_due if iqa.held else None
            held = _held(iqa, event, recorded, was_due=was_due, because=because)
            deadlines = due(iqa.deadlines, Step.COMMENT, event.comment_until)
            return {"talk": Talk.HELD, "held": held, "held_before": _before(iqa), "deadlines": deadlines}
        case e.ConversationTakenBack():
            deadlines = due(without(iqa, *_TALK, *_FOLLOWS_TALK), Step.CONVERSE, event.conversation_due)
            return {
                "talk": Talk.OPEN,
                "held": None,
                "held_before": _before(iqa),
                "completed_at": None,
                "deadlines": deadlines,
            }
        case e.ConversationConfirmed():
            return {"talk": Talk.DIFFERED if event.differed else Talk.CONFIRMED}
        case e.ConversationDisputed():
            deadlines = due(without(iqa, *_TALK, *_FOLLOWS_TALK), Step.CONVERSE, event.conversation_due)
            return {"talk": Talk.DISPUTED, "completed_at": None, "deadlines": deadlines}
        case e.ConversationClosedAsImpossible():
            return {"talk": Talk.IMPOSSIBLE, "deadlines": _after_talk(iqa, event)}
        case never:
            assert_never(never)


def _held(
    iqa: Iqa,
    event: e.ConversationHeld | e.ConversationCorrected,
    recorded: e.RecordedIqaEvent,
    was_due: datetime | None,
    because: str | None = None,
) -> Held:
    return Held(
        on=event.on,
        mode=event.mode,
        said_of=event.said_of,
        before_marks=_before_marks(iqa, event),
        went_well=event.went_well,
        do_differently=event.do_differently,
        prosecutor_view=event.prosecutor_view,
        by=recorded.actor,
        at=recorded.at,
        was_due=was_due,
        because=because,
    )


def _before_marks(iqa: Iqa, event: e.ConversationHeld | e.ConversationCorrected) -> bool:
    """Whether it was before the marks were confirmed: by its day, by what it says, or as its record had it."""
    if iqa.confirmed_at is None or event.said_of:
        return True
    same = iqa.held is not None and iqa.held.before_marks and iqa.held.on == event.on
    return same or event.on < day_of(iqa.confirmed_at)


def _before(iqa: Iqa) -> tuple[Held, ...]:
    return (*iqa.held_before, iqa.held) if iqa.held else iqa.held_before


def _due(iqa: Iqa) -> datetime | None:
    """When the conversation is due, or was when it was missed; None where nothing says."""
    found = iqa.deadline(Step.CONVERSE) or iqa.last_missed(Step.CONVERSE)
    return found.due if found else None


def _after_talk(iqa: Iqa, event: e.ConversationHeld | e.ConversationClosedAsImpossible) -> Deadlines:
    deadlines = due(without(iqa, *_TALK), Step.MARK, event.marks_due)
    return due(deadlines, Step.RECORD_ACTIONS, event.actions_due)
